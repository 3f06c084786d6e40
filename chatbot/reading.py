"""One sentence, read: repaired words, their stems, the concepts in them, and the features that scoring counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.content import Content
from chatbot.lexicon import Concept, Found, Lexicon
from chatbot.repair import Repair, Repairer
from chatbot.text import is_stop, stem, words

# Features are strings; the first letter of each names its family.
WORD: Final = "w"
CONCEPT: Final = "k"
PAIR: Final = "p"
BIGRAM: Final = "b"
GRAM: Final = "g"

# Pairs reach over this many content words: far enough for a clause, bounded for a long message.
_PAIR_REACH: Final = 8
_GRAM_SIZES: Final = (3, 4)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of some words, before any intent is considered."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    found: tuple[Found, ...] = ()
    repairs: tuple[Repair, ...] = ()

    def concepts(self, kind: str) -> tuple[str, ...]:
        """Return the ids of one kind of concept, in the order of the words, each once."""
        return tuple(dict.fromkeys(concept.id for found in self.found for concept in found.concepts if concept.kind == kind))

    @property
    def content_stems(self) -> tuple[str, ...]:
        """The stems of the words that are not stop words, each once."""
        return tuple(dict.fromkeys(s for word, s in zip(self.words, self.stems, strict=True) if not is_stop(word)))


class Reader:
    """Reads words with the vocabulary and the lexicon of one content."""

    def __init__(self, content: Content, extra: Iterable[str] = ()) -> None:
        self.lexicon = Lexicon(content)
        self.repairer = Repairer(_vocabulary(content, extra))

    def read(self, said: Sequence[str], *, repair: bool = True) -> Reading:
        """Read words that `text.read` has normalised; the content's own examples need no repair."""
        mended, repairs = self.repairer.mend(said) if repair else (list(said), ())
        return self.understand(mended, repairs)

    def understand(self, mended: Sequence[str], repairs: tuple[Repair, ...] = ()) -> Reading:
        """Read words that are repaired already."""
        stems = tuple(map(stem, mended))
        return Reading(tuple(mended), stems, self.lexicon.find(stems, [is_stop(word) for word in mended]), repairs)


def _vocabulary(content: Content, extra: Iterable[str]) -> Iterable[str]:
    for intent in content.intents:
        for example in (intent.question, *intent.examples):
            yield from words(example)
    for gap in content.gaps:
        for example in gap.examples:
            yield from words(example)
    for group in (content.topics, content.aspects, content.gaps):
        for entry in group:
            for phrase in entry.words:
                yield from words(phrase)
    for phrase in content.synonyms:
        yield from words(phrase)
    yield from extra


def features(reading: Reading) -> set[str]:
    """Return the features of a reading: words, concepts, pairs of content words, edge bigrams, character grams.

    A phrase of the lexicon counts in pairs as its concept, so that `portacath` and `port` pair alike.
    """
    out = {WORD + s for s in reading.stems}
    sequence = _canonical(reading)
    out.update(CONCEPT + item[1:] for item in sequence if item[0] == "#")
    content = list(dict.fromkeys(sequence))
    for at, first in enumerate(content):
        for second in content[at + 1 : at + 1 + _PAIR_REACH]:
            out.add(f"{PAIR}{first} {second}" if first < second else f"{PAIR}{second} {first}")
    edged = ("^", *reading.stems, "$")
    out.update(f"{BIGRAM}{first} {second}" for first, second in zip(edged, edged[1:], strict=False))
    for word in set(reading.words):
        out.update(grams(word))
    return out


def _canonical(reading: Reading) -> list[str]:
    """Return the content words in order, phrases of the lexicon as `#kind:id`."""
    out: list[str] = []
    at = 0
    for found in (*reading.found, Found(len(reading.stems), len(reading.stems), ())):
        out += [s for word, s in zip(reading.words[at : found.start], reading.stems[at : found.start], strict=True) if not is_stop(word)]
        out += [_spell(concept) for concept in found.concepts]
        at = found.end
    return out


def _spell(concept: Concept) -> str:
    return f"#{concept.kind}:{concept.id}"


def grams(word: str) -> Iterable[str]:
    """Return the character 3- and 4-grams of a word and its edges."""
    if len(word) < 3:
        return ()
    edged = f"<{word}>"
    return [GRAM + edged[at : at + size] for size in _GRAM_SIZES for at in range(len(edged) - size + 1)]
