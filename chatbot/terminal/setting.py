"""Where a chat takes place: what the person asked for, what both ends are, and so what may be sent to them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import Literal, TextIO

from chatbot.terminal.screen import MAX_WIDTH, Frame, Page

Color = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asks for."""

    plain: bool = False
    """No escape sequence, whatever else is asked for."""
    color: Color = "auto"
    width: int = 0
    """Columns; 0 takes those of the terminal, at most 80, and off a terminal does not wrap."""
    pager: bool = True
    vi: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What may be sent where."""

    prompted: bool
    """A person sits at both ends."""
    rich: bool
    """So does one, and both ends understand escape sequences."""
    styled: bool
    """Whether lines are sent in their styles."""
    width: int
    shown: bool
    """The output is a terminal."""
    frame: Frame

    def page(self) -> Page:
        """Return the page of this moment: a terminal may have been resized."""
        screen = min(get_terminal_size().columns, MAX_WIDTH) if self.shown else 0
        return Page(self.width or screen, self.frame)


def setting(options: Options, stdin: TextIO, stdout: TextIO, env: Mapping[str, str]) -> Setting:
    """Work out the setting of a run."""
    shown = stdout.isatty()
    prompted = shown and stdin.isatty()
    escapes = not options.plain and env.get("TERM") not in {"dumb", "unknown"}
    # https://no-color.org: any value but the empty one counts. Old consoles of Windows show raw sequences as text.
    welcome = shown and not env.get("NO_COLOR") and (prompted or sys.platform != "win32")
    styled = escapes and (options.color == "always" or (options.color == "auto" and welcome))
    framed: Frame = "rules" if escapes and (shown or styled) else "label" if shown else "none"
    return Setting(prompted, prompted and escapes, styled, options.width, shown, framed)
