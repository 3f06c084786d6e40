"""Around everything: security headers on every response, and no word of a failure in a reply or a log."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG: Final = logging.getLogger("chatbot.web")

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy of a page: its own scripts, styles and pictures, its own service, nothing else."""
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"

HEADERS: Final = {
    "Content-Security-Policy": DATA_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every response says, unless it says otherwise itself."""
_HEADERS: Final = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())


class Hardened:
    """ASGI middleware, outermost: the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app for one request."""

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(item for item in _HEADERS if item[0] not in said)]
            await send(message)

        await self._app(scope, receive, hardened)


class Quiet:
    """ASGI middleware, innermost: an app that fails still replies, and what it failed on is told to nobody."""

    def __init__(self, app: ASGIApp, failed: Callable[[], Response]) -> None:
        """Wrap an app.

        Args:
            app: what may fail.
            failed: makes the reply then.
        """
        self._app = app
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app for one request."""
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            return  # nobody is there to reply to
        except Exception as error:  # noqa: BLE001 - whatever it is, its message may quote what a person typed
            _LOG.error("a request failed: %s", _where(error))
            # Each response is sent in one piece, so that none can have been begun.
            await self._failed()(scope, receive, send)


def _where(error: BaseException) -> str:
    """Return the type of an error and the places that it came through, without its message and without values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))])
