"""The index: everything that is computed once, at load, from the content alone.

Weights are naive-Bayes log-odds of each feature for each class, times one minus the entropy of the feature's
classes: a word that all intents share says nothing, one that a single intent uses says much.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.content import Content
from chatbot.reading import BIGRAM, CONCEPT, GRAM, PAIR, WORD, Reader, Reading, features
from chatbot.template import words_of
from chatbot.text import words

# How much each family of features counts, the smoothing, the power of the entropy weight and the share of the class
# bias: tuned together on the validation lines of BANKING77 (ten examples an intent) and CLINC150; within 20% of these
# values neither moves by half a point.
FAMILY_WEIGHTS: Final[Mapping[str, float]] = {WORD: 1.0, CONCEPT: 1.0, PAIR: 0.6, BIGRAM: 0.5, GRAM: 0.25}
SMOOTHING: Final = 0.3
ENTROPY_POWER: Final = 1.25
BIAS_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Weight:
    """What one feature says: how telling it is at all, and its vote for each class that uses it."""

    telling: float
    votes: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """One example as evidence: its text and the items (content stems and concepts) that it consists of."""

    text: str
    items: frozenset[str]
    norm: float


class Index:
    """A content, ready to be asked. Immutable once built, and so safe to share between threads."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.reader = Reader(content, _rule_words(content))
        self.classes: tuple[str, ...] = (*(intent.id for intent in content.intents), *(gap.id for gap in content.gaps))
        """Intents first, then gaps: what the content leaves out competes with what it answers."""
        self.intent_count = len(content.intents)
        self.exact: dict[tuple[str, ...], list[int]] = {}
        read = [(number, text, self._read(number, text)) for number, text in self._examples()]
        counts = _count((number, features(reading)) for number, _, reading in read)
        self.weights, self.bias = _weigh(counts, len(self.classes))
        self.rarity = _rarity([reading for _, _, reading in read])
        self.unseen_rarity = max(self.rarity.values(), default=1.0)
        self.known: list[list[Known]] = [[] for _ in self.classes]
        self.vocabulary: list[set[str]] = [set() for _ in self.classes]
        for number, text, reading in read:
            items = items_of(reading)
            self.known[number].append(Known(text, items, self.norm(items)))
            self.vocabulary[number] |= items

    def _examples(self) -> Iterable[tuple[int, str]]:
        for number, intent in enumerate(self.content.intents):
            yield from ((number, text) for text in dict.fromkeys((intent.question, *intent.examples)))
        for number, gap in enumerate(self.content.gaps, self.intent_count):
            yield from ((number, text) for text in gap.examples)

    def _read(self, number: int, text: str) -> Reading:
        said = words(text)
        owners = self.exact.setdefault(said, [])
        if number not in owners:
            owners.append(number)
        return self.reader.read(said, repair=False)

    def norm(self, items: Iterable[str]) -> float:
        """Return the length of a set of items, each weighted by its rarity."""
        return math.sqrt(sum(self.rarity.get(item, self.unseen_rarity) ** 2 for item in items))


def items_of(reading: Reading) -> frozenset[str]:
    """Return the content stems and the concepts of a reading, the evidence by which two questions are alike."""
    concepts = (f"#{concept.kind}:{concept.id}" for found in reading.found for concept in found.concepts)
    return frozenset((*reading.content_stems, *concepts))


def _rule_words(content: Content) -> Iterable[str]:
    for rule in content.rules:
        for pattern in (*rule.patterns, *rule.unless, *rule.also):
            yield from words_of(pattern)
    for phrases in content.lists.values():
        for phrase in phrases:
            yield from words(phrase)


def _count(examples: Iterable[tuple[int, set[str]]]) -> Mapping[str, Counter[int]]:
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for number, found in examples:
        for feature in found:
            counts[feature][number] += 1
    return counts


def _weigh(counts: Mapping[str, Counter[int]], classes: int) -> tuple[dict[str, Weight], dict[str, list[float]]]:
    """Weigh every feature, and find for each family how much a class with many features must give back."""
    sizes: dict[str, list[int]] = {family: [0] * classes for family in FAMILY_WEIGHTS}
    vocabulary: Counter[str] = Counter()
    weights: dict[str, Weight] = {}
    spread = math.log(classes) if classes > 1 else 1.0
    for feature, by_class in counts.items():
        family = feature[0]
        vocabulary[family] += 1
        total = by_class.total()
        entropy = -sum(n / total * math.log(n / total) for n in by_class.values())
        telling = FAMILY_WEIGHTS[family] * (1 - entropy / spread) ** ENTROPY_POWER if entropy < spread else 0.0
        for number, n in by_class.items():
            sizes[family][number] += n
        weights[feature] = Weight(telling, tuple((number, telling * math.log(1 + n / SMOOTHING)) for number, n in by_class.items()))
    return weights, {family: _bias(sizes[family], vocabulary[family]) for family in FAMILY_WEIGHTS}


def _bias(sizes: Sequence[int], vocabulary: int) -> list[float]:
    raw = [-math.log(size + SMOOTHING * vocabulary + 1) for size in sizes]
    mean = sum(raw) / len(raw)
    return [BIAS_SHARE * (value - mean) for value in raw]


def _rarity(readings: Sequence[Reading]) -> dict[str, float]:
    """Return the inverse document frequency of every item, natural logarithm, at least 1."""
    seen: Counter[str] = Counter(item for reading in readings for item in items_of(reading))
    return {item: 1 + math.log(len(readings) / n) for item, n in seen.items()}
