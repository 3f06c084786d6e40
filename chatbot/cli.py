"""The command line: chat, ask, explain, check, test, serve."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import IntEnum
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from chatbot.bot import Chatbot
from chatbot.check import warnings
from chatbot.errors import ChatbotError, ContentError
from chatbot.loader import packaged
from chatbot.reply import Reply
from chatbot.terminal import chat, close_quietly, read_lines
from chatbot.trial import read_cases, report, trial


class Status(IntEnum):
    """The exit statuses."""

    OK = 0
    ERROR = 1
    USAGE = 2
    NOTHING_FOUND = 3
    EMERGENCY = 10


if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name for it


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter shows "?"
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except ChatbotError as error:
        _complain(str(error))
        return Status.ERROR
    except BrokenPipeError:
        close_quietly()
        return Status.OK
    except KeyboardInterrupt:
        _complain("")
        return 130  # what a shell reports for a program ended by Ctrl-C


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="infusion-chatbot",
        description="Answers questions about infusion therapy from one curated article. Not medical advice.",
        epilog="Without a command it starts the chat. "
        "Exit status: 0 fine, 1 error, 2 usage, 3 nothing found, 10 emergency.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    parser.set_defaults(run=_chat, intents=None, country="")
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_chat(commands)
    _add_ask(commands)
    _add_explain(commands)
    _add_check(commands)
    _add_test(commands)
    _add_serve(commands)
    return parser


def _add_chat(commands: _Commands) -> None:
    command = commands.add_parser("chat", help="talk (the default)", description="Talk; quit or Ctrl-D leaves.")
    _add_intents(command)
    command.set_defaults(run=_chat)


def _add_ask(commands: _Commands) -> None:
    command = commands.add_parser(
        "ask",
        help="answer one question, or one a line from standard input",
        description="Answer one question. Without QUESTION: one question a line from standard input, one reply a line.",
    )
    _add_intents(command)
    command.add_argument("question", metavar="QUESTION", nargs="?")
    command.add_argument("--json", action="store_true", help="the reply as a JSON object")
    command.set_defaults(run=_ask)


def _add_explain(commands: _Commands) -> None:
    command = commands.add_parser(
        "explain",
        help="say why a question gets its answer, and what came next",
        description="Say what was read, which rule or example won, what came next and why it lost.",
    )
    _add_intents(command)
    command.add_argument("question", metavar="QUESTION")
    command.add_argument("--json", action="store_true", help="the explanation as a JSON object")
    command.set_defaults(run=_explain)


def _add_check(commands: _Commands) -> None:
    command = commands.add_parser(
        "check",
        help="check a folder of content",
        description="Check a folder of content: every error, then every warning. Status 1 when it has errors.",
    )
    command.add_argument("folder", metavar="FOLDER", nargs="?", help="the packaged content when left out")
    command.set_defaults(run=_check)


def _add_test(commands: _Commands) -> None:
    command = commands.add_parser(
        "test",
        help="put labelled questions to the bot",
        description="Put the labelled questions of YAML files to the bot: the share that is right, the confusions, and "
        "for each miss what won and why. Status 1 when an answer is wrong.",
    )
    _add_intents(command)
    command.add_argument("files", metavar="FILE", nargs="+")
    command.set_defaults(run=_test)


def _add_serve(commands: _Commands) -> None:
    command = commands.add_parser(
        "serve",
        help="serve the page, the widget and the HTTP API",
        description="Serve the page, the widget and the HTTP API. SIGHUP loads the content again, SIGTERM stops.",
    )
    _add_intents(command)
    command.add_argument("--host", default="127.0.0.1", help="the address to listen at (%(default)s)")
    command.add_argument("--port", type=int, default=8000, help="the port (%(default)s); 0 takes a free one")
    command.add_argument("--rate-limit", default="120/minute", help="questions of one client (%(default)s); '' for any")
    command.add_argument(
        "--rate-limit-storage", metavar="URI", default="memory://", help="%(default)s, redis://... or valkey://..."
    )
    command.add_argument("--trusted-proxies", metavar="COUNT", type=int, default=0, help="proxies of yours before it")
    command.add_argument(
        "--allow-origin", metavar="ORIGIN", action="append", default=[], help="a site whose pages may call it"
    )
    command.add_argument("--metrics", action="store_true", help="count replies at /metrics")
    command.add_argument(
        "--drain", metavar="SECONDS", type=float, default=0, help="go on for so long once told to stop (%(default)s)"
    )
    command.set_defaults(run=_serve)


def _add_intents(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--intents", metavar="FOLDER", help="a folder of your own content in place of the packaged one"
    )
    command.add_argument(
        "--country", metavar="CODE", default="", help="whose emergency numbers to say: US (the default) or another code"
    )


def _version() -> str:
    try:
        return version("infusion-chatbot")
    except PackageNotFoundError:
        return "from source"


def _chat(options: argparse.Namespace) -> int:
    return chat(Chatbot.load(options.intents, country=options.country), sys.stdin, sys.stdout)


def _ask(options: argparse.Namespace) -> int:
    bot = Chatbot.load(options.intents, country=options.country)
    if options.question is not None:
        reply = bot.ask(options.question)
        _write(json.dumps(reply.to_dict(), indent=2) if options.json else reply.text)
        return _status(reply)
    statuses = []
    for line in read_lines(sys.stdin):
        reply = bot.ask(line)
        _write(json.dumps(reply.to_dict()) if options.json else " ".join(reply.text.split()))
        statuses.append(_status(reply))
    if Status.EMERGENCY in statuses:
        return Status.EMERGENCY
    return Status.NOTHING_FOUND if statuses and set(statuses) == {Status.NOTHING_FOUND} else Status.OK


def _status(reply: Reply) -> Status:
    if reply.urgent:
        return Status.EMERGENCY
    return Status.NOTHING_FOUND if reply.kind == "fallback" else Status.OK


def _explain(options: argparse.Namespace) -> int:
    explanation = Chatbot.load(options.intents, country=options.country).explain(options.question)
    _write(json.dumps(explanation.to_dict(), indent=2) if options.json else "\n".join(explanation.lines()))
    return Status.OK


def _test(options: argparse.Namespace) -> int:
    cases = read_cases(options.files)
    tried = trial(Chatbot.load(options.intents, country=options.country), cases)
    for line in report(tried):
        _write(line)
    return Status.ERROR if any(one.fate == "wrong" for one in tried) else Status.OK


def _serve(options: argparse.Namespace) -> int:
    try:
        from chatbot.web.server import serve
        from chatbot.web.settings import Settings
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.startswith("chatbot"):
            raise
        _complain(f"serve needs {missing.name}: pip install 'infusion-chatbot[web]'")
        return Status.ERROR
    settings = Settings(
        rate_limit=options.rate_limit,
        rate_limit_storage=options.rate_limit_storage,
        trusted_proxies=options.trusted_proxies,
        allow_origins=tuple(options.allow_origin),
        metrics=options.metrics,
    )
    serve(
        lambda: Chatbot.load(options.intents, country=options.country),
        settings,
        host=options.host,
        port=options.port,
        drain=options.drain,
    )
    return Status.OK


def _check(options: argparse.Namespace) -> int:
    folder = options.folder or packaged()
    try:
        bot = Chatbot.load(folder)
    except ContentError as error:
        count = len(error.problems)
        _complain(f"{error}\n{count} {'error' if count == 1 else 'errors'} in {folder}")
        return Status.ERROR
    found = warnings(bot)
    for problem in found:
        _write(f"{problem.path}:{problem.line}: warning: {problem.message}")
    examples = sum(len(intent.examples) for intent in bot.intents)
    counts = f"{len(bot.intents)} intents, {examples} examples, {len(bot.content.gaps)} gaps"
    _write(f"{counts}: 0 errors, {len(found)} warnings")
    return Status.OK


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    """Write to standard error; that nobody reads it changes no exit status."""
    with suppress(BrokenPipeError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
