from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from chatbot import Chatbot
from chatbot.terminal import chat, read_lines, wrapped

SHOP = """
texts:
  greeting: Ask the shop.
  suggest: "Next:"
topics:
  - {id: shoes, name: shoes, words: [shoes, boots]}
  - {id: hats, name: hats, words: [hats, caps]}
aspects:
  - {id: price, name: the price, words: [price, cost]}
  - {id: wash, name: washing, words: [wash, clean]}
intents:
  - id: shoes.price
    question: What do shoes cost?
    examples: [price of a pair of shoes, are boots expensive]
    answer: Shoes cost ninety.
  - id: hats.price
    question: What do hats cost?
    examples: [price of hats, are caps expensive]
    answer: Hats cost twenty.
  - id: shoes.wash
    question: How do I wash shoes?
    examples: [shoes are dirty, cleaning boots]
    answer: Brush shoes.
  - id: hats.wash
    question: How do I wash hats?
    examples: [hats are dirty, cleaning caps]
    answer: Steam a hat over a kettle, then brush it gently along the grain.
"""
PROMPT = ">"
CLEAR = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "NO_COLOR": "1"}


@pytest.fixture(scope="session")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    root.joinpath("shop.yaml").write_text(SHOP, "utf-8")
    return root


@pytest.fixture(scope="session")
def shop(shop_folder: Path) -> Chatbot:
    return Chatbot.load(shop_folder)


def talk(bot: Chatbot, said: str) -> str:
    out = StringIO()
    assert chat(bot, StringIO(said), out) == 0
    return out.getvalue()


# --------------------------------------------------------------------- piped


def test_a_piped_chat_greets_and_replies_to_each_line(shop: Chatbot) -> None:
    first = shop.ask("What do hats cost?")
    second = shop.ask("zzz", context=first.context)
    assert talk(shop, "What do hats cost?\nzzz\n") == f"Ask the shop.\n\n\n{first.text}\n\n\n{second.text}\n\n"


def test_a_line_is_understood_in_the_context_of_the_one_before(shop: Chatbot) -> None:
    assert "Shoes cost ninety." not in talk(shop, "and boots?\n")
    assert "Shoes cost ninety." in talk(shop, "What do hats cost?\nand boots?\n")


def test_a_number_picks_what_was_offered(shop: Chatbot) -> None:
    offered = shop.ask("zzz").suggestions[1]
    assert shop.content.by_id[offered.intent].answer in talk(shop, "zzz\n2\n")


@pytest.mark.parametrize("word", ["quit", "exit", "/quit", "/exit", ":q", "  QUIT  ", "Exit"])
def test_a_word_leaves_the_chat(shop: Chatbot, word: str) -> None:
    assert talk(shop, f"{word}\nWhat do hats cost?\n") == "Ask the shop.\n\n"


@pytest.mark.parametrize(
    "said", ["", "What do hats cost?\n", "What do hats cost?"], ids=["none", "a line", "no newline"]
)
def test_the_end_of_input_leaves_the_chat(shop: Chatbot, said: str) -> None:
    assert talk(shop, said).count("twenty") == (1 if said else 0)


def test_words_that_only_begin_with_quit_are_a_question(shop: Chatbot) -> None:
    assert "Shoes cost ninety." in talk(shop, "quit asking, what do hats cost\nWhat do shoes cost?\n")


def test_bytes_that_are_not_utf_8_become_replacement_characters() -> None:
    stdin = TextIOWrapper(BytesIO(b"caf\xe9 \xff\r\nhats\n\nlast"), encoding="ascii")
    assert list(read_lines(stdin)) == ["caf\ufffd \ufffd", "hats", "", "last"]


def test_a_text_without_bytes_is_read_by_lines() -> None:
    assert list(read_lines(StringIO("one\r\n\ntwo"))) == ["one", "", "two"]


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


# ------------------------------------------------------------------- wrapping

LONG = "one two three four five\n\n- six seven eight nine\n1. ten eleven twelve"


def test_text_is_wrapped_at_the_width_and_a_list_is_indented() -> None:
    assert wrapped(LONG, 14).splitlines() == [
        "one two three",
        "four five",
        "",
        "- six seven",
        "  eight nine",
        "1. ten eleven",
        "twelve",
    ]


def test_a_width_of_nought_leaves_text_as_it_is() -> None:
    assert wrapped(LONG, 0) == LONG


def test_no_letter_is_lost_by_wrapping(bot: Chatbot) -> None:
    for intent in bot.intents:
        lines = wrapped(intent.answer, 30).splitlines()
        assert max(map(len, lines)) <= 30
        assert "".join("".join(lines).split()) == "".join(intent.answer.split())


# ------------------------------------------------------- in a pseudo-terminal

Terminal = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    return path


@pytest.fixture
def terminal(shop_folder: Path, home: Path) -> Iterator[Terminal]:
    """Starts a chat in a terminal of its own; every chat is ended with the test."""
    import pexpect  # type: ignore[import-untyped]

    chats: list[Any] = []

    def start(*options: str, env: Mapping[str, str] = CLEAR, columns: int = 80) -> Any:  # noqa: ANN401 - pexpect has no types
        places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home), "COLUMNS": ""}
        chats.append(
            pexpect.spawn(
                sys.executable,
                ["-m", "chatbot", "chat", *(options or ("--intents", str(shop_folder)))],
                env={**os.environ, **places, **env},
                encoding="utf-8",
                timeout=20,
                dimensions=(24, columns),
            )
        )
        return chats[-1]

    yield start
    for running in chats:
        running.close(force=True)


def leave(running: Any) -> int:  # noqa: ANN401 - as above
    """Press Ctrl-D; return the exit status."""
    import pexpect

    running.sendeof()
    running.expect(pexpect.EOF)
    running.close()
    return int(running.exitstatus)


in_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")


@in_a_terminal
def test_a_question_gets_its_answer_and_ctrl_d_leaves_with_status_0(terminal: Terminal) -> None:
    running = terminal()
    running.expect_exact("Ask the shop.")
    running.expect_exact(PROMPT)
    running.send("What do hats cost?\r")
    running.expect_exact("Hats cost twenty.")
    running.expect_exact(PROMPT)
    running.send("and boots?\r")
    running.expect_exact("Shoes cost ninety.")
    running.expect_exact(PROMPT)
    assert leave(running) == 0


@in_a_terminal
def test_the_packaged_bot_answers_in_a_terminal(terminal: Terminal) -> None:
    running = terminal("--intents", str(Path(__file__).parent.parent / "intents"))
    running.expect_exact(PROMPT)
    running.send("can i showr with my picc line\r")
    running.expect_exact("can't get wet.")
    running.expect_exact(PROMPT)
    running.send("quit\r")
    assert running.wait() == 0


@in_a_terminal
def test_ctrl_c_gives_up_the_line_and_stays(terminal: Terminal) -> None:
    running = terminal()
    running.expect_exact(PROMPT)
    running.send("What do shoes")
    running.sendintr()
    running.expect_exact("(type quit to leave)")
    running.expect_exact(PROMPT)
    running.send("What do hats cost?\r")
    running.expect_exact("Hats cost twenty.")
    assert "ninety" not in running.before
    running.expect_exact(PROMPT)
    assert leave(running) == 0


@in_a_terminal
def test_the_up_arrow_recalls_the_last_question(terminal: Terminal) -> None:
    running = terminal()
    running.expect_exact(PROMPT)
    running.send("What do hats cost?\r")
    running.expect_exact("Hats cost twenty.")
    running.expect_exact(PROMPT)
    running.send("\x1b[A\r")
    running.expect_exact("Hats cost twenty.")
    running.expect_exact(PROMPT)
    assert leave(running) == 0


@in_a_terminal
def test_nothing_that_was_typed_is_kept_on_disk(terminal: Terminal, home: Path) -> None:
    running = terminal()
    running.expect_exact(PROMPT)
    running.send("What do hats cost?\r")
    running.expect_exact("Hats cost twenty.")
    running.expect_exact(PROMPT)
    assert leave(running) == 0
    assert list(home.rglob("*")) == []


@in_a_terminal
def test_an_empty_line_gets_no_reply(terminal: Terminal) -> None:
    running = terminal()
    running.expect_exact(PROMPT)
    running.send("\r")
    running.expect_exact(PROMPT)
    running.send("What do hats cost?\r")
    running.expect_exact("Hats cost twenty.")
    assert "Here is what I can answer" not in running.before


@in_a_terminal
def test_a_dumb_terminal_is_sent_no_escape_byte(terminal: Terminal) -> None:
    running = terminal(env={"TERM": "dumb"})
    heard = StringIO()
    running.logfile_read = heard
    running.expect_exact(PROMPT)
    running.sendline("What do hats cost?")
    running.expect_exact("Hats cost twenty.")
    running.expect_exact(PROMPT)
    assert leave(running) == 0
    assert "\x1b" not in heard.getvalue()


@in_a_terminal
def test_a_reply_is_wrapped_at_the_width_of_the_terminal(terminal: Terminal) -> None:
    running = terminal(columns=30)
    running.expect_exact(PROMPT)
    running.send("How do I wash hats?\r")
    running.expect_exact("\r\nSteam a hat over a kettle,\r\nthen brush it gently along the\r\ngrain.\r\n")
