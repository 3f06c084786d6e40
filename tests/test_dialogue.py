from __future__ import annotations

import pytest

from chatbot import Answer, Chatbot, Context, Reply, Suggestion


def talk(bot: Chatbot, *turns: str) -> list[Reply]:
    """Return the replies to a conversation."""
    replies = []
    context = Context()
    for said in turns:
        replies.append(bot.ask(said, context))
        context = replies[-1].context
    return replies


def answers(*replies: Reply) -> list[list[str]]:
    return [[answer.intent for answer in reply.answers] for reply in replies]


def test_an_answer_is_a_whole_reply(pets: Chatbot) -> None:
    assert pets.ask("what does a cat eat") == Reply(
        kind="answer",
        text=(
            "A cat eats meat.\n\nSource: Food\n\nYou can also ask:\n1. How old does a cat get?\n2. How old do pets get?"
        ),
        answers=(Answer("cat.food", "What does a cat eat?", "A cat eats meat.", "Food", 1.0),),
        suggestions=(
            Suggestion("cat.age", "How old does a cat get?"),
            Suggestion("pet.age", "How old do pets get?"),
        ),
        confidence=1.0,
        context=Context(intent="cat.food", topic="cat", aspect="food", offered=("cat.age", "pet.age")),
    )


def test_an_answer_that_is_not_from_the_article_names_no_source(pets: Chatbot) -> None:
    assert pets.ask("what does a goldfish eat").text == "A goldfish eats flakes."


# ---------------------------------------------------------------------- choices made


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("1", "cat.age"),
        ("2", "pet.age"),
        ("2.", "pet.age"),
        ("#2", "pet.age"),
        ("number 2 please", "pet.age"),
        ("option two", "pet.age"),
        ("one", "cat.age"),
        ("the first one", "cat.age"),
        ("first", "cat.age"),
        ("I'd like the second one", "pet.age"),
        ("the secnd one", "pet.age"),
        ("the former", "cat.age"),
        ("the last one", "pet.age"),
        ("last", "pet.age"),
        ("yes", "cat.age"),
        ("Yes please!", "cat.age"),
        ("yeah", "cat.age"),
        ("yep", "cat.age"),
        ("that one", "cat.age"),
    ],
)
def test_a_choice_is_taken_by_its_place(pets: Chatbot, said: str, intent: str) -> None:
    offered, picked = talk(pets, "what does a cat eat", said)

    assert [suggestion.intent for suggestion in offered.suggestions] == ["cat.age", "pet.age"]
    assert answers(picked) == [[intent]]
    assert picked.confidence == 1


def why(bot: Chatbot, said: str, context: Context) -> list[str]:
    """Return the stages that decided."""
    return [question.why for question in bot.explain(said, context).questions]


@pytest.mark.parametrize(
    "said", ["3", "0", "12", "no", "the third one", "2 or 3", "not that", "2 cats and a bath please"]
)
def test_what_is_no_place_on_the_list_picks_nothing(pets: Chatbot, said: str) -> None:
    assert why(pets, said, Context(offered=("cat.age", "dog.food"))) != ["picked"]


@pytest.mark.parametrize("said", ["1", "2", "yes", "the first one", "the last one"])
def test_nothing_is_picked_when_nothing_was_offered(pets: Chatbot, said: str) -> None:
    assert why(pets, said, Context()) != ["picked"]


def test_a_choice_is_taken_by_the_name_of_its_topic(pets: Chatbot) -> None:
    context = Context(offered=("fish.food", "dog.wash", "cat.age"))

    assert answers(pets.ask("the dog", context), pets.ask("goldfish please", context)) == [["dog.wash"], ["fish.food"]]


def test_a_question_is_not_taken_for_a_choice_because_it_names_the_topic_of_one(pets: Chatbot) -> None:
    context = Context(offered=("dog.wash", "cat.age"))

    assert answers(pets.ask("what does a dog eat", context)) == [["dog.food"]]


@pytest.mark.parametrize("said", ["how much is a cat", "how much is a dog?"])
def test_a_question_of_small_words_is_no_choice(pets: Chatbot, said: str) -> None:
    _, reply = talk(pets, "what does a cat eat", said)

    assert reply.kind == "fallback"


def test_a_choice_can_be_made_again_from_what_the_choice_offers(pets: Chatbot) -> None:
    assert answers(*talk(pets, "what does a cat eat", "1", "1", "1")) == [
        ["cat.food"],
        ["cat.age"],
        ["cat.food"],
        ["cat.age"],
    ]


def test_a_choice_of_a_clarifying_reply_is_answered(pets: Chatbot) -> None:
    context = Context(offered=("cat.food", "dog.food"))

    assert answers(pets.ask("2", context)) == [["dog.food"]]


def test_a_choice_that_is_an_alarm_raises_it(pets: Chatbot) -> None:
    assert pets.ask("1", Context(offered=("poison",))).safety == "emergency"


# --------------------------------------------------------------------------- context


def test_a_topic_is_swapped_and_the_aspect_kept(pets: Chatbot) -> None:
    assert answers(*talk(pets, "what does a cat eat", "and a dog?", "what about a goldfish?", "and a cat?")) == [
        ["cat.food"],
        ["dog.food"],
        ["fish.food"],
        ["cat.food"],
    ]


def test_a_topic_is_kept_and_the_aspect_swapped(pets: Chatbot) -> None:
    assert answers(*talk(pets, "how do i wash a dog?", "what does it eat?", "how many years will it live?")) == [
        ["dog.wash"],
        ["dog.food"],
        ["pet.age"],
    ]


def test_a_parent_answers_for_a_topic_without_the_aspect(pets: Chatbot) -> None:
    assert answers(*talk(pets, "how old does a cat get", "and a dog?")) == [["cat.age"], ["pet.age"]]


def test_small_talk_between_two_questions_changes_nothing(pets: Chatbot) -> None:
    first, lost, second = talk(pets, "what does a cat eat", "qwertz", "and a dog?")

    assert lost.kind == "fallback"
    assert answers(first, second) == [["cat.food"], ["dog.food"]]


def test_the_context_holds_ids_and_none_of_the_words(pets: Chatbot) -> None:
    reply = pets.ask("what does a cat eat xylotrombin")

    assert "xylotrombin" not in str(reply.context)


@pytest.mark.parametrize(
    "context",
    [
        Context(intent="gone", topic="gone", aspect="gone", offered=("gone", "gone.too")),
        Context(topic="gone", aspect="food"),
        Context(offered=("gone",)),
    ],
)
def test_ids_that_the_content_does_not_know_are_ignored(pets: Chatbot, context: Context) -> None:
    reply = pets.ask("what does a cat eat", context)

    assert reply == pets.ask("what does a cat eat")


def test_a_choice_is_counted_without_the_ids_that_are_ignored(pets: Chatbot) -> None:
    assert answers(pets.ask("2", Context(offered=("cat.age", "gone", "dog.food")))) == [["dog.food"]]


# ------------------------------------------------------------------ several questions


@pytest.mark.parametrize(
    "said",
    [
        "what does a cat eat? how do i wash a dog?",
        "what does a cat eat\nhow do i wash a dog",
        "What does a cat eat and how do I wash a dog",
        "what does a cat eat, how do i wash a dog",
        "what does a cat eat. Also how do I wash a dog? Thanks!",
    ],
)
def test_several_questions_in_one_message_are_each_answered(pets: Chatbot, said: str) -> None:
    reply = pets.ask(said)

    assert answers(reply) == [["cat.food", "dog.wash"]]
    assert reply.text.startswith(
        "What does a cat eat?\nA cat eats meat.\n\nSource: Food\n\n"
        "How do I wash a dog?\nWash a dog with lukewarm water.\n\nSource: Care\n\n"
    )


def test_a_later_question_keeps_the_topic_of_an_earlier_one(pets: Chatbot) -> None:
    assert answers(pets.ask("how do i wash a dog? and what does it eat?")) == [["dog.wash", "dog.food"]]


def test_the_same_question_twice_is_answered_once(pets: Chatbot) -> None:
    assert answers(pets.ask("what does a cat eat? what does a cat eat?")) == [["cat.food"]]


def test_the_context_after_several_questions_is_that_of_the_last(pets: Chatbot) -> None:
    first, second = talk(pets, "how do i wash a dog? what does a cat eat?", "how many years will it live")

    assert (first.context.topic, first.context.aspect) == ("cat", "food")
    assert answers(second) == [["cat.age"]]


def test_a_question_that_cannot_be_answered_is_named_beside_one_that_can(pets: Chatbot) -> None:
    reply = pets.ask("what does a cat eat? what does a dog cost?")

    assert answers(reply) == [["cat.food"]]
    assert reply.text.startswith(
        "A cat eats meat.\n\nSource: Food\n\nI don't have an answer about what an animal costs.\n\n"
    )


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("explain what a cat eats, and how do I wash a dog", id="a request and a question"),
        pytest.param(
            "tell me what a cat eats and if so how do I wash a dog", id="words between the joint and the question"
        ),
        pytest.param("what does a cat eat, and could someone wash a dog in a bath", id="a verb before its subject"),
    ],
)
def test_a_part_may_be_a_request_or_begin_a_little_after_the_joint(pets: Chatbot, said: str) -> None:
    assert answers(pets.ask(said)) == [["cat.food", "dog.wash"]]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("my cat is old and has been fed what a cat eats", id="a statement that goes on"),
        pytest.param("the cat was small and so when we fed it what did the cat eat", id="a clause of time"),
    ],
)
def test_a_statement_that_goes_on_is_no_second_question(pets: Chatbot, said: str) -> None:
    assert len(pets.ask(said).answers) < 2


def test_a_greeting_before_a_question_is_not_answered_beside_it(bot: Chatbot) -> None:
    assert answers(bot.ask("Good morning. Can a port get wet?")) == [["port.wet"]]


def test_what_goes_on_about_a_gap_is_part_of_it(bot: Chatbot) -> None:
    reply = bot.ask("How does one become an infusion nurse, and how long is it?")

    assert (reply.kind, reply.answers) == ("fallback", ())


# ------------------------------------------------------------------------------- gaps


def test_a_gap_is_named_and_what_is_known_is_offered(pets: Chatbot) -> None:
    reply = pets.ask("how much is a cat")

    assert (reply.kind, reply.answers) == ("fallback", ())
    assert reply.text.startswith("I don't have an answer about what an animal costs.\n\nWhat I can tell you:\n1. ")
    assert {"cat.food", "cat.age"} <= {suggestion.intent for suggestion in reply.suggestions}


def test_a_gap_stays_a_gap_in_context(pets: Chatbot) -> None:
    _, reply = talk(pets, "what does a cat eat", "what does it cost")

    assert reply.text.startswith("I don't have an answer about what an animal costs.")


def test_the_packaged_gap_is_named_in_context(bot: Chatbot) -> None:
    _, reply = talk(bot, "can i shower with my picc", "how much is a port")

    assert reply.kind == "fallback"


def test_a_fallback_does_not_offer_alarms(pets: Chatbot) -> None:
    offered = {suggestion.intent for suggestion in pets.ask("zebra").suggestions}

    assert not offered & {"poison", "hopeless"}


def test_a_message_without_a_word_gets_the_starters(pets: Chatbot) -> None:
    reply = pets.ask("?!")

    assert reply.kind == "fallback"
    assert reply.text == (
        "I did not see a question there.\n\n"
        "Here is what I can answer:\n1. What does a cat eat?\n2. What does a dog eat?"
    )


# ----------------------------------------------------------------------------- alarms


ALARM = "my dog swallowed poison"
REMINDER = "If it is still in danger, call the animal hospital.\n\n"


def test_an_alarm_is_a_reply_without_anything_else(pets: Chatbot) -> None:
    assert pets.ask(ALARM) == Reply(
        kind="answer",
        text="Call the animal hospital now.",
        answers=(Answer("poison", "What if an animal was poisoned?", "Call the animal hospital now.", "", 1.0),),
        confidence=1.0,
        safety="emergency",
        context=Context(intent="poison", alarm="emergency", reminders=1),
    )


@pytest.mark.parametrize("said", [ALARM, "my animal was poisoned"], ids=["by a rule", "by an example"])
def test_an_alarm_offers_nothing_else(pets: Chatbot, said: str) -> None:
    reply = pets.ask(said)

    assert (reply.text, reply.suggestions, reply.safety) == ("Call the animal hospital now.", (), "emergency")


def test_an_alarm_is_reminded_of_once(pets: Chatbot) -> None:
    alarm, first, second = talk(pets, ALARM, "what does a cat eat", "what does a dog eat")

    assert [reply.text.startswith(REMINDER) for reply in (alarm, first, second)] == [False, True, False]
    assert first.text.removeprefix(REMINDER) == pets.ask("what does a cat eat").text
    assert [reply.safety for reply in (alarm, first, second)] == ["emergency", "none", "none"]


@pytest.mark.parametrize("said", ["", "zebra", "how much is a cat", "how do i clean a puppy"])
def test_an_alarm_is_reminded_of_whatever_is_said(pets: Chatbot, said: str) -> None:
    _, reply = talk(pets, ALARM, said)

    assert reply.text.startswith(REMINDER)


def test_an_alarm_in_place_of_a_reminder_is_enough(pets: Chatbot) -> None:
    _, second, third = talk(pets, ALARM, "I cannot go on", "zebra")

    assert (second.text, second.safety) == ("Call a friend now.", "crisis")
    assert third.text.startswith("If you still feel low, call a friend.\n\n")


def test_an_alarm_leaves_the_topic_as_it_was(pets: Chatbot) -> None:
    *_, reply = talk(pets, "what does a cat eat", ALARM, "and a dog?")

    assert answers(reply) == [["dog.food"]]


@pytest.mark.parametrize("word", ["hmm", "today", "her", "facebook"])
def test_an_everyday_word_alone_is_no_packaged_alarm(bot: Chatbot, word: str) -> None:
    assert bot.ask(word).safety == "none"


@pytest.mark.parametrize("said", ["why", "why?", "why is that"])
def test_a_question_why_is_no_yes(pets: Chatbot, said: str) -> None:
    _, reply = talk(pets, "what does a cat eat", said)

    assert answers(reply) != [["cat.age"]]


@pytest.mark.parametrize("said", ["is that right?", "is it?", "is it the one?"])
def test_a_question_back_is_no_yes(pets: Chatbot, said: str) -> None:
    _, reply = talk(pets, "what does a cat eat", said)

    assert answers(reply) != [["cat.age"]]


def test_the_topic_that_was_named_is_kept_after_its_parent_has_answered(pets: Chatbot) -> None:
    *_, reply = talk(pets, "how old does a cat get", "and a dog?", "what does it eat?")

    assert answers(reply) == [["dog.food"]]


def test_a_bare_topic_without_an_answer_is_refused_by_name(pets: Chatbot) -> None:
    _, reply = talk(pets, "how do i wash a dog?", "and a cat?")

    assert reply.kind == "fallback"
    assert reply.text.startswith("I don't have an answer to that about a cat.")


@pytest.mark.parametrize("letter", ["e", "q"])
def test_a_letter_alone_gets_no_packaged_answer(bot: Chatbot, letter: str) -> None:
    assert bot.ask(letter).kind != "answer"
