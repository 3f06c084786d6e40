"""Parts: where a message that asks several things comes apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from chatbot.english import QUESTION_WORDS
from chatbot.text import BREAK, Sentence, words

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
        "a an some i you it he she we they this that these those there the my his her our your any me us somebody "
        "someone anybody anyone people everyone"
    )
)
"""Words that make a question of them: "... and have they been told"."""
_TELLING: Final = frozenset({"i", "my", "we", "our", "he", "she", "they", "his", "it", "this", "that", "there"})
"""Words that begin a statement."""
_KNOWING: Final = frozenset(
    {
        *("know", "tell", "wonder", "wonders", "wondering", "ask", "asks", "asking", "hear", "curious", "idea", "sure"),
        *("get", "understand", "clear", "remember", "forgot", "explain", "see"),
    }
)
_WORRIED: Final = frozenset({"worried", "scared", "nervous", "anxious", "concerned", "afraid", "worry", "fretting"})
"""Words that with "about" or "of" ask whether there is reason to be: "I'm worried about losing my hair"."""
_KNOWN: Final = frozenset({"how", "what", "where", "why", "who", "which", "whether", "when", "if", "can"})
"""Words that with those before them ask in a statement: "I would like to know how long it lasts"."""

_PICKED: Final = frozenset({"is", "one", "lasts", "stays", "would", "should", "can"})
"""Words that behind "which" ask for one of what was named: "home or clinic, which is better"."""

# The fewest words of a half of a sentence, and of the first where no pause or joining word marks the cut: the "does"
# of "how long does it take" opens no question.
_SHORTEST: Final = 2
_SHORTEST_UNJOINED: Final = 3
_UNJOINED: Final = frozenset(
    words("what whats how why where can could do does is are am will would should may must explain")
)
"""Words that may open a question without a joining word; not "who" and "when", which go on with the one before."""
_LEADING: Final = frozenset(words("so ok okay well now but and also hi hello hey um right then"))
"""Words before a question that say nothing of it."""
_VERBS: Final = frozenset(words("could can do does is are am will would should may must"))
"""Those of them that stand behind their subject in a statement."""

_ONE_WORD: Final = frozenset({("where",), ("when",), ("who",), ("why",), ("how",)})
"""What asks by itself between two questions: "who does it, where, and how long does it take"."""


def parts_of(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Split sentences where a new question may begin: at a pause or joining word, a question word close behind."""
    for sentence in sentences:
        start = 0
        opened = False
        tokens = sentence.tokens
        for at in range(1, len(tokens)):
            following = tokens[at + 1 : at + 2 + _OPENING]
            indirect = following[:1] == ("if",) and not _KNOWING.isdisjoint(tokens[:at])  # "tell me where, and if ..."
            if (tokens[at] == BREAK or tokens[at] in _JOINTS) and (indirect or opens(following)):
                part = _plain(tokens[start:at])
                if len(part) > 1 or part[:1] in _ONE_WORD:
                    yield Sentence(part, opened or _asks(part))
                    start, opened = at, True
        if last := _plain(tokens[start:]):
            yield Sentence(last, opened or sentence.marked or _asks(last))


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence goes on with the questions of the one before: "and ...", "oh and also ..."."""
    return not _JOINTS.isdisjoint(sentence.tokens[:2])


def opens(tokens: Sequence[str]) -> bool:
    """Whether a question may begin with these tokens: "how", "at what", "if so is it", but not past another pause.

    What may as well go on with a statement, "and have been told", opens a question only before its subject.
    """
    for at, token in enumerate(tokens[:_OPENING]):
        if token == BREAK or token in _JOINTS:
            return False
        first = all(before in _LEADING or before == "if" for before in tokens[:at])
        if token in _STATING:
            return first and at + 1 < len(tokens) and tokens[at + 1] in _SUBJECTS
        if token in _VERBS and not first:
            return False  # "my sister will do the week after"
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if token == "when" and following not in QUESTION_WORDS:  # noqa: S105 - a word: "when they put it in"
            continue
        if token in _OPENERS:
            return True
    return False


def cuts_of(sentence: Sentence) -> Iterator[tuple[Sentence, Sentence]]:
    """Yield each way to cut a sentence in two questions: at a pause, a joining word, or a question word.

    Nothing says that two questions stand there: "numbness and tingling" is cut as well as "port shower and ivig cost".
    What is plainly told is not cut.
    """
    tokens = sentence.tokens
    for at in range(_SHORTEST, len(tokens)):
        joined = tokens[at] == BREAK or tokens[at] in _JOINTS
        if joined or (at >= _SHORTEST_UNJOINED and tokens[at] in _UNJOINED and not _is_tied(tokens, at)):
            halves = _plain(tokens[:at]), _plain(tokens[at:])
            if all(len(half) >= _SHORTEST and (sentence.marked or not _tells(half)) for half in halves):
                yield Sentence(halves[0], marked=True), Sentence(halves[1], marked=True)


def _is_tied(tokens: Sequence[str], at: int) -> bool:
    """Whether a token goes with the one before it: a joining word, or the subject of "once it is in your arm"."""
    asked = tokens[at + 1 : at + 2] and tokens[at + 1] in _SUBJECTS and tokens[at - 1] != "there"
    return tokens[at - 1] in _JOINTS or (tokens[at - 1] in _SUBJECTS and tokens[at] in _VERBS and not asked)


def _tells(tokens: Sequence[str]) -> bool:
    return tokens[0] in _TELLING and not _asks(tokens)


def _asks(tokens: Sequence[str]) -> bool:
    """Whether a part without a mark of its own asks: it begins as a question, or says what one would like to know."""
    first = next((token for token in tokens if token not in _LEADING), "")
    return (
        opens(tokens)
        or first in QUESTION_WORDS
        or any(pair[0] == "which" and pair[1] in _PICKED for pair in pairwise(tokens))
        or any(token in _KNOWING and not _KNOWN.isdisjoint(tokens[at + 1 : at + 3]) for at, token in enumerate(tokens))
        or any(
            token in _WORRIED and tokens[at + 1 : at + 2] in (("about",), ("of",)) for at, token in enumerate(tokens)
        )
    )


def _plain(tokens: Sequence[str]) -> tuple[str, ...]:
    said = [token for token in tokens if token != BREAK]
    while said and said[-1] in _JOINTS:
        said.pop()
    while said and (said[0] in _JOINTS or said[:2] == ["oh", "and"]):
        said.pop(0)
    return tuple(said)
