from __future__ import annotations

import pytest

from chatbot import Chatbot, Context


def answers(bot: Chatbot, text: str, context: Context | None = None) -> list[str]:
    return [answer.intent for answer in bot.ask(text, context).answers]


@pytest.mark.parametrize(
    ("asked", "intents"),
    [
        ("port or picc, which can get wet?", ["port.wet", "picc.wet"]),
        ("can i shower with a port and a picc", ["port.wet", "picc.wet"]),
        ("can either a picc or a port get wet", ["picc.wet", "port.wet"]),
        ("picc vs port which lasts longer", ["picc.duration", "port.duration"]),
        ("how long does a port stay in compared to a picc", ["port.duration", "picc.duration"]),
        ("can a picc get wet? can a port?", ["picc.wet", "port.wet"]),
    ],
)
def test_one_question_about_two_look_alikes_is_answered_for_each(bot: Chatbot, asked: str, intents: list[str]) -> None:
    assert answers(bot, asked) == intents


@pytest.mark.parametrize(
    ("asked", "intents"),
    [
        ("which stays in longest?", ["port.duration", "picc.duration", "piv.duration"]),
        ("and which one can get wet?", ["port.wet", "picc.wet"]),
    ],
)
def test_which_one_is_answered_for_all_look_alikes_of_what_was_talked_about(
    bot: Chatbot, asked: str, intents: list[str]
) -> None:
    assert answers(bot, asked, bot.ask("what is a picc line").context) == intents


@pytest.mark.parametrize(
    "asked",
    ["what is the difference between a port and a picc", "port vs picc", "regular iv vs a central line, what differs"],
)
def test_how_two_things_differ_is_no_question_about_one_aspect_of_them(bot: Chatbot, asked: str) -> None:
    assert answers(bot, asked) in (["port.vs_picc"], ["piv.vs_central"])


def test_a_look_alike_whose_place_on_the_grid_is_empty_is_named(bot: Chatbot) -> None:
    reply = bot.ask("which of them can get wet", bot.ask("what is a picc line").context)

    assert "My article does not say that about a peripheral IV." in reply.text


def test_each_answer_of_a_comparison_names_its_source(bot: Chatbot) -> None:
    reply = bot.ask("port or picc, which can get wet?")

    assert [answer.source for answer in reply.answers] == ["Types of Lines", "Types of Lines"]
    assert reply.text.count('Source: "Types of Lines" in the article') == 2


@pytest.mark.parametrize("asked", ["which one is cheaper, a port or a picc", "which film lasts longer"])
def test_what_the_content_does_not_compare_is_not_answered(bot: Chatbot, asked: str) -> None:
    assert answers(bot, asked) == []


def test_a_story_that_names_two_look_alikes_is_never_answered_for_the_wrong_one(bot: Chatbot) -> None:
    story = (
        "my neighbor had a port for her treatment and went swimming all summer, so when they put in my picc "
        "i did not think about it at all, can it get wet"
    )

    assert answers(bot, story) == ["port.wet", "picc.wet"]


@pytest.mark.parametrize("said", ["so no swimming?", "no, I mean for swimming"])
def test_what_is_asked_of_neither_of_two_that_were_compared_is_answered_for_both(bot: Chatbot, said: str) -> None:
    compared = bot.ask("what is the difference between a port and a picc")

    assert [answer.intent for answer in bot.ask(said, compared.context).answers] == ["port.wet", "picc.wet"]


@pytest.mark.parametrize("said", ["can it get wet?", "and how long does it stay in"])
def test_what_is_asked_of_one_of_two_that_were_compared_is_asked_back(bot: Chatbot, said: str) -> None:
    compared = bot.ask("what is the difference between a port and a picc")
    reply = bot.ask(said, compared.context)

    offered = {suggestion.intent.split(".")[0] for suggestion in reply.suggestions}
    assert (reply.kind, reply.answers, offered >= {"port", "picc"}) == ("clarify", (), True)


def test_two_questions_about_two_look_alikes_are_not_a_comparison(bot: Chatbot) -> None:
    assert answers(bot, "what is a port? and how do i take care of a picc?") == ["port.what", "picc.care"]
