from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.calibrate import Share, Trade, best, calibration_error, reliability, report, trades
from chatbot.content import Cutoffs
from chatbot.trial import Case, Fate, Tried

FOOD = Case("a.yaml", 1, "what should a cat get to eat", ("cat.food",))
PRICE = Case("a.yaml", 2, "what is the price of a cat", ("none",))


def answer(confidence: float, fate: Fate) -> Tried:
    return Tried(FOOD, fate, "cat.food", confidence, answered=True, explanation=None)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        # Newcombe, Stat Med 1998, 17:857, table I, method 3
        pytest.param(Share(81, 263), 0.2553, 0.3662, id="81 of 263"),
        pytest.param(Share(15, 148), 0.0624, 0.1605, id="15 of 148"),
        pytest.param(Share(0, 20), 0.0, 0.1611, id="none of 20"),
        pytest.param(Share(1, 29), 0.0061, 0.1718, id="1 of 29"),
        pytest.param(Share(0, 0), 0.0, 1.0, id="no cases"),
    ],
)
def test_a_share_has_the_interval_of_wilson(share: Share, low: float, high: float) -> None:
    assert share.interval == pytest.approx((low, high), abs=0.0001)


def test_answers_are_counted_by_tenths_of_their_confidence() -> None:
    tried = [answer(0.91, "right"), answer(0.93, "wrong"), answer(1.0, "right"), answer(0.35, "wrong")]

    assert [(round(mean, 3), share) for mean, share in reliability(tried)] == [
        (0.35, Share(0, 1)),
        (0.947, Share(2, 3)),
    ]


def test_what_is_not_answered_says_nothing_of_the_confidence_of_answers() -> None:
    silent = replace(answer(0.4, "silent"), answered=False)

    assert list(reliability([silent])) == []


def test_the_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    assert calibration_error([answer(0.9, "right")] * 9 + [answer(0.9, "wrong")]) == pytest.approx(0.0)
    assert calibration_error([answer(0.9, "right"), answer(0.9, "wrong")]) == pytest.approx(0.4)
    assert calibration_error([]) == 0.0


def test_the_best_cutoff_has_the_most_right_answers_that_the_wrong_ones_allow() -> None:
    found = [
        Trade(0.2, Share(95, 100), Share(5, 100)),
        Trade(0.5, Share(90, 100), Share(3, 100)),
        Trade(0.8, Share(70, 100), Share(1, 100)),
    ]

    assert best(found, 0.03) == found[1]
    assert best(found, 0.0) is None


def test_of_equal_cutoffs_the_higher_one_is_best() -> None:
    found = [Trade(0.5, Share(9, 10), Share(0, 10)), Trade(0.6, Share(9, 10), Share(0, 10))]

    assert best(found, 0.1) == found[1]


def test_a_higher_cutoff_never_answers_more(pets: Chatbot) -> None:
    found = trades(pets, [FOOD, PRICE, replace(FOOD, ask="puppy shampoo", expect=("dog.wash",))])

    answered = [trade.right.count + trade.wrong.count for trade in found]
    assert answered == sorted(answered, reverse=True)


def test_cutoffs_change_what_is_answered_and_nothing_else(pets: Chatbot) -> None:
    strict = pets.with_cutoffs(Cutoffs(answer=1.0))
    asked = "the puppy rolled in mud and needs shampoo"

    assert pets.ask(asked).kind == "answer"
    assert strict.ask(asked).kind == "clarify"
    assert strict.match(asked) == pets.match(asked)


def test_a_report_ends_with_what_to_put_into_the_content(pets: Chatbot) -> None:
    *_, last = report(pets, [FOOD], 0.0)

    assert last == "at most 0.0% wrong: put `cutoffs: {answer: 0.95}` into the content"


def test_a_report_says_when_no_cutoff_will_do(pets: Chatbot) -> None:
    *_, last = report(pets, [replace(FOOD, ask="what does a cat eat", expect=("dog.wash",))], 0.0)

    assert last == "no cut-off keeps wrong answers at 0.0%; look at what `test` says of the misses"


def test_the_command_prints_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from chatbot.cli import main

    path = tmp_path / "cases.yaml"
    path.write_text("- ask: can a picc get wet\n  expect: picc.wet\n", "utf-8")

    assert main(["calibrate", str(path)]) == 0
    assert capsys.readouterr().out.startswith("1 labelled questions, cut-off for answers 0.65\n")
