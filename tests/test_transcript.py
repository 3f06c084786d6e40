from __future__ import annotations

import sys
from pathlib import Path

import pytest

from chatbot import Context, Reply
from chatbot.terminal.conversation import Turn
from chatbot.terminal.transcript import transcript, write

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_transcript_is_the_greeting_and_each_message_with_its_reply() -> None:
    turns = [
        Turn(said, "1", Context(), Reply("answer", reply)) for said, reply in (("hi", "Hello.\n\nAsk."), ("so", "Yes."))
    ]
    assert transcript("I am a program.", turns) == "I am a program.\n\n> hi\n\nHello.\n\nAsk.\n\n> so\n\nYes.\n"


@on_posix
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    write(path, "caf\u00e9 \ud800\n", overwrite=False)
    assert (path.read_text("utf-8"), mode(path)) == ("caf\u00e9 ?\n", 0o600)


@on_posix
def test_a_file_that_is_overwritten_is_for_its_owner_alone_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("a much longer text than the new one", "utf-8")
    path.chmod(0o644)
    write(path, "new", overwrite=True)
    assert (path.read_text("utf-8"), mode(path)) == ("new", 0o600)


def test_a_file_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(FileExistsError):
        write(path, "new", overwrite=False)
    assert path.read_text("utf-8") == "old"
