from __future__ import annotations

import math

import pytest

from chatbot.content import Content, Gap, Intent, Rule, Topic
from chatbot.index import GRAMS_BELOW, Index, items_of
from chatbot.text import words


def intent(name: str, *examples: str, topic: str = "", safety: str = "none") -> Intent:
    question, *rest = examples
    return Intent(name, question, tuple(rest), "answer", topic=topic, safety=safety)  # type: ignore[arg-type]


CONTENT = Content(
    intents=(
        intent("cat", "feed the cat", "cat food", "the cat sleeps", topic="cat"),
        intent("dog", "feed the dog", "dog food", "the dog barks", topic="dog"),
        intent("fire", "the house burns", "smoke", safety="emergency"),
    ),
    topics=(Topic("cat", "a cat", ("cat", "kitten")),),
    gaps=(Gap("cost", "the cost", ("cost",), ("what does it cost", "the price of the food")),),
    rules=(Rule("r", "fire", ("(sparks|embers) fly",)),),
    synonyms={"moggy": "cat"},
    lists={"who": ("neighbour",)},
)
INDEX = Index(CONTENT)


def test_gaps_are_classes_after_the_intents() -> None:
    assert INDEX.classes == ("cat", "dog", "fire", "cost")
    assert INDEX.intent_count == 3


def test_a_word_of_one_class_votes_for_it_alone() -> None:
    weight = INDEX.weight("wcat")

    assert weight
    assert [number for number, _ in weight.votes] == [0]
    assert weight.votes[0][1] > 0


def test_a_word_votes_more_where_it_stands_in_more_examples() -> None:
    weight = Index(Content((intent("a", "big cat", "cat", "cat nap"), intent("b", "red cat", "bus", "car")))).weight(
        "wcat"
    )

    assert weight
    votes = dict(weight.votes)
    assert votes[0] > votes[1] > 0


def test_an_example_counts_for_less_where_there_are_many() -> None:
    many, few = intent("a", "big cat", "bus", "car", "van"), intent("b", "red cat")
    weight = Index(Content((many, few, intent("c", "dog"), intent("d", "fish")))).weight("wcat")

    assert weight
    votes = dict(weight.votes)
    assert 0 < votes[0] < votes[1]


def test_a_word_of_every_class_says_less_than_a_word_of_one() -> None:
    everywhere, alone = INDEX.weight("wthe"), INDEX.weight("wbark")

    assert everywhere
    assert alone
    assert everywhere.telling < alone.telling


def test_a_word_as_common_in_one_class_as_in_the_other_says_nothing() -> None:
    weight = Index(Content((intent("a", "red cat"), intent("b", "big cat")))).weight("wcat")

    assert weight
    assert weight.telling == pytest.approx(0.0)


def test_a_word_that_no_example_has_says_nothing() -> None:
    assert INDEX.weight("wzebra") is None


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        pytest.param("feed the cat", (0,), id="a question"),
        pytest.param("DOG food!", (1,), id="an example, normalised"),
        pytest.param("what does it cost", (3,), id="an example of a gap"),
        pytest.param("cat", (), id="a part of an example"),
    ],
)
def test_the_exact_words_of_an_example_have_owners(text: str, owners: tuple[int, ...]) -> None:
    assert INDEX.owners(words(text)) == owners


def test_an_example_of_two_classes_has_two_owners() -> None:
    index = Index(Content((intent("a", "x", "red cat"), intent("b", "y", "big cat", "Red cat!"))))

    assert index.owners(("red", "cat")) == (0, 1)


@pytest.mark.parametrize(("examples", "grams"), [(GRAMS_BELOW - 2, True), (GRAMS_BELOW - 1, False)])
def test_letters_count_only_where_examples_are_few(examples: int, *, grams: bool) -> None:
    said = [f"number {n}" for n in range(examples)]

    assert Index(Content((intent("a", "question", *said),))).grams is grams


@pytest.mark.parametrize(
    "word",
    ["barks", "kitten", "price", "cost", "moggy", "sparks", "fly", "neighbour"],
)
def test_the_words_of_the_whole_content_are_known(word: str) -> None:
    assert INDEX.reader.repairer.in_content(word)


def test_intents_outside_some_topics_are_the_others_and_the_gaps() -> None:
    assert INDEX.outside(frozenset({"cat"}), calm=False) == [1, 2, 3]


def test_intents_outside_alarms_are_the_others_and_the_gaps() -> None:
    assert INDEX.outside(frozenset(), calm=True) == [0, 1, 3]


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert (INDEX.rarity("bark") or 0) > (INDEX.rarity("cat") or 0) > 0


def test_a_word_of_one_example_is_as_rare_as_one_of_none() -> None:
    assert INDEX.rarity("bark") == INDEX.unseen_rarity
    assert INDEX.rarity("zebra") is None


def test_the_vocabulary_of_a_class_is_what_its_examples_use() -> None:
    assert INDEX.vocabulary(2) == {"hous", "burn", "smok"}


def test_the_length_of_items_is_the_root_of_their_weights() -> None:
    bark, cat = INDEX.rarity("bark"), INDEX.rarity("cat")

    assert bark
    assert cat
    assert INDEX.norm(["bark", "cat"]) == pytest.approx(math.sqrt(bark + cat))
    assert INDEX.norm(["zebra"]) == pytest.approx(math.sqrt(INDEX.unseen_rarity))
    assert INDEX.norm([]) == 0


def test_examples_are_known_by_their_content_words_and_concepts() -> None:
    known = INDEX.known(0)

    assert [frozenset(item for item, places in known.places.items() if at in places) for at in range(3)] == [
        items_of(INDEX.reader.understand(said.split())) for said in ("feed the cat", "cat food", "the cat sleeps")
    ]
    assert {item for item, places in known.places.items() if 0 in places} == {
        "feed",
        "cat",
        "#topic:cat",
        "#synonym:cat",
    }


def test_a_title_that_is_also_an_example_counts_once() -> None:
    index = Index(Content((intent("a", "red cat", "red cat"), intent("b", "dog"))))

    assert index.known(0).texts == ("red cat",)


def test_a_content_of_one_intent_has_an_index() -> None:
    index = Index(Content((intent("only", "red cat"),)))

    weight = index.weight("wcat")
    assert weight
    assert weight.telling > 0
