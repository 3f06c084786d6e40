from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot
from chatbot.content import Cutoffs
from chatbot.decide import TALKED_ABOUT, Verdict, decide
from chatbot.index import Index
from chatbot.reading import Reading
from chatbot.talk import Situation, leans, named
from chatbot.text import words
from tests.conftest import Folder

NOWHERE = Situation()


@pytest.fixture(scope="module")
def index(pets: Chatbot) -> Index:
    return Index(pets.content)


def read(index: Index, text: str) -> Reading:
    return index.reader.read(words(text))


def judge(index: Index, text: str, situation: Situation = NOWHERE) -> Verdict:
    return decide(index, read(index, text), situation)


# ------------------------------------------------------------------------------ exact


@pytest.mark.parametrize(
    ("text", "intent", "topic"),
    [
        pytest.param("What does a cat eat?", "cat.food", "cat", id="a title"),
        pytest.param("FOOD for a kitten!!", "cat.food", "cat", id="an example, normalised"),
        pytest.param("shampo for a pupy", "dog.wash", "dog", id="an example, repaired"),
        pytest.param("my animal was poisoned", "poison", "", id="an intent without a topic"),
    ],
)
def test_the_words_of_an_example_are_known_for_certain(index: Index, text: str, intent: str, topic: str) -> None:
    verdict = judge(index, text)

    assert (verdict.kind, verdict.why, verdict.choices, verdict.topic) == ("answered", "exact", (intent,), topic)
    assert verdict.confidence == 1


def test_every_title_and_example_of_an_intent_is_known_for_certain(pets: Chatbot, index: Index) -> None:
    said = [(text, intent.id) for intent in pets.intents for text in (intent.question, *intent.examples)]

    verdicts = [judge(index, text, Situation("fish", "food")) for text, _ in said]

    assert [(verdict.why, *verdict.choices) for verdict in verdicts] == [("exact", intent) for _, intent in said]


def test_an_example_of_two_intents_is_known_of_neither(folder: Folder) -> None:
    text = """
intents:
  - {id: a, question: What is red?, examples: [the thing], answer: A.}
  - {id: b, question: What is blue?, examples: [the thing], answer: B.}
"""
    index = Index(Chatbot.load(folder({"a.yaml": text})).content)

    assert judge(index, "the thing").why == "ranked"


@pytest.mark.parametrize("text", ["how much is a cat", "is a puppy expensive"])
def test_an_example_of_a_gap_is_missing_by_name(index: Index, text: str) -> None:
    verdict = judge(index, text)

    assert (verdict.kind, verdict.gap) == ("missing", "price")


def test_an_example_of_a_gap_is_missing_in_any_context(index: Index) -> None:
    assert judge(index, "how much is a cat", Situation("dog", "food")).gap == "price"


# ------------------------------------------------------------------------- bare topic


@pytest.mark.parametrize(
    "text", ["and a dog?", "dog", "what about a puppy", "no, I meant a dog instead", "dogs please"]
)
def test_a_bare_topic_takes_the_aspect_of_the_context(index: Index, text: str) -> None:
    verdict = judge(index, text, Situation("cat", "food"))

    assert (verdict.kind, verdict.why, verdict.choices) == ("answered", "topic swapped", ("dog.food",))
    assert verdict.confidence == 1


def test_a_bare_topic_without_the_aspect_falls_back_on_its_parent(index: Index) -> None:
    verdict = judge(index, "and a dog?", Situation("cat", "age"))

    assert (verdict.why, verdict.choices) == ("topic swapped", ("pet.age",))


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        pytest.param("and a dog?", NOWHERE, id="without an aspect in the context"),
        pytest.param("a dog and a fish?", Situation("cat", "food"), id="with two topics"),
        pytest.param("does a dog bark?", Situation("cat", "food"), id="with more than a topic"),
        pytest.param("and washing a dog?", Situation("cat", "food"), id="with an aspect of its own"),
        pytest.param("and a fish?", Situation("cat", "age"), id="where nothing stands"),
    ],
)
def test_a_topic_is_not_swapped(index: Index, text: str, situation: Situation) -> None:
    assert judge(index, text, situation).why != "topic swapped"


@pytest.mark.parametrize("text", ["how much is a dog?", "when do I get a dog?", "do you like dogs?", "how many dogs?"])
def test_a_question_of_small_words_is_no_bare_topic(index: Index, text: str) -> None:
    assert judge(index, text, Situation("cat", "food")).why != "topic swapped"


# ---------------------------------------------------------------------------- context


@pytest.mark.parametrize(
    ("text", "topic", "intent"),
    [
        ("what does it eat?", "cat", "cat.food"),
        ("what does it eat?", "dog", "dog.food"),
        ("what does it eat?", "fish", "fish.food"),
        ("it needs a bath", "dog", "dog.wash"),
        ("how many years will it live", "cat", "cat.age"),
    ],
)
def test_a_question_without_a_topic_keeps_that_of_the_context(index: Index, text: str, topic: str, intent: str) -> None:
    verdict = judge(index, text, Situation(topic))

    assert (verdict.kind, verdict.choices[0], verdict.topic) == ("answered", intent, topic)
    assert verdict.why.endswith("in context")


def test_an_aspect_alone_is_asked_of_the_topic_of_the_context(index: Index) -> None:
    verdict = judge(index, "what does it eat?", Situation("dog"))

    assert (verdict.why, verdict.confidence) == ("topic and aspect, in context", 1.0)


def test_what_holds_for_all_of_a_kind_gives_way_to_what_is_known_of_the_one_talked_about(bot: Chatbot) -> None:
    talk = bot.ask("what is a picc").context

    assert [answer.intent for answer in bot.ask("how long can it remain inside", talk).answers] == ["picc.duration"]


def test_a_question_about_what_only_the_parent_has_is_answered_by_the_parent(index: Index) -> None:
    assert judge(index, "how many years will it live", Situation("dog")).choices[0] == "pet.age"


def test_a_question_with_a_topic_of_its_own_leaves_the_context(index: Index) -> None:
    situation = Situation("dog", "wash")

    assert judge(index, "what should the cat eat", situation) == judge(index, "what should the cat eat")


@pytest.mark.parametrize(
    ("text", "lean"),
    [
        ("what does it eat", True),
        ("eats what", True),
        ("and if i should want to go on a long journey for a week or two in summer what then", True),
        ("please tell me what exactly goes in the bowl in the morning", False),
    ],
)
def test_a_short_question_or_one_with_a_pronoun_leans_on_what_was_said(index: Index, text: str, *, lean: bool) -> None:
    assert leans(read(index, text)) is lean


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("a dog", ("dog",)),
        ("is a dog a pet", ("dog",)),
        ("a dog or a cat", ("dog", "cat")),
        ("pets", ("pet",)),
        ("", ()),
    ],
)
def test_of_the_topics_named_a_broader_one_is_left_out(index: Index, text: str, topics: tuple[str, ...]) -> None:
    assert named(index.content, read(index, text)) == topics


# ------------------------------------------------------------------------ look-alikes


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("how do I wash a cat", "dog."),
        ("shampoo for a kitten", "dog."),
        ("how many years does a dog live", "cat."),
        ("a dog in old age", "cat."),
    ],
)
def test_a_look_alike_never_stands_in_for_another(index: Index, text: str, barred: str) -> None:
    choices = judge(index, text).choices

    assert choices
    assert not any(choice.startswith(barred) for choice in choices)


def test_the_parent_of_look_alikes_may_answer_for_both(index: Index) -> None:
    assert judge(index, "how many years does a dog live").choices[0] == "pet.age"


@pytest.mark.parametrize("text", ["a cat or a dog, which food", "food for a kitten and a puppy"])
def test_look_alikes_that_are_both_named_may_both_answer(index: Index, text: str) -> None:
    assert {"cat.food", "dog.food"} <= set(judge(index, text).choices)


def test_a_look_alike_never_stands_in_for_the_topic_of_the_context(index: Index) -> None:
    verdict = judge(index, "how do I wash it", Situation("cat", "food"))

    assert (verdict.kind, verdict.choices[:1]) != ("answered", ("dog.wash",))


def test_a_question_about_a_look_alike_of_the_only_topic_is_missing(folder: Folder) -> None:
    text = """
intents:
  - {id: dog.wash, question: How do I wash a dog?, examples: [a bath for my dog], answer: Gently.}
topics:
  - {id: dog, name: a dog, words: [dog]}
  - {id: cat, name: a cat, words: [cat]}
contrasts: [[cat, dog]]
"""
    index = Index(Chatbot.load(folder({"a.yaml": text})).content)

    assert judge(index, "a bath for my cat").kind == "missing"


@pytest.mark.parametrize("text", ["what should i feed it", "what food should it get"])
def test_look_alikes_are_asked_about_when_neither_is_named(index: Index, text: str) -> None:
    verdict = judge(index, text)

    assert verdict.kind == "unclear"
    assert {"cat.food", "dog.food"} <= set(verdict.choices)


@pytest.mark.parametrize("text", ["can it get wet", "how long can it stay in", "can i swim with it"])
def test_the_packaged_look_alikes_are_asked_about_when_none_is_named(bot: Chatbot, text: str) -> None:
    assert bot.ask(text).kind == "clarify"


# ------------------------------------------------------------------------------ bands


CUTOFFS = Cutoffs()
VOCABULARY = words(
    "what does a cat dog fish pet eat food wash bath old live years flakes shampoo bowl price cost animal poisoned "
    "zebra xylotrombin the my it and not how much"
)


@given(
    st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=6), st.sampled_from(["", "cat", "dog", "fish", "pet"])
)
def test_what_becomes_of_a_question_follows_from_its_confidence(index: Index, said: list[str], topic: str) -> None:
    verdict = judge(index, " ".join(said), Situation(topic))

    if verdict.gap:
        assert verdict.kind == "missing"
    elif verdict.why in ("between look-alikes", "a topic alone"):
        assert verdict.kind == "unclear"
    elif verdict.confidence >= CUTOFFS.answer - (TALKED_ABOUT if topic else 0):
        assert verdict.kind == "answered"
    else:
        assert verdict.kind == ("unclear" if verdict.confidence >= CUTOFFS.ask else "missing")


def test_a_question_without_a_word_that_tells_is_missing(index: Index) -> None:
    verdict = judge(index, "")

    assert (verdict.kind, verdict.best, verdict.choices, verdict.confidence) == ("missing", None, (), 0.0)


def test_an_alarm_is_not_read_into_a_calm_message(index: Index) -> None:
    text = "some animal was poisoned"

    assert judge(index, text).choices[0] == "poison"
    assert "poison" not in judge(index, text, Situation(calm=True)).choices


@pytest.mark.parametrize(
    ("text", "expected"),
    [("side effects of chemo", "chemo.side_effects"), ("picc shower", "picc.wet"), ("port duration", "port.duration")],
)
def test_a_topic_and_an_aspect_are_a_question(bot: Chatbot, text: str, expected: str) -> None:
    assert [answer.intent for answer in bot.ask(text).answers] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("the IVIG", "ivig.what"), ("ketamine?", "ketamine.what"), ("iv push", "push.what"), ("so, a picc", "picc.what")],
)
def test_a_topic_alone_is_explained_where_its_name_means_one_thing(bot: Chatbot, text: str, expected: str) -> None:
    assert [answer.intent for answer in bot.ask(text).answers] == [expected]


@pytest.mark.parametrize("text", ["ports", "lines", "reaction"])
def test_a_topic_alone_is_asked_about(bot: Chatbot, text: str) -> None:
    reply = bot.ask(text)

    assert reply.kind == "clarify"
    assert len({suggestion.intent.split(".")[0] for suggestion in reply.suggestions}) == 1


@pytest.mark.parametrize(
    ("asked", "topics"),
    [
        ("how do i wash a dog, not a cat", ("dog",)),
        ("a dog (not my cat) in the bath", ("dog",)),
        ("a cat is not a dog, why", ("cat", "dog")),
    ],
)
def test_a_topic_that_is_ruled_out_is_not_named(index: Index, asked: str, topics: tuple[str, ...]) -> None:
    assert named(index.content, index.reader.read(words(asked))) == topics


@pytest.mark.parametrize(
    "asked",
    [
        "What are the side effects or risks of Clopidogrel?",
        "are there special precautions about leucovorin injection",
        "what are the different types of pacemakers",
    ],
)
def test_a_thing_that_the_content_never_names_is_not_answered_with_the_general_text(bot: Chatbot, asked: str) -> None:
    assert bot.ask(asked).answers == ()


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        ("what are the side effects of chemo", "chemo.side_effects"),
        ("what are the risks of infusions", "side_effects.overview"),
        ("is there a drip for crohns", "autoimmune.infusion"),
    ],
)
def test_a_thing_that_the_content_names_is_answered(bot: Chatbot, asked: str, intent: str) -> None:
    assert [answer.intent for answer in bot.ask(asked).answers] == [intent]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        pytest.param("no idea how many hours to block out for each session", "infusion.duration", id="nothing named"),
        pytest.param(
            "no idea how many hours to block out for each ketamine session", "ketamine.duration", id="one named"
        ),
        pytest.param("do they jab me afresh at every appointment", "piv.duration", id="of what is no infusion"),
    ],
)
def test_what_is_the_same_for_all_is_meant_in_general_where_nothing_is_named(
    bot: Chatbot, said: str, intent: str
) -> None:
    assert [answer.intent for answer in bot.ask(said).answers] == [intent]


@pytest.mark.parametrize("asked", ["chemo for lupus", "is ivig for lupus", "is chemo used for covid"])
def test_an_answer_that_speaks_of_a_look_alike_of_what_is_named_is_not_given(bot: Chatbot, asked: str) -> None:
    assert bot.ask(asked).answers == ()


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        pytest.param("my mum has a hickman", ["central_line.what"], id="a name that means one thing: what it is"),
        pytest.param("she's on chemo", [], id="several answers: asked back"),
        pytest.param("can my mum shower with a hickman", ["central_line.wet"], id="a question"),
    ],
)
def test_a_thing_that_somebody_only_has_is_no_question(bot: Chatbot, said: str, intents: list[str]) -> None:
    assert [answer.intent for answer in bot.ask(said).answers] == intents


def test_what_is_ruled_out_does_not_speak_for_itself(bot: Chatbot) -> None:
    said = "It is not a port, it is a line in my neck. How many years can it stay in?"

    assert [answer.intent for answer in bot.ask(said).answers] == ["central_line.duration"]


@pytest.mark.parametrize("asked", ["why not a dog", "is it not a dog"])
def test_a_question_with_not_rules_nothing_out(index: Index, asked: str) -> None:
    assert named(index.content, index.reader.read(words(asked))) == ("dog",)
