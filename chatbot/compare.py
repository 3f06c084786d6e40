"""Compare: a question about several look-alikes at once is answered from the grid, each of them by its own intent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from chatbot.content import Content
from chatbot.decide import Verdict
from chatbot.index import Index
from chatbot.match import Ranking, rank
from chatbot.reading import Reading
from chatbot.talk import Situation, lean, means_one, named

# "Which stays in longest?", "and which one can get wet?": the words that open a question about one of several.
_CHOOSING: Final = frozenset({"which", "either", "both"})
_OPENING: Final = 2
_ALL: Final = frozenset({"both", "each", "either"})
_THEY: Final = frozenset({"they", "them"})
"""Words for all of the things that are talked about; "they" beside "it" are the nurses."""
# A longer message that names two things is no comparison; it tells a story in which both occur.
_SHORT: Final = 8
_LONG: Final = 16
_DEPTH: Final = 4


def compare(index: Index, reading: Reading, situation: Situation) -> tuple[Verdict, ...]:
    """Judge one question about several look-alikes: "port or picc, which can get wet?", "which stays in longest?".

    Returns:
        A verdict for each of the things compared, `missing` where the grid is empty; nothing when the question compares
        no look-alikes, or asks no one thing about them.
    """
    if index.owners(reading.words):
        return ()
    topics = named(index.content, reading)
    if together := _together(index.content, topics):
        ranking = rank(index, reading, limit=_DEPTH)
        cells = _cells(index.content, _asked(index, reading, ranking), together)
    elif kinds := _meant(index.content, reading, topics, situation):
        cells = _cells(index.content, reading.concepts("aspect"), kinds)
        ranking = rank(
            index, lean(index, reading, next((topic for topic, intent in cells.items() if intent), "")), limit=_DEPTH
        )
    else:
        return ()
    if not cells or not ranking or ranking.order[0] >= index.intent_count:
        return ()
    return tuple(_verdicts(index, ranking, cells))


def _together(content: Content, topics: Sequence[str]) -> tuple[str, ...]:
    """Return the named topics that are look-alikes of each other, when there are two or more."""
    for group in content.contrasts:
        members = tuple(topic for topic in topics if topic in group)
        if len(members) > 1:
            return members
    return ()


def asked_of_all(index: Index, between: Verdict) -> tuple[Verdict, ...]:
    """Answer a question that stands between look-alikes for each of them: "and for swimming?" after a comparison."""
    best = between.best
    if not best:
        return (between,)
    intents = [index.content.by_id[choice] for choice in between.choices]
    return tuple(
        replace(
            between,
            kind="answered",
            best=replace(best, number=index.number[intent.id], id=intent.id),
            choices=(intent.id,),
            topic=intent.topic,
            why="asked of all that was compared",
        )
        for intent in intents
    )


def _meant(content: Content, reading: Reading, topics: Sequence[str], situation: Situation) -> tuple[str, ...]:
    """Return the things that a question is about together, where it does not name them: "which lasts longest?"."""
    if situation.among and not topics and (_chooses(reading) or _all(reading, situation)):
        return situation.among
    return _kinds(content, topics, situation.topic) if _chooses(reading) else ()


def _all(reading: Reading, situation: Situation) -> bool:
    """Whether a question is about all that was compared: "do both stay in", "how long do they last"."""
    they = situation.topic in situation.among and not _THEY.isdisjoint(reading.words)
    return not _ALL.isdisjoint(reading.words) or (they and not means_one(reading))


def _chooses(reading: Reading) -> bool:
    """Whether a short question asks for one of several: "which stays in longest", but not "in which place"."""
    if len(reading.words) > _SHORT or _CHOOSING.isdisjoint(reading.words[:_OPENING]):
        return False
    at = next(place for place, word in enumerate(reading.words) if word in _CHOOSING)
    return reading.stops[at + 1 : at + 2] != (False,) or reading.words[at + 1].endswith("s")


def _kinds(content: Content, topics: Sequence[str], before: str) -> tuple[str, ...]:
    """Return the look-alikes that are meant where none is named: all of the kind named, or of what was talked about."""
    for group in content.contrasts:
        broader = {ancestor for member in group for ancestor in content.ancestors(member)[1:]} - set(group)
        if all(topic in broader for topic in topics) if topics else before in group or before in broader:
            return group
    return ()


def _asked(index: Index, reading: Reading, ranking: Ranking | None) -> tuple[str, ...]:
    """Return the aspects that are asked about: those named; in a story, and where none is, that of the best intent.

    A story may name two look-alikes and mean one of them. Nobody can tell which from the words alone, so both answer.
    """
    aspects = reading.concepts("aspect") if len(reading.words) <= _LONG else ()
    if aspects or not ranking or ranking.order[0] >= index.intent_count:
        return aspects
    return (index.content.intents[ranking.order[0]].aspect,)


def _cells(content: Content, aspects: Sequence[str], topics: Sequence[str]) -> dict[str, str]:
    """Return what stands on the grid for each topic at the one aspect asked about, if it does for two or more.

    An aspect at which most topics stand asks nothing by itself: the "what is" of "what is different".
    """
    rows = [
        {topic: content.cells.get((topic, aspect), "") for topic in topics}
        for aspect in aspects
        if 2 * sum(aspect == other for _, other in content.cells) < len(content.topics)
    ]
    full = [row for row in rows if sum(map(bool, row.values())) > 1]
    return full[0] if len(full) == 1 else {}


def _verdicts(index: Index, ranking: Ranking, cells: dict[str, str]) -> Iterator[Verdict]:
    """Yield a verdict for each cell; answered together they are right or wrong together, as sure as the surest.

    An intent that compares the same things in general ("how do a port and a PICC differ?") vouches for them too.
    """
    found = {topic: ranking.candidate(index.number[intent]) for topic, intent in cells.items() if intent}
    first = ranking.candidate(ranking.order[0])
    vouching = [first, *found.values()] if index.topics[first.number] in cells else list(found.values())
    surest = max((candidate.evidence for candidate in vouching), key=lambda evidence: evidence.confidence)
    if surest.confidence < index.content.cutoffs.ask:
        return
    for topic, intent in cells.items():
        if intent:
            best = replace(found[topic], evidence=surest)
            yield Verdict("answered", best, ranking.reading, (intent,), topic=topic, why="compared on the grid")
        else:
            why = "nothing where topic and aspect meet"
            yield Verdict("missing", None, ranking.reading, topic=topic, why=why)
