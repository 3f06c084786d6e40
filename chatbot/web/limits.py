"""How many questions one client may ask."""

from __future__ import annotations

import logging
import math
from typing import Final, Protocol
from urllib.parse import urlsplit

from throttled.asyncio import MemoryStore, RateLimiterType, RedisStore, Throttled
from throttled.exceptions import DataError, StoreUnavailableError

from chatbot.web.settings import Settings, SettingsError

_LOG: Final = logging.getLogger("chatbot.web")
_IN_MEMORY: Final = "memory://"
_SHARED: Final = ("redis", "rediss", "valkey", "valkeys")
# A client takes some 200 bytes; when there are more, those that asked least recently are counted anew.
_MOST_CLIENTS: Final = 100_000
# A shared count that does not answer in this time is left out: a question matters more than its count.
_STORE_SECONDS: Final = 0.5


class RateLimit(Protocol):
    """Counts questions."""

    async def seconds_to_wait(self, client: str) -> int:
        """Count a question of a client; return 0, or after how many seconds to come again."""


def rate_limit(settings: Settings) -> RateLimit:
    """Return the limit that the settings ask for.

    Raises:
        SettingsError: they ask for what there is not.
    """
    if not settings.rate_limit:
        return _NoLimit()
    try:
        # A client may ask all its questions at once; after that they come back one by one, at an even pace.
        limit = Throttled(
            using=RateLimiterType.GCRA.value,
            quota=settings.rate_limit,
            store=_store(settings.rate_limit_storage),
            key_prefix="infusion-chatbot",
        )
    except DataError:
        msg = f"{settings.rate_limit!r} is no rate limit; write a number and a unit, as 120/minute"
        raise SettingsError(msg) from None
    return _Limit(limit)


class _NoLimit:
    async def seconds_to_wait(self, _client: str) -> int:
        return 0


class _Limit:
    def __init__(self, limit: Throttled) -> None:
        self._limit = limit

    async def seconds_to_wait(self, client: str) -> int:
        try:
            result = await self._limit.limit(client)
        except StoreUnavailableError:
            _LOG.warning("the storage of the rate limit does not answer; questions are not counted")
            return 0
        return max(1, math.ceil(result.state.retry_after)) if result.limited else 0


def _store(uri: str) -> MemoryStore | RedisStore:
    if uri == _IN_MEMORY:
        return MemoryStore(options={"MAX_SIZE": _MOST_CLIENTS})
    # The messages never show the address: there may be a password in it.
    if not _is_shared(uri):
        msg = "the rate limit is counted at memory://, redis://HOST:PORT or valkey://HOST:PORT"
        raise SettingsError(msg)
    server = uri.replace("valkey", "redis", 1)  # one protocol, one client for both
    options = {"SOCKET_TIMEOUT": _STORE_SECONDS, "SOCKET_CONNECT_TIMEOUT": _STORE_SECONDS}
    try:
        return RedisStore(server=server, options=options)
    except ImportError:
        msg = "to count the rate limit in Redis or Valkey: pip install 'infusion-chatbot[redis]'"
        raise SettingsError(msg) from None


def _is_shared(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
        return parts.scheme in _SHARED and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
