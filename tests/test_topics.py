from __future__ import annotations

import pytest

from chatbot import Chatbot
from chatbot.terminal.topics import areas, find
from tests.conftest import Folder


def test_every_intent_stands_in_one_area(bot: Chatbot) -> None:
    listed = [intent.id for area in areas(bot.content) for intent in area.intents]
    assert sorted(listed) == sorted(intent.id for intent in bot.intents)


def test_areas_are_the_topics_that_have_answers_then_the_rest(pets: Chatbot) -> None:
    assert {area.name: [intent.id for intent in area.intents] for area in areas(pets.content)} == {
        "pets": ["pet.age"],
        "a cat": ["cat.food", "cat.age"],
        "a dog": ["dog.food", "dog.wash"],
        "a fish": ["fish.food"],
        "other questions": ["poison", "hopeless"],
    }


def test_content_without_topics_is_one_area(folder: Folder) -> None:
    root = folder({"a.yaml": "intents: [{id: a, question: A?, examples: [b], answer: C.}]"})
    assert [area.name for area in areas(Chatbot.load(root).content)] == ["other questions"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2", "a cat"),
        ("5", "other questions"),
        ("0", None),
        ("6", None),
        ("\u00b2", None),
        ("cat", "a cat"),
        ("A Cat", "a cat"),
        ("kitten", "a cat"),
        ("kiten", "a cat"),
        ("goldfihs", "a fish"),
        ("other questions", "other questions"),
        ("parrot", None),
        ("", None),
    ],
)
def test_an_area_is_found_by_number_by_name_and_by_what_is_near_it(pets: Chatbot, name: str, found: str | None) -> None:
    area = find(areas(pets.content), name)
    assert (area.name if area else None) == found
