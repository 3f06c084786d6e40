from __future__ import annotations

from pathlib import Path

import pytest

from chatbot import Chatbot, Context, Problem
from chatbot.check import warnings
from tests.conftest import Folder

SHOP = """
intents:
  - id: returns
    question: How do I return something?
    examples:
      - send it back
      - i want my money back
      - the shoes do not fit
    answer: Bring it to any shop within 30 days.
  - id: hours
    question: When are you open?
    examples:
      - opening times
      - are you open on sundays
      - when do you close
    answer: From nine to six, not on Sundays.
  - id: card
    question: Can I pay by card?
    examples:
      - do you take visa
      - cash or credit
      - payment methods
    answer: By card and in cash.
"""
"""`id`, `question`, `examples` and `answer`, and nothing else."""


@pytest.fixture
def shop(folder: Folder) -> Chatbot:
    return Chatbot.load(folder({"shop.yaml": SHOP}))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("How do I return something?", "returns"),
        ("send it back", "returns"),
        ("i wnat my mony back", "returns"),
        ("are you open on sunday?", "hours"),
        ("OPENING TIMES!!", "hours"),
        ("do you take Visa", "card"),
    ],
)
def test_a_plain_folder_answers(shop: Chatbot, text: str, intent: str) -> None:
    reply = shop.ask(text)

    assert [answer.intent for answer in reply.answers] == [intent]
    assert reply.text.startswith(reply.answers[0].text)


def test_a_plain_folder_is_asked_two_things_at_once(shop: Chatbot) -> None:
    reply = shop.ask("When are you open? And can I pay by card?")

    assert [answer.intent for answer in reply.answers] == ["hours", "card"]


def test_a_plain_folder_refuses_with_texts_of_the_engine(shop: Chatbot) -> None:
    reply = shop.ask("qwertz")

    assert reply.kind == "fallback"
    assert reply.text.startswith("I don't have an answer to that.\n\nHere is what I can answer:\n1. ")


def test_a_plain_folder_offers_its_first_intents_to_begin_with(shop: Chatbot) -> None:
    reply = shop.ask("")

    assert [suggestion.intent for suggestion in reply.suggestions] == ["returns", "hours", "card"]
    assert [answer.intent for answer in shop.ask("2", reply.context).answers] == ["hours"]


def test_a_plain_folder_raises_no_alarm(shop: Chatbot) -> None:
    assert shop.ask("i cannot breathe and want to die").safety == "none"


def test_a_plain_folder_lists_its_intents(shop: Chatbot) -> None:
    assert [(intent.id, intent.question, len(intent.examples)) for intent in shop.intents] == [
        ("returns", "How do I return something?", 3),
        ("hours", "When are you open?", 3),
        ("card", "Can I pay by card?", 3),
    ]


def test_a_plain_folder_matches_best_first(shop: Chatbot) -> None:
    assert [match.intent for match in shop.match("open on sundays", limit=1)] == ["hours"]


def warned(root: Path) -> list[Problem]:
    """The warnings of a folder, but for the date of review, which a plain one does not have."""
    return [problem for problem in warnings(Chatbot.load(root)) if "`reviewed:" not in problem.message]


def test_a_plain_folder_has_nothing_to_be_warned_of_but_that_nobody_reviewed_it(shop: Chatbot) -> None:
    assert [problem.message for problem in warnings(shop)] == [
        "3 answers, from intent 'returns' on, without `reviewed: YYYY-MM-DD`, here or atop the file"
    ]


def test_a_context_of_another_bot_is_harmless(shop: Chatbot, bot: Chatbot) -> None:
    foreign = bot.ask("can i shower with a picc").context

    assert foreign != Context()
    assert shop.ask("opening times", foreign) == shop.ask("opening times")


def test_one_intent_is_a_bot(folder: Folder) -> None:
    bot = Chatbot.load(
        folder({"a.yaml": "intents: [{id: only, question: Are you open?, examples: [opening times], answer: Always.}]"})
    )

    assert bot.ask("opening times").text == "Always."


def test_ids_with_dots_need_no_lexicon(folder: Folder) -> None:
    text = SHOP.replace("id: hours", "id: shop.hours").replace("id: card", "id: shop.card")
    bot = Chatbot.load(folder({"a.yaml": text}))

    reply = bot.ask("opening times")

    assert [suggestion.intent for suggestion in reply.suggestions] == ["shop.card"]


# ---------------------------------------------------------------------- same example


TWICE = """
intents:
  - id: a
    question: What is red?
    answer: A.
    examples:
      - the thing there
      - red things
  - id: b
    question: What is blue?
    answer: B.
    examples:
      - blue things
      - The thing, there!
"""


def test_an_example_under_two_intents_loads_and_is_warned_of_with_both_places(folder: Folder) -> None:
    root = folder({"a.yaml": TWICE})
    path = "a.yaml"

    doubled = [problem for problem in warnings(Chatbot.load(root)) if "stands already" in problem.message]

    assert doubled == [
        Problem(path, 14, f"intent 'b': the example 'The thing, there!' stands already under 'a', {path}:7")
    ]


def test_an_example_under_two_intents_leaves_their_other_examples_alone(folder: Folder) -> None:
    bot = Chatbot.load(folder({"a.yaml": TWICE}))

    assert (bot.ask("red things").text[:2], bot.ask("blue things").text[:2]) == ("A.", "B.")


def test_an_example_twice_under_one_intent_loads_and_is_warned_of_with_both_places(folder: Folder) -> None:
    root = folder(
        {"a.yaml": SHOP.replace("      - opening times\n", "      - opening times\n      - Opening times?\n")}
    )
    path = "a.yaml"

    assert warned(root) == [
        Problem(path, 14, f"intent 'hours': the example 'Opening times?' stands already under 'hours', {path}:13")
    ]


def test_an_example_in_two_files_is_warned_of_with_both_places(folder: Folder) -> None:
    more = "intents:\n  - {id: more, question: More?, answer: No.,\n     examples: [visa card, opening times]}\n"
    root = folder({"a.yaml": SHOP, "b.yaml": more})

    doubled = [problem for problem in warnings(Chatbot.load(root)) if "stands already" in problem.message]

    assert doubled == [
        Problem(
            "b.yaml",
            3,
            "intent 'more': the example 'opening times' stands already under 'hours', a.yaml:13",
        )
    ]


def test_a_question_that_gets_another_answer_is_warned_of(folder: Folder) -> None:
    rule = "rules:\n  - {id: r, intent: card, patterns: [sundays, when are you]}\n"
    root = folder({"a.yaml": SHOP, "r.yaml": rule})
    path = "a.yaml"

    assert warned(root) == [
        Problem(path, 10, "intent 'hours': 'When are you open?' gets 'card' instead"),
        Problem(path, 14, "intent 'hours': 'are you open on sundays' gets 'card' instead"),
    ]


def test_a_rule_that_misses_or_overreaches_is_warned_of(folder: Folder) -> None:
    rules = """
rules:
  - {id: r, intent: hours, patterns: [sesame], catches: [open sesame, abracadabra], spares: [what is sesame, nothing]}
"""
    root = folder({"a.yaml": SHOP, "r.yaml": rules})
    path = "r.yaml"

    assert warned(root) == [
        Problem(path, 3, "rule 'r' should catch 'abracadabra', which no rule holds"),
        Problem(path, 3, "rule 'r' should spare 'what is sesame'"),
    ]


def test_an_example_twice_on_one_line_is_warned_of(folder: Folder) -> None:
    text = SHOP.replace("    examples:\n      - opening times\n", "    examples: [opening times, Opening times]\n")
    text = text.replace("      - are you open on sundays\n      - when do you close\n", "")
    bot = Chatbot.load(folder({"a.yaml": text}))

    assert [problem for problem in warnings(bot) if "stands already" in problem.message]
