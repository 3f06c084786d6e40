"""Responses leave in one piece.

uvicorn writes the head of a response and its body one after the other. A process that is killed between the two leaves
half a response, which no proxy can take back and ask of the next replica; of what leaves in one piece, all arrives or
nothing does.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol


class OnePiece:
    """A transport that keeps what is written until the event loop comes round, and then writes it at once."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._kept: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all else is the transport's own
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Keep some bytes for the next piece."""
        if not self._kept:
            self._loop.call_soon(self._write_kept)
        self._kept.append(data)

    def close(self) -> None:
        """Close the connection, after all that was written."""
        self._write_kept()
        self._transport.close()

    def _write_kept(self) -> None:
        data = b"".join(self._kept)
        self._kept.clear()
        if data:
            self._transport.write(data)


class OnePieceProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with such a transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection."""
        super().connection_made(cast("asyncio.Transport", OnePiece(transport, self.loop)))
