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
            questions += [
                Question(line["kind"], line["q"], tuple(line.get("accept", ())))
                for place, line in _lines(path, "kind")
                if _is_single(line, place)
            ]
    if not questions:
        msg = f"{', '.join(map(str, paths))}: no single question; a line has 'kind', 'q' and, when it is 'in', 'accept'"
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
    examples = [(line["text"], line["intent"]) for _, line in _lines(folder / "train.jsonl", "text", "intent")]
    questions = (
        Question("out_far", line["text"])
        if line["intent"] == OUT_OF_SCOPE
        else Question("in", line["text"], (line["intent"],))
        for _, line in _lines(test, "text", "intent")
    )
    learnt = tuple(example for example in examples if example[1] != OUT_OF_SCOPE)
    return DataSet(folder.name, learnt, tuple(questions))


def _of_case(case: Case) -> Question:
    return Question("out_near", case.ask) if NO_ANSWER in case.expect else Question("in", case.ask, case.expect)


def _is_single(line: dict[str, Any], place: str) -> bool:
    if line["kind"] not in ("in", *OUTSIDE):
        return False
    _need(line, place, ("q", "accept") if line["kind"] == "in" else ("q",))
    return True


def _lines(path: Path, *keys: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the lines of a file, each with its place; all have some keys."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise QuestionsError(msg) from error
    for number, line in enumerate(text.splitlines(), start=1):
        place = f"{path}:{number}"
        found = _parsed(line, place)
        _need(found, place, keys)
        yield place, found


def _parsed(line: str, place: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(line)
    except ValueError as error:
        msg = f"{place}: not a line of JSON"
        raise QuestionsError(msg) from error


def _need(line: object, place: str, keys: Sequence[str]) -> None:
    if not isinstance(line, dict) or not line.keys() >= set(keys):
        msg = f"{place}: this line must be a mapping with {', '.join(keys)}"
        raise QuestionsError(msg)
