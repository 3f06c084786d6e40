"""All that a content can answer, by topic, to browse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from chatbot.content import Content, Intent

# All of 3,000 slips of one letter in the names of the packaged topics score above it, 4% of everyday words do.
_NEAR_FROM: Final = 75
_REST: Final = "other questions"


@dataclass(frozen=True, slots=True)
class Area:
    """A topic and the intents that answer questions on it."""

    name: str
    words: tuple[str, ...]
    """What it may be called, in lower case."""
    intents: tuple[Intent, ...]


def areas(content: Content) -> tuple[Area, ...]:
    """Return every topic that has answers, in the author's order; then what belongs to none."""
    found = [
        Area(topic.name, tuple(word.casefold() for word in (topic.id, topic.name, *topic.words)), intents)
        for topic in content.topics
        if (intents := tuple(intent for intent in content.intents if intent.topic == topic.id))
    ]
    rest = tuple(intent for intent in content.intents if intent.topic not in content.topic_by_id)
    return (*found, Area(_REST, (_REST,), rest)) if rest else tuple(found)


def find(known: Sequence[Area], name: str) -> Area | None:
    """Return the area of that number or name, or of the name nearest to it."""
    if name.isascii() and name.isdigit():
        return known[int(name) - 1] if 0 < int(name) <= len(known) else None
    called: Mapping[str, Area] = {word: area for area in reversed(known) for word in area.words}
    nearest = process.extractOne(name.casefold(), list(called), scorer=fuzz.ratio, score_cutoff=_NEAR_FROM)
    return called[nearest[0]] if nearest else None
