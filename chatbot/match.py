"""Match: rank the classes of an index for one reading, and say how sure the winner is and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from chatbot.index import FAMILY_WEIGHTS, Index, items_of
from chatbot.reading import WORD, Reading, features

# A word that is neither the content's nor everyday English is most often the name of a drug or a disease that the
# content does not treat; it weighs this many times as much against the question as an ordinary word.
STRANGE: Final = 2.0
# Up to this many letters an unknown word is more often a slip or a short form than a name.
SHORT: Final = 3

# What naming some other topic is worth as evidence that the question is about this content at all: fitted beside the
# weights below.
OTHER_TOPIC: Final = 0.4

# Added to the score of the intent that stands where a named topic and a named aspect meet: half a point of accuracy on
# 1,000 labelled questions; twice as much takes it back.
GRID_BONUS: Final = 1.5

# The logistic models of confidence: a constant, then a weight for each term of `Evidence`. Fitted with gaps on 2,000
# labelled questions about the packaged content and 800 real ones that it cannot answer; in a talk on 400 later turns of
# conversations about it; without gaps on CLINC150, BANKING77 and HWU64 (validation lines; all of their examples and
# ten an intent; half of the weight on lines out of scope, among them intents left out), where each of them, left out
# of the fit, is told from what is out of scope as well as by a fit of its own.
_WITH_GAPS: Final = (-6.04, 0.0, 0.24, 0.53, 1.82, 1.99, 0.0, 1.98, 0.67, 0.0, 0.0, 0.0)
_IN_TALK: Final = (-3.2, 0.0, 0.31, 0.0, 3.07, 1.37, 0.0, 0.0, 0.0, 0.0, 0.0, 0.36)
_WITHOUT_GAPS: Final = (-2.94, 0.23, 0.17, 0.0, 0.0, 0.75, 0.0, 0.0, 0.0, -0.41, 1.47, 0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a candidate, each on a scale that does not depend on the content's size."""

    strength: float
    """How far its score is above that of the average class, over the root of the telling features in the question: so
    much evidence grows with their number, and so much noise with its root."""
    lead: float
    """How far its score is ahead of the best other one, in log-odds."""
    over_gaps: float | None
    """How far it is ahead of the best gap, over the same root; None where the content names no gaps."""
    nearest: float
    """0..1: how alike the question is to its nearest example (cosine of rarity-weighted items)."""
    covered: float
    """0..1: the share of the question's weight that lies in what some example of the candidate has."""
    strange: float
    """0..1: the share of the question's weight that lies in words nobody knows."""
    unseen: int
    """How many items of the question no example of the content has."""
    about: float
    """Whether the question names what the candidate is about: 1 when it does, or when the candidate is about no topic
    of the lexicon; `OTHER_TOPIC` when it names another topic only; 0 when it names none."""
    length: float
    """ln(1 + the number of words): the same evidence is worth more in a long question than in a short one."""
    share: float | None = None
    """0..1: its share of the odds of all classes, each to the power of a third; None where the content names gaps."""
    apart: float | None = None
    """In a talk: how far it is ahead by the question's own words, without the topic of the talk; None elsewhere."""

    @property
    def confidence(self) -> float:
        """The chance that the candidate is right, 0..1."""
        weights = _IN_TALK if self.apart is not None else _WITHOUT_GAPS if self.over_gaps is None else _WITH_GAPS
        terms = (
            1.0,
            self.strength,
            self.lead,
            self.over_gaps or 0.0,
            self.nearest,
            self.covered,
            self.strange,
            self.about,
            self.length,
            self.unseen,
            self.share or 0.0,
            self.apart or 0.0,
        )
        return 1 / (1 + math.exp(-sum(weight * term for weight, term in zip(weights, terms, strict=True))))


CERTAIN: Final = Evidence(
    strength=9.0, lead=20.0, over_gaps=5.0, nearest=1.0, covered=1.0, strange=0.0, unseen=0, about=1.0, length=0.0
)
"""The evidence for what needs no estimate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A class with its score and the evidence for it."""

    number: int
    id: str
    score: float
    evidence: Evidence
    example: str
    sure: bool = False
    """Whether it is known rather than estimated: an exact match, or a choice made."""

    @property
    def confidence(self) -> float:
        """The chance that it is right, 0..1, to three digits, so that no raw float meets a threshold."""
        return 1.0 if self.sure else round(self.evidence.confidence, 3)


def score(index: Index, reading: Reading) -> tuple[tuple[float, ...], float]:
    """Score every class for a reading; what was found is kept with it.

    Returns:
        The scores, in the order of `Index.classes`, and the total weight of the question's features, known or not;
        the total is 0 when there is no word to go by.
    """
    if (kept := reading.kept.get(id(index))) is None:
        kept = reading.kept[id(index)] = _score(index, reading)
    return kept


def _score(index: Index, reading: Reading) -> tuple[tuple[float, ...], float]:
    scores = [0.0] * len(index.classes)
    telling = dict.fromkeys(FAMILY_WEIGHTS, 0.0)
    for feature in features(reading, grams=index.grams):
        if weight := index.weight(feature):
            telling[feature[0]] += weight.telling
            for number, vote in weight.votes:
                scores[number] += vote
        elif feature[0] == WORD:
            telling[WORD] += FAMILY_WEIGHTS[WORD]
    word, concept, pair, bigram, gram = telling.values()
    scores = [
        value + word * w + concept * c + pair * p + bigram * b + gram * g
        for value, w, c, p, b, g in zip(scores, *index.biases, strict=True)
    ]
    for number in _named_cells(index, reading):
        scores[number] += GRID_BONUS
    return tuple(scores), sum(telling.values())


def _named_cells(index: Index, reading: Reading) -> Iterator[int]:
    """Yield the intents at the topics and aspects that a reading names."""
    for cell in product(reading.concepts("topic"), reading.concepts("aspect")):
        if intent := index.content.cells.get(cell):
            yield index.number[intent]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The classes in order for one reading; the evidence for one is gathered when it is asked for."""

    index: Index
    reading: Reading
    items: frozenset[str]
    """What the reading consists of, as evidence."""
    scores: Sequence[float]
    total: float
    order: Sequence[int]
    """The numbers of the best classes, best first."""
    apart: Sequence[float] | None = None
    """In a talk: the scores of the question without the topic of the talk."""

    def candidate(self, number: int) -> Candidate:
        """Gather the evidence for a class."""
        index, scores, root = self.index, self.scores, math.sqrt(self.total)
        mine = scores[number]
        gap = max(scores[index.intent_count :], default=0.0)
        nearest, example = self.nearest(number)
        evidence = Evidence(
            strength=(mine - sum(scores) / len(scores)) / root,
            lead=mine - max([0.0, *(scores[other] for other in self.order if other != number)]),
            over_gaps=(mine - max(gap, 0.0)) / root if index.content.gaps else None,
            nearest=nearest,
            covered=self.covered(number),
            strange=_strange(index, self.reading, self.items),
            unseen=sum(index.rarity(item) is None for item in self.items),
            share=None if index.content.gaps else _share(scores, number),
            about=self._about(number),
            length=math.log1p(len(self.reading.words)),
            apart=_lead(self.apart, number) if self.apart else None,
        )
        return Candidate(number, index.classes[number], mine, evidence, example)

    def nearest(self, number: int) -> tuple[float, str]:
        """Return how alike the nearest example of a class is, 0..1, and its text."""
        return _nearest(self.index, number, self.items)

    def covered(self, number: int) -> float:
        """Return the share of the question's weight, 0..1, that lies in what the examples of a class use."""
        return _covered(self.index, number, self.items)

    def _about(self, number: int) -> float:
        topic, named = self.index.topics[number], self.reading.concepts("topic")
        if topic in named or topic not in self.index.content.topic_by_id:
            return 1.0
        return OTHER_TOPIC if named else 0.0


def rank(
    index: Index,
    reading: Reading,
    *,
    limit: int,
    among: Iterable[int] | None = None,
    scores: Sequence[float] | None = None,
    apart: Sequence[float] | None = None,
) -> Ranking | None:
    """Rank the classes for a reading.

    Args:
        index: the content to rank.
        reading: the question.
        limit: how many classes to put in order; one more is kept as the rival of the last.
        among: the numbers of the classes to rank; None for all.
        scores: what to rank them by; None for what `score` finds.
        apart: in a talk, the scores without its topic, as further evidence.

    Returns:
        The ranking, or None when the reading has no word to go by.
    """
    found, total = score(index, reading)
    if not total:
        return None
    scores = scores or found
    # Sorting is stable, reversed too: of equals the first in the content comes first.
    order = sorted(range(len(scores)) if among is None else among, key=scores.__getitem__, reverse=True)[: limit + 1]
    return Ranking(index, reading, items_of(reading), scores, total, order, apart)


def _share(scores: Sequence[float], number: int) -> float:
    """Return the share of a class in the odds of all, softened: the softmax of a third of the scores."""
    top = max(scores)
    odds = [math.exp((value - top) / 3) for value in scores]
    return odds[number] / sum(odds)


def _lead(scores: Sequence[float], number: int) -> float:
    """Return how far the score of a class is ahead of the best other one, in log-odds."""
    return scores[number] - max([0.0, *scores[:number], *scores[number + 1 :]])


def _nearest(index: Index, number: int, items: frozenset[str]) -> tuple[float, str]:
    """Return how alike the nearest example of a class is, 0..1, and its text; of equals, the first."""
    norm, known = index.norm(items), index.known(number)
    shared = [0.0] * len(known.norms)
    for item in sorted(items):  # in one order, so that the sums are the same every time
        rarity = index.rarity(item) or 0.0
        for place in known.places.get(item, ()):
            shared[place] += rarity
    alike = [found and found / norm_of for found, norm_of in zip(shared, known.norms, strict=True)]
    best = max(alike, default=0.0)
    return (best / norm, known.texts[alike.index(best)]) if best else (0.0, "")


def _covered(index: Index, number: int, items: frozenset[str]) -> float:
    """Return the share of the weight of all items that lies in what the examples of a class use."""
    weights = {item: index.rarity(item) or index.unseen_rarity for item in items}
    used = index.vocabulary(number)
    total = sum(weights.values())
    return sum([weight for item, weight in weights.items() if item in used]) / total if total else 0.0


def _strange(index: Index, reading: Reading, items: frozenset[str]) -> float:
    """Return the share of the weight of all items that lies in words which neither the content nor everybody knows."""
    is_everyday = index.reader.repairer.is_everyday
    names = {
        stem
        for word, stem in zip(reading.words, reading.stems, strict=True)
        if len(stem) > SHORT and index.rarity(stem) is None and not is_everyday(word)
    }
    strange = STRANGE * index.unseen_rarity * len(names & items)
    total = strange + sum([index.rarity(item) or index.unseen_rarity for item in items - names])
    return strange / total if total else 0.0
