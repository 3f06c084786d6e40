"""The command line: chat, ask, explain, check, test, calibrate, serve."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from chatbot.bot import Chatbot
from chatbot.compiled import packaged
from chatbot.console import Status, close_quietly, complain, read_lines, write
from chatbot.errors import ChatbotError
from chatbot.reply import Reply
from chatbot.serve import add_options, serve
from chatbot.terminal.screen import MIN_WIDTH, as_text, reply_lines
from chatbot.terminal.setting import Color, Options, setting

# What only one command needs is imported by that command: an answer is there sooner.

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name for it


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter shows "?"
    options = _parser().parse_args(_with_command(sys.argv[1:] if argv is None else argv))
    try:
        return int(options.run(options))
    except ChatbotError as error:
        complain(str(error))
        return Status.ERROR
    except BrokenPipeError:
        close_quietly()
        return Status.OK
    except KeyboardInterrupt:
        complain("")
        return 130  # what a shell reports for a program ended by Ctrl-C


def _with_command(argv: Sequence[str]) -> Sequence[str]:
    """Put in the command that is meant where there is none: the chat."""
    named = argv and (not argv[0].startswith("-") or argv[0] in {"-h", "--help", "--version"})
    return argv if named else ["chat", *argv]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="infusion-chatbot",
        description="Answers questions about infusion therapy from one curated article. Not medical advice.",
        epilog="Without a command it starts the chat. "
        "Exit status: 0 fine, 1 error, 2 usage, 3 nothing found, 10 emergency.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_chat(commands)
    _add_ask(commands)
    _add_explain(commands)
    _add_check(commands)
    _add_test(commands)
    _add_calibrate(commands)
    _add_serve(commands)
    return parser


def _add_chat(commands: _Commands) -> None:
    command = commands.add_parser(
        "chat",
        help="talk (the default)",
        description="Talk; quit or Ctrl-D leaves, help lists the commands. Through a pipe: one line in, one reply out.",
    )
    _add_intents(command)
    _add_look(command)
    command.add_argument("--no-pager", dest="pager", action="store_false", help="print long lists, do not page them")
    command.add_argument("--vi", action="store_true", help="vi keys in place of those of emacs")
    command.add_argument(
        "--json",
        action="store_true",
        help="each line is a message, each reply a line of JSON, in the context of those before it; no commands",
    )
    command.set_defaults(run=_chat)


def _add_ask(commands: _Commands) -> None:
    command = commands.add_parser(
        "ask",
        help="answer one question, or one a line from standard input",
        description="Answer one question. Without QUESTION: one question a line from standard input, one reply a line.",
    )
    _add_intents(command)
    _add_look(command)
    command.add_argument("question", metavar="QUESTION", nargs="?")
    command.add_argument("--json", action="store_true", help="each reply as a line of JSON")
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
    _add_intents(command)
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


def _add_calibrate(commands: _Commands) -> None:
    command = commands.add_parser(
        "calibrate",
        help="work out cut-offs from labelled questions",
        description="From the labelled questions of YAML files: how often answers of each confidence are right, what "
        "each cut-off for answers comes to, and the one with the most right answers at no more than SHARE wrong ones.",
    )
    _add_intents(command)
    command.add_argument("--wrong", metavar="SHARE", type=float, default=0.03, help="0..1; 0.03 when left out")
    command.add_argument("files", metavar="FILE", nargs="+")
    command.set_defaults(run=_calibrate)


def _add_serve(commands: _Commands) -> None:
    command = commands.add_parser(
        "serve",
        help="serve the page, the widget and the HTTP API",
        description="Serve the page, the widget and the HTTP API. SIGHUP loads the content again, SIGTERM stops.",
    )
    _add_intents(command)
    add_options(command)
    command.set_defaults(run=_serve)


def _add_intents(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--intents", metavar="FOLDER", help="a folder of your own content in place of the packaged one"
    )
    command.add_argument(
        "--country", metavar="CODE", default="", help="whose emergency numbers to say: US (the default) or another code"
    )


def _add_look(command: argparse.ArgumentParser) -> None:
    command.add_argument("--plain", action="store_true", help="lines only, no escape sequences; for screen readers")
    command.add_argument(
        "--color",
        choices=get_args(Color),
        default="auto",
        help="bold and reverse; auto: on a terminal, unless NO_COLOR",
    )
    command.add_argument(
        "--width", metavar="N", type=_width, default=0, help="columns to wrap at (at most 80 by itself)"
    )


def _width(text: str) -> int:
    if not text.isdecimal() or int(text) < MIN_WIDTH:
        msg = f"{text!r} is no number from {MIN_WIDTH} on"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that costs as much as importing the matcher."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("infusion-chatbot")
        except PackageNotFoundError:
            number = "from source"
        write(f"{parser.prog} {number}")
        parser.exit()


def _chat(options: argparse.Namespace) -> int:
    from chatbot.terminal.chat import chat, chat_json
    from chatbot.terminal.opening import begin

    if options.json:
        return chat_json(_load(options), sys.stdin, sys.stdout)
    wanted = Options(options.plain, options.color, options.width, options.pager, options.vi)
    return chat(*begin(options.intents, options.country), wanted, sys.stdin, sys.stdout)


def _ask(options: argparse.Namespace) -> int:
    bot = _load(options)
    if options.question is not None:
        reply = bot.ask(options.question)
        if options.json:
            write(json.dumps(reply.to_dict()))
        else:
            place = setting(Options(options.plain, options.color, options.width), sys.stdin, sys.stdout, os.environ)
            lines = reply_lines(reply, bot.content.texts, place.page())
            write(as_text(lines, styled=place.styled).removesuffix("\n"))
        return _status(reply)
    statuses = []
    for line in read_lines(sys.stdin):
        reply = bot.ask(line)
        write(json.dumps(reply.to_dict()) if options.json else " ".join(reply.text.split()))
        statuses.append(_status(reply))
    if Status.EMERGENCY in statuses:
        return Status.EMERGENCY
    return Status.NOTHING_FOUND if statuses and set(statuses) == {Status.NOTHING_FOUND} else Status.OK


def _status(reply: Reply) -> Status:
    if reply.urgent:
        return Status.EMERGENCY
    return Status.NOTHING_FOUND if reply.kind == "fallback" else Status.OK


def _explain(options: argparse.Namespace) -> int:
    explanation = _load(options).explain(options.question)
    write(json.dumps(explanation.to_dict(), indent=2) if options.json else "\n".join(explanation.lines()))
    return Status.OK


def _test(options: argparse.Namespace) -> int:
    from chatbot import author

    return author.try_files(_load(options), options.files)


def _calibrate(options: argparse.Namespace) -> int:
    from chatbot import author

    return author.calibrate_on(_load(options), options.files, options.wrong)


def _serve(options: argparse.Namespace) -> int:
    serve(options)
    return Status.OK


def _check(options: argparse.Namespace) -> int:
    from chatbot import author

    return author.check_folder(options.folder or options.intents or packaged())


def _load(options: argparse.Namespace) -> Chatbot:
    return Chatbot.load(options.intents, country=options.country)
