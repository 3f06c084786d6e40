"""The ASGI app: which address leads to which endpoint."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from chatbot.bot import Chatbot
from chatbot.web.edition import publish
from chatbot.web.guard import Hardened, Quiet
from chatbot.web.problems import RequestError
from chatbot.web.service import WIDGET, Service
from chatbot.web.settings import Settings


def create_app(bot: Chatbot, settings: Settings | None = None) -> Starlette:
    """Return an ASGI app that serves a bot, to run by itself or to mount in another.

    It is ready when this returns: a mounted app is never told that its host starts.

    Raises:
        SettingsError: the settings ask for what there is not.
    """
    settings = settings or Settings()
    service = Service(bot, settings)
    app = Starlette(
        routes=_routes(service, with_metrics=settings.metrics),
        middleware=[Middleware(Hardened), *_cors(settings), Middleware(Quiet, failed=service.failed)],
        exception_handlers={RequestError: service.refused, HTTPException: service.refused},
    )
    app.router.redirect_slashes = False  # a redirect repeats the address that was asked for
    app.state.service = service
    return app


def replace_bot(app: Starlette, bot: Chatbot) -> None:
    """Let an app of `create_app` serve another bot from the next request on; those under way end with the one before.

    Takes as long as making the app: call it in a thread.
    """
    app.state.service.edition = publish(bot)


def _cors(settings: Settings) -> list[Middleware]:
    if not settings.allow_origins:
        return []
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.allow_origins,
        allow_methods=("GET", "POST"),
        allow_headers=("Content-Type",),
        expose_headers=("Retry-After",),
    )
    return [cors]


def _routes(service: Service, *, with_metrics: bool) -> list[Route]:
    routes = [
        Route("/v1/ask", service.ask, methods=["POST"]),
        Route("/healthz", service.healthz),
        Route("/readyz", service.readyz),
        Route("/v1/config", service.config),
        Route("/v1/topics", service.topics),
        Route("/v1/answers/{id:path}", service.answer),
        Route("/v1/widget", service.widget_integrity),
        Route("/", service.page),
        Route("/faq", service.faq),
        Route("/widget.js", service.widget),
        Route(f"/widget/{{version}}/{WIDGET}", service.pinned_widget),
        Route("/static/{name}", service.static),
        Route("/openapi.json", service.openapi),
    ]
    if with_metrics:
        routes.append(Route("/metrics", service.metrics))
    return routes
