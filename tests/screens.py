"""A terminal for tests: runs a command in a pseudo-terminal and keeps what a person would see."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

PATIENCE: Final = 20
"""Seconds to wait for what never comes."""
PROMPT: Final = ">"
PROMPT_BEGINS: Final = b"\x1b[6n"
"""With every new prompt the terminal is asked where its cursor is."""
FOOTER: Final = "I am no vet. Emergency: 112"
"""Of the bot about pets."""

in_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")

UP, DOWN, RIGHT = "\x1b[A", "\x1b[B", "\x1b[C"
CTRL_C, CTRL_D, TAB = "\x03", "\x04", "\t"


class Terminal:
    """`python -m chatbot ...` on a screen of its own, in an empty home."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        columns: int = 80,
        rows: int = 24,
        footer: str = FOOTER,
        env: Mapping[str, str] | None = None,
    ) -> None:
        import pexpect  # type: ignore[import-untyped]
        import pyte

        self._footer = footer
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        """All that was ever sent to the screen."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"COLUMNS", "LINES", "NO_COLOR", "PAGER", "LESS"}
        }
        places = {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "XDG_CACHE_HOME": str(home),
            "XDG_DATA_HOME": str(home),
        }
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "chatbot", *arguments],
            env={**kept, **places, "TMPDIR": str(home), "TERM": "xterm", **(env or {})},
            cwd=str(home),
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )
        self._child.delaybeforesend = None
        # The screen answers as a terminal does, when it is asked where its cursor is.
        self.screen.write_process_input = self._child.send  # type: ignore[method-assign]

    def close(self) -> None:
        """End the command, wherever it is."""
        self._child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """What the screen shows, without the empty space at the right and below."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip().split("\n")

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines)

    def send(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def until(self, seen: Callable[[], bool], what: object = "it") -> Terminal:
        """Look at the screen until something is seen on it."""
        import pexpect

        end = time.monotonic() + PATIENCE
        while not seen():
            try:
                data: Any = self._child.read_nonblocking(65536, timeout=max(0.01, end - time.monotonic()))
            except (pexpect.TIMEOUT, pexpect.EOF) as error:
                pytest.fail(f"{what!r} was not seen ({type(error).__name__}); the screen shows:\n{self.text}")
            self.bytes += data
            self._stream.feed(data)
        return self

    def sees(self, text: str) -> Terminal:
        """Wait for a text."""
        return self.until(lambda: text in self.text, text)

    @property
    def typed(self) -> str:
        """What stands at the last prompt."""
        return next((line[len(PROMPT) :].strip() for line in reversed(self.lines) if line.startswith(PROMPT)), "")

    @property
    def ready(self) -> bool:
        """Whether an empty prompt stands above the footer."""
        *above, footer = self.lines
        said = [line for line in above if line]
        return footer.startswith(self._footer) and said[-1:] == [PROMPT]

    def prompted(self) -> Terminal:
        """Wait for an empty prompt and the footer below it."""
        return self.until(lambda: self.ready, "a prompt")

    def ask(self, text: str) -> Terminal:
        """Type a line and wait for the prompt that follows the response.

        The line must stand above that prompt, unless it has scrolled away: a prompt that was drawn once more, as on a
        slow machine, is not the one waited for.
        """
        return self.press(f"{text}\r").until(lambda: self.ready and text.startswith(self._last_said), text)

    @property
    def _last_said(self) -> str:
        """The last line that stands at a prompt."""
        begins = f"{PROMPT} "
        return next((line.removeprefix(begins) for line in reversed(self.lines) if line.startswith(begins)), "")

    def types(self, keys: str, until: str) -> Terminal:
        """Press keys and wait until the last prompt holds a text."""
        self.send(keys)
        return self.until(lambda: self.typed == until, until)

    def press(self, keys: str) -> Terminal:
        """Press keys and wait for a new prompt."""
        prompts = self.bytes.count(PROMPT_BEGINS)
        self.send(keys)
        return self.until(lambda: self.bytes.count(PROMPT_BEGINS) > prompts and self.ready, f"a prompt after {keys!r}")

    def resize(self, rows: int, columns: int) -> None:
        """Change the size of the window."""
        self.screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def leave(self, keys: str = CTRL_D) -> int:
        """Leave; return the exit status."""
        import pexpect

        self.send(keys)
        while True:
            try:
                data = self._child.read_nonblocking(65536, timeout=PATIENCE)
            except pexpect.EOF:
                break
            self.bytes += data
            self._stream.feed(data)
        self._child.close()
        return int(self._child.exitstatus)
