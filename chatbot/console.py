"""What all commands share: their exit statuses, and lines in and out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from enum import IntEnum
from typing import TextIO


class Status(IntEnum):
    """The exit statuses."""

    OK = 0
    ERROR = 1
    USAGE = 2
    NOTHING_FOUND = 3
    EMERGENCY = 10


def write(text: str) -> None:
    """Write a line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Write a line to standard error; that nobody reads it changes no exit status."""
    with suppress(BrokenPipeError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def read_line(stdin: TextIO) -> str:
    """Return the next line of an input; bytes that are no UTF-8 become replacement characters.

    Raises:
        EOFError: there is none.
    """
    stream = getattr(stdin, "buffer", None)
    line = stdin.readline() if stream is None else stream.readline().decode("utf-8", errors="replace")
    if not line:
        raise EOFError
    return str(line).rstrip("\r\n")


def read_lines(stdin: TextIO) -> Iterator[str]:
    """Yield the lines of an input."""
    with suppress(EOFError):
        while True:
            yield read_line(stdin)


def close_quietly() -> None:
    """Let the interpreter end without a complaint when the reader of our output has gone."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
