"""Talk: what was said before, as it bears on the next question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.content import Content
from chatbot.english import STOP_WORDS
from chatbot.index import Index
from chatbot.match import score
from chatbot.reading import Reading
from chatbot.text import BREAK, words

# How short a question must be to lean on what was said before, when it names no topic of its own.
_SHORT: Final = 6
_LEANING: Final = frozenset(
    words("it that this they them those these there one ones he she her him his its and so then but also else")
)
_ONE_THING: Final = frozenset({"it", "its", "this", "that", "one"})
# "How is that different from a plain IV?" names one side; the other is what was talked about. "Other than" compares
# nothing.
_COMPARING: Final = frozenset(
    words("than versus difference different differ distinction distinguish compared compare instead alternative")
)
_EXCEPTING: Final = frozenset({"other", "rather"})

_PLACES: Final = {"first": 0, "former": 0, "second": 1, "latter": 1, "third": 2, "fourth": 3, "last": -1}
"""Which of the things that are talked about a word points at."""
_OTHER: Final = "other"
_ONE: Final = frozenset({"one", "kind", "sort", "type"})
_BEFORE_A_PLACE: Final = frozenset({"the", "that", "this", "and", "or", "about"})

# In a talk a gap is lifted by so many log-odds less than the intents on the topic, and what is meant in general by so
# much less. On 510 later turns 0 to 1 for a gap costs half a point to two, and 0 for the general 1.5 points.
_GAP_BEHIND: Final = 2.0
_WIDER_BEHIND: Final = 4.0


@dataclass(frozen=True, slots=True)
class Situation:
    """What earlier sentences and turns have set: the topic and the aspect talked about."""

    topic: str = ""
    aspect: str = ""
    also: tuple[str, ...] = ()
    """Other topics that are talked about as much."""
    among: tuple[str, ...] = ()
    """The topics that were compared or listed before."""
    calm: bool = False
    """Whether the message speaks of the past or in general, so that no alarm is to be read into it."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A question in a talk, scored."""

    scores: Sequence[float]
    """With the topic of the talk said out loud."""
    apart: Sequence[float]
    """By its own words alone."""


def named(content: Content, reading: Reading) -> tuple[str, ...]:
    """Return the topics that a reading names, without those that another one is a kind of."""
    topics = tuple(topic for topic in reading.concepts("topic") if topic not in reading.denied)
    broader = {ancestor for topic in topics for ancestor in content.ancestors(topic)[1:]}
    return tuple(topic for topic in topics if topic not in broader)


def lean(index: Index, reading: Reading, topic: str) -> Reading:
    """Read the question again with the topic said out loud."""
    return index.reader.understand((*reading.words, *words(index.content.spoken(topic))), reading.repairs)


def leans(reading: Reading) -> bool:
    """Whether a question seems to lean on what was said before."""
    return len(reading.words) <= _SHORT or any(word in _LEANING for word in reading.words)


def means_one(reading: Reading) -> bool:
    """Whether a question is about one thing without a name: "can it get wet", "how long does that one stay in"."""
    return not _ONE_THING.isdisjoint(reading.words)


def pointed(tokens: Sequence[str], names: Sequence[str], other: str = "") -> tuple[str, ...]:
    """Put the name of a thing where it is pointed at by its place: "where does the second one go".

    Args:
        tokens: what was said.
        names: the things that are talked about, in their order.
        other: which of two "the other one" is; empty when nobody can tell.
    """
    for at, token in enumerate(tokens):
        place = _PLACES.get(token, len(names))
        name = names[place] if place < len(names) else other if token == _OTHER else ""
        if name and _stands_for_one(tokens, at):
            return (*tokens[:at], *words(name), *tokens[at + 1 + _says_one(tokens, at) :])
    return tuple(tokens)


def _stands_for_one(tokens: Sequence[str], at: int) -> bool:
    """Whether a place stands for a thing: "the first one", "does the second stay in", but not "the first week"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else BREAK
    alone = at == 0 or tokens[at - 1] in _BEFORE_A_PLACE
    return _says_one(tokens, at) or (tokens[at] != "last" and alone and (following == BREAK or following in STOP_WORDS))


def _says_one(tokens: Sequence[str], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1] in _ONE


def compares(reading: Reading) -> bool:
    """Whether a question compares what it names with something else."""
    return any(
        word in _COMPARING and not (place and reading.words[place - 1] in _EXCEPTING)
        for place, word in enumerate(reading.words)
    )


def talk_of(index: Index, reading: Reading, leaned: Reading, topic: str) -> Talk:
    """Score a question in a talk about a topic.

    To say the topic out loud lifts its own intents. What it is a kind of, what is meant in general, and what the
    content leaves out are as much talked about, and are lifted too: the question's own words decide between them.

    Args:
        index: the content.
        reading: the question.
        leaned: the same with the topic said, as `lean` reads it.
        topic: the topic of the talk.
    """
    apart, spoken = score(index, reading)[0], score(index, leaned)[0]
    own = [number for number in range(index.intent_count) if index.topics[number] == topic]
    if not own:
        return Talk(spoken, apart)
    lift = sum(spoken[number] - apart[number] for number in own) / len(own)
    wider = {*index.content.ancestors(topic), *(known.id for known in index.content.topics if known.general)}
    behind = [
        _GAP_BEHIND if number >= index.intent_count else _WIDER_BEHIND if name in wider else lift
        for number, name in enumerate(index.topics)
    ]
    scores = [max(said, alone + lift - less) for said, alone, less in zip(spoken, apart, behind, strict=True)]
    return Talk(scores, apart)
