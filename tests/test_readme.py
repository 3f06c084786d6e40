from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot import Chatbot, Context

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text("utf-8")


def blocks(language: str) -> list[tuple[int, str]]:
    """The fenced blocks of a language, each with its first line's number."""
    found = re.finditer(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return [(TEXT.count("\n", 0, block.start(1)) + 1, block[1]) for block in found]


def commands() -> list[str]:
    done = subprocess.run([sys.executable, "-m", "chatbot", "--help"], capture_output=True, check=True, text=True)
    return re.findall(r"^    (\w+) ", done.stdout, re.MULTILINE)


def test_the_python_in_the_readme_does_what_it_shows() -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
    names: dict[str, object] = {}  # a block goes on where the one before it ended
    report: list[str] = []
    examples = 0
    for line, block in blocks("python"):
        test = parser.get_doctest(block, names, f"README.md:{line}", str(README), line - 1)
        examples += len(test.examples)
        runner.run(test, out=report.append, clear_globs=False)
        names.update(test.globs)
    assert "".join(report) == ""
    assert examples > 0


def test_all_python_in_the_readme_stands_at_prompts() -> None:
    unshown = [line for line, block in blocks("python") if not block.startswith(">>> ")]
    assert unshown == []


def test_the_conversation_in_the_readme_goes_as_shown(bot: Chatbot) -> None:
    shown = [turn for _, block in blocks("text") for turn in re.split(r"^> ", block, flags=re.MULTILINE)[1:]]
    context, strays = Context(), []
    for turn in shown:
        question, _, expected = turn.strip().partition("\n")
        reply = bot.ask(question, context=context)
        context = reply.context
        if not reply.text.startswith(expected.strip()):
            strays.append((question, reply.text))
    assert strays == []
    assert shown != []


def test_the_content_in_the_readme_is_a_bot(tmp_path: Path) -> None:
    (_, content), *_ = blocks("yaml")
    tmp_path.joinpath("content.yaml").write_text(content, "utf-8")
    own = Chatbot.load(tmp_path)
    for intent in own.intents:
        assert [answer.intent for answer in own.ask(intent.question).answers] == [intent.id]


def test_every_command_is_named_in_the_readme() -> None:
    known = commands()
    assert known != []
    assert [command for command in known if not re.search(rf"`(?:infusion-chatbot )?{command}\b", TEXT)] == []


@pytest.mark.parametrize("status", ["0 fine", "1 error", "2 usage", "3 nothing found", "10 emergency"])
def test_every_exit_status_is_named_in_the_readme(status: str) -> None:
    assert status in " ".join(TEXT.split())


def test_every_file_and_folder_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`(intents/|[a-z]+\.yaml)`", TEXT))
    assert named != set()
    places = (README.parent, README.parent / "intents")
    assert sorted(name for name in named if not any((place / name).exists() for place in places)) == []
