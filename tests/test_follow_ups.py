"""What is said in the middle of a talk: follow-ups as content, topics talked about together, general aspects."""

from __future__ import annotations

import pytest

from chatbot import Chatbot, Context
from chatbot.check import warnings
from chatbot.errors import ContentError
from tests.conftest import Folder

TREES = """
topics:
  - {id: tree, name: trees, words: [tree], general: yes}
  - {id: oak, name: an oak, words: [oak]}
  - {id: birch, name: a birch, words: [birch]}

aspects:
  - {id: care, name: its care, words: [care, look after], general: yes}
  - {id: what, name: what it is, words: [what]}

intents:
  - id: tree.what
    question: What is a tree?
    examples: [a plant with a trunk, the meaning of tree]
    answer: A plant with a trunk.
  - id: tree.care
    question: How do I look after a tree?
    examples: [care for my tree, tending a sapling]
    answer: Water it.
  - id: oak.age
    question: How old does an oak get?
    examples: [years of an oak, the oldest oak]
    follow_ups: [does it see my grandchildren, will the birch outlive it]
    answer: A thousand years.
  - id: birch.age
    question: How old does a birch get?
    examples: [years of a birch, the oldest birch]
    answer: A hundred years.
  - id: birch.bark
    question: What is the bark of a birch like?
    examples: [birch bark, the skin of a birch]
    follow_ups: [does it peel in curls]
    answer: White.
  - id: oak.vs_birch
    question: How do an oak and a birch differ?
    examples: [oak or birch, an oak beside a birch]
    also: [birch]
    answer: An oak is darker.
  - id: tree.kinds
    question: What kinds of trees are there?
    examples: [list the sorts of trees, all trees by name]
    lists: [birch, oak]
    answer: Birches and oaks.
"""


@pytest.fixture
def trees(folder: Folder) -> Chatbot:
    return Chatbot.load(folder({"trees.yaml": TREES}))


def answered(bot: Chatbot, said: str, context: Context) -> list[str]:
    return [answer.intent for answer in bot.ask(said, context).answers]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("does it see my grandchildren", id="in its very words"),
        pytest.param("would my grandchildren see it", id="in other words"),
        pytest.param("will the birch outlive it", id="whatever else it names"),
    ],
)
def test_a_follow_up_is_answered_where_its_topic_is_talked_about(trees: Chatbot, said: str) -> None:
    assert answered(trees, said, Context(intent="oak.vs_birch", topic="oak")) == ["oak.age"]


def test_a_follow_up_is_shown_as_the_author_wrote_it(trees: Chatbot) -> None:
    explained = trees.explain("would my grandchildren see it", Context(topic="oak"))

    assert explained.questions[0].contenders[0].example == "does it see my grandchildren"


def test_what_follows_a_comparison_may_be_about_either(trees: Chatbot) -> None:
    compared = trees.ask("oak or birch").context

    assert answered(trees, "does it peel in curls", compared) == ["birch.bark"]


@pytest.mark.parametrize(
    ("asked", "said", "read"),
    [
        pytest.param("oak or birch", "years of the first one", "years of the oak", id="the first"),
        pytest.param("oak or birch", "years of the second one", "years of the birch", id="the second"),
        pytest.param("oak or birch", "and the other kind?", "and the birch", id="the other"),
        pytest.param(
            "how do a birch and an oak differ", "years of the latter", "years of the oak", id="as they were named"
        ),
    ],
)
def test_one_of_two_is_pointed_at_by_its_place(trees: Chatbot, asked: str, said: str, read: str) -> None:
    assert trees.explain(said, trees.ask(asked).context).questions[0].read == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        pytest.param("years of the first one", "years of the birch", id="the first"),
        pytest.param("years of the last one", "years of the oak", id="the last"),
        pytest.param("how long will the last year last", "how long will the last year last", id="no last one"),
        pytest.param("years of the third", "years of the third", id="more than there are"),
    ],
)
def test_what_an_answer_lists_is_pointed_at_by_its_place(trees: Chatbot, said: str, read: str) -> None:
    listed = trees.ask("What kinds of trees are there?").context

    assert trees.explain(said, listed).questions[0].read == read


def test_the_other_is_found_as_long_as_one_of_two_is_talked_about(trees: Chatbot) -> None:
    compared = trees.ask("oak or birch").context
    first = trees.ask("years of the first one", compared).context
    other = trees.ask("and the other?", first)

    assert [answer.intent for answer in other.answers] == ["birch.age"]
    assert (first.topic, other.context.topic, other.context.among) == ("oak", "birch", ("oak", "birch"))


def test_what_was_compared_is_forgotten_with_another_topic(trees: Chatbot) -> None:
    compared = trees.ask("oak or birch").context

    assert trees.ask("how do i look after a tree", compared).context.among == ()


def test_what_a_topic_stands_before_is_asked_of_it(trees: Chatbot) -> None:
    compared = trees.ask("oak or birch").context

    assert answered(trees, "the second one, does it peel in curls", compared) == ["birch.bark"]


def test_what_an_answer_lists_comes_before_what_was_offered(trees: Chatbot) -> None:
    listed = trees.ask("What kinds of trees are there?").context

    assert listed.offered[0] == "tree.what"
    assert answered(trees, "bark of the first one", listed) == ["birch.bark"]


def test_what_is_known_in_general_answers_for_a_topic_that_is_swapped_in(trees: Chatbot) -> None:
    cared = trees.ask("how do i look after a tree").context

    assert answered(trees, "and an oak?", cared) == ["tree.care"]


def test_what_a_thing_is_is_never_answered_in_general(trees: Chatbot) -> None:
    explained = trees.ask("what is a tree").context

    assert answered(trees, "and an oak?", explained) == []


def test_a_follow_up_that_gets_another_answer_is_warned_of(folder: Folder) -> None:
    twice = TREES.replace(
        "examples: [years of a birch, the oldest birch]",
        "examples: [years of a birch, the oldest birch]\n    follow_ups: [is it many years]",
    )
    twice = twice.replace("follow_ups: [does it peel in curls]", "follow_ups: [is it many years]")
    found = [problem.message for problem in warnings(Chatbot.load(folder({"trees.yaml": twice})))]

    assert "intent 'birch.bark': the follow-up 'is it many years' gets 'birch.age' instead" in found


def test_a_topic_that_an_intent_is_also_about_must_exist(folder: Folder) -> None:
    with pytest.raises(ContentError, match=r"'oak.vs_birch' names the topic 'elm', which does not exist"):
        Chatbot.load(folder({"trees.yaml": TREES.replace("also: [birch]", "also: [elm]")}))


def test_a_topic_that_an_answer_lists_must_exist(folder: Folder) -> None:
    with pytest.raises(ContentError, match=r"'tree.kinds' names the topic 'elm', which does not exist"):
        Chatbot.load(folder({"trees.yaml": TREES.replace("lists: [birch, oak]", "lists: [birch, elm]")}))


@pytest.mark.parametrize(
    ("turns", "intent"),
    [
        pytest.param(["what is ivig", "how long does a bag of it take"], "infusion.duration", id="in general"),
        pytest.param(
            ["what is ivig", "how long does a bag of it take", "how regularly?"], "ivig.frequency", id="its own"
        ),
        pytest.param(["what are biologics", "side effects?"], "mab.side_effects", id="of its only kind"),
        pytest.param(
            ["They say either a PICC or a port. Kindly explain the first.", "And the other one?"],
            "port.what",
            id="the other of two that were named",
        ),
        pytest.param(
            ["how long do infusions last", "And the ketamine kind, is that any different?"],
            "ketamine.duration",
            id="words that say nothing behind a name",
        ),
    ],
)
def test_a_talk_goes_on_from_what_was_named(bot: Chatbot, turns: list[str], intent: str) -> None:
    context = None
    for turn in turns:
        reply = bot.ask(turn, context)
        context = reply.context

    assert [answer.intent for answer in reply.answers] == [intent]
