"""The command: measure, print, and write the table into a file."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from chatbot import ChatbotError
from tests.benchmarks.measure import ROOT, Outcome, measure, measure_data_set, packaged_examples, rows
from tests.benchmarks.questions import Question, read_data_set, read_questions
from tests.benchmarks.roster import OURS, RANKING, ROSTER
from tests.benchmarks.table import DATA_SET_COLUMNS, columns, markdown, plain, write_between_marks

LABELLED: Final = ROOT.parent / "shared" / "questions" / "dev.jsonl"
CASES: Final = ROOT / "tests" / "content"


def main(argv: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    try:
        if argv[:1] == ["datasets"]:
            _data_sets(argv[1:])
        else:
            _questions(argv)
    except ChatbotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _questions(argv: Sequence[str]) -> None:
    parser = _parser("Ours and its peers on labelled questions about the packaged content.", "datasets FOLDER...")
    parser.add_argument("questions", nargs="*", type=Path, help="JSON Lines or YAML cases (default: those at hand)")
    parser.add_argument(
        "--gaps",
        choices=("each", "one", "left-out"),
        default="each",  # the fair one: ours has every gap as a class of its own, too
        help="how the peers learn what the content leaves out: each gap a class, all of them one, or not at all",
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table between the marks of a file")
    options = parser.parse_args(argv)
    paths = options.questions or _at_hand()
    questions = read_questions(paths)
    outcomes = _told(measure([OURS, RANKING, *options.peers], packaged_examples(options.gaps), questions))
    found, shown = rows(outcomes), columns(Counter(question.kind for question in questions))
    said = f"{_counted(questions)} From `{shlex.join(['python', '-m', 'tests.benchmarks', *argv])}`."
    if any(path.resolve().parent == CASES for path in paths):
        said += " Ours must pass the cases among them in the tests: there, only the peers' figures count."
    if options.json:
        _say(json.dumps({"questions": list(map(str, paths)), "rows": [row.to_dict() for row in found]}, indent=2))
    else:
        _say(plain(found, shown))
        _say(said)
    if options.write:
        write_between_marks(options.write, f"{markdown(found, shown)}\n\n{said}")


def _data_sets(argv: Sequence[str]) -> None:
    parser = _parser("Ours and its peers on intent data sets, one table each.", "")
    parser.prog += " datasets"
    parser.add_argument("folders", nargs="+", type=Path, help="with train.jsonl, and test.jsonl or valid.jsonl")
    options = parser.parse_args(argv)
    for data in [read_data_set(folder) for folder in options.folders]:
        found = rows(_told(measure_data_set([RANKING, *options.peers], data)))
        if options.json:
            _say(json.dumps({"data_set": data.name, "rows": [row.to_dict() for row in found]}, indent=2))
        else:
            _say(f"{data.name}: {len(data.examples)} examples. {_counted(data.questions)}")
            _say(plain(found, DATA_SET_COLUMNS))


def _parser(description: str, epilog: str) -> argparse.ArgumentParser:
    also = f"Also: python -m tests.benchmarks {epilog}" if epilog else None
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=description, epilog=also)
    peers = [name for name in ROSTER if name not in (OURS, RANKING)]
    parser.add_argument("--peers", nargs="+", choices=peers, default=peers, metavar="PEER", help=", ".join(peers))
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _at_hand() -> list[Path]:
    """Return the labelled questions beside the project; without them, the cases of the tests."""
    return [LABELLED] if LABELLED.exists() else sorted(CASES.glob("*.yaml"))


def _counted(questions: Sequence[Question]) -> str:
    inside = sum(question.kind == "in" for question in questions)
    return f"{len(questions)} questions: {inside} that have an answer, {len(questions) - inside} that have none."


def _told(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Gather outcomes, naming each system as it is done."""
    gathered = []
    for outcome in outcomes:
        sys.stderr.write(f"{outcome.system}: ready after {outcome.ready:.1f} s\n")
        gathered.append(outcome)
    return gathered


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
