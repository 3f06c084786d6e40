"""What people expect of a chat in a terminal: thirty behaviours, a test for each.

Eleven and twelve are those that this chat leaves out: a question is one line, and no editor is started for it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.terminal.chat import chat as talk
from chatbot.terminal.commands import COMMANDS
from chatbot.terminal.opening import Loading
from chatbot.terminal.setting import Options
from tests.conftest import Screen
from tests.screens import CTRL_C, CTRL_D, DOWN, PROMPT_BEGINS, RIGHT, TAB, UP, Terminal, in_a_terminal

ESCAPE = "\x1b"
SGR = re.compile(rb"\x1b\[([\d;]*)m")


@pytest.fixture
def chat(screen: Screen, pets_folder: Path) -> Screen:
    """Starts chats about pets."""

    def start(
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        footer: str = "I am no vet. Emergency: 112",
        env: dict[str, str] | None = None,
    ) -> Terminal:
        return screen("--intents", str(pets_folder), *arguments, columns=columns, rows=rows, footer=footer, env=env)

    return start  # type: ignore[return-value]  # a mapping of the environment is a dict here


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments], input=stdin, capture_output=True, check=False, encoding="utf-8"
    )


# ------------------------------------------------------------------ what is typed


@in_a_terminal
def test_01_up_and_down_recall_what_was_typed_in_this_session(chat: Screen) -> None:
    terminal = chat(rows=40).prompted().ask("what does a cat eat").ask("and a dog?")
    terminal.types(UP, "and a dog?").types(UP, "what does a cat eat").types(DOWN, "and a dog?")
    assert terminal.types(UP, "what does a cat eat").press("\r").text.count("A cat eats meat.") == 2


@in_a_terminal
def test_02_nothing_that_was_typed_is_on_disk(chat: Screen, home: Path) -> None:
    terminal = chat("--no-pager").prompted().ask("what does a cat eat").ask("/topics").ask("my secret").ask("help")
    assert list(home.rglob("*")) == []
    assert terminal.leave() == 0
    assert list(home.rglob("*")) == []


@in_a_terminal
def test_03_saving_is_off_until_it_is_asked_for_and_confirmed(chat: Screen, home: Path) -> None:
    terminal = chat().prompted().ask("what does a cat eat").ask("/save talk.txt")
    assert list(home.iterdir()) == []
    terminal.ask("yes")
    assert [path.name for path in home.iterdir()] == ["talk.txt"]
    assert terminal.leave() == 0


@in_a_terminal
def test_04_what_is_saved_only_the_owner_can_read(chat: Screen, home: Path) -> None:
    chat().prompted().ask("what does a cat eat").ask("/save talk.txt").ask("yes")
    assert (home / "talk.txt").stat().st_mode & 0o777 == 0o600


@in_a_terminal
def test_05_suggestions_come_from_the_curated_questions_and_not_from_the_history(chat: Screen) -> None:
    terminal = chat().prompted().ask("how many secrets has my dog")
    terminal.types("how", "how do I wash a dog?").types(RIGHT, "How do I wash a dog?")
    assert "lukewarm water" in terminal.press("\r").text
    assert terminal.types("how many", "how many").leave(f"{CTRL_C}{CTRL_D}") == 0


@in_a_terminal
def test_06_tab_completes_commands_and_topics(chat: Screen) -> None:
    terminal = chat().prompted()
    terminal.send("/to")
    terminal.sees("all I can answer").types(TAB, "/topics")
    terminal.send(" fi")
    terminal.sees("a fish").types(TAB, "/topics a fish")
    assert "What does a goldfish eat?" in terminal.press("\r").text


@in_a_terminal
def test_07_the_menu_opens_for_commands_and_not_for_prose(chat: Screen) -> None:
    terminal = chat().prompted()
    terminal.types("the dog", "the dog")
    assert all(command.help not in terminal.text for command in COMMANDS)
    terminal.send(CTRL_C)
    terminal.prompted().send("/")
    for command in COMMANDS:
        terminal.sees(command.help)


@in_a_terminal
@pytest.mark.parametrize("word", ["/quit", "quit", "exit"])
def test_08_commands_begin_with_a_slash_and_exit_quit_and_help_stand_alone(chat: Screen, word: str) -> None:
    terminal = chat().prompted().ask("help")
    assert "/quit" in terminal.text
    assert terminal.leave(f"{word}\r") == 0


@in_a_terminal
def test_09_help_lists_the_commands_at_most_ten(chat: Screen) -> None:
    terminal = chat().prompted().ask("/help")
    listed = [line for line in terminal.lines if line.startswith("/")]
    assert [line.split()[0] for line in listed] == [f"/{command.name}" for command in COMMANDS]
    assert len(listed) <= 10


@in_a_terminal
def test_10_an_unknown_command_is_told_the_nearest(chat: Screen) -> None:
    assert "There is no command /tpoics. Did you mean /topics?" in chat().prompted().ask("/tpoics").lines


@in_a_terminal
def test_11_lines_that_are_pasted_become_one_question(chat: Screen) -> None:
    terminal = chat().prompted()
    terminal.types("\x1b[200~food for\r\na kitten\n\n  please\n\x1b[201~", "food for a kitten please")
    assert "A cat eats meat." in terminal.press("\r").lines
    assert terminal.text.count("\n>") == 2


@in_a_terminal
def test_12_no_editor_is_started(chat: Screen, home: Path) -> None:
    terminal = chat(env={"EDITOR": f"touch {home}/edited", "VISUAL": f"touch {home}/edited"}).prompted()
    terminal.types("cat\x18\x05", "cat").press("\r")
    assert terminal.leave() == 0
    assert list(home.iterdir()) == []


@in_a_terminal
def test_13_the_keys_are_those_of_emacs_or_of_vi(chat: Screen) -> None:
    assert chat().prompted().types("what a dog\x01\x04", "hat a dog").leave(f"{CTRL_C}{CTRL_D}") == 0
    terminal = chat("--vi").prompted().types(f"what a dog{ESCAPE}", "what a dog")
    terminal.types("0x", "hat a dog")
    assert terminal.leave(f"{CTRL_C}{CTRL_D}") == 0


# ------------------------------------------------------------------ what is shown


@in_a_terminal
def test_14_a_line_below_the_prompt_tells_whom_to_call_and_plain_mode_hides_it(chat: Screen) -> None:
    assert chat().prompted().lines[-1] == "I am no vet. Emergency: 112"
    terminal = chat("--plain").sees("\n>")
    assert "Emergency" not in terminal.text


@in_a_terminal
@pytest.mark.parametrize(
    ("arguments", "env", "bold"),
    [
        pytest.param((), {}, True, id="a terminal"),
        pytest.param((), {"NO_COLOR": "no"}, False, id="NO_COLOR"),
        pytest.param((), {"NO_COLOR": ""}, True, id="NO_COLOR that is empty"),
        pytest.param(("--color", "never"), {}, False, id="never"),
        pytest.param(("--color", "always"), {"NO_COLOR": "1"}, True, id="always"),
    ],
)
def test_15_no_color_and_color_are_honoured(
    chat: Screen, arguments: tuple[str, ...], env: dict[str, str], *, bold: bool
) -> None:
    terminal = chat(*arguments, env=env).prompted().ask("my dog ate poison")
    column = next(terminal.screen.buffer[row] for row, line in enumerate(terminal.lines) if "EMERGENCY" in line)[0]
    assert (column.bold, column.reverse) == (bold, bold)


@in_a_terminal
def test_16_nothing_is_told_by_colour(chat: Screen) -> None:
    terminal = chat().prompted().ask("my dog ate poison").ask("dog")
    terminal.types(DOWN, "What does a dog eat?").types("\x15what d", "what does a dog eat?")
    terminal.send("\x15/")
    terminal.sees("/quit")
    codes = {code for found in SGR.findall(terminal.bytes) for code in found.split(b";")}
    assert codes <= {b"", b"0", b"1", b"4", b"7"}  # none, bold, underlined, reverse: no colour of any depth


@in_a_terminal
@pytest.mark.parametrize(
    ("columns", "arguments", "longest"), [(40, (), 40), (200, (), 80), (200, ("--width", "30"), 30)]
)
def test_17_answers_are_wrapped_at_the_width_and_pipes_are_not(
    chat: Screen, pets_folder: Path, columns: int, arguments: tuple[str, ...], longest: int
) -> None:
    long = "my dog ate poison " * 3
    lines = chat(*arguments, columns=columns).prompted().ask("my dog ate poison").lines
    assert max(len(line) for line in lines[:-1]) == longest
    piped = run("chat", "--intents", str(pets_folder), stdin=long)
    assert piped.stdout.splitlines()[2] == "Call the animal hospital now."


@in_a_terminal
def test_18_a_new_size_redraws_the_prompt_and_later_answers_fit_it(chat: Screen) -> None:
    terminal = chat().prompted().ask("my dog ate poison")
    terminal.types("what do", "what does a cat eat?")
    terminal.resize(rows=24, columns=40)
    prompts = terminal.bytes.count(PROMPT_BEGINS)
    terminal.until(lambda: terminal.bytes.count(PROMPT_BEGINS) > prompts, "a new drawing")
    terminal.until(lambda: terminal.typed == "what does a cat eat?", "the line as it was")
    terminal.types("\x15", "").ask("my cat ate poison")
    assert " EMERGENCY ".center(40, "=") in terminal.lines


# ---------------------------------------------------------------------- coming and going


@in_a_terminal
def test_19_ctrl_c_clears_the_line_and_stays_and_says_how_to_leave_when_pressed_again(chat: Screen) -> None:
    terminal = chat().prompted().types("what does a dog", "what does a dog eat?")
    assert "To leave" not in terminal.press(CTRL_C).text
    assert "To leave, press Ctrl-D or type quit." in terminal.press(CTRL_C).lines
    assert "A cat eats meat." in terminal.ask("what does a cat eat").lines
    assert "A dog eats" not in terminal.text


@in_a_terminal
def test_20_ctrl_d_leaves_at_once_with_status_0(chat: Screen) -> None:
    assert chat().prompted().leave(CTRL_D) == 0


def test_21_piped_questions_are_answered_line_by_line(pets: Chatbot, pets_folder: Path) -> None:
    first = pets.ask("what does a cat eat")
    second = pets.ask("and a dog?", first.context)
    piped = run("chat", "--intents", str(pets_folder), stdin="what does a cat eat\nand a dog?\n")
    assert (piped.stdout, piped.stderr, piped.returncode) == (
        f"Ask me a question.\n\n{first.text}\n\n{second.text}\n\n",
        "",
        0,
    )


def test_22_one_question_can_be_an_argument(pets: Chatbot, pets_folder: Path) -> None:
    asked = run("ask", "--intents", str(pets_folder), "what does a cat eat")
    assert (asked.stdout, asked.returncode) == (f"{pets.ask('what does a cat eat').text}\n", 0)


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_23_json_is_one_line_for_each_reply(pets: Chatbot, pets_folder: Path, command: str) -> None:
    lines = ("what does a cat eat", "and a dog?")
    first = pets.ask(lines[0])
    second = pets.ask(lines[1], first.context if command == "chat" else None)
    piped = run(command, "--json", "--intents", str(pets_folder), stdin="\n".join(lines))
    assert [json.loads(line) for line in piped.stdout.splitlines()] == [first.to_dict(), second.to_dict()]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("what does a cat eat",), 0),
        (("--intents", "nowhere", "hi"), 1),
        (("--loud",), 2),
        (("how much is a cat",), 3),
        (("my dog ate poison",), 10),
    ],
    ids=["answered", "error", "usage", "no answer", "emergency"],
)
def test_24_the_exit_status_says_what_became_of_it(pets_folder: Path, arguments: tuple[str, ...], status: int) -> None:
    assert run("ask", "--intents", str(pets_folder), *arguments).returncode == status
    assert str(status) in run("--help").stdout


@pytest.mark.parametrize("command", [("ask", "hi"), ("chat",), ("chat", "--json"), ("ask", "--loud")], ids=" ".join)
def test_25_errors_go_to_standard_error_only(command: tuple[str, ...]) -> None:
    done = run(*command, "--intents", "nowhere")
    assert (done.stdout, bool(done.stderr)) == ("", True)


@in_a_terminal
def test_26_plain_mode_is_lines_without_an_escape_byte(chat: Screen) -> None:
    terminal = chat("--plain").sees("\n>")
    terminal.send("my dog ate poison\n")
    terminal.sees("EMERGENCY\nCall the animal hospital now.")
    assert terminal.leave() == 0
    assert b"\x1b" not in terminal.bytes


@in_a_terminal
def test_27_a_list_longer_than_the_screen_is_paged_unless_told_otherwise(chat: Screen, home: Path) -> None:
    pager = home / "pager"
    pager.write_text("#!/bin/sh\ncat\necho PAGED\n", "utf-8")
    pager.chmod(0o700)
    paged = {"PAGER": str(pager)}
    assert "PAGED" in chat(rows=10, env=paged).prompted().ask("/topics").lines
    for arguments, rows, env in (
        (("--no-pager",), 10, paged),
        ((), 24, paged),
        ((), 10, {"PAGER": ""}),
        ((), 10, {"PAGER": "./no"}),
        ((), 10, {"PAGER": "less '"}),
    ):
        terminal = chat(*arguments, rows=rows, env=env).prompted().ask("/topics")
        assert "5. Other questions (2)" in terminal.lines
        assert "PAGED" not in terminal.text
    plain = chat("--plain", rows=10, env=paged).sees("\n>")
    plain.send("/topics\n")
    assert "PAGED" not in plain.sees("5. Other").text


class Tty(StringIO):
    def isatty(self) -> bool:
        return True


class NoConsoleScreenBufferError(Exception):
    """As prompt-toolkit names what it raises where Windows has no console; elsewhere it has no such class."""


class NoConsole:
    def __init__(self, *_: object, **__: object) -> None:
        raise NoConsoleScreenBufferError


def test_28_a_console_of_windows_without_a_screen_gets_the_plain_chat(
    pets: Chatbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.terminal.prompt.Prompt", NoConsole)
    monkeypatch.setenv("TERM", "xterm")
    out = Tty()
    ended = talk(Loading(lambda: pets), pets.content.texts, Options(), Tty("what does a cat eat\n"), out)
    assert ended == 0
    assert out.getvalue().startswith("Ask me a question.\n\n> \nA cat eats meat.\n")
    assert "\x1b" not in out.getvalue()


@in_a_terminal
def test_29_source_names_the_section_of_the_last_answer(chat: Screen) -> None:
    lines = chat().prompted().ask("what does a cat eat").ask("/source").lines
    at = lines.index("> /source")
    assert lines[at : at + 4] == ["> /source", "", "What does a cat eat?", "Source: Food"]


@in_a_terminal
def test_30_save_writes_the_transcript_and_asks_first(chat: Screen, home: Path, pets: Chatbot) -> None:
    terminal = chat().prompted().ask("what does a cat eat").ask("/save ~/talk.txt").ask("no")
    assert list(home.iterdir()) == []
    terminal.ask("/save ~/talk.txt").ask("yes")
    reply = pets.ask("what does a cat eat").text
    assert (home / "talk.txt").read_text("utf-8") == f"Ask me a question.\n\n> what does a cat eat\n\n{reply}\n"
    asked = " ".join(terminal.ask("/save ~/talk.txt").text.split())  # where a line breaks hangs on the folder's name
    assert "That file exists and will be overwritten." in asked
