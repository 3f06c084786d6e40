"""The server of `infusion-chatbot serve`: uvicorn, a graceful stop, and new content on SIGHUP."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette

from chatbot.bot import Chatbot
from chatbot.errors import ChatbotError
from chatbot.web.app import create_app, replace_bot
from chatbot.web.settings import MAX_BODY, Settings
from chatbot.web.wire import OnePieceProtocol

_LOG: Final = logging.getLogger("chatbot.web")
# Longer than a proxy keeps an idle connection (nginx: 60 s), so that it is the proxy that closes it.
_KEEP_ALIVE: Final = 75
STOP_SECONDS: Final = 20
_LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}


class ListenError(ChatbotError):
    """The operator's fault: the address cannot be listened at."""


def serve(load: Callable[[], Chatbot], settings: Settings, *, host: str, port: int, drain: float) -> None:
    """Serve until told to stop.

    Args:
        load: reads the content; called at the start, and again at every SIGHUP.
        settings: how to serve it.
        host: the address to listen at.
        port: the port; 0 takes a free one, and the log says which.
        drain: for how many seconds after the signal to stop requests are still taken, while `/readyz` says no.

    Raises:
        ContentError: the content cannot be used.
        SettingsError: nor can the settings.
        ListenError: nor can the address.
    """
    app = create_app(load(), settings)
    settle()
    asyncio.run(_Server(config(app, host, port), app, load, drain).serve())


def config(app: Starlette, host: str, port: int) -> uvicorn.Config:
    """Return how uvicorn is to serve an app: nothing typed is logged, nothing slow or large is waited for."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=OnePieceProtocol,
        access_log=False,
        log_config=_LOGGING,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,  # the service counts trusted proxies itself
        h11_max_incomplete_event_size=2 * MAX_BODY,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def settle() -> None:
    """Keep the garbage collector away from all that is loaded.

    A content has a million objects and no cycles: walking it finds nothing and stops every request, for 0.4 s with the
    packaged one. When it is replaced, it goes by itself.
    """
    gc.freeze()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, app: Starlette, load: Callable[[], Chatbot], drain: float) -> None:
        super().__init__(config)
        self._app = app
        self._load = load
        self._drain = drain
        self._reloading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: Any = None) -> None:  # noqa: ANN401 - as uvicorn has it
        """Listen, to signals too."""
        self._loop = asyncio.get_running_loop()
        if hasattr(signal, "SIGHUP"):
            self._loop.add_signal_handler(signal.SIGHUP, self._start_reload)
        try:
            await super().startup(sockets)
        except SystemExit:  # uvicorn has logged why, and would end with a status that means something else here
            msg = (
                f"nothing can listen at {self.config.host} port {self.config.port}; is it taken? --port chooses another"
            )
            raise ListenError(msg) from None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: at once without a time to drain, or at the second signal."""
        service = self._app.state.service
        if self._drain and service.ready:
            service.ready = False
            stop = super().handle_exit
            self._loop.call_soon_threadsafe(lambda: self._loop.call_later(self._drain, stop, sig, frame))
        else:
            super().handle_exit(sig, frame)

    def _start_reload(self) -> None:
        task = self._loop.create_task(self._reload())
        self._tasks.add(task)  # the loop itself keeps no task alive
        task.add_done_callback(self._tasks.discard)

    async def _reload(self) -> None:
        """Load the content again and serve it; content that cannot be used changes nothing."""
        async with self._reloading:
            try:
                await asyncio.to_thread(lambda: replace_bot(self._app, self._load()))
            except (ChatbotError, OSError) as error:
                _LOG.error("the new content cannot be used, the old one stays:\n%s", error)
            else:
                settle()
                _LOG.info("new content is served")
