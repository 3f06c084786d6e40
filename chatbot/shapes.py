"""Shapes of YAML: what a node must be, a mapping, a list, a text, a date; every fault is kept with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from chatbot.errors import Problem
from chatbot.reply import MAX_ID, is_id
from chatbot.source import Node


class Shapes:
    """Takes nodes for what they should be. A fault becomes a problem and an empty value, and reading goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.path = ""
        """The file that is read."""
        self.seen: dict[tuple[str, str], str] = {}
        """Where each thing of a kind stands first."""
        self.references: list[tuple[str, int, str, str, str]] = []
        """Path, line, owner, kind and id of what one entry says of another."""

    def fault(self, line: int, message: str) -> None:
        """Keep a problem of the file that is read."""
        self.problems.append(Problem(self.path, line, message))

    def refer(self, line: int, owner: str, kind: str, target: str) -> str:
        """Remember that `owner` names an entry that may come later; checked once all is read."""
        self.references.append((self.path, line, owner, kind, target))
        return target

    def mapping(self, node: Node, what: str, required: tuple[str, ...], allowed: tuple[str, ...]) -> dict[str, Node]:
        """Return the allowed keys of a mapping; report those that are unknown, and those that are missing."""
        if not isinstance(node.value, dict):
            self.fault(node.line, f"{what} must be a mapping of {listed(required + allowed)}")
            return {}
        for key in node.value:
            if key not in required and key not in allowed:
                self.fault(
                    node.key_lines[key], f"{what} has an unknown key {key!r}; allowed are {listed(required + allowed)}"
                )
        for key in required:
            if key not in node.value:
                self.fault(node.line, f"{what} has no {key!r}")
        return {key: value for key, value in node.value.items() if key in required or key in allowed}

    def sequence(self, node: Node, what: str) -> list[Node]:
        """Return the items of a list."""
        if isinstance(node.value, list):
            return node.value
        self.fault(node.line, f"{what} must be a list")
        return []

    def text(self, node: Node | None, what: str) -> str:
        """Return a text without the space around it; empty for a key that is not there."""
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.fault(node.line, f"{what} must be text")
            return ""
        if not node.value.strip():
            self.fault(node.line, f"{what} is empty")
        return node.value.strip()

    def coordinate(self, node: Node | None, what: str) -> str:
        """Read a topic or an aspect: a text that a context can hold."""
        text = self.text(node, what)
        if node and not is_id(text):
            self.fault(node.line, f"{what} must be at most {MAX_ID} printable characters")
        return text

    def flag(self, node: Node | None, what: str) -> bool:
        """Return whether a key says yes; no for a key that is not there."""
        text = self.text(node, what) or "no"
        if node and text not in ("yes", "no"):
            self.fault(node.line, f"{what} is yes or no, not {text!r}")
        return text == "yes"

    def day(self, node: Node | None, what: str) -> str:
        """Read a date and keep it as text; newer Pythons than 3.10 would take other forms of it too."""
        text = self.text(node, what)
        if node and text:
            try:
                is_date = date.fromisoformat(text).isoformat() == text
            except ValueError:
                is_date = False
            if not is_date:
                self.fault(node.line, f"{what} is a date such as 2026-01-31, not {text!r}")
        return text

    def texts_of(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return the texts of a list; none for a key that is not there."""
        if node is None:
            return ()
        return tuple(text for item in self.sequence(node, what) if (text := self.text(item, f"an entry of {what}")))

    def pairs(self, node: Node, what: str) -> Iterator[tuple[str, Node, int]]:
        """Yield the keys of a mapping that may have any, with their values and lines."""
        if not isinstance(node.value, dict):
            self.fault(node.line, f"{what} must be a mapping")
            return
        for key, value in node.value.items():
            yield key, value, node.key_lines[key]

    def once(self, kind: str, key: str, line: int) -> None:
        """Report a key that stands in another file already."""
        first = self.seen.setdefault((kind, key), f"{self.path}:{line}")
        if first != f"{self.path}:{line}":
            self.fault(line, f"{kind} {key!r} stands here a second time; the first is at {first}")


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    return ", ".join(names) or "none"
