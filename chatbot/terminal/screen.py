"""Lay out what is said as lines of a screen. Pure: which bytes show a style is the face's affair."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from chatbot.content import Texts
from chatbot.reply import Reply

MAX_WIDTH: Final = 80
"""Longer lines are hard to read."""
MIN_WIDTH: Final = 20

Frame = Literal["none", "label", "rules"]
Style = Literal["", "bold", "bold reverse"]
"""No colour: these two show on light and on dark, and what they say is said in words too."""

_SGR: Final = {"": "{}", "bold": "\x1b[1m{}\x1b[0m", "bold reverse": "\x1b[1;7m{}\x1b[0m"}
# Where the second line of an entry begins: under the text, not under the number, the dash or the command.
_ENTRY: Final = re.compile(r" *(?:- |\d+\. |/\S+(?: \S+)? {2,})?")


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to lay out on."""

    width: int = 0
    """Columns; 0 leaves every line as long as it is."""
    frame: Frame = "none"
    """How an alarm stands out: not at all, by a word above it, by that word between rules."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the screen."""

    text: str
    style: Style = ""


def reply_lines(reply: Reply, texts: Texts, page: Page) -> list[Line]:
    """Lay out a reply; with no width and no frame, its lines are those of `reply.text`."""
    if reply.safety != "none":
        banner = {"urgent": texts.banner_urgent, "crisis": texts.banner_crisis, "emergency": texts.banner_emergency}
        return _alarm(reply.text, banner[reply.safety], page)
    reminders = {texts.remind_urgent, texts.remind_crisis, texts.remind_emergency}
    headings = {answer.question for answer in reply.answers} if len(reply.answers) > 1 else set()
    lines: list[Line] = []
    for line in reply.text.splitlines():
        strong = line and (line in headings or line in reminders)
        lines += _wrapped(line, page.width, "bold" if strong else "")
    return lines


def text_lines(text: str, page: Page) -> list[Line]:
    """Lay out a plain text."""
    return [line for row in text.splitlines() for line in _wrapped(row, page.width, "")]


def as_text(lines: Iterable[Line], *, styled: bool) -> str:
    """Join lines to a text, with escape sequences for their styles or without any."""
    return "".join(f"{_SGR[line.style].format(line.text) if styled else line.text}\n" for line in lines)


def printable(text: str) -> str:
    """Return a text that may be shown: what is no printable character becomes a question mark."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _alarm(text: str, banner: str, page: Page) -> list[Line]:
    """Set an alarm apart. Its first paragraph says what to do and is strong."""
    if page.frame == "none":
        return text_lines(text, page)
    first, *rest = text.split("\n\n", 1)
    body = [Line(line.text, "bold") for line in text_lines(first, page)]
    body += [Line(""), *text_lines(rest[0], page)] if rest else []
    if page.frame == "label":
        return [Line(banner), *body]
    rule = "=" * (page.width or MAX_WIDTH)
    return [Line(f" {banner} ".center(len(rule), "="), "bold reverse"), *body, Line(rule, "bold")]


def _wrapped(line: str, width: int, style: Style) -> Iterator[Line]:
    if not width or len(line) <= width:
        yield Line(line, style)
        return
    entry = _ENTRY.match(line)
    hanging = len(entry[0]) if entry else 0
    indent = " " * (hanging if hanging <= width // 2 else 2)
    # A hyphen is no place to break: COVID-19, 1-800-273.
    for part in textwrap.wrap(line, max(width, MIN_WIDTH), subsequent_indent=indent, break_on_hyphens=False):
        yield Line(part, style)
