"""Concepts: the phrases of the lexicon found in a sentence, longest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chatbot.content import Content
from chatbot.text import stem as stem_of
from chatbot.text import words

ConceptKind = Literal["topic", "aspect", "gap", "synonym"]

# "the line in my upper arm" is still the phrase "line upper arm".
_MAX_SKIPPED: Final = 2


@dataclass(frozen=True, slots=True)
class Concept:
    """What a phrase stands for."""

    kind: ConceptKind
    id: str


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the lexicon in a sentence: words `start` up to `end`."""

    start: int
    end: int
    concepts: tuple[Concept, ...]
    spelled: tuple[str, ...] = ()
    """The concepts as text: `#topic:port`."""


class Lexicon:
    """All phrases of the content, ready to be found."""

    def __init__(self, content: Content) -> None:
        phrases: dict[tuple[str, ...], dict[Concept, None]] = defaultdict(dict)
        for concept, said in _entries(content):
            for phrase in said:
                if key := tuple(map(stem_of, words(phrase))):
                    phrases[key][concept] = None
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[Concept, ...], tuple[str, ...]]]] = defaultdict(
            list
        )
        for key in sorted(phrases, key=len, reverse=True):
            self._by_first[key[0]].append((key, tuple(phrases[key]), tuple(f"#{c.kind}:{c.id}" for c in phrases[key])))

    def find(self, stems: Sequence[str], stops: Sequence[bool]) -> tuple[Found, ...]:
        """Find phrases from left to right; a longer one wins, and none overlap."""
        by_first = self._by_first
        found: list[Found] = []
        present = set(stems)
        free = 0
        for start in [at for at, stem in enumerate(stems) if stem in by_first]:
            if start < free:
                continue
            for phrase, concepts, spelled in by_first[stems[start]]:
                if phrase[-1] in present and (end := _ends(phrase, start, stems, stops)):
                    found.append(Found(start, end, concepts, spelled))
                    free = end
                    break
        return tuple(found)


def _entries(content: Content) -> Iterable[tuple[Concept, tuple[str, ...]]]:
    for topic in content.topics:
        yield Concept("topic", topic.id), topic.words
    for aspect in content.aspects:
        yield Concept("aspect", aspect.id), aspect.words
    for gap in content.gaps:
        yield Concept("gap", gap.id), gap.words
    for phrase, name in content.synonyms.items():
        yield Concept("synonym", name), (phrase, name)


def _ends(phrase: tuple[str, ...], start: int, stems: Sequence[str], stops: Sequence[bool]) -> int:
    """Return the index after the phrase that begins at `start`, or 0 when it does not stand there."""
    at = start + 1
    for want in phrase[1:]:
        skipped = 0
        while at < len(stems) and stems[at] != want and stops[at] and skipped < _MAX_SKIPPED:
            at += 1
            skipped += 1
        if at >= len(stems) or stems[at] != want:
            return 0
        at += 1
    return at
