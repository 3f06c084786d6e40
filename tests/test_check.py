"""What `check` says of the wording of answers, and of when they were last reviewed."""

from __future__ import annotations

from datetime import date

import pytest

from chatbot import Chatbot
from chatbot.check import warnings
from tests.conftest import Folder

TODAY = date(2026, 11, 22)

HARD = "Chemotherapy is immunosuppressive."
EASY = "A nurse will watch you."


def content(answer: str, head: str = "reviewed: 2026-11-01") -> str:
    return f"{head}\nintents:\n  - id: it\n    question: What is it?\n    examples: [tell me]\n    answer: {answer}\n"


def warned(folder: Folder, *files: str) -> list[tuple[int, str]]:
    root = folder({f"{number}.yaml": text for number, text in enumerate(files)})
    return [(problem.line, problem.message) for problem in warnings(Chatbot.load(root), TODAY)]


def test_an_answer_that_is_hard_to_read_is_warned_of(folder: Folder) -> None:
    assert warned(folder, content(HARD)) == [
        (3, "the answer of intent 'it' reads at grade 32.8, above 8: shorten its sentences and words")
    ]


def test_an_answer_of_terms_that_the_content_explains_is_not(folder: Folder) -> None:
    terms = "terms: {chemotherapy: drugs against cancer, immunosuppressive: weakens the defenses}\n"

    assert warned(folder, content(HARD), terms) == []


def test_a_long_sentence_is_warned_of(folder: Folder) -> None:
    assert warned(folder, content(f"{'so ' * 22}{EASY}")) == [
        (3, "the answer of intent 'it' has a sentence of 27 words, more than 22: split it")
    ]


def test_a_long_answer_is_warned_of(folder: Folder) -> None:
    assert warned(folder, content(f"{EASY} " * 25)) == [
        (3, "the answer of intent 'it' has 125 words, more than 120: keep what was asked")
    ]


@pytest.mark.parametrize("answer", [EASY, f"{EASY} " * 24, f"{'so ' * 17}{EASY}"], ids=["short", "120", "22"])
def test_an_answer_within_the_limits_is_not_warned_of(folder: Folder, answer: str) -> None:
    assert warned(folder, content(answer)) == []


@pytest.mark.parametrize("day", ["2026-11-22", "2025-11-22"])
def test_a_review_in_the_last_twelve_months_is_not_warned_of(folder: Folder, day: str) -> None:
    assert warned(folder, content(EASY, f"reviewed: {day}")) == []


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("# none", "the answer of intent 'it' without `reviewed: YYYY-MM-DD`, here or atop the file"),
        (
            "reviewed: 2025-11-21",
            "the answer of intent 'it' last reviewed on 2025-11-21, more than 12 months ago: check it again",
        ),
        ("reviewed: 2026-11-23", "the answer of intent 'it' reviewed on 2026-11-23, which is still to come"),
    ],
    ids=["never", "long ago", "to come"],
)
def test_an_answer_without_a_recent_review_is_warned_of(folder: Folder, head: str, message: str) -> None:
    assert warned(folder, content(EASY, head)) == [(3, message)]


def test_answers_of_one_file_and_one_date_are_warned_of_together(folder: Folder) -> None:
    def intent(name: str, day: str) -> str:
        return f"  - {{id: {name}, question: {name} {name}, examples: [{name} it], answer: Yes., reviewed: {day}}}\n"

    days = {"cut": "2024-01-01", "slice": "2026-11-01", "bake": "2024-01-01", "toast": "2023-01-01"}

    assert warned(folder, "intents:\n" + "".join(intent(name, day) for name, day in days.items())) == [
        (
            2,
            "2 answers, from intent 'cut' on, last reviewed on 2024-01-01, more than 12 months ago: check them again",
        ),
        (
            5,
            "the answer of intent 'toast' last reviewed on 2023-01-01, more than 12 months ago: check it again",
        ),
    ]
