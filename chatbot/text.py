"""Normalise: free text becomes sentences of plain lower-case words.

The tables of English are in `english`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from chatbot.english import EXPANDED, QUESTION_WORDS, REQUESTS

# Longer messages are cut in the middle: people put what matters first or last, and time must stay bounded.
MAX_CHARS: Final = 2000

BREAK: Final = ","
"""The one token that is no word: a pause inside a sentence (comma, dash, bracket)."""

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.?!;\n]+|[,:()\[\]/|&+]|\s[-\u2013\u2014]+\s|[\u2013\u2014]")
_DECIMAL: Final = re.compile(r"(?<=\d)(?:\.\d+|,(?=\d{3}))")  # 38.5 is read as 38, 1,000 as 1000
_DOTTED: Final = re.compile(r"\b(?![ap]\.m|e\.g|i\.e)(?:[a-z]\.){2,}(?:[a-z]\b)?")  # P.I.C.C. is read as picc
_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cs", "Cc"})  # marks, formats, surrogates, controls
# Control characters go, but those that stand for a space leave one.
_CONTROLS: Final = {
    code: " " if chr(code).isspace() else None for code in (*range(32), *range(127, 160)) if chr(code) != "\n"
}
_STRETCHED: Final = re.compile(r"([a-z])\1{2,}")
_APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'", "\u02bc": "'"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words in order, `BREAK` where the writer paused."""

    tokens: tuple[str, ...]
    marked: bool = False
    """Whether it ended in a question mark."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words without the pauses."""
        return tuple(token for token in self.tokens if token != BREAK)

    @property
    def asks(self) -> bool:
        """Whether it has the form of a question or a request."""
        return self.marked or (bool(self.words) and (self.words[0] in QUESTION_WORDS or self.words[0] in REQUESTS))


def read(text: str) -> tuple[Sentence, ...]:
    """Split any text into sentences of normalised words; empty when there is no word in it."""
    sentences: list[Sentence] = []
    tokens: list[str] = []
    for found in _WORD.findall(clean(text)):
        if found[0] in ".?!;\n":
            if tokens:
                sentences.append(Sentence(tuple(tokens), "?" in found))
                tokens = []
        elif not found[0].isalnum():
            if tokens and tokens[-1] != BREAK:
                tokens.append(BREAK)
        else:
            tokens += _expand(found)
    if tokens:
        sentences.append(Sentence(tuple(tokens)))
    return tuple(sentences)


def words(text: str) -> tuple[str, ...]:
    """Return all words of a text, normalised, without regard to sentences."""
    out: list[str] = []
    for found in _WORD.findall(clean(text)):
        if found in EXPANDED or "'" in found:
            out += _expand(found)
        elif found[0].isalnum():
            out.append(found)
    return tuple(out)


def clean(text: str) -> str:
    """Bound the length, fold compatibility forms and case, unify apostrophes, drop control characters and marks."""
    if len(text) > MAX_CHARS:
        text = f"{text[: MAX_CHARS // 2]}\n{text[-MAX_CHARS // 2 :]}"
    if not text.isprintable():
        text = text.translate(_CONTROLS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _DROPPED)
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text.lower().replace("`", "'"))
    return _STRETCHED.sub(r"\1", _DECIMAL.sub("", text))


def _expand(word: str) -> list[str]:
    if (expanded := EXPANDED.get(word)) is not None:
        return expanded.split()
    if "'" not in word:
        return [word]
    head, tail = (word[:-3], "not") if word.endswith("n't") else _divide(word)
    return [part for part in (*EXPANDED.get(head, head.replace("'", "")).split(), tail) if part]


def _divide(word: str) -> tuple[str, str]:
    """Divide a word at its last apostrophe; an ending that is none is written on."""
    head, _, tail = word.rpartition("'")
    return (head, _ENDINGS_SAID[tail]) if tail in _ENDINGS_SAID else (head + tail, "")


_ENDINGS_SAID: Final = {"re": "are", "ll": "will", "ve": "have", "d": "would", "m": "am", "s": ""}
_VOWEL: Final = re.compile("[aeiouy]")
_ENDINGS: Final = (("ational", "ate"), ("ization", "ize"), ("isation", "ize"), ("fulness", "ful"), ("iveness", "ive"))


def stem(word: str) -> str:
    """Strip the endings of inflection and the commonest ones of derivation; never shorter than three letters.

    A light stemmer in the manner of Harman's S-stemmer and the first steps of Porter's (1980).
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, plain in _ENDINGS:
        if word.endswith(ending):
            word = word[: -len(ending)] + plain
    word = _singular(word)
    if word.endswith("ing") and len(word) > 5 and _VOWEL.search(word[:-3]):
        word = _undouble(word[:-3])
    elif word.endswith("ed") and len(word) > 4 and _VOWEL.search(word[:-2]):
        word = _undouble(word[:-2])
    for ending, size in (("ly", 5), ("ment", 7), ("ion", 6)):
        if word.endswith(ending) and len(word) > size:
            word = word[: -len(ending)]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word
