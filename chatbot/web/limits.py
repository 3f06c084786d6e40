"""How many questions one client may ask."""

from __future__ import annotations

import logging
import math
import time
from typing import Final, Protocol

from limits import RateLimitItem, parse
from limits.aio import storage as shared_storage
from limits.aio import strategies as shared_strategies
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from chatbot.web.settings import Settings, SettingsError

_LOG: Final = logging.getLogger("chatbot.web")
_IN_MEMORY: Final = "memory://"
_SHARED_SCHEMES: Final = ("redis://", "rediss://", "valkey://", "valkeys://")
# A shared count that does not answer in this time is left out: a question matters more than its count.
_STORAGE_SECONDS: Final = 0.5


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
        item = parse(settings.rate_limit)
    except ValueError:
        msg = f"{settings.rate_limit!r} is no rate limit; write a number and a unit, as 120/minute"
        raise SettingsError(msg) from None
    if settings.rate_limit_storage == _IN_MEMORY:
        return _OwnLimit(item)
    return _SharedLimit(item, _shared(settings.rate_limit_storage))


class _NoLimit:
    async def seconds_to_wait(self, _client: str) -> int:
        return 0


class _OwnLimit:
    """Counted in this process."""

    def __init__(self, item: RateLimitItem) -> None:
        self._item = item
        self._strategy = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def seconds_to_wait(self, client: str) -> int:
        if self._strategy.hit(self._item, client):
            return 0
        return _seconds_until(self._strategy.get_window_stats(self._item, client).reset_time)


class _SharedLimit:
    """Counted for all replicas in Redis or Valkey. While that is away, nobody is refused."""

    def __init__(self, item: RateLimitItem, storage: shared_storage.Storage) -> None:
        self._item = item
        self._strategy = shared_strategies.SlidingWindowCounterRateLimiter(storage)

    async def seconds_to_wait(self, client: str) -> int:
        try:
            if await self._strategy.hit(self._item, client):
                return 0
            stats = await self._strategy.get_window_stats(self._item, client)
        except StorageError:
            _LOG.warning("the storage of the rate limit does not answer; questions are not counted")
            return 0
        return _seconds_until(stats.reset_time)


def _shared(uri: str) -> shared_storage.Storage:
    # The message never shows the address: there may be a password in it.
    msg = (
        "the rate limit is counted at memory://, redis://... or valkey://...; "
        "the last two need their client: pip install redis, or valkey"
    )
    client = {"implementation": "redispy"} if uri.startswith("redis") else {}
    patience = {"socket_timeout": _STORAGE_SECONDS, "socket_connect_timeout": _STORAGE_SECONDS}
    if not uri.startswith(_SHARED_SCHEMES):
        raise SettingsError(msg)
    try:
        storage = storage_from_string(f"async+{uri}", wrap_exceptions=True, **patience, **client)
    except ConfigurationError:
        raise SettingsError(msg) from None
    assert isinstance(storage, shared_storage.Storage)  # noqa: S101 - what async+ means in this library
    return storage


def _seconds_until(moment: float) -> int:
    return max(1, math.ceil(moment - time.time()))
