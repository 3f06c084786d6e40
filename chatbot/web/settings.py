"""What the operator of the service decides, and the limits that nobody can change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from chatbot.errors import ChatbotError
from chatbot.text import MAX_CHARS

MAX_BODY: Final = 8 * 1024
"""Bytes of a request's body; a question and a context need a third of it."""
MAX_TEXT: Final = MAX_CHARS
"""Characters of a question: as many as the bot reads."""
WIDGET_TEXT: Final = 300
"""Characters that the widget lets people type; `/v1/config` tells it."""
STATIC: Final = Path(__file__).resolve().parent / "static"


class SettingsError(ChatbotError):
    """The operator's fault: the service cannot run with these settings."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve a bot. The defaults suit one process that browsers reach directly, on its own origin."""

    rate_limit: str = "120/minute"
    """Questions that one client may ask; empty for no limit. People in one clinic often share an address."""
    rate_limit_storage: str = "memory://"
    """Where questions are counted: in this process, or for all replicas at `redis://...` or `valkey://...`."""
    trusted_proxies: int = 0
    """How many proxies of one's own stand before the service; each adds one address to X-Forwarded-For."""
    allow_origins: tuple[str, ...] = ()
    """Sites whose pages may call the service, as `https://clinic.example`; `*` for any. Cookies are never used."""
    metrics: bool = False
    """Whether `/metrics` counts replies for Prometheus."""
    body_seconds: float = 10.0
    """How long a body may take to arrive."""
    static: Path = STATIC
    """The folder of the page and the widget."""

    def __post_init__(self) -> None:
        if self.trusted_proxies < 0:
            msg = f"trusted_proxies is a count of proxies, not {self.trusted_proxies}"
            raise SettingsError(msg)
        if self.body_seconds <= 0:
            msg = f"body_seconds is longer than 0, not {self.body_seconds}"
            raise SettingsError(msg)
        for origin in self.allow_origins:
            if origin != "*" and not _is_origin(origin):
                msg = f"{origin!r} is no origin; write scheme and host alone, as https://clinic.example"
                raise SettingsError(msg)


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and text == f"{parts.scheme}://{parts.netloc}" and "@" not in text
