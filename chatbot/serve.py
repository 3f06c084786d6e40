"""The command `serve`: its options, and what becomes of them. The web is imported only when it is served."""

from __future__ import annotations

import argparse

from chatbot.bot import Chatbot
from chatbot.errors import ChatbotError


class MissingExtraError(ChatbotError):
    """The operator's fault: the packages that the service needs are not installed."""


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the service to its command; where the content is, the command knows already."""
    command.add_argument("--host", default="127.0.0.1", help="the address to listen at (%(default)s)")
    command.add_argument("--port", type=int, default=8000, help="the port (%(default)s); 0 takes a free one")
    command.add_argument("--rate-limit", default="120/minute", help="questions of one client (%(default)s); '' for any")
    command.add_argument(
        "--rate-limit-storage", metavar="URI", default="memory://", help="%(default)s, redis://... or valkey://..."
    )
    command.add_argument("--trusted-proxies", metavar="COUNT", type=int, default=0, help="proxies of yours before it")
    command.add_argument(
        "--allow-origin", metavar="ORIGIN", action="append", default=[], help="a site whose pages may call it"
    )
    command.add_argument("--metrics", action="store_true", help="count replies at /metrics")
    command.add_argument(
        "--drain", metavar="SECONDS", type=float, default=0, help="go on for so long once told to stop (%(default)s)"
    )


def serve(options: argparse.Namespace) -> None:
    """Serve as the options say, until told to stop.

    Raises:
        MissingExtraError: the extra `web` is not installed.
    """
    try:
        from chatbot.web import server
        from chatbot.web.settings import Settings
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.startswith("chatbot"):
            raise
        msg = f"serve needs {missing.name}: pip install 'infusion-chatbot[web]'"
        raise MissingExtraError(msg) from None
    settings = Settings(
        rate_limit=options.rate_limit,
        rate_limit_storage=options.rate_limit_storage,
        trusted_proxies=options.trusted_proxies,
        allow_origins=tuple(options.allow_origin),
        metrics=options.metrics,
    )
    server.serve(
        lambda: Chatbot.load(options.intents, country=options.country),
        settings,
        host=options.host,
        port=options.port,
        drain=options.drain,
    )
