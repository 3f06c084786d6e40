from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.data_structures import Size
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from chatbot import Chatbot
from chatbot.terminal.commands import COMMANDS
from chatbot.terminal.opening import Loading
from chatbot.terminal.prompt import Ghost, Menu, Prompt
from chatbot.terminal.screen import Line
from chatbot.terminal.talk import Talk
from tests.screens import CTRL_C, CTRL_D, DOWN, RIGHT, TAB, UP

ENTER, END, ESCAPE, LEFT = "\r", "\x1b[F", "\x1b", "\x1b[D"


@pytest.fixture
def talk(pets: Chatbot) -> Talk:
    loading = Loading(lambda: pets)
    loading.bot()
    return Talk(loading, pets.content.texts)


Keys = str | tuple[Callable[[], object], str]
"""What is pressed at once, or once a condition is true."""


class Typist:
    """Presses keys at a prompt without a screen."""

    def __init__(self, talk: Talk, *, vi: bool = False) -> None:
        self.talk = talk
        self._vi = vi
        self._keys: list[Keys] = []

    def lines(self, *takes: Sequence[Keys]) -> list[str]:
        """Return what the prompt read, a line for each of the takes."""
        with create_pipe_input() as pipe:
            terminal = (pipe, DummyOutput())
            prompt = Prompt(self.talk, footer="", vi=self._vi, terminal=terminal, shown=lambda: self._press(pipe))
            read = []
            for take in takes:
                self._keys = list(take)
                read.append(prompt.read())
            return read

    def _press(self, pipe: PipeInput) -> None:
        while self._keys:
            keys = self._keys[0]
            if isinstance(keys, tuple) and not keys[0]():
                return
            del self._keys[0]
            pipe.send_text(keys if isinstance(keys, str) else keys[1])


def suggested() -> bool:
    suggestion = get_app().current_buffer.suggestion
    return bool(suggestion and suggestion.text)


def listed() -> bool:
    return bool(get_app().current_buffer.complete_state)


@pytest.fixture
def typist(talk: Talk) -> Typist:
    return Typist(talk)


def ghost(talk: Talk, typed: str) -> str:
    suggestion = Ghost(talk).get_suggestion(Buffer(), Document(typed))
    return suggestion.text if suggestion else ""


def menu(talk: Talk, typed: str) -> list[str]:
    completions = Menu(talk).get_completions(Document(typed), CompleteEvent())
    return [typed[: len(typed) + one.start_position] + one.text for one in completions]


# -------------------------------------------------------------------- ghost text


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        pytest.param("What does a c", "at eat?", id="the first question that begins so"),
        pytest.param("HOW DO", " I wash a dog?", id="in any case"),
        pytest.param("wh", "at does a cat eat?", id="from two letters on"),
        pytest.param("w", "", id="not from one"),
        pytest.param("", "", id="nor from none"),
        pytest.param("my dog", "", id="no question begins so"),
        pytest.param("What does a cat eat?", "", id="all of it is there"),
        pytest.param("/so", "", id="a command"),
        pytest.param("what should i", "", id="an example is no question"),
    ],
)
def test_a_curated_question_is_suggested(talk: Talk, typed: str, rest: str) -> None:
    assert ghost(talk, typed) == rest


def test_what_was_just_offered_is_suggested_first(talk: Talk) -> None:
    talk.respond("dog")
    assert ghost(talk, "What") == " does a dog eat?"


def test_what_was_typed_before_is_never_suggested(talk: Talk) -> None:
    talk.respond("my secret is that my dog sings")
    assert ghost(talk, "my secret") == ""


def test_nothing_is_suggested_as_long_as_the_bot_loads(pets: Chatbot) -> None:
    assert ghost(Talk(Loading(lambda: pets), pets.content.texts), "What does") == ""


@pytest.mark.parametrize("key", [RIGHT, TAB, END, "\x05", "\x06"], ids=["right", "tab", "end", "ctrl-e", "ctrl-f"])
def test_a_suggestion_is_taken_as_it_is_written(typist: Typist, key: str) -> None:
    assert typist.lines(["HOW do", (suggested, key), ENTER]) == ["How do I wash a dog?"]


def test_a_suggestion_is_not_taken_by_enter(typist: Typist) -> None:
    assert typist.lines(["How do", (suggested, ENTER)]) == ["How do"]


def test_within_the_line_the_right_arrow_moves(typist: Typist) -> None:
    assert typist.lines(["How d", (suggested, LEFT + LEFT), RIGHT + "_" + ENTER]) == ["How _d"]


# -------------------------------------------------------------------- completion


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("/", [f"/{command.name}" for command in COMMANDS], id="every command"),
        pytest.param("/so", ["/source"], id="a command"),
        pytest.param("/SO", ["/source"], id="in capitals"),
        pytest.param("/x", [], id="no command"),
        pytest.param(
            "/topics ",
            ["/topics " + name for name in ("pets", "a cat", "a dog", "a fish", "other questions")],
            id="every topic",
        ),
        pytest.param("/topics d", ["/topics a dog"], id="a topic by one of its words"),
        pytest.param("/topics a d", ["/topics a dog"], id="a topic by its beginning"),
        pytest.param("what", [], id="prose"),
        pytest.param("", [], id="nothing typed and nothing offered"),
    ],
)
def test_commands_and_topics_are_completed(talk: Talk, typed: str, offered: list[str]) -> None:
    assert menu(talk, typed) == offered


def test_on_an_empty_line_the_choices_are_offered(talk: Talk) -> None:
    talk.respond("dog")
    assert menu(talk, "") == [choice.typed for choice in talk.choices]


def test_a_slash_opens_the_menu_by_itself(typist: Typist) -> None:
    assert typist.lines(["/so", (listed, TAB), ENTER]) == ["/source"]


def test_prose_opens_no_menu(typist: Typist) -> None:
    menus: list[bool] = []

    def looked() -> bool:
        menus.append(listed())
        return suggested()

    assert typist.lines(["what d", (looked, ENTER)]) == ["what d"]
    assert set(menus) == {False}


@pytest.mark.parametrize("first", [DOWN, TAB], ids=["down", "tab"])
def test_a_choice_is_made_with_the_arrows(typist: Typist, first: str) -> None:
    typist.talk.respond("dog")
    second = typist.talk.choices[1].typed
    assert typist.lines([first, (listed, DOWN), ENTER]) == [second]


def test_where_nothing_is_offered_the_arrows_do_nothing(typist: Typist) -> None:
    assert typist.lines([DOWN + TAB + DOWN + "hi" + ENTER]) == ["hi"]


# ----------------------------------------------------------------------- history


def test_up_and_down_recall_what_was_typed(typist: Typist) -> None:
    assert typist.lines(["one\r"], ["two\r"], [UP + UP + ENTER], [UP + UP + UP + DOWN + ENTER]) == [
        "one",
        "two",
        "one",
        "two",
    ]


def test_up_recalls_though_there_are_choices(typist: Typist) -> None:
    typist.talk.respond("dog")
    assert typist.lines(["one\r"], [UP + ENTER]) == ["one", "one"]


def test_a_prompt_that_forgets_recalls_nothing(talk: Talk) -> None:
    with create_pipe_input() as pipe:
        prompt = Prompt(talk, footer="", terminal=(pipe, DummyOutput()))
        pipe.send_text("secret" + "\x15" + "hi\r")  # Ctrl-U cuts the line, Ctrl-Y would put it back
        assert prompt.read() == "hi"
        prompt.forget()
        pipe.send_text(UP + "\x19" + "x\r")
        assert prompt.read() == "x"


# -------------------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("pasted", "line"),
    [("one\ntwo", "one two"), ("  one  \r\n\r\n\ttwo\r\n", "one two"), ("one", "one"), ("\n", "")],
)
def test_pasted_lines_become_one(typist: Typist, pasted: str, line: str) -> None:
    assert typist.lines([f"\x1b[200~{pasted}\x1b[201~" + ENTER]) == [line]


def test_ctrl_c_gives_up_the_line(typist: Typist) -> None:
    with pytest.raises(KeyboardInterrupt):
        typist.lines(["dog" + CTRL_C])


def test_ctrl_d_ends_an_empty_line_only(typist: Typist) -> None:
    assert typist.lines(["dog" + "\x01" + CTRL_D + ENTER]) == ["og"]
    with pytest.raises(EOFError):
        typist.lines([CTRL_D])


def test_the_keys_are_those_of_emacs(typist: Typist) -> None:
    assert typist.lines(["cat dog\x17fish\x01a \r"]) == ["a cat fish"]


def test_the_keys_are_those_of_vi_on_demand(talk: Talk) -> None:
    assert Typist(talk, vi=True).lines(["cat dog" + ESCAPE, "0x" + ENTER]) == ["at dog"]


def test_an_editor_is_never_started(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    assert typist.lines(["dog" + "\x18\x05" + ENTER]) == ["dog"]


# ------------------------------------------------------------------------ screen


class Paper(DummyOutput):
    """An output that keeps what is written."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, data: str) -> None:
        self.written += data

    def write_raw(self, data: str) -> None:
        self.written += data


def test_lines_are_printed_one_below_the_other(talk: Talk) -> None:
    with create_pipe_input() as pipe:
        paper = Paper()
        Prompt(talk, footer="", terminal=(pipe, paper)).show([Line("one"), Line(""), Line("two", "bold")])
    assert paper.written.replace("\r", "") == "one\n\ntwo\n"


def test_forgetting_clears_what_scrolled_off_the_screen_too(talk: Talk) -> None:
    with create_pipe_input() as pipe:
        paper = Paper()
        Prompt(talk, footer="", terminal=(pipe, paper)).forget()
    assert paper.written == "\x1b[3J"


@pytest.mark.parametrize(
    ("said", "columns", "shown"),
    [
        pytest.param("hi", 80, "No vet.", id="nothing to choose"),
        pytest.param("dog", 80, "No vet. | Down arrow: choose", id="a choice"),
        pytest.param("dog", 20, "No vet.", id="a narrow terminal"),
    ],
)
def test_the_footer_names_the_key_for_a_choice(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, said: str, columns: int, shown: str
) -> None:
    monkeypatch.setattr(DummyOutput, "get_size", lambda _: Size(rows=24, columns=columns))
    if said == "dog":
        talk.respond(said)
    with create_pipe_input() as pipe:
        prompt = Prompt(talk, footer="No vet.", terminal=(pipe, DummyOutput()))
        assert prompt.footer() == shown
