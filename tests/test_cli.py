from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.cli import main
from tests.conftest import Folder
from tests.screens import Terminal, in_a_terminal

BAKERY = """
topics:
  - {id: bread, name: bread, words: [bread, loaf]}
gaps:
  - {id: price, name: what things cost, words: [price, cost], examples: [how much is it, what does a loaf cost]}
intents:
  - id: bread.fresh
    question: When is the bread fresh?
    examples: [is the bread still warm, fresh loaf]
    answer: |
      The bread is fresh:

      - at seven
      - at noon
    source: Hours
  - id: bread.cut
    question: Do you slice bread?
    examples: [slice my loaf, can you cut it]
    answer: Yes. Ask at the counter.
  - id: choking
    question: What if somebody chokes?
    examples: [choking on a crumb]
    answer: Call for help now.
    safety: emergency
rules:
  - {id: chokes, intent: choking, patterns: [choking]}
"""
"""A bot that loads in no time."""


@pytest.fixture(scope="session")
def bakery_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("bakery")
    root.joinpath("bakery.yaml").write_text(BAKERY, "utf-8")
    return str(root)


@pytest.fixture(scope="session")
def bakery(bakery_folder: str) -> Chatbot:
    return Chatbot.load(bakery_folder)


def run(
    *arguments: str, stdin: bytes = b"", cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
    )


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Standard output as text, of a command that has nothing to say on standard error."""
    assert done.stderr == b""
    return done.stdout.decode().replace("\r\n", "\n")


def one_line(text: str) -> str:
    return " ".join(text.split())


# ------------------------------------------------------------------------ ask


def test_ask_json_writes_the_dict_of_the_reply(bakery: Chatbot, bakery_folder: str) -> None:
    question = "somebody is choking"
    done = run("ask", "--intents", bakery_folder, "--json", question)
    assert (json.loads(said(done)), done.returncode) == (bakery.ask(question).to_dict(), 10)


def test_ask_writes_the_text_of_the_reply_as_it_stands(bakery: Chatbot, bakery_folder: str) -> None:
    done = run("ask", "--intents", bakery_folder, "fresh bread?")
    assert said(done) == f"{bakery.ask('fresh bread?').text}\n"
    assert said(done).startswith("The bread is fresh:\n\n- at seven\n- at noon\n\nSource: Hours\n")


def test_ask_without_a_folder_answers_from_the_packaged_content(bot: Chatbot) -> None:
    question = "can i showr with my picc line"
    done = run("ask", "--json", question)
    assert (json.loads(said(done)), done.returncode) == (bot.ask(question).to_dict(), 0)


@pytest.mark.parametrize(
    ("question", "kind", "status"),
    [
        pytest.param("do you slice bread", "answer", 0, id="answered"),
        pytest.param("loaf", "clarify", 0, id="unsure"),
        pytest.param("how much is a loaf", "fallback", 3, id="a gap"),
        pytest.param("zzz", "fallback", 3, id="nothing found"),
        pytest.param("", "fallback", 3, id="empty"),
        pytest.param(" \t ", "fallback", 3, id="blank"),
        pytest.param("somebody is choking", "answer", 10, id="emergency"),
    ],
)
def test_the_status_says_what_became_of_a_question(
    capsys: pytest.CaptureFixture[str], bakery: Chatbot, bakery_folder: str, question: str, kind: str, status: int
) -> None:
    reply = bakery.ask(question)
    ended = main(["ask", "--intents", bakery_folder, question])
    assert (reply.kind, *capsys.readouterr(), ended) == (kind, f"{reply.text}\n", "", status)


def test_the_status_of_a_process_is_the_one_returned(bakery_folder: str) -> None:
    questions = ("do you slice bread", "zzz", "somebody is choking")
    ended = [run("ask", "--intents", bakery_folder, question).returncode for question in questions]
    assert ended == [0, 3, 10]


def test_ask_wraps_on_demand(bakery: Chatbot, bakery_folder: str) -> None:
    done = run("ask", "--intents", bakery_folder, "--width", "20", "fresh bread?")
    lines = said(done).splitlines()
    assert max(map(len, lines)) <= 20
    assert " ".join(lines).split() == bakery.ask("fresh bread?").text.split()


@in_a_terminal
@pytest.mark.parametrize(
    ("options", "line"),
    [
        pytest.param((), b"\x1b[1;7m============== EMERGENCY ===============\x1b[0m", id="in its style"),
        pytest.param(("--color", "never"), b"============== EMERGENCY ===============", id="without colour"),
        pytest.param(("--plain",), b"EMERGENCY", id="plain"),
    ],
)
def test_ask_in_a_terminal_sets_an_alarm_apart(
    bakery_folder: str, home: Path, options: tuple[str, ...], line: bytes
) -> None:
    terminal = Terminal("ask", "--intents", bakery_folder, *options, "somebody is choking", home=home, columns=40)
    assert terminal.leave("") == 10
    assert terminal.bytes.splitlines()[0] == line


def test_ask_imports_no_prompt(bakery_folder: str) -> None:
    script = "import sys; from chatbot.cli import main; main(sys.argv[1:]); print('prompt_toolkit' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", "--intents", bakery_folder, "hi"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "False"


# ---------------------------------------------------------------------- batch

LINES = [
    b"do you slice bread",
    b"",
    b"   ",
    b"zzz",
    b"fr\xffsh bre\xe9d \xf0\x9f",
    b"cut\x00 my\x1b[31m loaf",
    "slice \u2028 \u202etsrif \U0001f35e".encode(),
    b"bread " * 200_000,
    b"fresh loaf\r",
]


@pytest.mark.parametrize("json_lines", [False, True], ids=["plain", "json"])
def test_a_batch_gets_one_line_for_each_line_whatever_is_in_it(
    bakery: Chatbot, bakery_folder: str, *, json_lines: bool
) -> None:
    done = run("ask", "--intents", bakery_folder, *(["--json"] if json_lines else []), stdin=b"\n".join(LINES))
    replies = [bakery.ask(line.decode("utf-8", "replace")) for line in LINES]
    lines = said(done).removesuffix("\n").split("\n")
    if json_lines:
        assert [json.loads(line) for line in lines] == [reply.to_dict() for reply in replies]
    else:
        assert lines == [one_line(reply.text) for reply in replies]
    assert done.returncode == 0


def test_the_lines_of_a_batch_know_nothing_of_each_other(bakery: Chatbot, bakery_folder: str) -> None:
    questions = ["somebody is choking", "slice my loaf", "2"]
    done = run("ask", "--intents", bakery_folder, stdin="\n".join(questions).encode())
    assert said(done).splitlines() == [one_line(bakery.ask(question).text) for question in questions]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        pytest.param(b"", 0, id="no line"),
        pytest.param(b"zzz\nslice my loaf\n", 0, id="one answered"),
        pytest.param(b"zzz\nhow much is a loaf", 3, id="none answered"),
        pytest.param(b"slice my loaf\nsomebody is choking\nzzz\n", 10, id="one emergency"),
    ],
)
def test_the_status_of_a_batch_is_that_of_its_lines_together(bakery_folder: str, lines: bytes, status: int) -> None:
    done = run("ask", "--intents", bakery_folder, stdin=lines)
    assert (len(said(done).splitlines()), done.returncode) == (len(lines.splitlines()), status)


# ----------------------------------------------------------------------- chat


@pytest.mark.parametrize("command", [(), ("chat",)], ids=["left out", "named"])
def test_options_of_the_chat_may_stand_without_its_name(bakery_folder: str, command: tuple[str, ...]) -> None:
    arguments = (
        *command,
        "--intents",
        bakery_folder,
        "--plain",
        "--width",
        "20",
        "--no-pager",
        "--vi",
        "--color",
        "never",
    )
    done = run(*arguments, stdin=b"fresh bread?\n")
    assert (said(done).splitlines()[:3], done.returncode) == (["Ask me a question.", "", "The bread is fresh:"], 0)


# -------------------------------------------------------------------- explain


def test_explain_says_what_was_read_what_won_and_what_came_next(bakery: Chatbot, bakery_folder: str) -> None:
    question = "is the breda still warm"
    done = run("explain", "--intents", bakery_folder, question)
    text = said(done)
    assert (text, done.returncode) == ("\n".join(bakery.explain(question).lines()) + "\n", 0)
    assert text.startswith(
        "read 'breda' as 'bread'\n"
        "question: is the bread still warm\n"
        "  topics: bread; aspects: none\n"
        "  answered (exact)\n"
        "  1. bread.fresh  score "
    )
    assert re.findall(r"^  \d\. (?:gap )?[\w.]+", text, re.MULTILINE)[1:] != []


def test_explain_names_the_rule_that_decided(bakery_folder: str) -> None:
    done = run("explain", "--intents", bakery_folder, "somebody is choking")
    assert (said(done), done.returncode) == ("rule 'chokes' decided: it found 'chok'\n", 0)


def test_explain_json_writes_the_dict_of_the_explanation(bakery: Chatbot, bakery_folder: str) -> None:
    question = "is the bred warm"
    done = run("explain", "--json", "--intents", bakery_folder, question)
    assert json.loads(said(done)) == json.loads(json.dumps(bakery.explain(question).to_dict()))


@pytest.mark.parametrize("command", ["ask", "explain"])
def test_letters_that_the_output_cannot_encode_are_replaced(folder: Folder, command: str) -> None:
    content = BAKERY.replace("Ask at the counter.", "Auf Wunsch gern \u2013 f\u00fcr Sie.")
    root = folder({"bakery.yaml": content})
    done = run(command, "--intents", str(root), "do you slice bread \u9762\u5305", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")


# ---------------------------------------------------------------------- check


def test_check_finds_no_error_in_the_packaged_content(bot: Chatbot) -> None:
    done = run("check")
    examples = sum(len(intent.examples) for intent in bot.intents)
    *warned, counts = said(done).splitlines()
    assert counts == (
        f"{len(bot.intents)} intents, {examples} examples, {len(bot.content.gaps)} gaps: "
        f"0 errors, {len(warned)} warnings"
    )
    assert [line for line in warned if not re.fullmatch(r".+\.yaml:\d+: warning: .+", line)] == []
    assert done.returncode == 0


def test_check_takes_the_folder_as_an_option_too(bakery_folder: str) -> None:
    assert said(run("check", "--intents", bakery_folder)) == said(run("check", bakery_folder))


def test_check_lists_every_error_of_a_folder(folder: Folder, tmp_path: Path) -> None:
    folder(
        {
            "content/a.yaml": """\
topics:
  - {id: bread, name: bread, word: [loaf]}
intents:
  - id: bread.cut
    question: Do you slice bread?
    examples: []
    answer: ""
  - id: bread.cut
    question: Again?
    answer: Yes.
""",
            "content/more/b.yaml": "starters: [cake]\nstarters: [bread.cut]\n",
            "content/more/c.yaml": "rules:\n  - {id: late, intent: bread.late, patterns: [so (late]}\n",
        }
    )
    done = run("check", "content", cwd=tmp_path)
    a, b, c = Path("content/a.yaml"), Path("content/more/b.yaml"), Path("content/more/c.yaml")
    assert done.stderr.decode().splitlines() == [
        f"{a}:2: this topic has an unknown key 'word'; allowed are id, name, words, parent, general, in_general",
        f"{a}:6: intent 'bread.cut' has no examples; write at least one",
        f"{a}:7: the answer of intent 'bread.cut' is empty",
        f"{a}:8: intent 'bread.cut' stands here a second time; the first is at {a}:4",
        f"{a}:8: this intent has no 'examples'",
        f"{b}:2: the key 'starters' stands here a second time; the first is on line 1",
        f"{c}:2: rule 'late' names the intent 'bread.late', which does not exist; near it are bread.cut",
        f"{c}:2: rule 'late': ')' is missing in 'so (late'",
        "8 errors in content",
    ]
    assert (done.stdout, done.returncode) == (b"", 1)


def test_check_warns_of_a_sentence_that_stands_twice_and_of_a_rule_that_misses(folder: Folder, tmp_path: Path) -> None:
    folder(
        {
            "a.yaml": """\
intents:
  - id: cut
    question: Do you slice bread?
    examples: [slice my loaf, can you cut it]
    answer: Yes.
  - id: fresh
    question: When is the bread fresh?
    examples:
      - Slice my loaf!
      - is it still warm
    answer: At seven.
rules:
  - {id: burnt, intent: fresh, patterns: [burnt], catches: [it is black], spares: [slice burnt bread]}
"""
        }
    )
    done = run("check", ".", cwd=tmp_path)
    assert said(done).splitlines() == [
        "a.yaml:2: warning: 2 answers, from intent 'cut' on, without `reviewed: YYYY-MM-DD`, here or atop the file",
        "a.yaml:4: warning: intent 'cut': 'slice my loaf' gets 'clarify' instead",
        "a.yaml:9: warning: intent 'fresh': 'Slice my loaf!' gets 'clarify' instead",
        "a.yaml:9: warning: intent 'fresh': the example 'Slice my loaf!' stands already under 'cut', a.yaml:4",
        "a.yaml:13: warning: rule 'burnt' should catch 'it is black', which no rule holds",
        "a.yaml:13: warning: rule 'burnt' should spare 'slice burnt bread'",
        "2 intents, 4 examples, 0 gaps: 0 errors, 6 warnings",
    ]
    assert done.returncode == 0


# ----------------------------------------------------------- errors and usage


@pytest.mark.parametrize(
    "arguments",
    [["ask", "--intents", "nowhere", "hi"], ["explain", "--intents", "nowhere", "hi"]],
    ids=["ask", "explain"],
)
def test_content_that_cannot_be_used_ends_with_status_1(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.stderr.decode().splitlines() == ["nowhere:1: there is no such folder"]
    assert (done.stdout, done.returncode) == (b"", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error on Windows")
def test_an_error_that_nobody_reads_is_still_an_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([sys.executable, "-m", "chatbot", "check", "nowhere"], stderr=writer, check=False)
    finally:
        os.close(writer)
    assert done.returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain"],
        ["sing"],
        ["ask", "--loud"],
        ["ask", "one", "two"],
        ["check", "one", "two"],
        ["--intents"],
        ["--width", "19"],
        ["--width", "wide"],
        ["ask", "--color", "red", "hi"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_status_2_and_says_how(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert (out, ended.value.code) == ("", 2)
    assert re.fullmatch(r"usage: infusion-chatbot .*\ninfusion-chatbot.*: error: .+\n", err, re.DOTALL)


def test_wrong_usage_of_a_process_ends_with_status_2() -> None:
    assert run("sing").returncode == 2


def test_the_help_names_every_command() -> None:
    done = run("--help")
    assert re.findall(r"^    (\w+) ", said(done), re.MULTILINE) == ["chat", "ask", "explain", "check", "test", "serve"]
    assert done.returncode == 0


@pytest.mark.parametrize("command", ["chat", "ask", "explain", "check", "test", "serve"])
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    out, err = capsys.readouterr()
    usage, described, *_ = out.split("\n\n")
    assert usage.startswith(f"usage: infusion-chatbot {command} ")
    assert re.fullmatch(r"[A-Z].*\.", described, re.DOTALL)
    assert (err, ended.value.code) == ("", 0)


def test_version_names_the_command_and_a_number() -> None:
    assert re.fullmatch(r"infusion-chatbot \d+\.\d+\.\d+\n", said(run("--version")))


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error on Windows")
@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["explain", "bread"], ["chat"]],
    ids=["ask", "explain", "chat"],
)
def test_a_reader_that_has_gone_is_no_error(bakery_folder: str, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "chatbot", arguments[0], "--intents", bakery_folder, *arguments[1:]]
    try:
        done = subprocess.run(command, input=b"slice my loaf\n" * 3, stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)
    assert (done.stderr, done.returncode) == (b"", 0)
