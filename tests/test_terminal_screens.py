"""Whole screens, as a person sees them: compared with the text files in `golden/`.

To write them anew: `UPDATE_SCREENS=1 pytest tests/test_terminal_screens.py`, then read every one of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Screen
from tests.screens import CTRL_C, DOWN, TAB, Terminal, in_a_terminal

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = [40, 80, 200]
FOOTER = "Not medical advice. Emergency: 911"

pytestmark = in_a_terminal


def matches(terminal: Terminal, name: str, width: int) -> None:
    """Compare a screen with its file."""
    path = GOLDEN / f"{name}-{width}.txt"
    if os.environ.get("UPDATE_SCREENS"):
        path.write_text(terminal.text + "\n", "utf-8")
    assert terminal.text + "\n" == path.read_text("utf-8")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_conversation_reads_well(screen: Screen, home: Path, width: int) -> None:
    terminal = screen("--intents", str(GOLDEN), columns=width, rows=120, footer=FOOTER).prompted()
    terminal.ask("port")
    terminal.types(DOWN, "What is a port?")
    terminal.types(DOWN, "Can a port get wet?")
    terminal.press("\r")
    terminal.ask("and a picc?")
    terminal.ask("1")
    terminal.ask("how much is a port")
    terminal.ask("when does my picc come out")
    terminal.ask("i cant breathe")
    terminal.ask("wat is a port and can i showr with a picc")
    matches(terminal, "conversation", width)
    assert terminal.leave() == 0
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_commands_read_well(screen: Screen, home: Path, width: int) -> None:
    terminal = screen("--intents", str(GOLDEN), columns=width, rows=120, footer=FOOTER).prompted()
    terminal.ask("/topics")
    terminal.ask("2")
    terminal.ask("3")
    terminal.ask("/source")
    terminal.ask("/tpoics")
    terminal.ask("/save notes.txt")
    terminal.ask("no")
    terminal.ask("help")
    terminal.press(CTRL_C)
    terminal.press(CTRL_C)
    terminal.send("/")
    terminal.sees(" /quit")
    terminal.types(TAB, "/topics")
    matches(terminal, "commands", width)
    terminal.press("\r")
    assert terminal.leave("quit\r") == 0
    assert list(home.iterdir()) == []
