"""Measure systems one after the other, each in a process of its own and on one thread."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from chatbot import ChatbotError
from chatbot.compiled import packaged
from chatbot.loader import load_folder
from tests.benchmarks.figures import Taken, auroc, percentile, take, tally, threshold_within, top_one
from tests.benchmarks.questions import DataSet, Question
from tests.benchmarks.roster import OURS, ROSTER
from tests.benchmarks.sizes import installed_size
from tests.benchmarks.systems import GAP, Example, Gaps
from tests.benchmarks.table import Row

ROOT: Final = Path(__file__).parents[2]

_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_OFFLINE: Final = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
# They make numpy take other kernels than those made for the processor, and may slow the peers.
_UNSET: Final = frozenset({"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"})


class MeasureError(ChatbotError):
    """A system cannot be measured; says what to install or what went wrong."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system made of all questions, and what it took."""

    system: str
    taken: tuple[Taken, ...]
    seconds: tuple[float, ...]
    """For each question."""
    ready: float
    """Seconds from the start of its imports to the first question, with all that it learns."""
    peak: int | None
    """The most memory of its process, in bytes; None where the operating system does not tell."""


def packaged_examples(gaps: Gaps) -> list[Example]:
    """Return what the packaged content teaches: titles, examples, follow-ups with their topic, what rules catch."""
    content = load_folder(packaged())
    examples = [
        (text, intent.id) for intent in content.intents for text in dict.fromkeys((intent.question, *intent.examples))
    ]
    examples += [
        (f"{text} {content.spoken(intent.topic)}", intent.id)
        for intent in content.intents
        for text in intent.follow_ups
    ]
    examples += [(text, rule.intent) for rule in content.rules for text in rule.catches]
    if gaps != "left-out":
        examples += [
            (text, f"{GAP}{gap.id if gaps == 'each' else ''}") for gap in content.gaps for text in gap.examples
        ]
    return examples


def measure(
    systems: Sequence[str], examples: Sequence[Example], questions: Sequence[Question], folder: Path | None = None
) -> Iterator[Outcome]:
    """Measure systems in turn.

    Args:
        systems: their names in the roster.
        examples: what the peers learn from.
        questions: what all are asked.
        folder: the same examples as content for ours; None for the packaged content.

    Raises:
        MeasureError: a package is missing, or a system failed.
    """
    require(systems)
    for system in systems:
        with TemporaryDirectory() as scratch:
            job, said = Path(scratch, "job.json"), Path(scratch, "outcome.json")
            texts = [question.text for question in questions]
            work = {"system": system, "examples": examples, "questions": texts, "folder": folder and str(folder)}
            job.write_text(json.dumps(work), "utf-8")
            _run(system, job, said)
            outcome = json.loads(said.read_text("utf-8"))
        taken = map(take, questions, outcome["said"])
        yield Outcome(system, tuple(taken), tuple(outcome["seconds"]), outcome["ready"], outcome["peak"])


def measure_data_set(systems: Sequence[str], data: DataSet) -> Iterator[Outcome]:
    """Measure systems on a data set; ours gets its examples as a folder of plain content."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in data.examples:
        by_intent.setdefault(intent, []).append(text)
    intents = [
        {"id": intent, "question": intent.replace("_", " "), "examples": examples, "answer": intent}
        for intent, examples in by_intent.items()
    ]
    with TemporaryDirectory() as scratch:
        text = yaml.safe_dump({"intents": intents}, allow_unicode=True)
        Path(scratch, "intents.yaml").write_text(text, "utf-8")
        yield from measure(systems, data.examples, data.questions, Path(scratch))


def require(systems: Sequence[str]) -> None:
    """Raise a `MeasureError` that names every package which the systems need and which is not installed."""
    missing = sorted({package for name in systems for package in ROSTER[name].packages if not _is_installed(package)})
    if missing:
        msg = f"not installed: {', '.join(missing)}; run pip install -e '.[bench]'"
        raise MeasureError(msg)


def rows(outcomes: Sequence[Outcome]) -> list[Row]:
    """Put outcomes into figures; every system but ours refuses so much that it makes no more errors than ours."""
    ours = next((outcome for outcome in outcomes if outcome.system == OURS), None)
    budget = tally(ours.taken).errors if ours else None
    return [_row(outcome, budget) for outcome in outcomes]


def _row(outcome: Outcome, budget: int | None) -> Row:
    entry, taken = ROSTER[outcome.system], outcome.taken
    is_fixed = outcome.system == OURS or budget is None
    return Row(
        system=outcome.system,
        title=entry.title,
        asked=sum(one.kind == "in" for one in taken),
        top_one=None if outcome.system == OURS else top_one(taken),
        tally=tally(taken) if is_fixed else tally(taken, threshold_within(taken, budget or 0)),
        auroc=auroc(taken),
        median=median(outcome.seconds),
        p99=percentile(outcome.seconds, 0.99),
        ready=outcome.ready,
        peak=outcome.peak,
        installed=installed_size(entry.packages),
    )


def _run(system: str, job: Path, outcome: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in _UNSET} | _ONE_THREAD | _OFFLINE
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.worker", str(job), str(outcome)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    if done.returncode:
        msg = f"{system} failed:\n{done.stderr[-2000:]}"
        raise MeasureError(msg)


def _is_installed(package: str) -> bool:
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True
