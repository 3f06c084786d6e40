from pathlib import Path

import pytest

from chatbot import Chatbot, ContentError
from chatbot.trial import Case, fate_of, read_cases, report, trial

PORT = Case("a.yaml", 1, "can a port get wet", ("port.wet",))


def write(folder: Path, text: str) -> Path:
    path = folder / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_are_read_with_their_labels_lines_and_turns(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "- ask: one\n  expect: a\n- - ask: two\n    expect: [a, b]\n  - ask: three\n    safety: emergency\n",
    )

    assert read_cases([path]) == [
        Case(str(path), 1, "one", ("a",)),
        Case(str(path), 3, "two", ("a", "b")),
        Case(str(path), 5, "three", (), "emergency", 1),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a: b", "1: a file of cases must be a list", id="no list"),
        pytest.param(
            "- a", "1: a case must be a mapping of ask, expect, safety, kind; `ask` must be there", id="no mapping"
        ),
        pytest.param(
            "- {expect: a}",
            "1: a case must be a mapping of ask, expect, safety, kind; `ask` must be there",
            id="no ask",
        ),
        pytest.param("- ask: [a]", "1: `ask` must be text", id="ask is no text"),
        pytest.param(
            "- {ask: a, safety: loud}",
            "1: `safety` is one of none, urgent, crisis, emergency, not 'loud'",
            id="no such alarm",
        ),
    ],
)
def test_a_file_of_another_shape_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)

    with pytest.raises(ContentError) as caught:
        read_cases([path])

    assert str(caught.value) == f"{path}:{message}"


def test_the_answer_expected_is_right(bot: Chatbot) -> None:
    assert fate_of(bot.ask(PORT.ask), PORT) == "right"


def test_another_answer_is_wrong(bot: Chatbot) -> None:
    assert fate_of(bot.ask("what is ivig"), PORT) == "wrong"


def test_a_refusal_is_right_where_nothing_answers(bot: Chatbot) -> None:
    assert fate_of(bot.ask("how much does ivig cost"), Case("a.yaml", 1, "", ("none",))) == "right"


def test_an_intent_among_the_suggestions_is_offered(bot: Chatbot) -> None:
    assert fate_of(bot.ask("can it get wet"), PORT) == "offered"


def test_a_refusal_of_what_has_an_answer_is_silent(bot: Chatbot) -> None:
    assert fate_of(bot.ask("capital of mongolia"), PORT) == "silent"


def test_a_missed_alarm_is_wrong(bot: Chatbot) -> None:
    assert fate_of(bot.ask("what is ivig"), Case("a.yaml", 1, "", ("ivig.what",), "emergency")) == "wrong"


def test_a_turn_is_asked_in_the_context_of_the_one_before(bot: Chatbot) -> None:
    cases = [PORT, Case("a.yaml", 2, "and a picc?", ("picc.wet",), turn=1)]

    assert [one.got for one in trial(bot, cases)] == ["port.wet", "picc.wet"]


def test_a_conversation_begins_anew(bot: Chatbot) -> None:
    cases = [PORT, Case("a.yaml", 2, "and a picc?", ("picc.wet",))]

    assert [one.fate for one in trial(bot, cases)] != ["right", "right"]


def test_the_report_gives_shares_confusions_and_why(bot: Chatbot) -> None:
    lines = list(report(trial(bot, [PORT, Case("a.yaml", 2, "what is ivig", ("port.what",))])))

    assert lines[:3] == [
        "a.yaml: 2 cases, right 50.0%, offered 0.0%, silent 0.0%, wrong 50.0%",
        "taken once: port.what for ivig.what",
        "a.yaml:2: wrong: 'what is ivig' is port.what, got ivig.what at 1.0",
    ]
    assert lines[3] == "    question: what is ivig"


def test_figures_are_told_by_kind_where_cases_have_one(bot: Chatbot, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "- {ask: can a port get wet, expect: port.wet, kind: plain}\n"
        "- {ask: cn a prt gt wt, expect: port.wet, kind: typo}\n"
        "- {ask: can a picc get wet, expect: picc.wet}\n",
    )
    first, *rest = report(trial(bot, read_cases([path])))

    assert first.startswith(f"{path}: 3 cases, right ")
    assert rest[0] == "plain: 1 cases, right 100.0%, offered 0.0%, silent 0.0%, wrong 0.0%"
    assert rest[1].startswith("typo: 1 cases, ")
