"""Calibrate: from labelled questions, how far the confidences can be trusted, and where the cut-off should lie."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatbot.bot import Chatbot
from chatbot.trial import Case, Tried, trial

_STEPS: Final = tuple(round(0.05 * step, 2) for step in range(4, 20))
_BINS: Final = 10
# The normal deviate of a two-sided interval of 95%.
_DEVIATE: Final = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """A share of some cases, with the interval that holds the true one 95 times in 100."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """0..1; 0 of no cases."""
        return self.count / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound, by Wilson's score (J Am Stat Assoc 1927, 22:209), which holds for small counts too."""
        if not self.total:
            return 0.0, 1.0
        square = _DEVIATE**2 / self.total
        middle = self.value + square / 2
        reach = _DEVIATE * math.sqrt(self.value * (1 - self.value) / self.total + square / (4 * self.total))
        return max(0.0, (middle - reach) / (1 + square)), min(1.0, (middle + reach) / (1 + square))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.1%} ({low:.1%} to {high:.1%})"


@dataclass(frozen=True, slots=True)
class Trade:
    """What one cut-off comes to."""

    cutoff: float
    right: Share
    wrong: Share


def trades(bot: Chatbot, cases: Sequence[Case]) -> list[Trade]:
    """Try the cases at every cut-off for answers, lowest first; `right` and `wrong` are shares of all cases."""
    out = []
    for cutoff in _STEPS:
        fates = [one.fate for one in trial(bot.with_cutoffs(replace(bot.content.cutoffs, answer=cutoff)), cases)]
        right, wrong = (Share(fates.count(fate), len(fates)) for fate in ("right", "wrong"))
        out.append(Trade(cutoff, right, wrong))
    return out


def best(found: Sequence[Trade], wrong: float) -> Trade | None:
    """Return the trade with the most right answers among those with no larger share of wrong ones; None without any."""
    allowed = [trade for trade in found if trade.wrong.value <= wrong]
    return max(allowed, key=lambda trade: (trade.right.count, trade.cutoff), default=None)


def reliability(tried: Sequence[Tried]) -> Iterator[tuple[float, Share]]:
    """Yield, for each tenth of the scale in which replies fall, their mean confidence and the share that is right.

    Only replies that answer count: of the answers given at 0.9, nine in ten should be right.
    """
    answered = [one for one in tried if one.answered]
    for tenth in range(_BINS):
        inside = [one for one in answered if min(int(one.confidence * _BINS), _BINS - 1) == tenth]
        if inside:
            mean = sum(one.confidence for one in inside) / len(inside)
            yield mean, Share(sum(one.fate == "right" for one in inside), len(inside))


def calibration_error(tried: Sequence[Tried]) -> float:
    """Return the expected calibration error, 0..1: the gap between confidence and truth, averaged over the answers.

    Naeini, Cooper and Hauskrecht, AAAI 2015, with ten bins of equal width.
    """
    found = list(reliability(tried))
    total = sum(share.total for _, share in found)
    return sum(share.total * abs(mean - share.value) for mean, share in found) / total if total else 0.0


def report(bot: Chatbot, cases: Sequence[Case], wrong: float) -> Iterator[str]:
    """Yield the figures of a bot on labelled cases, and the cut-off that they suggest."""
    tried = trial(bot, cases)
    yield f"{len(tried)} labelled questions, cut-off for answers {bot.content.cutoffs.answer}"
    yield "confidence  right (95% interval)      answers"
    for mean, share in reliability(tried):
        yield f"{mean:10.2f}  {share!s:24}  {share.total}"
    yield f"expected calibration error {calibration_error(tried):.3f}"
    yield "cut-off  right (95% interval)      wrong (95% interval)"
    found = trades(bot, cases)
    for trade in found:
        yield f"{trade.cutoff:7.2f}  {trade.right!s:24}  {trade.wrong!s}"
    if chosen := best(found, wrong):
        yield f"at most {wrong:.1%} wrong: put `cutoffs: {{answer: {chosen.cutoff}}}` into the content"
    else:
        yield f"no cut-off keeps wrong answers at {wrong:.1%}; look at what `test` says of the misses"
