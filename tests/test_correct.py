from __future__ import annotations

import pytest

from chatbot import Chatbot
from chatbot.content import Content, Intent
from chatbot.correct import LEAD, correct
from chatbot.index import Index
from chatbot.match import rank
from chatbot.text import words
from tests.conftest import Folder

LOST = Intent("lost", "My card is lost", ("card lost", "lost my card today", "the card is gone"), "Call.")
STOLEN = Intent(
    "stolen", "My card was stolen", ("card stolen", "someone took my card", "the card is gone too"), "Call."
)
CONTENT = Content(intents=(LOST, STOLEN))


def lead(index: Index, text: str, intent: int) -> float:
    """By how much an intent is ahead of the other one."""
    ranking = rank(index, index.reader.read(words(text)), limit=2)
    assert ranking
    return ranking.scores[intent] - ranking.scores[1 - intent]


@pytest.fixture
def corrected() -> Index:
    index = Index(CONTENT)
    correct(index)
    return index


def test_an_example_that_wins_by_little_wins_by_more_than_before(corrected: Index) -> None:
    text = "the card is gone too"

    assert lead(corrected, text, 1) > lead(Index(CONTENT), text, 1)


def test_an_example_that_wins_by_enough_moves_nothing() -> None:
    index = Index(
        Content(intents=(Intent("lost", "Lost luggage?", ("my blue suitcase vanished at noon",), "Call."), STOLEN))
    )
    before = index.weight("wsuitcas")
    correct(index)

    assert lead(index, "my blue suitcase vanished at noon", 0) > LEAD
    assert index.weight("wsuitcas") == before


def test_a_correction_is_the_same_every_time(corrected: Index) -> None:
    again = Index(CONTENT)
    correct(again)

    assert [lead(again, text, 0) for text in LOST.examples] == [lead(corrected, text, 0) for text in LOST.examples]


def test_a_content_of_one_intent_needs_none() -> None:
    index = Index(Content(intents=(LOST,)))
    before = index.weight("wlost")
    correct(index)

    assert index.weight("wlost") == before


def by_counts(bot: Chatbot, text: str) -> object:
    """What speaks for the best intent by counts alone."""
    index = Index(bot.content)
    ranking = rank(index, index.reader.read(words(text)), limit=1)
    assert ranking
    return ranking.candidate(ranking.order[0]).evidence


def test_a_content_without_a_lexicon_is_corrected(folder: Folder) -> None:
    bot = Chatbot.load(
        folder(
            {
                "a.yaml": "intents:\n"
                "  - {id: lost, question: Lost?, examples: [card lost, the card is gone], answer: A.}\n"
                "  - {id: stolen, question: Stolen?, examples: [card stolen, the card is gone too], answer: B.}\n"
            }
        )
    )
    assert bot.match("the card is gone too")[0].evidence != by_counts(bot, "the card is gone too")


def test_a_content_with_one_is_not(pets: Chatbot) -> None:
    assert pets.match("food for a cat")[0].evidence == by_counts(pets, "food for a cat")
