"""Check: what an author should know about a content that loads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import groupby
from typing import Final

from chatbot.bot import Chatbot
from chatbot.content import Content, Intent
from chatbot.errors import Problem
from chatbot.readability import measure
from chatbot.reply import Context
from chatbot.text import words

# The National Institutes of Health ask for the 6th to the 8th grade, the American Medical Association for the 6th.
_MAX_GRADE: Final = 8
# The longest that plain-language guides let pass, in words.
_MAX_SENTENCE: Final = 22
_MAX_ANSWER: Final = 120
_REVIEW_AFTER: Final = timedelta(days=365)


def warnings(bot: Chatbot, today: date | None = None) -> list[Problem]:
    """Return what is questionable in a content, in the order of files and lines.

    An example that stands twice; a question, an example or a follow-up that gets another answer than its own; a rule
    that misses what it should catch, or catches what it should spare; an answer that is hard to read, or that nobody
    has reviewed in the twelve months before `today` (by default the day it is).
    """
    content, today = bot.content, today or datetime.now(timezone.utc).date()
    return sorted(
        {*_doubled(content), *_astray(bot), *_misruled(bot), *_hard_to_read(content), *_unreviewed(content, today)}
    )


def _sentences(intent: Intent) -> Iterator[tuple[str, int]]:
    yield intent.question, intent.line
    yield from zip(intent.examples, intent.example_lines, strict=True)


def _doubled(content: Content) -> Iterator[Problem]:
    first: dict[tuple[str, ...], str] = {}
    for intent in content.intents:
        for text, line in zip(intent.examples, intent.example_lines, strict=True):
            said = words(text)
            if said in first:
                message = f"intent {intent.id!r}: the example {text!r} stands already under {first[said]}"
                yield Problem(intent.path, line, message)
            first.setdefault(said, f"{intent.id!r}, {intent.path}:{line}")


def _astray(bot: Chatbot) -> Iterator[Problem]:
    for intent in bot.intents:
        for text, line in _sentences(intent):
            got = _answer_to(bot, text, Context())
            if got != intent.id:
                yield Problem(intent.path, line, f"intent {intent.id!r}: {text!r} gets {got!r} instead")
        talk = Context(topic=intent.topic)
        for text, line in zip(intent.follow_ups, intent.follow_up_lines, strict=True):
            got = _answer_to(bot, text, talk)
            if got != intent.id:
                yield Problem(intent.path, line, f"intent {intent.id!r}: the follow-up {text!r} gets {got!r} instead")


def _answer_to(bot: Chatbot, text: str, context: Context) -> str:
    """Return the intent that answers a text first, or the kind of reply that it gets."""
    reply = bot.ask(text, context)
    return reply.answers[0].intent if reply.answers else reply.kind


def _misruled(bot: Chatbot) -> Iterator[Problem]:
    for rule in bot.content.rules:
        for text in rule.catches:
            got = bot.rule(text)
            if got is None or got.intent != rule.intent:
                yield Problem(
                    rule.path,
                    rule.line,
                    f"rule {rule.id!r} should catch {text!r}, which {got.id if got else 'no rule'} holds",
                )
        for text in rule.spares:
            got = bot.rule(text)
            if got and got.id == rule.id:
                yield Problem(rule.path, rule.line, f"rule {rule.id!r} should spare {text!r}")


def _hard_to_read(content: Content) -> Iterator[Problem]:
    terms = frozenset(word for term in content.terms for word in term.split())
    for intent in content.intents:
        found = measure(intent.answer, terms)
        answer = f"the answer of intent {intent.id!r}"
        if found.grade > _MAX_GRADE:
            message = f"{answer} reads at grade {found.grade:.1f}, above {_MAX_GRADE}: shorten its sentences and words"
            yield Problem(intent.path, intent.line, message)
        if found.longest > _MAX_SENTENCE:
            message = f"{answer} has a sentence of {found.longest} words, more than {_MAX_SENTENCE}: split it"
            yield Problem(intent.path, intent.line, message)
        if found.words > _MAX_ANSWER:
            message = f"{answer} has {found.words} words, more than {_MAX_ANSWER}: keep what was asked"
            yield Problem(intent.path, intent.line, message)


def _unreviewed(content: Content, today: date) -> Iterator[Problem]:
    """Yield one problem a file and date, at the first intent: a file is reviewed as a whole more often than not."""
    by_review = sorted(content.intents, key=lambda intent: (intent.path, intent.reviewed, intent.line))
    for (path, reviewed), group in groupby(by_review, key=lambda intent: (intent.path, intent.reviewed)):
        intents = list(group)
        answers, them = f"the answer of intent {intents[0].id!r}", "it"
        if len(intents) > 1:
            answers, them = f"{len(intents)} answers, from intent {intents[0].id!r} on,", "them"
        if not reviewed:
            message = f"{answers} without `reviewed: YYYY-MM-DD`, here or atop the file"
            yield Problem(path, intents[0].line, message)
        elif date.fromisoformat(reviewed) > today:
            yield Problem(path, intents[0].line, f"{answers} reviewed on {reviewed}, which is still to come")
        elif date.fromisoformat(reviewed) + _REVIEW_AFTER < today:
            message = f"{answers} last reviewed on {reviewed}, more than 12 months ago: check {them} again"
            yield Problem(path, intents[0].line, message)
