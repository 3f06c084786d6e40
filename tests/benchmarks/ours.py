"""Our engine as two of the systems: the whole of it, and its ranking alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.benchmarks.systems import GAP, Example, Ranked

if TYPE_CHECKING:
    from chatbot import Chatbot


def _load(folder: str | None) -> Chatbot:
    # Imported here, as every peer's library is: its time and memory are its own.
    from chatbot import Chatbot

    return Chatbot.load(folder)


class Asking:
    """`Chatbot.ask`: rules, gaps, thresholds and all."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder

    def fit(self, examples: Sequence[Example]) -> None:  # noqa: ARG002 - they stand in the folder
        """Load the content from its YAML files."""
        self._bot = _load(self._folder)

    def rank(self, text: str) -> Ranked:
        """Return the answers or, after a refusal, the nearest intents."""
        reply = self._bot.ask(text)
        if reply.kind == "answer":
            return [(answer.intent, answer.confidence) for answer in reply.answers]
        return [(f"{GAP}{reply.kind}", 1.0), *((offered.intent, reply.confidence) for offered in reply.suggestions)]


class Ranking:
    """`Chatbot.match`: the intents in order, with their confidence."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder

    def fit(self, examples: Sequence[Example]) -> None:  # noqa: ARG002 - they stand in the folder
        """Load the content from its YAML files."""
        self._bot = _load(self._folder)

    def rank(self, text: str) -> Ranked:
        """Return the best intent."""
        return [(match.intent, match.confidence) for match in self._bot.match(text, limit=1)]
