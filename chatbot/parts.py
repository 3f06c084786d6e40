"""Parts: where a message that asks several things comes apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from chatbot.english import QUESTION_WORDS
from chatbot.text import BREAK, Sentence, words

# In "where does it go, and how long for?" the mark holds for both parts; a longer first part is what leads up to it.
_SHORT_PART: Final = 9
# "And at what point ...", "and if so is it ...": the question word stands among so many words after the joint.
_OPENING: Final = 3

_JOINTS: Final = frozenset({"and", "also", "plus", "or", "but", "then"})
_OPENERS: Final = QUESTION_WORDS | {"explain", "tell", "list", "describe", "say", "whereabouts", "whether"}
"""Words that may begin a new question in the middle of a sentence."""
_STATING: Final = frozenset(
    {"is", "am", "are", "was", "were", "has", "have", "had", "did", "give", "tell", "show", "name"}
)
"""Words that as often go on with a statement: "... and have been told"."""
_SUBJECTS: Final = frozenset(
    words(
        "i you it he she we they this that these those there the my his her our your any me us somebody someone "
        "anybody anyone people everyone"
    )
)
"""Words that make a question of them: "... and have they been told"."""


def parts_of(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Split sentences where a new question may begin: at a pause or joining word, a question word close behind."""
    for sentence in sentences:
        start = 0
        opened = False
        tokens = sentence.tokens
        for at in range(1, len(tokens)):
            if (tokens[at] == BREAK or tokens[at] in _JOINTS) and _opens(tokens[at + 1 : at + 2 + _OPENING]):
                part = _plain(tokens[start:at])
                if len(part) > 1:
                    yield Sentence(part, opened or (sentence.marked and len(part) <= _SHORT_PART))
                    start, opened = at, True
        if _plain(tokens[start:]):
            yield Sentence(_plain(tokens[start:]), opened or sentence.marked)


def _opens(tokens: Sequence[str]) -> bool:
    """Whether a question may begin with these tokens: "how", "at what", "if so is it", but not past another pause.

    What may as well go on with a statement, "and have been told", opens a question only before its subject.
    """
    for at, token in enumerate(tokens[:_OPENING]):
        if token == BREAK or token in _JOINTS:
            return False
        if token in _STATING:
            return at + 1 < len(tokens) and tokens[at + 1] in _SUBJECTS
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if token == "when" and following not in QUESTION_WORDS:  # noqa: S105 - a word: "when they put it in"
            continue
        if token in _OPENERS:
            return True
    return False


def _plain(tokens: Sequence[str]) -> tuple[str, ...]:
    said = [token for token in tokens if token != BREAK]
    while said and said[-1] in _JOINTS:
        said.pop()
    while said and said[0] in _JOINTS:
        said.pop(0)
    return tuple(said)
