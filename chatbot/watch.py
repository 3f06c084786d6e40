"""Watch: whether a message as a whole is of a kind that must not be missed, whatever it seems to ask.

The rules of `safety` come first and are certain. Here every example of the content has a say, and so it hears what no
rule foresaw: each feature of the message weighs the logarithm of how much more often it stands in examples of the kind
than in all others. There are two kinds: alarms, and what is marked `caution`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.content import Content
from chatbot.index import Index
from chatbot.match import Ranking, rank
from chatbot.reading import Reading

# A word that only one kind uses speaks up at once. Between 0.1 and 0.3 nothing moves; 1 costs two points of area under
# the curve.
_SMOOTHING: Final = 0.1
# With fewer examples of a kind there is nothing to learn from, and only the rules speak.
_ENOUGH: Final = 50
# Below this score no other term can lift the confidence far enough.
_HOPELESS: Final = -2.0
_SIGNS: Final = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message to watch for, and what makes it certain enough.

    The weights (a constant, the score, the lead over the best other class, the nearest example, the logarithm of the
    number of different words, the three of `Tone`, then the share of the message that the examples of the kind cover)
    were fitted on what no rule decides: all examples, each judged by an index without it and a fifth of the others, and
    31,000 lines about quite other things (CLINC150, BANKING77, HWU64). What the past and a denial weigh is from 4,900
    labelled messages instead: examples seldom hold either.
    """

    name: str
    weights: tuple[float, float, float, float, float, float, float, float, float]
    heard_from: float
    """Confidence from which it counts."""
    least: int
    """How many content words it takes: with fewer a message hangs on what was said before, as in "and the second?"."""


ALARM: Final = Kind("alarm", (-7.24, 0.63, 0.9, 3.66, 2.08, -2.03, -1.96, -1.15, 1.98), 0.7, least=2)
"""What raises an alarm. At 0.7 it hears four in five of those that no rule knows; 4 of 1,000 ordinary questions are
taken for one, and 10 of 1,000 statements about something else. At 0.58 it hears 4% more, and 6 and 16 of 1,000."""
BEYOND_EXCUSE: Final = 0.95
"""Confidence from which an alarm is heard though a rule knows why its words are none. Of 812 alarms but for
self-harm that the watch heard, each judged by an index without it, one was explained so and below this; of 266 false
ones, 18."""
CAUTION: Final = Kind("caution", (-5.27, 0.76, 0.68, 1.82, 1.22, 0.46, -1.57, 0.40, 1.86), 0.8, least=1)
"""What is marked `caution` and raises none. At 0.8 it hears four in seven; 1 of 1,000 ordinary questions is taken for
one, and 14 of 1,000 about something else."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How a message is said."""

    asks: bool
    """Whether its last sentence is a question: who is in danger tells rather than asks."""
    past: bool
    """Whether a sentence of it speaks of the past, and not of now."""
    denies: bool
    """Whether it denies anything."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An intent that the examples call for."""

    intent: str
    confidence: float
    """0..1."""
    signs: tuple[str, ...]
    """The features that spoke for it most, strongest first."""


def alarms(content: Content) -> list[int]:
    """Return the numbers of the intents that raise an alarm."""
    return [number for number, intent in enumerate(content.intents) if intent.safety != "none"]


def cautions(content: Content) -> list[int]:
    """Return the numbers of the intents that are marked `caution` and raise no alarm."""
    return [number for number, intent in enumerate(content.intents) if intent.caution and intent.safety == "none"]


class Watch:
    """Hears one kind of message, by the examples of one content."""

    def __init__(self, index: Index, kind: Kind, numbers: Sequence[int]) -> None:
        self._index = index
        self._kind = kind
        self._numbers = numbers
        self._others = [number for number in range(len(index.classes)) if number not in numbers]
        self._size = sum(index.sizes[number] for number in numbers)
        self._rest = sum(index.sizes) - self._size
        self._weights: dict[str, float] = {}

    def prepare(self) -> None:
        """Weigh the commonest features now."""
        for feature in self._index.common:
            self._weight(feature)

    def find(self, reading: Reading, tone: Tone) -> Heard | None:
        """Return the intent of this kind that a message calls for, or None."""
        telling = sum(stem.isalpha() for stem in reading.content_stems)
        if self._size < _ENOUGH or telling < self._kind.least or self._index.owners(reading.words):
            return None
        weights = {feature: self._weight(feature) for feature in reading.features}
        score = sum(weights.values()) / math.sqrt(len(weights) + 1)
        ranking = rank(self._index, reading, limit=1, among=self._numbers) if score > _HOPELESS else None
        if not ranking:
            return None
        confidence = self._confidence(score, ranking, tone)
        if confidence < self._kind.heard_from:
            return None
        signs = sorted((-weight, feature[1:]) for feature, weight in weights.items() if weight > 0)
        return Heard(self._index.classes[ranking.order[0]], confidence, tuple(sign for _, sign in signs[:_SIGNS]))

    def _confidence(self, score: float, ranking: Ranking, tone: Tone) -> float:
        """Return the chance that the message is of this kind, to three digits; 0 when it cannot reach `heard_from`."""
        best = ranking.order[0]
        ahead = ranking.scores[best] - max([ranking.scores[number] for number in self._others])
        lead = math.copysign(math.log1p(abs(ahead)), ahead)
        length = math.log1p(len(set(ranking.reading.words)))
        # The nearest example takes the longest to find: first as if there were one in the very same words.
        for nearest in (1.0, None):
            near = ranking.nearest(best)[0] if nearest is None else nearest
            covered = 1.0 if nearest else ranking.covered(best)
            terms = (1.0, score, lead, near, length, tone.asks, tone.past, tone.denies, covered)
            odds = sum([weight * term for weight, term in zip(self._kind.weights, terms, strict=True)])
            confidence = round(1 / (1 + math.exp(-odds)), 3)
            if confidence < self._kind.heard_from:
                return 0.0
        return confidence

    def _weight(self, feature: str) -> float:
        """Return ln P(feature | kind) - ln P(feature | rest); 0 for what no example has."""
        kept = self._weights.get(feature)
        if kept is not None:
            return kept
        counted = self._index.counted(feature)
        if not counted:
            return 0.0
        mine = sum(counted.get(number, 0) for number in self._numbers)
        rest = sum(counted.values()) - mine
        weight = math.log((mine + _SMOOTHING) / (self._size + 2 * _SMOOTHING))
        weight -= math.log((rest + _SMOOTHING) / (self._rest + 2 * _SMOOTHING))
        self._weights[feature] = weight
        return weight
