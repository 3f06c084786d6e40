"""One sentence, read: repaired words, their stems, the concepts in them, and the features that scoring counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from chatbot.content import Content
from chatbot.english import ARTICLES, LEADING_TO_AN_OBJECT, STOP_WORDS
from chatbot.lexicon import ConceptKind, Found, Lexicon
from chatbot.repair import Repair, Repairer
from chatbot.template import words_of
from chatbot.text import words

# Features are strings; the first letter of each names its family.
WORD: Final = "w"
CONCEPT: Final = "k"
PAIR: Final = "p"
BIGRAM: Final = "b"
GRAM: Final = "g"

# Pairs reach over this many content words: far enough for a clause; eight gave nothing more.
_PAIR_REACH: Final = 4
_GRAM_SIZES: Final = (3, 4)
# "Could not infuse", "why not a port", "is it not chemo" rule nothing out.
_DOING: Final = frozenset(
    words("could can do does did would will should may must have has had why it this that he she they")
)
_POINTING: Final = (("it",), ("this",), ("that",), ("mine",))


@dataclass(frozen=True)
class Reading:
    """What was understood of some words, before any intent is considered."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    stops: tuple[bool, ...] = ()
    """For each word, whether it is a stop word."""
    found: tuple[Found, ...] = ()
    repairs: tuple[Repair, ...] = ()
    kept: dict[int, tuple[tuple[float, ...], float]] = field(default_factory=dict, compare=False, repr=False)
    """The scores that `match` found for it, by index: several stages ask for them."""

    def concepts(self, kind: ConceptKind) -> tuple[str, ...]:
        """Return the ids of one kind of concept, in the order of the words, each once."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[ConceptKind, tuple[str, ...]]:
        by_kind: dict[ConceptKind, dict[str, None]] = {}
        for found in self.found:
            for concept in found.concepts:
                by_kind.setdefault(concept.kind, {})[concept.id] = None
        return {kind: tuple(ids) for kind, ids in by_kind.items()}

    @cached_property
    def denied(self) -> frozenset[str]:
        """The topics that are named only to be ruled out: "a chest catheter, not a port"."""
        return frozenset(
            concept.id for found in self._ruled_out for concept in found.concepts if concept.kind == "topic"
        )

    @property
    def allowed(self) -> tuple[str, ...]:
        """The words without what is named only to be ruled out: all of "a chest catheter", "not a port" gone."""
        out: list[str] = []
        at = 0
        for found in self._ruled_out:
            said = list(self.words[at : found.start])
            out += said[: len(said) - 1 - said[::-1].index("not")]
            at = found.end
        return (*out, *self.words[at:])

    @property
    def _ruled_out(self) -> list[Found]:
        topics = (found for found in self.found if any(concept.kind == "topic" for concept in found.concepts))
        return [found for found in topics if _is_denied(self.words[: found.start])]

    @property
    def object(self) -> int | None:
        """The place of the word that a question ends in, or all but ends in, as what it is about; None without one.

        "What are the side effects of apixaban", "special precautions about leucovorin injection".
        """
        for place in range(len(self.words) - 1, max(0, len(self.words) - 3), -1):
            before = place - 1 - (self.words[place - 1] in ARTICLES)
            if before >= 0 and self.words[before] in LEADING_TO_AN_OBJECT:
                return place
        return None

    @property
    def content_stems(self) -> list[str]:
        """The stems of the words that are not stop words, in order."""
        return [stem for stem, stop in zip(self.stems, self.stops, strict=True) if not stop]

    @property
    def spelled_concepts(self) -> tuple[str, ...]:
        """The concepts, spelled as features spell them."""
        return tuple([concept for found in self.found for concept in found.spelled])

    @cached_property
    def features(self) -> dict[str, None]:
        """The features that scoring counts, each once, in an order that depends on nothing but the words.

        Words, concepts, pairs of content words, edge bigrams. A phrase of the lexicon counts in pairs as its concept,
        so that `portacath` and `port` pair alike.
        """
        out = dict.fromkeys([WORD + s for s in self.stems])
        content = list(dict.fromkeys(self._canonical()))
        for concept in self.spelled_concepts:
            out[CONCEPT + concept] = None
        for at, first in enumerate(content):
            for second in content[at + 1 : at + 1 + _PAIR_REACH]:
                out[f"{PAIR}{first} {second}" if first < second else f"{PAIR}{second} {first}"] = None
        before = "^"
        for after in (*self.stems, "$"):
            out[f"{BIGRAM}{before} {after}"] = None
            before = after
        return out

    def _canonical(self) -> list[str]:
        """Return the content words in order, phrases of the lexicon as their concepts."""
        if not self.found:
            return self.content_stems
        out: list[str] = []
        at = 0
        for found in (*self.found, Found(len(self.stems), len(self.stems), ())):
            out += [self.stems[i] for i in range(at, found.start) if not self.stops[i]]
            out += found.spelled
            at = found.end
        return out


class Reader:
    """Reads words with the vocabulary and the lexicon of one content."""

    def __init__(self, content: Content, vocabulary: Iterable[str]) -> None:
        self.lexicon = Lexicon(content)
        self.repairer = Repairer(vocabulary, _alarming(content))

    def read(self, said: Sequence[str]) -> Reading:
        """Repair and read words that `text.read` has normalised."""
        mended, repairs = self.repairer.mend(said)
        return self.understand(mended, repairs)

    def understand(self, mended: Sequence[str], repairs: tuple[Repair, ...] = ()) -> Reading:
        """Read words that need no repair: the content's own, or repaired ones."""
        stems = tuple(map(self.repairer.stem, mended))
        stops = tuple(map(STOP_WORDS.__contains__, mended))
        return Reading(tuple(mended), stems, stops, self.lexicon.find(stems, stops), repairs)


def _alarming(content: Content) -> Iterator[str]:
    """Yield the words of the rules that raise an alarm."""
    urgent = {intent.id for intent in content.intents if intent.safety != "none"}
    for rule in content.rules:
        if rule.intent in urgent:
            for pattern in rule.patterns:
                yield from words_of(pattern)


def _is_denied(before: Sequence[str]) -> bool:
    """Whether the words before a phrase rule it out: "not a", "it is not", but not "a cat is not" of a comparison."""
    if before[-1:] and before[-1] in ARTICLES:
        before = before[:-1]
    compared = before[-2:-1] in (("is",), ("are",)) and before[-3:-2] not in _POINTING
    return before[-1:] == ("not",) and not compared and not _DOING.issuperset(before[-2:-1] or ("",))


def features(reading: Reading, *, grams: bool) -> Iterable[str]:
    """Return the features of a reading; with `grams` the character grams of each word too."""
    if not grams:
        return reading.features
    return dict.fromkeys([*reading.features, *(gram for word in reading.words for gram in _grams(word))])


def _grams(word: str) -> Iterable[str]:
    if len(word) < 3:
        return ()
    edged = f"<{word}>"
    return [GRAM + edged[at : at + size] for size in _GRAM_SIZES for at in range(len(edged) - size + 1)]
