"""The article that the answers are held against: its sections, and their sentences."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from chatbot.compiled import packaged
from chatbot.loader import load_folder

SHARED = Path(__file__).resolve().parents[2] / "shared"
ARTICLE, TOPICS = SHARED / "article.txt", SHARED / "topics.yaml"

AT_HAND = ARTICLE.is_file() and TOPICS.is_file()

FRONT, BACK = "introduction", "9 Sources"
"""What stands before the first heading, and the heading from which on nothing is for patients."""

UNNAMED = {"Frequently Asked Questions"}
"""Headings without a text of their own."""


@cache
def sections() -> dict[str, str]:
    """The text of each section that an answer may name, by its heading."""
    headings = {*(intent.source for intent in load_folder(packaged()).intents), *UNNAMED} - {""}
    found, heading = {FRONT: ""}, FRONT
    for line in ARTICLE.read_text("utf-8").replace("\u2019", "'").split(BACK)[0].splitlines()[1:]:
        if line.strip() in headings:
            heading = line.strip()
            found.setdefault(heading, "")
        else:
            found[heading] += f"{line.strip()}\n"
    return found


def sentences_of(text: str) -> list[str]:
    """Split a section into sentences; an item of a list is one."""
    parts = re.split(r"(?<=[.?!])\s+|\n+", text)
    return [part.strip("\u2022 \t") for part in parts if re.search(r"\w", part)]
