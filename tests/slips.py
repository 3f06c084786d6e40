"""Slips as phones make them: each takes a sentence and makes one, by a dice that always falls the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Final

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS: Final = (
    ("ph", "f"),
    ("ch", "k"),
    ("ck", "k"),
    ("ea", "ee"),
    ("ie", "ee"),
    ("ou", "u"),
    ("c", "k"),
    ("y", "i"),
)
# Shorter words are never repaired: IV, PIV, port, post lie too near each other.
_SHORTEST: Final = 5


def neighbour(word: str, dice: random.Random) -> str:
    """Hit the key beside the right one."""
    at = dice.randrange(1, len(word))
    row = next((row for row in _ROWS if word[at] in row), word[at])
    place = row.index(word[at])
    beside = row[place + 1] if place + 1 < len(row) else row[place - 1]
    return word[:at] + beside + word[at + 1 :]


def swap(word: str, dice: random.Random) -> str:
    """Type two letters in the wrong order."""
    at = dice.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def drop(word: str, dice: random.Random) -> str:
    """Leave a letter out."""
    at = dice.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def double(word: str, dice: random.Random) -> str:
    """Type a letter twice."""
    at = dice.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def split(word: str, dice: random.Random) -> str:
    """Hit the space bar inside the word."""
    at = dice.randrange(2, len(word) - 1)
    return f"{word[:at]} {word[at:]}"


def by_ear(word: str, dice: random.Random) -> str:
    """Spell the word as it sounds."""
    fitting = [(letters, heard) for letters, heard in _SOUNDS if letters in word]
    return word.replace(*dice.choice(fitting), 1) if fitting else word


SLIPS: Final[Mapping[str, Callable[[str, random.Random], str]]] = {
    slip.__name__: slip for slip in (neighbour, swap, drop, double, split, by_ear)
}


def slipped(text: str, slip: str) -> str:
    """Return a sentence with one slip in one of its longer words, or with two words joined; itself if none is long."""
    dice = random.Random(f"{slip} {text}")  # noqa: S311 - nothing here is secret
    found = [match.span() for match in re.finditer(rf"[a-z]{{{_SHORTEST},}}", text)]
    if slip == "join":
        gaps = [match.start() for match in re.finditer(r"(?<=[a-z]{4}) (?=[a-z]{4})", text)]
        at = dice.choice(gaps) if gaps else len(text)
        return text[:at] + text[at + 1 :]
    if not found:
        return text
    start, end = dice.choice(found)
    return text[:start] + SLIPS[slip](text[start:end], dice) + text[end:]


KINDS: Final = (*SLIPS, "join")
