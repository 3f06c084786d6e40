import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from chatbot import Chatbot, Context, Reply
from chatbot.compiled import packaged
from chatbot.text import words

CASES = Path(__file__).parent / "content"
WITHOUT_CASES = {"bot.yaml", "lexicon.yaml", "numbers.yaml", "terms.yaml"}
"""Content that answers no question by itself."""


@dataclass(frozen=True)
class Turn:
    """A message, the first answer it gets (`none`: refused; empty: any) and the alarm it raises."""

    ask: str
    expect: str = ""
    safety: str = "none"


def single_cases() -> list[tuple[str, Turn]]:
    return [
        (path.name, Turn(**entry))
        for path in sorted(CASES.glob("*.yaml"))
        if path.name != "dialogs.yaml"
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]


def dialogs() -> list[list[Turn]]:
    return [[Turn(**entry) for entry in turns] for turns in yaml.safe_load((CASES / "dialogs.yaml").read_text("utf-8"))]


SINGLE = single_cases()
DIALOGS = dialogs()
EVERY = [turn for _, turn in SINGLE] + [turn for turns in DIALOGS for turn in turns]


def heard(turn: Turn, reply: Reply) -> Turn:
    """The turn as it went: equal to what was written when it went as expected."""
    first = reply.answers[0].intent if reply.answers else "none" if reply.kind == "fallback" else reply.kind
    return Turn(turn.ask, first if turn.expect else "", reply.safety)


@pytest.mark.parametrize(
    "turn", [pytest.param(turn, id=f"{Path(file).stem}: {turn.ask[:70]}") for file, turn in SINGLE]
)
def test_a_message_gets_the_reply_written_for_it(bot: Chatbot, turn: Turn) -> None:
    assert heard(turn, bot.ask(turn.ask)) == turn


def named(turns: list[Turn]) -> str:
    return " / ".join(turn.ask for turn in turns)[:100]


@pytest.mark.parametrize("turns", [pytest.param(turns, id=named(turns)) for turns in DIALOGS])
def test_a_conversation_goes_as_written(bot: Chatbot, turns: list[Turn]) -> None:
    went, context = [], Context()
    for turn in turns:
        reply = bot.ask(turn.ask, context=context)
        went.append(heard(turn, reply))
        context = reply.context
    assert went == turns


@pytest.mark.parametrize("turn", [turn for turn in EVERY if turn.safety != "none"], ids=lambda turn: turn.ask[:70])
def test_an_alarm_is_raised_in_the_middle_of_any_conversation(bot: Chatbot, turn: Turn) -> None:
    context = bot.ask("and for how long?", context=bot.ask("What is a port?").context).context
    assert bot.ask(turn.ask, context=context).safety == turn.safety


@pytest.mark.parametrize("turn", [turn for turn in EVERY if turn.safety != "none"], ids=lambda turn: turn.ask[:70])
def test_an_alarm_is_raised_however_it_is_typed(bot: Chatbot, turn: Turn) -> None:
    typed = (turn.ask.upper(), turn.ask.lower(), f"  {turn.ask} !!!", turn.ask.replace("'", "\u2019"))
    assert [bot.ask(text).safety for text in typed] == [turn.safety] * len(typed)


def test_every_content_file_has_a_file_of_cases_by_its_name() -> None:
    written = {path.name for path in CASES.glob("*.yaml")} - {"dialogs.yaml"}
    assert written == {path.name for path in packaged().glob("*.yaml")} - WITHOUT_CASES


def test_every_intent_is_the_answer_to_some_case(bot: Chatbot) -> None:
    assert sorted({intent.id for intent in bot.intents} - {turn.expect for turn in EVERY}) == []


def test_a_case_stands_in_the_file_of_the_intent_it_expects(bot: Chatbot) -> None:
    home = {intent.id: Path(intent.path).name for intent in bot.intents} | {"none": "gaps.yaml"}
    strays = [(file, turn.ask) for file, turn in SINGLE if file != "rules.yaml" and home[turn.expect] != file]
    assert strays == []


def test_no_case_is_written_twice() -> None:
    said = sorted(words(turn.ask) for _, turn in SINGLE)
    assert [first for first, second in pairwise(said) if first == second] == []


def test_no_case_is_copied_from_the_content(bot: Chatbot) -> None:
    content = bot.content
    examples = {words(text) for intent in content.intents for text in intent.examples}
    examples |= {words(text) for gap in content.gaps for text in gap.examples}
    rules = {words(text) for rule in content.rules for text in (*rule.catches, *rule.spares)}
    copied = [turn.ask for file, turn in SINGLE if words(turn.ask) in (rules if file == "rules.yaml" else examples)]
    assert copied == []


def test_a_case_reads_as_one_line_of_plain_text() -> None:
    assert [turn.ask for turn in EVERY if not re.fullmatch(r"\S(.*\S)?", turn.ask)] == []
