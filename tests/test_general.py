"""What holds for every infusion, asked of one kind of it."""

from __future__ import annotations

import pytest

from chatbot import Chatbot


def answered(bot: Chatbot, said: str) -> list[str]:
    return [answer.intent for answer in bot.ask(said).answers]


@pytest.mark.parametrize("case", ["chemo", "a biologic", "monoclonal antibodies", "ivig"])
@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        pytest.param("who gives {}", "infusion.who", id="who"),
        pytest.param("where do i go for {}", "infusion.where", id="where"),
        pytest.param("how long is a session of {}", "infusion.duration", id="how long"),
        pytest.param("who hooks me up for {}", "infusion.who", id="who hooks up"),
    ],
)
def test_a_case_is_answered_with_what_holds_for_all(bot: Chatbot, asked: str, case: str, intent: str) -> None:
    assert answered(bot, asked.format(case)) == [intent]


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        pytest.param("how often is ivig given", "ivig.frequency", id="how often"),
        pytest.param("how long does ketamine take", "ketamine.duration", id="how long"),
        pytest.param("what is ivig when it's at home", "ivig.what", id="what it is"),
    ],
)
def test_what_is_known_of_the_case_itself_comes_first(bot: Chatbot, asked: str, intent: str) -> None:
    assert answered(bot, asked) == [intent]


def test_a_case_at_home_is_answered_with_what_is_known_of_home(bot: Chatbot) -> None:
    assert answered(bot, "can i get a biologic at home") == ["home.what"]


@pytest.mark.parametrize("asked", ["who puts in a port", "how long does a reaction last"])
def test_what_is_no_case_is_not_answered_in_general(bot: Chatbot, asked: str) -> None:
    assert not {intent for intent in answered(bot, asked) if intent.startswith("infusion.")}
