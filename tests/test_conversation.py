from __future__ import annotations

import pytest

from chatbot import Chatbot, Context
from chatbot.terminal.conversation import Conversation, Turn


@pytest.fixture
def talk(pets: Chatbot) -> Conversation:
    return Conversation(lambda: pets)


def test_a_message_is_understood_in_the_context_of_the_one_before(talk: Conversation, pets: Chatbot) -> None:
    first = talk.ask("what does a cat eat")
    second = talk.ask("and a dog?")
    assert second == pets.ask("and a dog?", first.context)
    assert talk.turns == (
        Turn("what does a cat eat", "what does a cat eat", Context(), first),
        Turn("and a dog?", "and a dog?", first.context, second),
    )


def test_a_question_that_was_offered_is_that_choice(talk: Conversation, pets: Chatbot) -> None:
    offered = talk.ask("dog")
    second = offered.suggestions[1]
    picked = talk.ask(second.question)
    assert picked == pets.ask("2", offered.context)
    assert [answer.intent for answer in picked.answers] == [second.intent]
    assert (talk.turns[-1].said, talk.turns[-1].asked) == (second.question, "2")


def test_any_intent_can_be_opened(talk: Conversation, bot: Chatbot) -> None:
    whole = Conversation(lambda: bot)
    for intent in bot.intents:
        assert [answer.intent for answer in whole.open(intent.id).answers] == [intent.id]
    assert [turn.said for turn in whole.turns] == [intent.question for intent in bot.intents]
    assert talk.open("poison").safety == "emergency"


def test_what_was_listed_can_be_picked_in_words(talk: Conversation) -> None:
    talk.offer(["dog.food", "dog.wash"])
    assert [answer.intent for answer in talk.ask("the second one").answers] == ["dog.wash"]


def test_a_long_list_is_offered_as_far_as_a_context_holds(talk: Conversation, pets: Chatbot) -> None:
    talk.offer(intent.id for intent in pets.intents)
    assert [answer.intent for answer in talk.ask("4").answers] == [pets.intents[3].id]


def test_an_explanation_is_of_the_reply_as_it_was_given(talk: Conversation, pets: Chatbot) -> None:
    first = talk.ask("what does a cat eat")
    talk.ask("and a dog?")
    assert talk.explain(talk.turns[-1]) == pets.explain("and a dog?", first.context)


def test_nothing_is_left_of_what_is_forgotten(talk: Conversation, pets: Chatbot) -> None:
    talk.ask("what does a cat eat")
    talk.forget()
    assert talk.turns == ()
    assert talk.ask("and a dog?") == pets.ask("and a dog?")
