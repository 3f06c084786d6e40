"""Labelled questions and labelled data sets, read from files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from chatbot import ChatbotError
from chatbot.trial import NO_ANSWER, Case, read_cases
from tests.benchmarks.systems import Example

Kind = Literal["in", "out_near", "out_far", "unanswerable"]

OUTSIDE: Final[tuple[Kind, ...]] = ("out_near", "out_far", "unanswerable")
"""The kinds that the content has no answer to: its own field, other fields, real questions from public collections."""

DEFLECTIONS: Final = frozenset(
    {
        "safety.dosing",
        "safety.personal",
        "safety.emergency",
        "safety.reaction_now",
        "safety.crisis",
        "chat.human",
        "chat.help",
    }
)
"""The intents that send a person to someone else: no false answer to what the content leaves out."""

OUT_OF_SCOPE: Final = "oos"
"""The intent of a data set's lines that belong to none."""


class QuestionsError(ChatbotError):
    """The caller's fault: a file of questions cannot be read."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and the intents that answer it."""

    kind: Kind
    text: str
    accept: tuple[str, ...] = ()

    def accepts(self, label: str) -> bool:
        """Whether an intent answers it."""
        return label in self.accept

    def is_deflected_by(self, label: str) -> bool:
        """Whether an intent says nothing that could be taken for an answer to it."""
        return label in DEFLECTIONS or (self.kind == "unanswerable" and label.startswith(("safety.", "chat.")))


@dataclass(frozen=True, slots=True)
class DataSet:
    """Examples to learn from, and questions to be asked."""

    name: str
    examples: tuple[Example, ...]
    questions: tuple[Question, ...]


def read_questions(paths: Sequence[Path]) -> list[Question]:
    """Read the single questions of files: JSON Lines by their kind, YAML as `infusion-chatbot test` takes it.

    Conversations, messages of several questions and alarms are left out: the peers have no context and no rules.

    Raises:
        QuestionsError: a file cannot be read, or holds no such question.
        ContentError: a YAML file has another shape.
    """
    cases = read_cases(path for path in paths if path.suffix != ".jsonl")
    questions = [_of_case(case) for case in cases if case.expect and not case.turn and case.safety in ("", "none")]
    for path in paths:
        if path.suffix == ".jsonl":
            single = (line for line in _lines(path, "kind") if line["kind"] in ("in", *OUTSIDE))
            questions += [Question(line["kind"], line["q"], tuple(line.get("accept", ()))) for line in single]
    if not questions:
        msg = f"no question in {', '.join(map(str, paths))}; a line has 'kind', 'q' and, when it is 'in', 'accept'"
        raise QuestionsError(msg)
    return questions


def read_data_set(folder: Path) -> DataSet:
    """Read a folder of `train.jsonl` and `test.jsonl` (or `valid.jsonl`), each line a `text` and its `intent`.

    Raises:
        QuestionsError: a file cannot be read.
    """
    test = next((path for name in ("test", "valid") if (path := folder / f"{name}.jsonl").exists()), None)
    if not test:
        msg = f"{folder} has neither test.jsonl nor valid.jsonl"
        raise QuestionsError(msg)
    examples = [(line["text"], line["intent"]) for line in _lines(folder / "train.jsonl", "text", "intent")]
    questions = (
        Question("out_far", line["text"])
        if line["intent"] == OUT_OF_SCOPE
        else Question("in", line["text"], (line["intent"],))
        for line in _lines(test, "text", "intent")
    )
    learnt = tuple(example for example in examples if example[1] != OUT_OF_SCOPE)
    return DataSet(folder.name, learnt, tuple(questions))


def _of_case(case: Case) -> Question:
    return Question("out_near", case.ask) if NO_ANSWER in case.expect else Question("in", case.ask, case.expect)


def _lines(path: Path, *keys: str) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise QuestionsError(msg) from error
    return (_parsed(line, f"{path}:{number}", keys) for number, line in enumerate(text.splitlines(), start=1))


def _parsed(line: str, place: str, keys: Sequence[str]) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        msg = f"{place}: not a line of JSON"
        raise QuestionsError(msg) from error
    if not isinstance(found, dict) or not found.keys() >= set(keys):
        msg = f"{place}: a line must be a mapping with {', '.join(keys)}"
        raise QuestionsError(msg)
    return found
