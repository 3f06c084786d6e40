"""Check: what an author should know about a content that loads."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.bot import Chatbot
from chatbot.content import Content, Intent
from chatbot.errors import Problem
from chatbot.text import words


def warnings(bot: Chatbot) -> list[Problem]:
    """Return what is questionable in a content, in the order of files and lines.

    An example that stands twice; a question or an example that gets another answer than its own; a rule that misses
    what it should catch, or catches what it should spare.
    """
    return sorted({*_doubled(bot.content), *_astray(bot), *_misruled(bot)})


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
            reply = bot.ask(text)
            got = reply.answers[0].intent if reply.answers else reply.kind
            if got != intent.id:
                yield Problem(intent.path, line, f"intent {intent.id!r}: {text!r} gets {got!r} instead")


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
