"""Read YAML as an author wrote it: every scalar stays text, every node keeps its line.

PyYAML's `safe_load` turns `no` into False and `10:30` into 630, and keeps the last of two equal keys in silence.
Composing from parser events avoids all three, refuses aliases (and with them alias bombs) and bounds the depth,
which the C composer does not: a hundred thousand open brackets end the process there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from chatbot.errors import Problem

MAX_DEPTH: Final = 20
MAX_BYTES: Final = 20_000_000

# The C parser is ten times faster; wheels of PyYAML carry it, a build from source may not.
_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TOO_DEEP: Final = "maximum nesting depth"


_Event = Any  # the stubs of PyYAML leave the mark of an event optional, which the parser never does


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of YAML: text, a list of nodes, or a mapping of text to nodes."""

    value: str | list[Node] | dict[str, Node]
    line: int
    key_lines: dict[str, int] = field(default_factory=dict)


class _SourceError(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message


def load(path: Path, name: str) -> Node | Problem:
    """Read one file. `name` is how problems call it. A fault is a value: loading goes on with the next file."""
    try:
        return _compose(iter(yaml.parse(_text(path), Loader=_LOADER)))
    except _SourceError as fault:
        return Problem(name, fault.line, fault.message)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if _TOO_DEEP in str(error):  # PyYAML from 6.0.4 on stops by itself, before the events come to us
            return Problem(name, 1, f"nested more than {MAX_DEPTH} levels deep")
        return Problem(name, mark.line + 1 if mark else 1, f"this is not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        return Problem(name, 1, f"this is not YAML: {str(error).splitlines()[0]}")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _SourceError(1, f"the file cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise _SourceError(1, f"the file is larger than {MAX_BYTES:,} bytes; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _SourceError(line, "the file is not UTF-8 text; save it as UTF-8") from error


def _compose(events: Iterator[_Event]) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if root is not None:
                raise _SourceError(_line(event), "a second document starts here; keep one a file")
            root = _node(event, events, 0)
        elif isinstance(event, yaml.AliasEvent):
            raise _SourceError(_line(event), "aliases (*name) are not allowed; write it out")
    return root or Node({}, 1)


def _node(event: _Event, events: Iterator[_Event], depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        raise _SourceError(line, "aliases (*name) are not allowed; write it out")
    if isinstance(event, yaml.ScalarEvent):
        return Node(event.value, line)
    if depth >= MAX_DEPTH:
        raise _SourceError(line, f"nested more than {MAX_DEPTH} levels deep")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, depth + 1))
        return Node(items, line)
    entries: dict[str, Node] = {}
    key_lines: dict[str, int] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth + 1)
        if not isinstance(key.value, str):
            raise _SourceError(key.line, "a key must be plain text")
        if key.value in entries:
            raise _SourceError(
                key.line,
                f"the key {key.value!r} stands here a second time; the first is on line {key_lines[key.value]}",
            )
        key_lines[key.value] = key.line
        entries[key.value] = _node(next(events), events, depth + 1)
    return Node(entries, line, key_lines)


def _line(event: _Event) -> int:
    return int(event.start_mark.line) + 1
