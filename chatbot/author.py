"""The commands of an author: check a content, put labelled questions to it, work out its cut-offs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chatbot import calibrate
from chatbot.bot import Chatbot
from chatbot.check import warnings
from chatbot.console import Status, complain, write
from chatbot.errors import ContentError
from chatbot.trial import read_cases, report, trial


def check_folder(folder: str | Path) -> Status:
    """Write every error of a content folder, or every warning; an error is status 1."""
    try:
        bot = Chatbot.load(folder)
    except ContentError as error:
        count = len(error.problems)
        complain(f"{error}\n{count} {'error' if count == 1 else 'errors'} in {folder}")
        return Status.ERROR
    found = warnings(bot)
    for problem in found:
        write(f"{Path(folder) / problem.path}:{problem.line}: warning: {problem.message}")
    examples = sum(len(intent.examples) for intent in bot.intents)
    counts = f"{len(bot.intents)} intents, {examples} examples, {len(bot.content.gaps)} gaps"
    write(f"{counts}: 0 errors, {len(found)} warnings")
    return Status.OK


def try_files(bot: Chatbot, files: Sequence[str]) -> Status:
    """Write what became of the labelled questions of files; a wrong answer is status 1."""
    tried = trial(bot, read_cases(files))
    for line in report(tried):
        write(line)
    return Status.ERROR if any(one.fate == "wrong" for one in tried) else Status.OK


def calibrate_on(bot: Chatbot, files: Sequence[str], wrong: float) -> Status:
    """Write what the confidences are worth on the labelled questions of files, and the cut-off that they suggest."""
    for line in calibrate.report(bot, read_cases(files), wrong):
        write(line)
    return Status.OK
