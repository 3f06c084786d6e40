"""Explain: what was read, which rule or example won, what came next and why it lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from chatbot.decide import Verdict
from chatbot.dialogue import Outcome
from chatbot.index import Index
from chatbot.match import rank
from chatbot.reading import Reading, features

_RUNNERS: Final = 3
_SIGNS: Final = 5
_FAMILIES: Final = {"w": "", "k": "", "p": "", "b": "", "g": "letters "}


@dataclass(frozen=True, slots=True)
class Contender:
    """One class that could have answered."""

    id: str
    """The id of an intent, or of a gap."""
    gap: bool
    score: float
    confidence: float
    """0..1."""
    example: str
    """Its example nearest to the question."""
    signs: tuple[str, ...]
    """The words, concepts and pairs that spoke for it most, strongest first."""


@dataclass(frozen=True, slots=True)
class QuestionExplained:
    """One question of the message."""

    read: str
    """The words as read, after repair."""
    topics: tuple[str, ...]
    aspects: tuple[str, ...]
    verdict: str
    """`answered`, `unclear` or `missing`."""
    why: str
    """The stage that decided."""
    contenders: tuple[Contender, ...]
    """The winner first."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message got its reply."""

    repairs: tuple[tuple[str, str], ...]
    """Each word as typed, and what was read in its place."""
    rule: str
    """The rule that decided, or empty."""
    rule_words: str
    """The stems that the rule found."""
    heard: str
    """The intent not to be missed that the examples called for without a rule, or empty."""
    heard_signs: tuple[str, ...]
    """What spoke for it most, strongest first."""
    questions: tuple[QuestionExplained, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as JSON-ready values."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """Yield the explanation as lines of plain text."""
        for typed, read in self.repairs:
            yield f"read {typed!r} as {read!r}"
        if self.rule:
            yield f"rule {self.rule!r} decided: it found {self.rule_words!r}"
        if self.heard:
            yield f"the examples of {self.heard!r} decided; for it: {', '.join(self.heard_signs)}"
        for question in self.questions:
            yield from _lines(question)


def _lines(question: QuestionExplained) -> Iterator[str]:
    yield f"question: {question.read}"
    yield f"  topics: {', '.join(question.topics) or 'none'}; aspects: {', '.join(question.aspects) or 'none'}"
    yield f"  {question.verdict} ({question.why})"
    for place, contender in enumerate(question.contenders, 1):
        kind = "gap " if contender.gap else ""
        yield f"  {place}. {kind}{contender.id}  score {contender.score}  confidence {contender.confidence}"
        yield f"     nearest example: {contender.example or 'none'}"
        yield f"     for it: {', '.join(contender.signs) or 'nothing'}"


def explain(index: Index, outcome: Outcome) -> Explanation:
    """Explain an outcome of `Dialogue.understand`."""
    rule = outcome.rule
    return Explanation(
        repairs=tuple((repair.typed, repair.read) for repair in outcome.message.reading.repairs),
        rule=rule.rule.id if rule else "",
        rule_words=rule.words if rule else "",
        heard=outcome.heard.intent if outcome.heard else "",
        heard_signs=outcome.heard.signs if outcome.heard else (),
        questions=tuple(_explained(index, verdict) for verdict in outcome.verdicts),
    )


def _explained(index: Index, verdict: Verdict) -> QuestionExplained:
    reading = verdict.reading
    ranking = rank(index, reading, limit=_RUNNERS + 1)
    numbers = list(ranking.order[: _RUNNERS + 1]) if ranking else []
    if verdict.kind == "answered" and verdict.best:
        numbers = [verdict.best.number, *(number for number in numbers if number != verdict.best.number)]
    contenders = []
    for number in numbers:
        decided = verdict.best if verdict.best and verdict.best.number == number else None
        found = decided or (ranking.candidate(number) if ranking else None)
        if found:
            signs = _signs(index, reading, number)
            contenders.append(
                Contender(
                    found.id,
                    number >= index.intent_count,
                    round(found.score, 2),
                    found.confidence,
                    found.example,
                    signs,
                )
            )
    return QuestionExplained(
        read=" ".join(reading.words),
        topics=reading.concepts("topic"),
        aspects=reading.concepts("aspect"),
        verdict=verdict.kind,
        why=verdict.why,
        contenders=tuple(contenders),
    )


def _signs(index: Index, reading: Reading, number: int) -> tuple[str, ...]:
    votes = []
    for feature in features(reading, grams=index.grams):
        weight = index.weight(feature)
        vote = dict(weight.votes).get(number, 0.0) if weight else 0.0
        if vote:
            votes.append((-vote, _FAMILIES[feature[0]] + feature[1:]))
    return tuple(name for _, name in sorted(votes)[:_SIGNS])
