"""Every error of the library, split by whose fault it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class ChatbotError(Exception):
    """The base of all errors that this library raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in the content: where it stands, and how to mend it."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContentError(ChatbotError):
    """The author's fault: the content folder cannot be used. Carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class ContextError(ChatbotError):
    """The caller's fault: what was given to `Context.from_dict` is not a context."""
