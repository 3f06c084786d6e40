"""Several questions in one message: where it comes apart, and what is answered then."""

from __future__ import annotations

import pytest

from chatbot import Chatbot


def answered(bot: Chatbot, said: str) -> list[str]:
    return [answer.intent for answer in bot.ask(said).answers]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("what does a cat eat and dog wash", id="and"),
        pytest.param("what does a cat eat also dog wash", id="also"),
        pytest.param("cat eat plus dog wash", id="two times two words"),
        pytest.param("cat eat, wash the dog", id="a comma"),
        pytest.param("what does a cat eat? oh and dog wash", id="a sentence that goes on"),
        pytest.param("What does a cat eat how do I wash a dog", id="nothing between"),
    ],
)
def test_halves_that_speak_for_themselves_are_each_answered(pets: Chatbot, said: str) -> None:
    assert answered(pets, said) == ["cat.food", "dog.wash"]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("what does a cat eat and drink", id="a half that asks nothing known"),
        pytest.param("does a cat eat and what does the cat eat", id="the same thing twice"),
        pytest.param("cat, what does it eat", id="a topic before its question"),
    ],
)
def test_other_sentences_stay_whole(pets: Chatbot, said: str) -> None:
    assert answered(pets, said) == ["cat.food"]


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        pytest.param(
            "can a port get wet and at what point does a picc come out",
            ["port.wet", "line.removal"],
            id="about two look-alikes",
        ),
        pytest.param(
            "what are the risks of an infusion and how often is ivig given",
            ["side_effects.overview", "ivig.frequency"],
            id="about the general and one of its kind",
        ),
        pytest.param("can a port or a picc get wet", ["port.wet", "picc.wet"], id="one thing about two look-alikes"),
        pytest.param("normal iv, back of the hand or crook of the elbow?", ["piv.place"], id="a topic before all"),
        pytest.param("difference between piv and cvc pls", ["piv.vs_central"], id="a difference between two"),
    ],
)
def test_a_comparison_is_told_from_two_questions(bot: Chatbot, said: str, intents: list[str]) -> None:
    assert answered(bot, said) == intents


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        pytest.param(
            "a picc what is it how do i look after it and can it get wet",
            ["picc.what", "picc.care", "picc.wet"],
            id="three, about the thing named first",
        ),
        pytest.param("whats the shelf life of a picc once it is in your arm", ["picc.duration"], id="a subject's verb"),
        pytest.param("is a mediport in your chest or arm", ["port.place"], id="a word that opens no question"),
    ],
)
def test_what_opens_a_question_is_read_with_the_topic_before_it(bot: Chatbot, said: str, intents: list[str]) -> None:
    assert answered(bot, said) == intents


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        pytest.param(
            "what should i look for and when would a reaction start",
            ["reaction.symptoms", "reaction.when"],
            id="the topic comes after it",
        ),
        pytest.param(
            "explain monoclonal antibodies and their side effects please", ["mab.what", "mab.side_effects"], id="their"
        ),
        pytest.param(
            "home or clinic which is better, and does insurance care",
            ["home.vs_clinic", "infusion.insurance"],
            id="which is better",
        ),
    ],
)
def test_a_part_leans_on_what_is_named_beside_it(bot: Chatbot, said: str, intents: list[str]) -> None:
    assert answered(bot, said) == intents


def test_a_question_that_cannot_be_told_is_offered_beside_the_one_that_is_answered(bot: Chatbot) -> None:
    said = "who's the dude actually hooking me up to the bag & do people with Crohn's go on a drip for it"

    reply = bot.ask(said)

    assert [answer.intent for answer in reply.answers] == ["autoimmune.infusion"]
    assert [suggestion.intent for suggestion in reply.suggestions] == ["infusion.who", "infusion.how"]
    assert "I am not sure what else you asked." in reply.text


def test_a_fear_told_beside_a_question_is_answered_after_it(bot: Chatbot) -> None:
    assert answered(bot, "I hate needles. do they stick you every single time") == [
        "piv.duration",
        "infusion.needle_fear",
    ]


def test_what_is_told_in_general_is_no_answer_to_a_statement(bot: Chatbot) -> None:
    said = "My wife has her first ketamine session. How long should I block out?"

    assert answered(bot, said) == ["ketamine.duration"]
