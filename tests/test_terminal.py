from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from chatbot import Chatbot, ContentError
from chatbot.console import read_line, read_lines
from chatbot.terminal.chat import chat, chat_json
from chatbot.terminal.opening import Loading
from chatbot.terminal.setting import Options
from tests.conftest import Screen
from tests.screens import CTRL_C, in_a_terminal

GREETING = "Ask me a question.\n\n"


def talk(bot: Chatbot, said: str, options: Options | None = None) -> str:
    out = StringIO()
    assert chat(Loading(lambda: bot), bot.content.texts, options or Options(), StringIO(said), out) == 0
    return out.getvalue()


# --------------------------------------------------------------------- piped


def test_a_piped_chat_greets_and_replies_to_each_line(pets: Chatbot) -> None:
    first = pets.ask("What does a cat eat?")
    second = pets.ask("zzz", context=first.context)
    assert talk(pets, "What does a cat eat?\nzzz\n") == f"{GREETING}{first.text}\n\n{second.text}\n\n"


def test_a_piped_chat_reads_as_in_this_transcript(pets: Chatbot) -> None:
    said = (
        "waht does a cat eat\nand a dog?\n1\n\n/source\n/topics fish\n1\nmy dog ate poison\n/tpoics\nquit\nnot read\n"
    )
    assert talk(pets, said) == (Path(__file__).parent / "golden" / "pipe.txt").read_text("utf-8")


def test_a_piped_chat_is_wrapped_and_styled_only_on_demand(pets: Chatbot) -> None:
    said = talk(pets, "my dog ate poison\n", Options(width=20, color="always"))
    assert said == (
        "Ask me a question.\n\n"
        "\x1b[1;7m==== EMERGENCY =====\x1b[0m\n\x1b[1mCall the animal\x1b[0m\n\x1b[1mhospital now.\x1b[0m\n"
        "\x1b[1m====================\x1b[0m\n\n"
    )


def test_a_number_picks_what_was_offered(pets: Chatbot) -> None:
    offered = pets.ask("dog").suggestions[1]
    assert pets.content.by_id[offered.intent].answer in talk(pets, "dog\n2\n")


@pytest.mark.parametrize("said", ["", "dog food\n", "dog food"], ids=["none", "a line", "no newline"])
def test_the_end_of_input_leaves_the_chat(pets: Chatbot, said: str) -> None:
    assert talk(pets, said).count("nearly anything") == (1 if said else 0)


def test_each_reply_of_a_piped_chat_is_there_before_the_next_line_is_read(pets_folder: Path) -> None:
    chatting = subprocess.Popen(
        [sys.executable, "-m", "chatbot", "chat", "--json", "--intents", str(pets_folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with chatting as running:
        assert running.stdin is not None
        assert running.stdout is not None
        answered = []
        for line in ("what does a cat eat", "and a dog?"):
            running.stdin.write(f"{line}\n")
            running.stdin.flush()
            answered.append(json.loads(running.stdout.readline())["answers"][0]["intent"])
        running.stdin.close()
    assert (answered, running.returncode) == (["cat.food", "dog.food"], 0)


def test_bytes_that_are_not_utf_8_become_replacement_characters() -> None:
    stdin = TextIOWrapper(BytesIO(b"caf\xe9 \xff\r\nhats\n\nlast"), encoding="ascii")
    assert list(read_lines(stdin)) == ["caf\ufffd \ufffd", "hats", "", "last"]


def test_a_text_without_bytes_is_read_by_lines() -> None:
    assert list(read_lines(StringIO("one\r\n\ntwo"))) == ["one", "", "two"]


def test_after_the_last_line_there_is_none() -> None:
    with pytest.raises(EOFError):
        read_line(StringIO())


def test_a_piped_chat_as_a_process_carries_context_and_leaves_with_status_0() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "chatbot"],
        input=b"can i swim with a port\nand a PICC?\nquit\nwhat is ivig\n",
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert re.findall(r"^(?:Yes\. A port|No\. A PICC|IVIG is)", said, re.MULTILINE) == ["Yes. A port", "No. A PICC"]
    assert "\x1b" not in said


# ----------------------------------------------------------------------- JSON


def test_json_is_the_dict_of_each_reply_in_the_context_of_the_one_before(pets: Chatbot) -> None:
    out = StringIO()
    assert chat_json(pets, StringIO("what does a cat eat\nand a dog?\n\nquit\n/help\n"), out) == 0
    expected, context = [], None
    for line in ("what does a cat eat", "and a dog?", "", "quit", "/help"):
        reply = pets.ask(line, context)
        context = reply.context
        expected.append(reply.to_dict())
    assert [json.loads(line) for line in out.getvalue().splitlines()] == expected


# ------------------------------------------------------ in a plain terminal

PLAIN = ("--plain",)


@in_a_terminal
@pytest.mark.parametrize(
    ("arguments", "env"),
    [pytest.param(PLAIN, {}, id="--plain"), pytest.param((), {"TERM": "dumb"}, id="TERM=dumb")],
)
def test_a_plain_terminal_is_sent_lines_and_no_escape_byte(
    screen: Screen, pets_folder: Path, home: Path, arguments: tuple[str, ...], env: dict[str, str]
) -> None:
    terminal = screen("--intents", str(pets_folder), *arguments, "--color", "always", columns=40, rows=50, env=env)
    terminal.sees("question.\n\n>")
    for line, seen in (
        ("what does a cat eat", "1. How old"),
        ("/topics", "5. Other"),
        ("my dog ate poison", "hospital now."),
    ):
        terminal.send(f"{line}\n")
        terminal.sees(seen).until(lambda: terminal.lines[-1] == ">", "a prompt")
    assert terminal.text == (Path(__file__).parent / "golden" / "plain.txt").read_text("utf-8").rstrip("\n")
    assert terminal.leave() == 0
    assert b"\x1b" not in terminal.bytes
    assert list(home.iterdir()) == []


@in_a_terminal
def test_ctrl_c_gives_up_the_line_of_a_plain_terminal_too(screen: Screen, pets_folder: Path) -> None:
    terminal = screen("--intents", str(pets_folder), "--plain").sees("\n>")
    terminal.send("what does a dog")
    terminal.sees("> what does a dog")
    terminal.send(CTRL_C)
    # Linux may drop what is written at the moment of a Ctrl-C, here the end of the line.
    terminal.until(lambda: terminal.lines[-1].endswith(">"), "a prompt")
    terminal.send(CTRL_C)
    terminal.sees("To leave, press Ctrl-D or type quit.")
    terminal.send("what does a cat eat\n")
    terminal.sees("A cat eats meat.")
    assert terminal.leave() == 0


@in_a_terminal
def test_an_empty_line_gets_no_reply_where_a_person_types(screen: Screen, pets_folder: Path) -> None:
    terminal = screen("--intents", str(pets_folder)).prompted()
    terminal.ask("").ask("  ")
    assert terminal.lines[:-1] == ["Ask me a question.", "", ">", ">", ">", *[""] * (len(terminal.lines) - 6)]
    assert terminal.leave() == 0


# ----------------------------------------------------------------- odd places


class Tty(StringIO):
    def isatty(self) -> bool:
        return True


class Broken:
    def __init__(self, *_: object, **__: object) -> None:
        raise ZeroDivisionError


def test_any_other_fault_of_the_prompt_is_not_hidden(pets: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.terminal.prompt.Prompt", Broken)
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(ZeroDivisionError):
        chat(Loading(lambda: pets), pets.content.texts, Options(), Tty(), Tty())


def test_a_bot_that_cannot_be_loaded_behind_the_greeting_is_an_error_at_the_first_question(
    pets: Chatbot, tmp_path: Path
) -> None:
    loading = Loading(lambda: Chatbot.load(tmp_path))
    with pytest.raises(ContentError, match=r"there is no \*\.yaml file"):
        chat(loading, pets.content.texts, Options(), StringIO("help\nwhat does a cat eat\n"), StringIO())


@in_a_terminal
def test_content_with_a_fault_starts_nothing(screen: Screen, home: Path) -> None:
    home.joinpath("a.yaml").write_text("intents: [{id: a}]\n", "utf-8")
    terminal = screen("--intents", ".")
    assert terminal.leave("") == 1
    assert terminal.lines == [
        "a.yaml:1: this intent has no 'answer'",
        "a.yaml:1: this intent has no 'examples'",
        "a.yaml:1: this intent has no 'question'",
    ]


@in_a_terminal
def test_the_packaged_bot_answers_what_is_typed_before_it_has_loaded(screen: Screen) -> None:
    terminal = screen(footer="Not medical advice. Emergency: 911", rows=40)
    terminal.send("can i showr with my picc line\r")
    terminal.sees("get wet").until(lambda: terminal.ready, "a prompt")
    assert terminal.leave() == 0


@in_a_terminal
def test_who_leaves_before_the_bot_has_loaded_does_not_wait(screen: Screen) -> None:
    terminal = screen(footer="Not medical advice. Emergency: 911").prompted()
    assert terminal.leave() == 0
    assert b"Traceback" not in terminal.bytes
