"""The facade: load a content, ask it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chatbot import compiled
from chatbot.compiled import packaged
from chatbot.compose import Composer
from chatbot.content import Content, Cutoffs, Intent, Rule
from chatbot.dialogue import Dialogue
from chatbot.index import Index
from chatbot.match import Evidence, rank
from chatbot.reply import Context, Reply

if TYPE_CHECKING:
    from chatbot.explain import Explanation


@dataclass(frozen=True, slots=True)
class Match:
    """One intent as a match for a text."""

    intent: str
    """Its id."""
    confidence: float
    """The chance that it is what was meant, 0..1."""
    example: str
    """The example nearest to the text."""
    evidence: Evidence
    """Why it matched: each part on a scale of its own."""


def _indexed(content: Content) -> Index:
    """Return the index of a content; one without a lexicon is corrected, since examples are all that it has."""
    from chatbot.correct import correct

    index = Index(content)
    if not content.topics:
        correct(index)
    return index


def _content(folder: str | os.PathLike[str], country: str = "") -> Content:
    # With the compiled content at hand nothing reads YAML: a fifth of the time of an answer as a whole process.
    from chatbot.loader import load_folder

    return load_folder(folder, country)


COMPILED: Final = Path(__file__).with_name("compiled.bin")


def compile_packaged() -> Path:
    """Load the packaged content and keep it for `Chatbot.load`; return the file. For the build of the package."""
    bot = Chatbot(_content(packaged()))
    bot._dialogue.pack()  # noqa: SLF001 - our own
    compiled.write(COMPILED, _sources(), bot)
    return COMPILED


def _sources() -> Iterator[Path]:
    """Yield all that a load of the packaged content depends on: our code and the content."""
    yield from Path(__file__).parent.glob("*.py")
    yield from Path(__file__).parent.glob("*.txt")
    yield from packaged().rglob("*.yaml")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector away from a load: it makes a million objects, and no garbage to speak of.

    The collector would walk them all again and again, a tenth of the time that a load takes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Chatbot:
    """Answers questions from one content. Immutable: share it between threads."""

    def __init__(self, content: Content, index: Index | None = None) -> None:
        """Build the index, unless there is one; `load` is the usual way in."""
        self.content = content
        self._dialogue = Dialogue(index or _indexed(content))
        self._composer = Composer(content)

    @classmethod
    def load(cls, folder: str | os.PathLike[str] | None = None, *, country: str = "") -> Chatbot:
        """Load a folder of YAML files; without one, the packaged infusion intents.

        Args:
            folder: where the content is.
            country: whose telephone numbers the replies say, as the content names it. The packaged content knows `US`,
                which it takes when this is empty, and says "your local emergency number" for any other.

        Raises:
            ContentError: the folder cannot be used; it lists every problem as `path:line: message`.
        """
        with _uncollected():
            if folder is None and not country and isinstance(kept := compiled.read(COMPILED, _sources()), cls):
                return kept
            return cls(_content(packaged() if folder is None else folder, country))

    def prepare(self) -> None:
        """Do now what is otherwise done at the first misspelt question, and takes as long as thirty questions."""
        self._dialogue.index.reader.repairer.prepare()

    def with_cutoffs(self, cutoffs: Cutoffs) -> Chatbot:
        """Return a bot that is the same but for the confidences from which it answers or asks; nothing is loaded."""
        index = copy(self._dialogue.index)
        index.content = replace(self.content, cutoffs=cutoffs)
        return Chatbot(index.content, index)

    @property
    def intents(self) -> tuple[Intent, ...]:
        """All intents, in the order of the files."""
        return self.content.intents

    def ask(self, text: str, context: Context | None = None) -> Reply:
        """Reply to one message.

        Args:
            text: what the person typed; any `str`, of any length (the middle of a very long one is not read).
            context: the `Reply.context` of the turn before; None starts a conversation.

        Returns:
            The reply; the same for the same arguments. Never raises.
        """
        known = self._dialogue.trusted(context or Context())
        return self._composer.compose(self._dialogue.understand(known, text), known)

    def rule(self, text: str) -> Rule | None:
        """Return the safety rule that decides the reply to a text, or None."""
        found = self._dialogue.understand(Context(), text).rule
        return found.rule if found else None

    def explain(self, text: str, context: Context | None = None) -> Explanation:
        """Explain the reply that `ask` gives: repairs, rule, winner and runners-up. Never raises on any `str`."""
        from chatbot.explain import explain

        return explain(
            self._dialogue.index, self._dialogue.understand(self._dialogue.trusted(context or Context()), text)
        )

    def match(self, text: str, limit: int = 5) -> list[Match]:
        """Rank the intents for a text, best first, at most `limit`, without safety rules, gaps or context."""
        index = self._dialogue.index
        ranking = rank(index, self._dialogue.read(text).reading, limit=limit, among=range(index.intent_count))
        candidates = [ranking.candidate(number) for number in ranking.order[:limit]] if ranking else []
        return [
            Match(candidate.id, candidate.confidence, candidate.example, candidate.evidence) for candidate in candidates
        ]
