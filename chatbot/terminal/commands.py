"""The commands of a chat: which there are, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True)
class Command:
    """One command, as the help shows it."""

    name: str
    argument: str
    help: str


@dataclass(frozen=True, slots=True)
class Call:
    """A command as it was typed; there may be none of that name."""

    name: str
    argument: str = ""


COMMANDS: Final = (
    Command("topics", "[NAME]", "all I can answer, by topic"),
    Command("source", "", "where my answer comes from"),
    Command("why", "", "why I answered as I did"),
    Command("save", "FILE", "save all this in a file"),
    Command("forget", "", "forget all this"),
    Command("help", "", "this list"),
    Command("quit", "", "leave; Ctrl-D does too"),
)

_ALIASES: Final = {"exit": "quit", "?": "help"}
_BARE: Final = {"exit": "quit", "quit": "quit", ":q": "quit", "help": "help"}
_HELP: Final = "Ask in your own words. A number picks from the last list."
# A slip of one letter scores 66.7 or more, the least in the shortest name.
_NEAR_FROM: Final = 66


def parse(line: str) -> Call | None:
    """Read a line as a command; None when it is none: `/name argument`, or a word that needs no slash."""
    if bare := _BARE.get(line.casefold()):
        return Call(bare)
    if not line.startswith("/"):
        return None
    name, _, argument = line[1:].partition(" ")
    return Call(_ALIASES.get(name.casefold(), name.casefold()), argument.strip())


def nearest(name: str) -> str:
    """Return the command that a name begins or is nearly that of, or an empty text."""
    names = [command.name for command in COMMANDS]
    if begun := [known for known in names if name and known.startswith(name)]:
        return begun[0]
    near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_NEAR_FROM)
    return str(near[0]) if near else ""


def help_text(footer: str) -> str:
    """Return the list of commands, and below it the line that the content keeps in view."""
    heads = [f"/{command.name} {command.argument}".strip() for command in COMMANDS]
    room = max(map(len, heads)) + 2
    rows = (f"{head:{room}}{command.help}" for head, command in zip(heads, COMMANDS, strict=True))
    return "\n".join([_HELP, "", *rows, *(["", footer] if footer else [])])
