from __future__ import annotations

import asyncio
from typing import cast

from chatbot.web.wire import OnePiece


class Recorder:
    """A transport that remembers each write, and that it was closed."""

    def __init__(self) -> None:
        self.seen: list[bytes | str] = []

    def write(self, data: bytes) -> None:
        self.seen.append(data)

    def close(self) -> None:
        self.seen.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.seen


def recorded(*steps: str, rounds: int = 1) -> list[bytes | str]:
    """What reaches a transport: `close` closes, anything else is written."""

    async def run() -> list[bytes | str]:
        recorder = Recorder()
        wire = OnePiece(cast("asyncio.Transport", recorder), asyncio.get_running_loop())
        for _ in range(rounds):
            for step in steps:
                if step == "close":
                    wire.close()
                else:
                    wire.write(step.encode())
            await asyncio.sleep(0)
        return recorder.seen

    return asyncio.run(run())


def test_what_is_written_together_leaves_together() -> None:
    assert recorded("head ", "body", "") == [b"head body"]


def test_each_response_is_a_piece_of_its_own() -> None:
    assert recorded("head ", "body", rounds=2) == [b"head body", b"head body"]


def test_a_connection_is_closed_after_what_was_written() -> None:
    assert recorded("head ", "body", "close") == [b"head body", "closed"]


def test_nothing_is_written_for_nothing() -> None:
    assert recorded("") == []


def test_all_else_is_the_transports_own() -> None:
    async def run() -> bool:
        recorder = Recorder()
        recorder.close()
        wire = OnePiece(cast("asyncio.Transport", recorder), asyncio.get_running_loop())
        return bool(wire.is_closing())

    assert asyncio.run(run())
