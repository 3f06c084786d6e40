"""Alarm: whether a message as a whole calls for an alarm, whatever it asks. It finds what no rule foresaw.

The rules of `safety` come first and are certain. Here every example of the content has a say: each feature of the
message weighs the logarithm of how much more often it stands in examples of alarms than in all others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from chatbot.index import Index
from chatbot.match import Ranking, rank
from chatbot.reading import Reading, features

# A word that only alarms use speaks up at once. Between 0.1 and 0.3 nothing moves; 1 costs two points of area under the
# curve.
_SMOOTHING: Final = 0.1
# The logistic model of confidence: a constant, then a weight for each term of `Alarms._terms`. Fitted on 3,300 labelled
# messages that no rule decides.
_MODEL: Final = (-7.21, 0.86, 1.3, 5.3, -2.73, 2.1)
ALARM_FROM: Final = 0.5
"""Confidence from which the alarm is raised."""
# With fewer examples of alarms there is nothing to learn from, and only the rules speak.
_ENOUGH: Final = 50
# Below this score no other term can lift the confidence to `ALARM_FROM`.
_HOPELESS: Final = -2.0
_SIGNS: Final = 5


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that the examples call for."""

    intent: str
    confidence: float
    """0..1."""
    signs: tuple[str, ...]
    """The features that spoke for it most, strongest first."""


class Alarms:
    """Hears alarms in messages, by the examples of one content."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers = [n for n, intent in enumerate(index.content.intents) if intent.safety != "none"]
        self._calm = [n for n in range(len(index.classes)) if n not in self._numbers]
        self._raised = sum(index.sizes[number] for number in self._numbers)
        self._others = sum(index.sizes) - self._raised
        self._weights: dict[str, float] = {}

    def find(self, reading: Reading, *, asks: bool) -> Alarm | None:
        """Return the alarm that a message calls for, or None.

        Args:
            reading: the whole message.
            asks: whether its last sentence is a question; who is in danger tells rather than asks.
        """
        if self._raised < _ENOUGH or reading.words in self._index.exact:
            return None
        weights = {feature: self._weight(feature) for feature in features(reading, grams=False)}
        score = sum(weights.values()) / math.sqrt(len(weights) + 1)
        ranking = rank(self._index, reading, limit=1, among=self._numbers) if score > _HOPELESS else None
        if not ranking:
            return None
        terms = (1.0, score, *self._terms(ranking), float(asks), math.log(len(reading.words) + 1))
        confidence = round(
            1 / (1 + math.exp(-sum(weight * term for weight, term in zip(_MODEL, terms, strict=True)))), 3
        )
        if confidence < ALARM_FROM:
            return None
        signs = sorted((-weight, feature[1:]) for feature, weight in weights.items() if weight > 0)
        return Alarm(self._index.classes[ranking.order[0]], confidence, tuple(sign for _, sign in signs[:_SIGNS]))

    def _terms(self, ranking: Ranking) -> tuple[float, float]:
        """Return how far the best alarm is ahead of the best other class, and how near its nearest example is."""
        best = ranking.order[0]
        lead = ranking.scores[best] - max(ranking.scores[number] for number in self._calm)
        return math.copysign(math.log1p(abs(lead)), lead), ranking.candidate(best).evidence.nearest

    def _weight(self, feature: str) -> float:
        """Return ln P(feature | alarm) - ln P(feature | other); 0 for what no example has."""
        kept = self._weights.get(feature)
        if kept is not None:
            return kept
        counted = self._index.counted(feature)
        if not counted:
            return 0.0
        raised = sum(counted.get(number, 0) for number in self._numbers)
        others = sum(counted.values()) - raised
        weight = self._weights[feature] = math.log((raised + _SMOOTHING) / (self._raised + 2 * _SMOOTHING)) - math.log(
            (others + _SMOOTHING) / (self._others + 2 * _SMOOTHING)
        )
        return weight
