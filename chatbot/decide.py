"""Decide: one question, in its context, becomes a verdict: answered, unclear or missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chatbot.grid import cell, is_bare, may_answer
from chatbot.index import Index
from chatbot.match import Candidate, rank
from chatbot.reading import Reading
from chatbot.text import words

ANSWER_FROM: Final = 0.5
"""Confidence from which a candidate is given as the answer."""
ASK_FROM: Final = 0.15
"""Confidence from which it is offered as a choice."""

_DEPTH: Final = 8
_CHOICES: Final = 3
# How short a question must be to lean on what was said before, when it names no topic of its own.
_SHORT: Final = 6
_LEANING = frozenset(words("it that this they them those these there one ones he she her him his its and so then but also else"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one question."""

    kind: Literal["answered", "unclear", "missing"]
    candidates: tuple[Candidate, ...]
    """Best first; the first is the answer when `answered`. No gaps among them."""
    reading: Reading
    topic: str = ""
    """The topic that the question is about, named or taken from the context."""
    gap: str = ""
    """The gap that was recognised, when `missing`."""
    why: str = ""
    """The stage that decided, for `explain`."""

    @property
    def confidence(self) -> float:
        """The confidence of the best candidate, 0..1."""
        return self.candidates[0].confidence if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Situation:
    """What earlier sentences and turns have set: the topic and the aspect talked about."""

    topic: str = ""
    aspect: str = ""


def decide(index: Index, reading: Reading, situation: Situation) -> Verdict:
    """Judge one question: exactly known, bare topic, alone or in its context, whichever is surer."""
    if verdict := _exact(index, reading) or _bare(index, reading, situation):
        return verdict
    alone = _scored(index, reading, named(index, reading), "ranked")
    if not situation.topic or alone.topic:
        return alone
    leaned = lean(index, reading, situation.topic)
    within = _scored(index, leaned, (situation.topic,), "ranked in context")
    return _surer(index, alone, within, situation, leaning=leans(reading))


def named(index: Index, reading: Reading) -> tuple[str, ...]:
    """Return the topics that a reading names, without those that another one is a kind of."""
    topics = reading.concepts("topic")
    broader = {ancestor for topic in topics for ancestor in index.content.ancestors(topic)[1:]}
    return tuple(topic for topic in topics if topic not in broader)


def lean(index: Index, reading: Reading, topic: str) -> Reading:
    """Read the question again with the topic said out loud."""
    known = index.content.topic_by_id.get(topic)
    said = words(known.words[0]) if known and known.words else ()
    return index.reader.understand((*reading.words, *said), reading.repairs)


def leans(reading: Reading) -> bool:
    """Whether a question seems to lean on what was said before."""
    return len(reading.words) <= _SHORT or any(word in _LEANING for word in reading.words)


def _exact(index: Index, reading: Reading) -> Verdict | None:
    owners = index.exact.get(reading.words, ())
    if len(owners) != 1 or owners[0] >= index.intent_count:
        return None
    found = rank(index, reading, among=owners)
    return Verdict("answered", tuple(c.surely() for c in found), reading, topic=_topic_of(index, owners[0]), why="exact") if found else None


def _bare(index: Index, reading: Reading, situation: Situation) -> Verdict | None:
    """A topic and nothing more takes the aspect from the context: "and a port?"."""
    topics = named(index, reading)
    if not situation.aspect or len(topics) != 1 or not is_bare(reading):
        return None
    intent = cell(index.content, topics[0], situation.aspect)
    if not intent:
        return None
    found = rank(index, reading, among=[index.classes.index(intent)])
    return Verdict("answered", tuple(c.surely() for c in found), reading, topic=topics[0], why="topic swapped") if found else None


def _scored(index: Index, reading: Reading, topics: Sequence[str], why: str) -> Verdict:
    ranked = rank(index, reading, limit=_DEPTH)
    allowed = [c for c in ranked if c.number >= index.intent_count or may_answer(index.content, topics, _topic_of(index, c.number))]
    intents = tuple(c for c in allowed if c.number < index.intent_count)
    topic = topics[0] if topics else ""
    if allowed and allowed[0].number >= index.intent_count:
        return Verdict("missing", _offered(intents), reading, topic, gap=allowed[0].id, why=why)
    best = intents[0].confidence if intents else 0.0
    if best >= ANSWER_FROM:
        return Verdict("answered", intents, reading, topic, why=why)
    return Verdict("unclear" if best >= ASK_FROM else "missing", _offered(intents), reading, topic, why=why)


def _offered(intents: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(intents)[:_CHOICES]


def _surer(index: Index, alone: Verdict, within: Verdict, situation: Situation, *, leaning: bool) -> Verdict:
    """Choose between the question alone and in its context: the context wins when the question leans on it."""
    if within.kind != "answered" or _topic_of(index, within.candidates[0].number) not in index.content.ancestors(situation.topic):
        return alone
    if alone.kind != "answered":
        return within
    return within if leaning and within.confidence >= alone.confidence * 0.8 else alone


def _topic_of(index: Index, number: int) -> str:
    return index.content.intents[number].topic
