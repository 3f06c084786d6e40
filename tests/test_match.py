from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot
from chatbot.index import Index
from chatbot.match import CERTAIN, Candidate, Ranking, rank
from chatbot.text import words


@pytest.fixture(scope="module")
def index(pets: Chatbot) -> Index:
    return Index(pets.content)


def ranked(index: Index, text: str, limit: int = 3) -> Ranking:
    ranking = rank(index, index.reader.read(words(text)), limit=limit)
    assert ranking
    return ranking


def best(index: Index, text: str) -> Candidate:
    ranking = ranked(index, text)
    return ranking.candidate(ranking.order[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the cat wants something to eat", "cat.food"),
        ("kitten food please", "cat.food"),
        ("what do i feed a dog", "dog.food"),
        ("bath for a dirty puppy", "dog.wash"),
        ("shampoo", "dog.wash"),
        ("flakes", "fish.food"),
        ("years that a cat lives", "cat.age"),
        ("the price of a dog", "price"),
    ],
)
def test_the_best_class_is_the_one_whose_examples_say_so(index: Index, text: str, expected: str) -> None:
    assert best(index, text).id == expected


def test_classes_are_ranked_by_score(index: Index) -> None:
    ranking = ranked(index, "food for a kitten")

    scores = [ranking.scores[number] for number in ranking.order]
    assert scores == sorted(scores, reverse=True)


def test_one_class_more_than_asked_for_is_ranked_as_the_rival_of_the_last(index: Index) -> None:
    assert len(ranked(index, "food for a kitten", limit=2).order) == 3


def test_only_some_classes_are_ranked_when_so_asked(index: Index) -> None:
    ranking = rank(index, index.reader.read(words("what does a cat eat")), limit=5, among=[2, 3])

    assert ranking
    assert set(ranking.order) == {2, 3}


def test_equal_scores_are_ranked_in_written_order(index: Index) -> None:
    ranking = rank(index, index.reader.read(words("zebra")), limit=len(index.classes), among=None)

    assert ranking
    tied = {score: [n for n in ranking.order if ranking.scores[n] == score] for score in ranking.scores}
    assert all(numbers == sorted(numbers) for numbers in tied.values())


@pytest.mark.parametrize("text", ["", "?!", "🙏"])
def test_nothing_is_ranked_without_a_word(index: Index, text: str) -> None:
    assert rank(index, index.reader.read(words(text)), limit=3) is None


def test_a_question_in_the_words_of_an_example_is_nearest_to_it(index: Index) -> None:
    candidate = best(index, "shampoo for a puppy")

    assert candidate.example == "shampoo for a puppy"
    assert candidate.evidence.nearest == pytest.approx(1.0)


def test_a_question_that_shares_no_word_has_no_nearest_example(index: Index) -> None:
    candidate = best(index, "zebra")

    assert (candidate.example, candidate.evidence.nearest) == ("", 0.0)


def test_words_that_nobody_knows_count_against_the_question(index: Index) -> None:
    plain, strange = best(index, "shampoo for a puppy"), best(index, "shampoo for a puppy xylotrombin")

    assert (plain.evidence.strange, strange.id) == (0.0, plain.id)
    assert strange.evidence.strange > 0
    assert strange.confidence < plain.confidence


def test_evidence_tells_whether_the_question_names_what_the_candidate_is_about(index: Index) -> None:
    dog_wash, poison = index.number["dog.wash"], index.number["poison"]

    def about(text: str, number: int) -> float:
        return ranked(index, text).candidate(number).evidence.about

    assert (about("shampoo for a puppy", dog_wash), about("shampoo", dog_wash)) == (1.0, 0.0)
    assert 0 < about("shampoo for a goldfish", dog_wash) < 1
    assert about("shampoo", poison) == 1.0  # it is about no topic of the lexicon


def test_a_runner_up_is_behind_by_as_much_as_the_best_is_ahead(index: Index) -> None:
    ranking = ranked(index, "what does a cat eat")
    first, second = (ranking.candidate(number).evidence.lead for number in ranking.order[:2])

    assert first == pytest.approx(-second)
    assert first > 0


def test_what_is_known_has_the_confidence_of_one(index: Index) -> None:
    candidate = best(index, "zebra")

    assert candidate.confidence < 1
    assert replace(candidate, sure=True).confidence == 1
    assert replace(candidate, sure=True).id == candidate.id


@given(
    strength=st.floats(-20, 20),
    lead=st.floats(-9, 9),
    over_gaps=st.none() | st.floats(-20, 20),
    nearest=st.floats(0, 1),
    strange=st.floats(0, 1),
)
def test_confidence_is_a_chance(
    strength: float, lead: float, over_gaps: float | None, nearest: float, strange: float
) -> None:
    evidence = replace(
        CERTAIN, strength=strength, lead=lead, over_gaps=over_gaps, nearest=nearest, strange=strange, about=0.0
    )

    assert 0 <= evidence.confidence <= 1


@given(st.floats(-5, 5), st.floats(0, 5), st.none() | st.floats(-5, 5))
def test_more_lead_is_more_confidence(lead: float, more: float, over_gaps: float | None) -> None:
    behind = replace(CERTAIN, lead=lead, over_gaps=over_gaps)
    ahead = replace(CERTAIN, lead=lead + more, over_gaps=over_gaps)

    assert ahead.confidence >= behind.confidence


# --------------------------------------------------------------------- Chatbot.match


def test_matches_are_the_intents_that_come_nearest_best_first(pets: Chatbot) -> None:
    first, *rest = pets.match("what does a cat eat")

    assert (first.intent, first.example) == ("cat.food", "What does a cat eat?")
    assert len(rest) == 4
    assert all(first.confidence > match.confidence for match in rest)


@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_matches_are_at_most_as_many_as_asked_for(pets: Chatbot, limit: int) -> None:
    assert len(pets.match("what does a cat eat", limit=limit)) == min(limit, len(pets.intents))


def test_gaps_are_no_matches(pets: Chatbot) -> None:
    assert "price" not in {match.intent for match in pets.match("the price of a cat", limit=100)}


def test_matches_say_why(pets: Chatbot) -> None:
    (match,) = pets.match("shampoo for a puppy", limit=1)

    assert (match.evidence.strange, match.evidence.about) == (0.0, 1.0)
    assert match.confidence == round(match.evidence.confidence, 3)


def test_there_are_no_matches_for_a_text_without_a_word(pets: Chatbot) -> None:
    assert pets.match("?!") == []
