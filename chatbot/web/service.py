"""The endpoints: from a request to a response. Keeps nothing between two requests but counts."""

from __future__ import annotations

import json
from typing import Final

import anyio
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbot.bot import Chatbot
from chatbot.reply import Reply
from chatbot.web import problems
from chatbot.web.assets import IMMUTABLE, REVALIDATE, SHORT, Asset, read_assets
from chatbot.web.catalog import engine_version
from chatbot.web.client import client_address
from chatbot.web.edition import publish
from chatbot.web.guard import PAGE_POLICY
from chatbot.web.limits import rate_limit
from chatbot.web.metrics import MEDIA_TYPE, Metrics
from chatbot.web.openapi import document
from chatbot.web.problems import RequestError, problem_response
from chatbot.web.question import Question, parse
from chatbot.web.recall import Said
from chatbot.web.settings import MAX_BODY, WIDGET_TEXT, Settings

WIDGET: Final = "infusion-chat.js"
_NO_STORE: Final = {"Cache-Control": "no-store"}
_PAGE: Final = {"Content-Security-Policy": PAGE_POLICY}
# Any site may load the widget; a module is always fetched as CORS has it.
_ANYWHERE: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_BY_STATUS: Final = {404: problems.NOT_FOUND, 405: problems.WRONG_METHOD, 413: problems.TOO_LARGE}


class Service:
    """One app's endpoints. The edition is one reference: a request takes it once and keeps it."""

    def __init__(self, bot: Chatbot, settings: Settings) -> None:
        self.edition = publish(bot)
        self.ready = True
        self._settings = settings
        self._limit = rate_limit(settings)
        self._metrics = Metrics()
        self._assets = read_assets(settings.static)

    # ---------------------------------------------------------------------- ask

    async def ask(self, request: Request) -> Response:
        """`POST /v1/ask`."""
        said = await self._said(await self._body(request))
        wait = await self._limit.seconds_to_wait(self._client(request))
        # The limit comes after the reply: whoever types "I can't breathe" is never told to come back later.
        if wait and not said.reply.urgent:
            raise RequestError(problems.TOO_MANY, headers={"Retry-After": str(wait)})
        self._metrics.count_reply(said.reply)
        return Response(said.body, headers=_NO_STORE, media_type="application/json")

    async def _said(self, body: bytes) -> Said:
        edition = self.edition
        if said := edition.recall.get(body):
            return said
        reply = await _reply(edition.bot, parse(body))
        said = Said(reply, json.dumps(reply.to_dict(), ensure_ascii=False).encode("utf-8"))
        edition.recall.keep(body, said)
        return said

    async def _body(self, request: Request) -> bytes:
        media_type = request.headers.get("content-type", "").partition(";")[0]
        if media_type.strip().lower() != "application/json":
            raise RequestError(problems.NOT_JSON)
        body = bytearray()
        try:
            with anyio.fail_after(self._settings.body_seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > MAX_BODY:
                        raise RequestError(problems.TOO_LARGE, headers=_hanging_up(request))
        except TimeoutError:
            raise RequestError(problems.SLOW_BODY, headers=_hanging_up(request)) from None
        return bytes(body)

    def _client(self, request: Request) -> str:
        peer = request.client.host if request.client else ""
        return client_address(peer, request.headers.getlist("x-forwarded-for"), self._settings.trusted_proxies)

    # ------------------------------------------------------------------ content

    async def topics(self, request: Request) -> Response:
        """`GET /v1/topics`."""
        return self.edition.topics.response(request, REVALIDATE)

    async def answer(self, request: Request) -> Response:
        """`GET /v1/answers/{id}`."""
        found = self.edition.answers.get(request.path_params["id"])
        if found is None:
            raise RequestError(problems.UNKNOWN_ANSWER)
        return found.response(request, REVALIDATE)

    async def config(self, request: Request) -> Response:
        """`GET /v1/config`."""
        return self.edition.config.response(request, REVALIDATE)

    async def faq(self, request: Request) -> Response:
        """`GET /faq`."""
        return self.edition.faq.response(request, REVALIDATE, _PAGE)

    # ---------------------------------------------------------- page and widget

    async def page(self, request: Request) -> Response:
        """`GET /`."""
        return self._asset("index.html").response(request, REVALIDATE, _PAGE)

    async def static(self, request: Request) -> Response:
        """`GET /static/{name}`."""
        return self._asset(request.path_params["name"]).response(request, REVALIDATE, _PAGE)

    async def widget(self, request: Request) -> Response:
        """`GET /widget.js`."""
        return self._asset(WIDGET).response(request, SHORT, _ANYWHERE)

    async def pinned_widget(self, request: Request) -> Response:
        """`GET /widget/{version}/infusion-chat.js`."""
        if request.path_params["version"] != engine_version():
            raise RequestError(problems.NOT_FOUND)
        return self._asset(WIDGET).response(request, IMMUTABLE, _ANYWHERE)

    async def widget_integrity(self, request: Request) -> Response:
        """`GET /v1/widget`: what to write into a page that pins the widget."""
        src = f"{request.scope.get('root_path', '')}/widget/{engine_version()}/{WIDGET}"
        return JSONResponse({"src": src, "integrity": self._asset(WIDGET).integrity}, headers=_NO_STORE)

    def _asset(self, name: str) -> Asset:
        found = self._assets.get(name)
        if found is None:
            raise RequestError(problems.NOT_FOUND)
        return found

    # --------------------------------------------------------------- operations

    async def healthz(self, _request: Request) -> Response:
        """`GET /healthz`: the process runs; nothing else is looked at."""
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def readyz(self, _request: Request) -> Response:
        """`GET /readyz`: requests are welcome; not any more once the service is about to stop."""
        if not self.ready:
            raise RequestError(problems.NOT_READY)
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def metrics(self, _request: Request) -> Response:
        """`GET /metrics`."""
        return Response(self._metrics.text(), headers=_NO_STORE, media_type=MEDIA_TYPE)

    async def openapi(self, request: Request) -> Response:
        """`GET /openapi.json`."""
        return JSONResponse(document(request.scope.get("root_path", "")), headers={"Cache-Control": REVALIDATE})

    # ----------------------------------------------------------------- problems

    async def refused(self, _request: Request, error: Exception) -> Response:
        """Reply to a request that was refused, by an endpoint or by the router."""
        if isinstance(error, HTTPException):
            error = RequestError(_BY_STATUS.get(error.status_code, problems.BAD_REQUEST), headers=error.headers)
        assert isinstance(error, RequestError)  # noqa: S101 - what this handler is registered for
        return self._problem(error)

    def failed(self) -> Response:
        """Reply to a request that made the service fail."""
        return self._problem(RequestError(problems.INTERNAL))

    def _problem(self, refusal: RequestError) -> Response:
        self._metrics.count_problem(refusal.problem)
        return problem_response(refusal, self.edition.safety_note)


def _hanging_up(request: Request) -> dict[str, str]:
    """Return the header that ends a connection whose body nobody will read to the end; HTTP/2 has none."""
    return {"Connection": "close"} if request.scope.get("http_version", "").startswith("1") else {}


async def _reply(bot: Chatbot, question: Question) -> Reply:
    """Ask the bot. A text that no widget sends may take it a tenth of a second: others need not wait for that."""
    if len(question.text) > WIDGET_TEXT:
        return await to_thread.run_sync(bot.ask, question.text, question.context)
    return bot.ask(question.text, question.context)
