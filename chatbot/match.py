"""Match: rank the classes of an index for one reading, and say how sure the winner is and why."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from chatbot.index import FAMILY_WEIGHTS, Index, items_of
from chatbot.reading import WORD, Reading, features

# A word that is neither the content's nor everyday English is most often the name of a drug or a disease that the
# content does not treat; it counts this many times as much against the question as an ordinary unknown word.
STRANGE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a candidate, each on a scale that does not depend on the content's size."""

    strength: float
    """Its score for each unit of telling features in the question."""
    margin: float
    """How far it leads (or trails) the best other candidate, on the same scale."""
    nearest: float
    """0..1: how alike the question is to its nearest example (cosine of rarity-weighted items)."""
    coverage: float
    """0..1: the share of the question's weight that its examples know."""
    strange: float
    """0..1: the share of the question's weight that lies in words nobody knows."""

    @property
    def confidence(self) -> float:
        """The chance that the candidate is right, 0..1."""
        return 1 / (1 + math.exp(-sum(w * x for w, x in zip(_WEIGHTS, self.terms, strict=True))))

    @property
    def terms(self) -> tuple[float, ...]:
        """The inputs of the logistic model, a constant first."""
        return (1.0, self.strength, self.margin, self.nearest, self.coverage, self.strange)


_WEIGHTS: Final = (-6.0, 1.5, 6.0, 3.0, 2.0, -3.0)


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

    def surely(self) -> Candidate:
        """Return the same candidate as known."""
        return replace(self, sure=True)


def score(index: Index, reading: Reading) -> tuple[list[float], float]:
    """Return the score of every class, and the total weight of the question's features, known or not."""
    scores = [0.0] * len(index.classes)
    telling = dict.fromkeys(FAMILY_WEIGHTS, 0.0)
    for feature in sorted(features(reading)):
        if weight := index.weights.get(feature):
            telling[feature[0]] += weight.telling
            for number, vote in weight.votes:
                scores[number] += vote
        elif feature[0] == WORD:
            telling[WORD] += FAMILY_WEIGHTS[WORD]
    for family, total in telling.items():
        if total:
            bias = index.bias[family]
            scores = [value + total * give for value, give in zip(scores, bias, strict=True)]
    return scores, sum(telling.values())


def rank(index: Index, reading: Reading, *, limit: int = 4, among: Collection[int] | None = None) -> list[Candidate]:
    """Rank the classes for a reading, best first, at most `limit` (`among`: only these); none when no word is known."""
    scores, total = score(index, reading)
    if not total:
        return []
    numbers = range(len(scores)) if among is None else sorted(among)
    best = heapq.nsmallest(limit + 1, numbers, key=lambda number: (-scores[number], number))
    return [_candidate(index, reading, number, scores, best, total) for number in best[:limit] if scores[number] > 0]


def _candidate(index: Index, reading: Reading, number: int, scores: list[float], best: list[int], total: float) -> Candidate:
    rival = max((scores[other] for other in best if other != number), default=0.0)
    items = items_of(reading)
    nearest, example = _nearest(index, number, items)
    coverage, strange = _coverage(index, number, items)
    evidence = Evidence(scores[number] / total, (scores[number] - max(rival, 0.0)) / total, nearest, coverage, strange)
    return Candidate(number, index.classes[number], scores[number], evidence, example)


def _nearest(index: Index, number: int, items: frozenset[str]) -> tuple[float, str]:
    norm = index.norm(items)
    if not norm:
        return 0.0, ""
    rarity, unseen = index.rarity, index.unseen_rarity
    best, text = 0.0, ""
    for known in index.known[number]:
        if shared := items & known.items:
            alike = sum(rarity.get(item, unseen) ** 2 for item in shared) / (norm * known.norm)
            if alike > best:
                best, text = alike, known.text
    return best, text


def _coverage(index: Index, number: int, items: frozenset[str]) -> tuple[float, float]:
    total = covered = strange = 0.0
    for item in items:
        rarity = index.rarity.get(item, index.unseen_rarity)
        if item not in index.rarity and not index.reader.repairer.is_everyday(item):
            rarity *= STRANGE
            strange += rarity
        total += rarity
        covered += rarity if item in index.vocabulary[number] else 0.0
    return (covered / total, strange / total) if total else (0.0, 0.0)
