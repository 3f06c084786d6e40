"""The figures as a table: plain for a terminal, Markdown between two marks of a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chatbot import ChatbotError
from tests.benchmarks.figures import Tally, wilson
from tests.benchmarks.questions import Kind

BEGIN: Final = "<!-- benchmarks -->"
END: Final = "<!-- /benchmarks -->"


class MarksError(ChatbotError):
    """The caller's fault: the file to write into lacks the two marks."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one system."""

    system: str
    title: str
    asked: int
    """How many questions have an answer."""
    top_one: int | None
    """How many of them it has right when it may not refuse; None for a system that always may."""
    tally: Tally
    """What became of all questions at its threshold."""
    auroc: float
    median: float
    p99: float
    ready: float
    """All in seconds."""
    peak: int | None
    installed: int
    """Both in bytes."""

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON-ready values."""
        low, high = wilson(self.tally.wrong, self.asked)
        return {
            "system": self.system,
            "asked": self.asked,
            "top_one": self.top_one,
            "right": self.tally.right,
            "wrong": self.tally.wrong,
            "wrong_95": [round(low, 4), round(high, 4)],
            "refused": self.tally.refused,
            "false": dict(self.tally.false),
            "auroc": None if math.isnan(self.auroc) else round(self.auroc, 4),
            "median_ms": round(self.median * 1e3, 3),
            "p99_ms": round(self.p99 * 1e3, 3),
            "ready_s": round(self.ready, 2),
            "peak_bytes": self.peak,
            "installed_bytes": self.installed,
        }


Column = tuple[str, Callable[[Row], str]]


def _percent(count: int | None, total: int) -> str:
    return "-" if count is None or not total else f"{count / total:.1%}"


def _wrong(row: Row) -> str:
    low, high = wilson(row.tally.wrong, row.asked)
    return f"{_percent(row.tally.wrong, row.asked)} ({low:.1%} to {high:.1%})"


def _megabytes(size: int | None) -> str:
    return "-" if size is None else f"{size / 1e6:.0f}"


def _false(kind: Kind) -> Callable[[Row], str]:
    return lambda row: str(row.tally.false.get(kind, 0))


_TITLE: Final[Column] = ("system", lambda row: row.title)
_TOP_ONE: Final[Column] = ("top-1", lambda row: _percent(row.top_one, row.asked))
_AUROC: Final[Column] = ("AUROC", lambda row: "-" if math.isnan(row.auroc) else f"{row.auroc:.3f}")
_COSTS: Final[tuple[Column, ...]] = (
    ("median ms", lambda row: f"{row.median * 1e3:.1f}"),
    ("p99 ms", lambda row: f"{row.p99 * 1e3:.1f}"),
    ("ready s", lambda row: f"{row.ready:.1f}"),
    ("RAM MB", lambda row: _megabytes(row.peak)),
    ("disk MB", lambda row: _megabytes(row.installed)),
)


def columns(asked: dict[Kind, int]) -> tuple[Column, ...]:
    """Return the columns for labelled questions, of which there are so many of each kind."""
    headings: dict[Kind, str] = {"out_near": "near", "out_far": "far", "unanswerable": "unanswerable"}
    false = tuple((f"{heading}, of {asked[kind]}", _false(kind)) for kind, heading in headings.items() if kind in asked)
    return (
        _TITLE,
        _TOP_ONE,
        ("right", lambda row: _percent(row.tally.right, row.asked)),
        ("wrong (95%)", _wrong),
        ("refused", lambda row: _percent(row.tally.refused, row.asked)),
        *false,
        _AUROC,
        *_COSTS,
    )


DATA_SET_COLUMNS: Final = (_TITLE, _TOP_ONE, _AUROC, *_COSTS)


def plain(rows: Sequence[Row], shown: Sequence[Column]) -> str:
    """Lay rows out in columns for a terminal: names to the left, figures to the right."""
    cells = [[heading for heading, _ in shown], *([cell(row) for _, cell in shown] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in cells
    )


def markdown(rows: Sequence[Row], shown: Sequence[Column]) -> str:
    """Lay rows out as a Markdown table."""
    lines = [[heading for heading, _ in shown], ["---", *["---:"] * (len(shown) - 1)]]
    lines += [[cell(row) for _, cell in shown] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_between_marks(path: Path, text: str) -> None:
    """Replace what stands between the two marks of a file.

    Raises:
        MarksError: it does not have both marks once, in order.
    """
    before, begin, rest = path.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        msg = f"{path} has no place for the table: put a line {BEGIN} and, below it, a line {END}"
        raise MarksError(msg)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")
