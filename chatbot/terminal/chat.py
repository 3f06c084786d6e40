"""The terminal face: a conversation at a prompt, at a plain prompt, or through a pipe."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from shutil import get_terminal_size
from typing import Final, Protocol, TextIO

from chatbot.bot import Chatbot
from chatbot.console import read_line, read_lines
from chatbot.content import Texts
from chatbot.reply import Context, Reply
from chatbot.terminal.opening import Loading
from chatbot.terminal.screen import Line, as_text, reply_lines, text_lines
from chatbot.terminal.setting import Options, Setting, setting
from chatbot.terminal.talk import Talk

_PROMPT: Final = "> "
_HOW_TO_LEAVE: Final = "To leave, press Ctrl-D or type quit."
# As git calls it: a list that fits is printed, and a longer one stays on the screen after it.
_LESS: Final = "FRX"


class Face(Protocol):
    """Where a conversation takes place."""

    def read(self) -> str:
        """Return the next line; raises EOFError after the last, KeyboardInterrupt where Ctrl-C gave one up."""

    def show(self, lines: Iterable[Line]) -> None:
        """Show lines."""

    def forget(self) -> None:
        """Drop what was typed, and take it off the screen where that can be done."""


class Plain:
    """Lines in, lines out: for pipes, for screen readers, for terminals that understand no more."""

    def __init__(self, stdin: TextIO, stdout: TextIO, *, prompt: str, styled: bool, shown: Callable[[], None]) -> None:
        self._stdin = stdin
        self._stdout = stdout
        self._prompt = prompt
        self._styled = styled
        self._shown = shown

    def read(self) -> str:
        """Return the next line."""
        self._write(self._prompt)
        if self._prompt:
            self._shown()
        try:
            return read_line(self._stdin)
        except (EOFError, KeyboardInterrupt):
            self._write("\n" if self._prompt else "")
            raise

    def show(self, lines: Iterable[Line]) -> None:
        """Print lines."""
        self._write(as_text(lines, styled=self._styled))

    def forget(self) -> None:
        """Do nothing: lines that were read are kept nowhere, and what was printed cannot be taken back."""

    def _write(self, text: str) -> None:
        self._stdout.write(text)
        self._stdout.flush()


def chat(loading: Loading, texts: Texts, options: Options, stdin: TextIO, stdout: TextIO) -> int:
    """Talk until the person leaves or the input ends.

    Returns:
        The exit status, 0.
    """
    place = setting(options, stdin, stdout, os.environ)
    # The greeting is there to be read while the prompt, and behind it the bot, is still to come.
    welcome = f"{texts.greeting} {texts.leave}".strip()
    stdout.write(as_text([*text_lines(welcome, place.page()), Line("")], styled=False))
    stdout.flush()
    talk = Talk(loading, texts)
    face = _rich(talk, texts, options, place, loading.start) if place.rich else None
    if face is None:
        place = replace(place, rich=False)
        prompt = _PROMPT if place.prompted else ""
        face = Plain(stdin, stdout, prompt=prompt, styled=place.styled, shown=loading.start)
    _Chat(face, talk, texts, place, options.pager).run()
    return 0


def chat_json(bot: Chatbot, stdin: TextIO, stdout: TextIO) -> int:
    """Reply to each line with one line of JSON, each in the context of the one before it.

    Returns:
        The exit status, 0.
    """
    context = Context()
    for line in read_lines(stdin):
        reply = bot.ask(line, context)
        context = reply.context
        stdout.write(f"{json.dumps(reply.to_dict())}\n")
        stdout.flush()
    return 0


def _rich(talk: Talk, texts: Texts, options: Options, place: Setting, shown: Callable[[], None]) -> Face | None:
    """Return the prompt with everything, or None where the console cannot have it."""
    from chatbot.terminal.prompt import Prompt

    try:
        return Prompt(talk, footer=texts.footer, styled=place.styled, vi=options.vi, shown=shown)
    except Exception as error:
        # Git Bash and the like, on Windows; the class itself cannot be imported elsewhere.
        if type(error).__name__ != "NoConsoleScreenBufferError":
            raise
        return None


@dataclass(frozen=True, slots=True)
class _Chat:
    """The loop: read a line, show the response, until there is no more to read."""

    face: Face
    talk: Talk
    texts: Texts
    place: Setting
    pager: bool

    def run(self) -> None:
        interrupts = 0
        while True:
            try:
                if interrupts > 1:
                    self.face.show([*text_lines(_HOW_TO_LEAVE, self.place.page()), Line("")])
                line = self.face.read()
                interrupts = 0
                if not self._respond(line):
                    return
            except EOFError:  # noqa: PERF203 - the loop waits for a person
                return
            except KeyboardInterrupt:
                if not self.place.prompted:
                    raise
                self.talk.cancel()
                interrupts += 1

    def _respond(self, line: str) -> bool:
        """Show the response to a line; return whether the chat goes on."""
        if self.place.prompted and not line.strip():
            return True
        response = self.talk.respond(line)
        if isinstance(response, Reply):
            self._show(reply_lines(response, self.texts, self.place.page()))
            return True
        if response.forget:
            self.face.forget()
        if not response.leave:
            self._show(text_lines(response.text, self.place.page()), paged=response.long)
        return not response.leave

    def _show(self, lines: Sequence[Line], *, paged: bool = False) -> None:
        # Beside the list four rows are taken: the blank lines around it, the prompt and what stands below that.
        too_long = len(lines) > get_terminal_size().lines - 4
        if paged and too_long and self.pager and self.place.rich and _page(lines):
            self.face.show([Line("")])
            return
        above = [Line("")] if self.place.prompted else []
        self.face.show([*above, *lines, Line("")])


def _page(lines: Sequence[Line]) -> bool:
    """Show lines in the person's own pager; return whether there is one."""
    text = as_text(lines, styled=False).encode()
    # `less` writes what is searched for in it to a file of the home folder, unless told not to.
    env = {"LESS": _LESS, **os.environ, "LESSHISTFILE": "-"}
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
        if command:
            subprocess.run(command, input=text, env=env, check=False)  # noqa: S603 - the command is the person's own
    except (OSError, ValueError):  # there is none of that name, or its quotes do not match
        return False
    return bool(command)
