"""A conversation as a file, for the person who asks for one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from chatbot.terminal.conversation import Turn

_ONLY_ME = 0o600


def transcript(greeting: str, turns: Iterable[Turn]) -> str:
    """Write down a conversation as plain text: each message after `> `, then the reply."""
    return "\n\n".join([greeting, *(f"> {turn.said}\n\n{turn.reply.text}" for turn in turns)]) + "\n"


def write(path: Path, text: str, *, overwrite: bool) -> None:
    """Write a file that only its owner can read.

    Raises:
        OSError: it cannot be written, or it exists and `overwrite` is False.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if overwrite else os.O_EXCL)
    with open(os.open(path, flags, _ONLY_ME), "w", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - of a descriptor
        path.chmod(_ONLY_ME)  # a file that was there keeps its mode otherwise, and others could read on
        file.write(text)
