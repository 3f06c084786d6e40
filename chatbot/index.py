"""The index: everything that is computed once, at load, from the content alone.

Weights are naive-Bayes log-odds of each feature for each class, times one minus the entropy of the feature's
classes: a word that all intents share says nothing, one that a single intent uses says much.
"""

from __future__ import annotations

import math
import pickle
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from chatbot.content import Content
from chatbot.reading import BIGRAM, CONCEPT, GRAM, PAIR, WORD, Reader, Reading, features
from chatbot.template import words_of
from chatbot.text import words

# How much each family of features counts, the smoothing, the power of the entropy weight and the share of the class
# bias: tuned together on the validation lines of BANKING77 (ten examples an intent) and CLINC150 and on questions
# about the packaged content, where half or twice of any one costs up to a point.
FAMILY_WEIGHTS: Final[Mapping[str, float]] = {WORD: 1.0, CONCEPT: 1.0, PAIR: 0.5, BIGRAM: 0.7, GRAM: 0.25}
SMOOTHING: Final = 0.3
ENTROPY_POWER: Final = 1.0
BIAS_SHARE: Final = 0.6
SILENT_BELOW: Final = 0.1
"""What tells less than this tells nothing: "the" votes for all classes, and two votes in five were of that kind."""

# Character grams help where phrasings are few and are noise where they are many: with ten examples an intent they are
# worth 1.9 points (BANKING77) and 1.2 (CLINC150); with a hundred they cost half a point, and twice the time.
GRAMS_BELOW: Final = 20
"""Examples an intent, on average, below which character grams are counted."""


_COMMON_FROM: Final = 16
"""How many classes use a feature that is weighed when the index is packed: of what the questions of a day weigh for the
first time, these are three features in ten and eight tenths of the work."""

Moves = dict[str, dict[int, float]]
"""By how much features vote more for some classes, or less."""

# Moves are kept in hundredths: whole numbers take a third of the room and of the time to load.
_GRAIN: Final = 100


@dataclass(frozen=True, slots=True)
class Weight:
    """What one feature says: how telling it is at all, and its vote for each class that uses it."""

    telling: float
    votes: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The examples of one class as evidence."""

    texts: tuple[str, ...]
    norms: tuple[float, ...]
    places: Mapping[str, tuple[int, ...]]
    """Each item (content stem or concept), and the places of the examples that hold it."""


class Index:
    """A content, ready to be asked.

    What is counted never changes after the build. What follows from it (the weight of a feature, the rarity of an item,
    the examples of a class as evidence) is worked out when first asked for, and kept; two threads that ask for it
    together work out the same.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        self.classes: tuple[str, ...] = (*(intent.id for intent in content.intents), *(gap.id for gap in content.gaps))
        """Intents first, then gaps: what the content leaves out competes with what it answers."""
        self.number: dict[str, int] = {name: number for number, name in enumerate(self.classes)}
        self.intent_count = len(content.intents)
        self._alarms = frozenset(n for n, intent in enumerate(content.intents) if intent.safety != "none")
        self.topics = [*(intent.topic for intent in content.intents), *("" for _ in content.gaps)]
        examples = list(_examples(content))
        self.reader = Reader(content, _vocabulary(content, (said for _, _, said in examples)))
        self._owners = _owners((number, said) for number, _, said in examples)
        self.grams = len(examples) < GRAMS_BELOW * len(self.classes)
        kept: list[list[tuple[str, tuple[str, ...]]]] = [[] for _ in self.classes]
        self._examples: Sequence[list[tuple[str, tuple[str, ...]]] | bytes] = kept
        counts = _count(self._read(examples, kept))
        self._weights: dict[str, Weight] = {}
        self._packed: dict[str, bytes] = {}
        self.sizes = [len(of_class) for of_class in kept]
        """How many examples each class has."""
        self._balance = _balance(self.sizes)
        self._spread = math.log(len(self.classes)) if len(self.classes) > 1 else 1.0
        self.biases = _biases(counts, len(self.classes))
        """What each class gives back for each unit of telling features, family by family as in `FAMILY_WEIGHTS`."""
        self._number = "H" if max(len(self.classes), len(examples)) < 1 << 16 else "L"
        self._counts = _flat(counts, self._number)
        self._moved: dict[str, tuple[int, ...]] = {}
        self._known: dict[int, Known] = {}
        self._spoken_of: dict[int, frozenset[str]] = {}
        self._rarities: dict[str, float] = {}
        self._size = len(examples)
        self.unseen_rarity = (1 + math.log(max(1, self._size))) ** 2
        """The rarity of what no example has."""

    def _read(
        self, examples: Iterable[tuple[int, str, tuple[str, ...]]], kept: Sequence[list[tuple[str, tuple[str, ...]]]]
    ) -> Iterator[tuple[int, Iterable[str]]]:
        """Read examples one by one: yield the features of each to be counted, keep what it is as evidence."""
        for number, text, said in examples:
            reading = self.reader.understand(said)
            items = (*dict.fromkeys(reading.content_stems), *dict.fromkeys(reading.spelled_concepts))
            kept[number].append((text, items))
            yield number, features(reading, grams=self.grams)

    def outside(self, topics: frozenset[str], *, calm: bool) -> list[int]:
        """Return the numbers of all classes but the intents about these topics and, when `calm`, the alarms."""
        barred = self._alarms if calm else frozenset[int]()
        return [number for number, topic in enumerate(self.topics) if topic not in topics and number not in barred]

    def owners(self, said: Sequence[str]) -> tuple[int, ...]:
        """Return the classes that have these very words as an example."""
        return self._owners.get(" ".join(said), ())

    def counted(self, feature: str) -> Mapping[int, int]:
        """Return in how many examples of each class a feature stands."""
        found = self._counts.get(feature, b"")
        if isinstance(found, int):
            return {found: 1}
        run = array(self._number, found)
        return dict(zip(run[::2], run[1::2], strict=True))

    @property
    def common(self) -> list[str]:
        """The features that many classes use."""
        least = _COMMON_FROM * 2 * array(self._number).itemsize
        return [
            feature for feature, found in self._counts.items() if not isinstance(found, int) and len(found) >= least
        ]

    def pack(self) -> None:
        """Keep as bytes until asked for what takes long to work out: the examples of a class, the commonest weights."""
        self._examples = [pickle.dumps(self.known(number), protocol=5) for number in range(len(self.classes))]
        self._known.clear()
        weights = [(feature, self.weight(feature)) for feature in self.common]
        self._packed = {
            feature: pickle.dumps((weight.telling, weight.votes), protocol=5) for feature, weight in weights if weight
        }
        self._weights.clear()

    def weight(self, feature: str) -> Weight | None:
        """Return what a feature says, or None when no example has it."""
        try:
            return self._weights[feature]
        except KeyError:
            weight = self._unpacked(feature) or self._weighed(feature)
            if weight:  # else not kept: it comes from what somebody typed
                self._weights[feature] = weight
            return weight

    def _unpacked(self, feature: str) -> Weight | None:
        packed = self._packed.get(feature)
        return Weight(*pickle.loads(packed)) if packed else None  # noqa: S301 - what `pack` made

    def _weighed(self, feature: str) -> Weight | None:
        by_class = self.counted(feature)
        if not by_class:
            return None
        weight = _weigh(feature, by_class, self._balance, self._spread)
        moved = self._moved.get(feature)
        return Weight(weight.telling, _moved(weight.votes, moved)) if moved else weight

    @property
    def examples(self) -> list[tuple[int, tuple[str, ...]]]:
        """Every example as its class and its words."""
        return [(number, said) for number, _, said in _examples(self.content)]

    def move(self, moves: Moves) -> None:
        """Let features vote so much more or less for some classes. Only before the index is shared."""
        self._moved = {
            feature: kept
            for feature, moved in moves.items()
            if (
                kept := tuple(chain.from_iterable((n, much) for n, by in moved.items() if (much := round(by * _GRAIN))))
            )
        }
        self._weights.clear()
        self._packed.clear()

    def rarity(self, item: str) -> float | None:
        """Return the squared inverse document frequency of an item, (1 + ln(N / n))^2; None when no example has it."""
        if (kept := self._rarities.get(item)) is not None:
            return kept
        found = sum(self.counted((CONCEPT if item[0] == "#" else WORD) + item).values())
        if not found:
            return None
        rarity = self._rarities[item] = (1 + math.log(self._size / found)) ** 2
        return rarity

    def norm(self, items: Iterable[str]) -> float:
        """Return the length of a set of items, each weighted by its rarity."""
        kept = self._rarities
        return math.sqrt(sum([kept.get(item) or self.rarity(item) or self.unseen_rarity for item in items]))

    def known(self, number: int) -> Known:
        """Return the examples of a class as evidence."""
        if (kept := self._known.get(number)) is None:
            examples = self._examples[number]
            if isinstance(examples, bytes):
                packed: Known = pickle.loads(examples)  # noqa: S301 - what `pack` made
                return self._known.setdefault(number, packed)
            places: dict[str, list[int]] = {}
            for place, (_, items) in enumerate(examples):
                for item in items:
                    places.setdefault(item, []).append(place)
            kept = self._known[number] = Known(
                tuple(text for text, _ in examples),
                tuple(self.norm(items) for _, items in examples),
                {item: tuple(found) for item, found in places.items()},
            )
        return kept

    def spoken_of(self, number: int) -> frozenset[str]:
        """Return the topics that the answer of an intent speaks of."""
        if (kept := self._spoken_of.get(number)) is None:
            answer = self.reader.understand(words(self.content.intents[number].answer))
            kept = self._spoken_of[number] = frozenset(answer.concepts("topic"))
        return kept

    def vocabulary(self, number: int) -> AbstractSet[str]:
        """Return every item that the examples of a class use."""
        return self.known(number).places.keys()


def items_of(reading: Reading) -> frozenset[str]:
    """Return the content stems and the concepts of a reading, the evidence by which two questions are alike."""
    return frozenset((*reading.content_stems, *reading.spelled_concepts))


def _examples(content: Content) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield every example: its class, its text, its words; a follow-up is read as in a talk, with its topic said."""
    for number, intent in enumerate(content.intents):
        yield from ((number, text, words(text)) for text in dict.fromkeys((intent.question, *intent.examples)))
        topic = words(content.spoken(intent.topic))
        yield from ((number, text, (*words(text), *topic)) for text in dict.fromkeys(intent.follow_ups))
    for number, gap in enumerate(content.gaps, len(content.intents)):
        yield from ((number, text, words(text)) for text in gap.examples)


def _vocabulary(content: Content, examples: Iterable[Sequence[str]]) -> Iterable[str]:
    """Yield every word that the content uses, as often as it does."""
    for said in examples:
        yield from said
    for group in (content.topics, content.aspects, content.gaps):
        for entry in group:
            for phrase in entry.words:
                yield from words(phrase)
    for phrase in content.synonyms:
        yield from words(phrase)
    for patterns in (*content.lists.values(), *((*rule.patterns, *rule.unless, *rule.also) for rule in content.rules)):
        for pattern in patterns:
            yield from words_of(pattern)


def _owners(examples: Iterable[tuple[int, tuple[str, ...]]]) -> dict[str, tuple[int, ...]]:
    owners: dict[str, tuple[int, ...]] = {}
    for number, said in examples:
        text = " ".join(said)
        known = owners.get(text, ())
        if number not in known:
            owners[text] = (*known, number)
    return owners


# A feature that stands in one example only is kept as the number of its class, without a dict around it. Pairs and
# bigrams of that kind are most of all features and are dropped: accuracy does not move (-0.1 to +0.7 points on three
# contents), and the memory is a third.
_RARE_DROPPED: Final = (PAIR, BIGRAM)
_Counts = dict[str, "int | dict[int, int]"]


def _count(examples: Iterable[tuple[int, Iterable[str]]]) -> _Counts:
    """Count in how many examples of each class a feature stands; examples come class by class."""
    counts: _Counts = {}
    for number, group in groupby(examples, key=itemgetter(0)):
        seen = Counter(chain.from_iterable(found for _, found in group))
        for feature, n in seen.items():
            by_class = counts.get(feature)
            if by_class is None:
                counts[feature] = number if n == 1 else {number: n}
            elif isinstance(by_class, int):
                counts[feature] = {by_class: 1, number: n}
            else:
                by_class[number] = n
    return {feature: n for feature, n in counts.items() if not (isinstance(n, int) and feature[0] in _RARE_DROPPED)}


def _flat(counts: _Counts, number: str) -> dict[str, int | bytes]:
    """Return the counts with each dict as one run of class, count, class, count: a third of the time to load.

    The numbers are of the type `number` of the module `array`.
    """
    return {
        feature: n if isinstance(n, int) else array(number, chain.from_iterable(n.items())).tobytes()
        for feature, n in counts.items()
    }


def _balance(sizes: Sequence[int]) -> list[float]:
    """Return what one example counts in each class: less where there are many of them, by the square root.

    Without it a class with three times the examples draws every odd question to itself: on 330 near misses the gaps won
    72% of the questions that are theirs, with it 81%, and no question of the intents was lost.
    """
    mean = sum(sizes) / len(sizes)
    return [math.sqrt(mean / max(1, size)) for size in sizes]


def _weigh(feature: str, counted: Mapping[int, int], balance: Sequence[float], spread: float) -> Weight:
    log = math.log
    balanced = [n * balance[number] for number, n in counted.items()]
    total = sum(balanced)
    entropy = log(total) - sum([n * log(n) for n in balanced]) / total
    share = max(0.0, 1 - entropy / spread) ** ENTROPY_POWER
    telling = FAMILY_WEIGHTS[feature[0]] * share
    if share < SILENT_BELOW:
        return Weight(telling, ())
    votes = [telling * log(1 + n / SMOOTHING) for n in balanced]
    return Weight(telling, tuple(zip(counted, votes, strict=True)))


def _moved(votes: Iterable[tuple[int, float]], moved: Sequence[int]) -> tuple[tuple[int, float], ...]:
    """Return votes with the moves of their feature: class, hundredths, class, hundredths."""
    out = dict(votes)
    for number, much in zip(moved[::2], moved[1::2], strict=True):
        out[number] = out.get(number, 0.0) + much / _GRAIN
    return tuple(out.items())


def _biases(counts: _Counts, classes: int) -> list[list[float]]:
    """Find for each family how much a class with many features must give back."""
    sizes = {family: [0] * classes for family in FAMILY_WEIGHTS}
    vocabulary = dict.fromkeys(FAMILY_WEIGHTS, 0)
    for feature, by_class in counts.items():
        vocabulary[feature[0]] += 1
        size = sizes[feature[0]]
        if isinstance(by_class, int):
            size[by_class] += 1
            continue
        for number, n in by_class.items():
            size[number] += n
    return [_bias(sizes[family], vocabulary[family]) for family in FAMILY_WEIGHTS]


def _bias(sizes: Sequence[int], vocabulary: int) -> list[float]:
    raw = [-math.log(size + SMOOTHING * vocabulary + 1) for size in sizes]
    mean = sum(raw) / len(raw)
    return [BIAS_SHARE * (value - mean) for value in raw]
