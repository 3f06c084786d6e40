"""The HTTP service as far as the widget needs it: the same addresses, the same replies."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import chatbot
from chatbot import Chatbot, Context

STATIC = Path(chatbot.__file__).parent / "web" / "static"

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
)

ACTIONS = {
    "emergency": [{"label": "Call 911", "href": "tel:911"}],
    "crisis": [
        {"label": "Call 988", "href": "tel:988"},
        {"label": "Text 988", "href": "sms:988"},
        {"label": "Call 911", "href": "tel:911"},
    ],
    "urgent": [{"label": "Call 911", "href": "tel:911"}],
}


def create_app(bot: Chatbot) -> Starlette:
    """Serve a bot by the contract of the HTTP service, with the page and the widget."""

    async def ask(request: Request) -> Response:
        body = await request.json()
        return JSONResponse(bot.ask(body["text"], Context.from_dict(body.get("context", {}))).to_dict())

    async def config(_: Request) -> Response:
        content = bot.content
        starters = [{"intent": name, "question": content.by_id[name].question} for name in content.starters]
        return JSONResponse(
            {
                "name": content.texts.name,
                "greeting": content.texts.greeting,
                "starters": starters,
                "max_length": 300,
                "actions": ACTIONS,
                "emergency": "In an emergency, call 911.",
                "versions": {"content": "1", "engine": "1"},
            }
        )

    async def faq(_: Request) -> Response:
        return PlainTextResponse("\n".join(intent.question for intent in bot.intents))

    async def page(request: Request) -> Response:
        name = request.path_params.get("name", "index.html")
        return FileResponse(STATIC / name, headers={"Content-Security-Policy": POLICY})

    return Starlette(
        routes=[
            Route("/v1/ask", ask, methods=["POST"]),
            Route("/v1/config", config),
            Route("/faq", faq),
            Route("/", page),
            Route("/static/{name}", page),
        ]
    )
