"""What every system under measure looks like, and how the examples it learns from are labelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, Protocol

Example = tuple[str, str]
"""A sentence and its label: the id of an intent, or a gap."""

Ranked = list[tuple[str, float]]
"""Labels with their scores, best first; the higher a score, the surer. A label that can be neither the best intent nor
the best gap may be left out."""

GAP: Final = "gap:"
"""What the label of a gap begins with: a gap that comes first means no answer."""

Gaps = Literal["each", "one", "left-out"]
"""How the peers learn what the content leaves out: each gap a class, all of them one class, or not at all."""


class System(Protocol):
    """Something that learns from labelled sentences and ranks the labels for a new one."""

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn from the examples; whatever it takes to be ready for the first question belongs here."""

    def rank(self, text: str) -> Ranked:
        """Rank the labels for a question; empty when there is nothing to go by."""


def is_gap(label: str) -> bool:
    """Whether a label stands for no answer."""
    return label.startswith(GAP)


def best_of_each(scored: Iterable[tuple[str, float]]) -> Ranked:
    """Rank labels by their best example, from examples in any order."""
    best: dict[str, float] = {}
    for label, score in scored:
        if score > best.get(label, float("-inf")):
            best[label] = score
    return sorted(best.items(), key=lambda item: -item[1])


def by_lead(ranked: Ranked) -> Ranked:
    """Score each label by its lead over the best other one; the order stays.

    For scores that grow with the length of a question, the lead tells better than the score whether to answer.
    """
    if len(ranked) < 2:
        return ranked
    (_, first), (_, second), *_ = ranked
    return [(label, score - (second if place == 0 else first)) for place, (label, score) in enumerate(ranked)]
