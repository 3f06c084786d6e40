"""Examples with one slip each get the answer that they get without it."""

from __future__ import annotations

from collections import Counter

import pytest

from chatbot import Chatbot
from tests.slips import KINDS, slipped

# Of every so many examples one is taken; the benchmark of slips takes them all.
EVERY = 25


def answer(bot: Chatbot, text: str) -> str:
    reply = bot.ask(text)
    return reply.answers[0].intent if reply.answers else reply.kind


@pytest.fixture(scope="module")
def asked(bot: Chatbot) -> list[tuple[str, str]]:
    """Examples with their intents, those that are answered as they should be."""
    examples = [(text.lower(), intent.id) for intent in bot.intents for text in intent.examples][::EVERY]
    return [(text, intent) for text, intent in examples if answer(bot, text) == intent]


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_hardly_ever_changes_the_answer(bot: Chatbot, asked: list[tuple[str, str]], kind: str) -> None:
    made = [(text, typed, intent) for text, intent in asked if (typed := slipped(text, kind)) != text]
    got = {typed: answer(bot, typed) for _, typed, _ in made}
    flips = [
        (typed, intent, got[typed]) for _, typed, intent in made if got[typed] not in (intent, "clarify", "fallback")
    ]
    kept = sum(got[typed] == intent for _, typed, intent in made)

    assert kept >= 0.9 * len(made), Counter(intent for _, typed, intent in made if got[typed] != intent)
    assert len(flips) <= 0.03 * len(made), flips


def test_a_slip_is_the_same_every_time() -> None:
    assert slipped("can i shower with a picc line", "swap") == slipped("can i shower with a picc line", "swap")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_slip_is_made(kind: str) -> None:
    text = "please check each chest early"
    assert slipped(text, kind) != text
