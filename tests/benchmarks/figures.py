"""The arithmetic: what became of the questions, at which threshold, and how sure one may be of a share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from tests.benchmarks.questions import OUTSIDE, Kind, Question
from tests.benchmarks.systems import Ranked, is_gap

_Z: Final = 1.959964
"""The standard normal's 97.5th percentile: 95% lie within."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One question as one system took it."""

    kind: Kind
    score: float
    """How sure the system is of its best intent."""
    right: bool = False
    """Whether its best intent is an accepted answer."""
    deflects: bool = False
    """Whether its best intent only sends the person to someone else."""
    refused: bool = False
    """Whether it gives no answer at any threshold: a gap came first."""

    @property
    def is_error(self) -> bool:
        """Whether it is better not answered."""
        return not self.right if self.kind == "in" else not self.deflects

    @property
    def place(self) -> tuple[bool, float]:
        """Its place in the order from least to most like a question that has an answer."""
        return not self.refused and (self.right or not self.deflects), self.score


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of all questions at one threshold."""

    right: int
    wrong: int
    refused: int
    false: Mapping[Kind, int]
    """Answers given to questions that have none."""

    @property
    def errors(self) -> int:
        """Wrong and false answers together."""
        return self.wrong + sum(self.false.values())


def take(question: Question, ranked: Ranked) -> Taken:
    """Judge the ranking of a question."""
    label, score = next(((label, score) for label, score in ranked if not is_gap(label)), ("", -math.inf))
    return Taken(
        kind=question.kind,
        score=score,
        right=question.accepts(label),
        deflects=question.is_deflected_by(label),
        refused=not label or is_gap(ranked[0][0]),
    )


def top_one(taken: Iterable[Taken]) -> int:
    """Count the questions whose best intent is right, as if nothing could be refused."""
    return sum(one.right for one in taken)


def tally(taken: Sequence[Taken], threshold: float = -math.inf) -> Tally:
    """Count what becomes of the questions when those that score below a threshold are refused."""
    answered = [one for one in taken if not one.refused and one.score >= threshold]
    inside = [one for one in answered if one.kind == "in"]
    right = sum(one.right for one in inside)
    false = Counter[Kind](one.kind for one in answered if one.kind != "in" and one.is_error)
    asked = sum(one.kind == "in" for one in taken)
    return Tally(right, len(inside) - right, asked - len(inside), {kind: false[kind] for kind in OUTSIDE})


def threshold_within(taken: Iterable[Taken], errors: int) -> float:
    """Return the lowest threshold that lets through at most so many errors; infinite when none does."""
    threshold, made = math.inf, 0
    answered = sorted((one for one in taken if not one.refused), key=lambda one: -one.score)
    for score, equals in groupby(answered, key=lambda one: one.score):
        made += sum(one.is_error for one in equals)
        if made > errors:
            break
        threshold = score
    return threshold


def auroc(taken: Iterable[Taken]) -> float:
    """Return the chance that a question with an answer is placed above one without; NaN when either is missing."""
    ordered = sorted((one.place, one.kind == "in") for one in taken)
    inside = sum(is_inside for _, is_inside in ordered)
    outside = len(ordered) - inside
    if not inside or not outside:
        return math.nan
    won, below = 0.0, 0
    for _, tied in groupby(ordered, key=lambda item: item[0]):
        kinds = Counter(is_inside for _, is_inside in tied)
        won += kinds[True] * (below + kinds[False] / 2)
        below += kinds[False]
    return won / (inside * outside)


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95% Wilson interval of a share; 0 to 1 when nothing was counted."""
    if not total:
        return 0.0, 1.0
    share, square = count / total, _Z * _Z
    middle = share + square / (2 * total)
    spread = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
