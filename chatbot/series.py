"""Series: things named in a row are asked about one by one: "drips for covid and lupus", "explain push and pump"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from chatbot.content import Content
from chatbot.decide import DEFINITION
from chatbot.index import Index
from chatbot.lexicon import Found
from chatbot.talk import compares, named
from chatbot.text import BREAK, Sentence, words

_JOINS: Final = frozenset(
    {BREAK, "and", "or", "vs", "versus", "plus", "also", "as", "than", "differ", "different", "compared"}
)
"""What stands between the members of a series; one of these must."""
_BETWEEN: Final = _JOINS | frozenset(
    words(
        "a an the my his her for of in with to from on by about then what how too even stuff drug drugs treatment "
        "treatments medicine medicines therapy line lines infusion infusions iv"
    )
)
"""What else may: "for covid, and for lupus", "the antibody stuff and the chemo drugs"."""
OF_ALL: Final = frozenset({"both", "each", "between", "either"})
"""Words that speak of the whole series, and of none of its members."""


def one_by_one(index: Index, part: Sentence) -> tuple[Sentence, ...]:
    """Return the question once for each thing of a series that it names; nothing where it names none."""
    said = part.words
    reading = index.reader.understand(said)
    topics = named(index.content, reading)
    if len(topics) < 2:
        return ()
    spans = [
        found
        for found in reading.found
        if any(concept.kind == "topic" and concept.id in topics for concept in found.concepts)
    ]
    series = max(_series(part, spans), key=len, default=())
    if len(series) < 2:
        return ()
    if (
        compares(reading)
        and set(reading.concepts("aspect")) <= {DEFINITION}
        and not _are_compared(index.content, topics)
    ):
        return tuple(Sentence(("what", "is", *said[found.start : found.end]), marked=True) for found in series)
    before, after = said[: series[0].start], said[series[-1].end :]
    return tuple(
        Sentence(
            tuple(word for word in (*before, *said[found.start : found.end], *after) if word not in OF_ALL),
            marked=True,
        )
        for found in series
    )


def _are_compared(content: Content, topics: Sequence[str]) -> bool:
    """Whether an intent compares some of these topics."""
    return any(intent.topic in topics and not set(intent.also).isdisjoint(topics) for intent in content.intents)


def _series(part: Sentence, spans: list[Found]) -> Iterator[tuple[Found, ...]]:
    """Yield the runs of phrases that nothing but joining words stands between."""
    places = [at for at, token in enumerate(part.tokens) if token != BREAK]  # of each word among the tokens
    run = tuple(spans[:1])
    for one, other in pairwise(spans):
        between = part.tokens[places[one.end - 1] + 1 : places[other.start]]
        if _JOINS.isdisjoint(between) or not _BETWEEN.issuperset(between):
            yield run
            run = ()
        run = (*run, other)
    yield run
