"""Things named in a row: what is asked of them is asked of each."""

from __future__ import annotations

import pytest

from chatbot import Chatbot


def answered(bot: Chatbot, said: str) -> list[str]:
    return [answer.intent for answer in bot.ask(said).answers]


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        pytest.param(
            "do they use drips for covid, and for lupus?", ["covid.infusion", "autoimmune.infusion"], id="and"
        ),
        pytest.param("what is ivig or ketamine for", ["ivig.why", "ketamine.what"], id="or"),
        pytest.param("explain a picc and a port to me", ["picc.what", "port.what"], id="explained"),
        pytest.param(
            "epidural, blood transfusion: are both infusions?", ["epidural.what", "blood.infusion"], id="both"
        ),
        pytest.param(
            "how long do chemo and ketamine take",
            ["infusion.duration", "ketamine.duration"],
            id="one of them in general",
        ),
        pytest.param("difference between iv push and iv pump", ["push.what", "pump.what"], id="what sets them apart"),
    ],
)
def test_what_is_asked_of_a_series_is_answered_for_each(bot: Chatbot, said: str, intents: list[str]) -> None:
    assert answered(bot, said) == intents


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        pytest.param("how is a picc different from a port", ["port.vs_picc"], id="an answer that compares them"),
        pytest.param("can you get infusions for crohns and lupus", ["autoimmune.infusion"], id="one answer for both"),
    ],
)
def test_what_is_no_series_is_read_as_one(bot: Chatbot, said: str, intents: list[str]) -> None:
    assert answered(bot, said) == intents


def test_a_question_word_between_two_questions_asks_by_itself(bot: Chatbot) -> None:
    said = "Who gives it, where, and how long will we be there?"

    assert answered(bot, said) == ["infusion.who", "infusion.where", "infusion.duration"]
