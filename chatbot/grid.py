"""The grid: intents stand at (topic, aspect). What a question names decides where its answer may stand."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.content import Content
from chatbot.reading import Reading
from chatbot.text import is_stop, words

# Words around a bare topic that ask nothing of their own: "no, I meant a PICC instead".
_FILLERS = frozenset(
    words(
        "no meant mean sorry instead with for same question again maybe about and or how what else other wait rather "
        "case please ok thanks"
    )
)


def cell(content: Content, topic: str, aspect: str) -> str:
    """Return the intent at (topic, aspect), or at the nearest thing that the topic is a kind of; empty if none."""
    for ancestor in content.ancestors(topic):
        if intent := content.cells.get((ancestor, aspect)):
            return intent
    return ""


def barred(content: Content, named: Iterable[str]) -> frozenset[str]:
    """Return the topics whose intents must not answer a question that names these.

    Look-alikes never stand in for each other: a port's answer is not given to a question that names only a PICC.
    What holds for a central line may answer for both.
    """
    allowed = {ancestor for name in named for ancestor in content.ancestors(name)}
    alike = (topic for group in content.contrasts if any(name in group for name in named) for topic in group)
    return frozenset(topic for topic in alike if topic not in allowed)


def is_bare(reading: Reading) -> bool:
    """Whether a reading names topics and says nothing more."""
    covered = {
        at
        for found in reading.found
        for at in range(found.start, found.end)
        if any(c.kind == "topic" for c in found.concepts)
    }
    rest = [word for at, word in enumerate(reading.words) if at not in covered]
    return bool(covered) and all(word in _FILLERS or is_stop(word) for word in rest) and not reading.concepts("aspect")
