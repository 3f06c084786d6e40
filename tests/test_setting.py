from __future__ import annotations

from collections.abc import Mapping
from io import StringIO

import pytest

from chatbot.terminal.screen import Page
from chatbot.terminal.setting import Options, Setting, setting

XTERM = {"TERM": "xterm"}


class Tty(StringIO):
    def isatty(self) -> bool:
        return True


def at(options: Options, env: Mapping[str, str] = XTERM, *, stdin: bool = True, stdout: bool = True) -> Setting:
    return setting(options, Tty() if stdin else StringIO(), Tty() if stdout else StringIO(), env)


RICH = Setting(prompted=True, rich=True, styled=True, width=0, shown=True, frame="rules")
UNSTYLED = Setting(prompted=True, rich=True, styled=False, width=0, shown=True, frame="rules")
PLAIN = Setting(prompted=True, rich=False, styled=False, width=0, shown=True, frame="label")
PIPED = Setting(prompted=False, rich=False, styled=False, width=0, shown=False, frame="none")


@pytest.mark.parametrize(
    ("options", "env", "expected"),
    [
        pytest.param(Options(), XTERM, RICH, id="a terminal"),
        pytest.param(Options(plain=True), XTERM, PLAIN, id="plain"),
        pytest.param(Options(plain=True, color="always"), XTERM, PLAIN, id="plain is stronger than color"),
        pytest.param(Options(), {"TERM": "dumb"}, PLAIN, id="dumb"),
        pytest.param(Options(color="always"), {"TERM": "dumb"}, PLAIN, id="dumb is stronger than color"),
        pytest.param(Options(), {"NO_COLOR": "no"}, UNSTYLED, id="NO_COLOR of any value"),
        pytest.param(Options(), {"NO_COLOR": ""}, RICH, id="NO_COLOR that is empty"),
        pytest.param(Options(color="always"), {"NO_COLOR": "1"}, RICH, id="always is stronger than NO_COLOR"),
        pytest.param(Options(color="never"), XTERM, UNSTYLED, id="never"),
    ],
)
def test_what_is_sent_to_a_terminal(options: Options, env: Mapping[str, str], expected: Setting) -> None:
    assert at(options, env) == expected


@pytest.mark.parametrize("color", ["auto", "never"])
def test_a_pipe_gets_bare_lines(color: str) -> None:
    options = Options(color="never") if color == "never" else Options()
    assert at(options, stdin=False, stdout=False) == PIPED


def test_a_pipe_gets_styles_on_demand_but_no_prompt() -> None:
    place = at(Options(color="always"), stdin=False, stdout=False)
    assert (place.styled, place.frame, place.prompted, place.rich) == (True, "rules", False, False)


def test_nobody_is_prompted_who_cannot_answer() -> None:
    assert not at(Options(), stdin=False).prompted
    assert not at(Options(), stdout=False).prompted


@pytest.mark.parametrize(
    ("columns", "wanted", "width"), [("60", 0, 60), ("200", 0, 80), ("200", 100, 100), ("60", 30, 30)]
)
def test_lines_are_as_wide_as_the_terminal_up_to_80_or_as_asked(
    monkeypatch: pytest.MonkeyPatch, columns: str, wanted: int, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert at(Options(width=wanted)).page() == Page(width, "rules")


def test_off_a_terminal_lines_are_wrapped_only_on_demand() -> None:
    assert at(Options(), stdout=False).page() == Page(0, "none")
    assert at(Options(width=40), stdout=False).page() == Page(40, "none")
