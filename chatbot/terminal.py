"""The terminal face: a conversation, at a prompt or through a pipe."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from shutil import get_terminal_size
from typing import TextIO

from chatbot.bot import Chatbot
from chatbot.reply import Context

_PROMPT = "> "
_LEAVE = frozenset({"quit", "exit", "/quit", "/exit", ":q"})
_MAX_WIDTH = 80


def chat(bot: Chatbot, stdin: TextIO, stdout: TextIO) -> int:
    """Talk until the person leaves (quit, Ctrl-D, end of input). Ctrl-C gives up the line and stays.

    Returns:
        The exit status, 0.
    """
    prompted = stdin.isatty() and stdout.isatty()
    width = min(get_terminal_size().columns, _MAX_WIDTH) if prompted else 0
    stdout.write(f"{wrapped(bot.content.texts.greeting, width)}\n\n")
    stdout.flush()
    context = Context()
    for line in _lines(stdin, stdout, prompted=prompted):
        if line.strip().lower() in _LEAVE:
            break
        reply = bot.ask(line, context=context)
        context = reply.context
        stdout.write(f"\n{wrapped(reply.text, width)}\n\n")
        stdout.flush()
    return 0


def wrapped(text: str, width: int) -> str:
    """Wrap each line of a text to a width; 0 leaves it as it is."""
    if not width:
        return text
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent="  " if line[:2] == "- " else "") for line in text.splitlines()
    )


def read_lines(stdin: TextIO) -> Iterator[str]:
    """Yield the lines of an input; bytes that are no UTF-8 become replacement characters."""
    stream = getattr(stdin, "buffer", None)
    if stream is None:
        yield from (line.rstrip("\r\n") for line in stdin)
        return
    for line in stream:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _lines(stdin: TextIO, stdout: TextIO, *, prompted: bool) -> Iterator[str]:
    if not prompted:
        yield from read_lines(stdin)
        return
    ask = _plain_prompt if os.environ.get("TERM") == "dumb" else _rich_prompt()
    while True:
        try:
            line = ask()
        except KeyboardInterrupt:
            stdout.write("(type quit to leave)\n")
            continue
        except EOFError:
            stdout.write("\n")
            return
        if line.strip():
            yield line


def _plain_prompt() -> str:
    return input(_PROMPT)


def _rich_prompt() -> Callable[[], str]:
    """Return a prompt with line editing and the history of this session, which is kept in memory only."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    session: PromptSession[str] = PromptSession(history=InMemoryHistory())
    return lambda: session.prompt(_PROMPT)


def close_quietly() -> None:
    """Let the interpreter end without a complaint when the reader of our output has gone."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
