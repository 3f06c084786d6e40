"""Readability: how many years of school a text asks of its reader, by two formulas.

Flesch-Kincaid grade: Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas for Navy Enlisted
Personnel, 1975. SMOG grade: McLaughlin, SMOG Grading: a New Readability Formula, Journal of Reading 12(8), 1969. SMOG
was made for thirty sentences; on a few it is noisy. The library textstat has both and downloads a word list when it
runs; these formulas must hold offline, so they stand here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt
from typing import Final

# A sentence ends at a mark before a space, at an empty line, and before an item of a list.
_SENTENCE_END: Final = re.compile(r"(?<=[.?!])[\"')]*\s+|\n\s*\n|\n(?=\s*[-*] )")
_WORD: Final = re.compile(r"[A-Za-z0-9]+(?:['\u2019-][A-Za-z0-9]+)*")
_LONG: Final = 3  # syllables from which SMOG counts a word
_EASED: Final = 2  # syllables that a term counts for at most


@dataclass(frozen=True, slots=True)
class Readability:
    """The counts of a text, and the grades that follow from them."""

    words: int
    syllables: int
    long_words: int
    """Words of three syllables or more."""
    sentences: int
    longest: int
    """Words of the longest sentence."""

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade; 0 for a text without words."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def smog(self) -> float:
        """The SMOG grade; 0 for a text without words."""
        return 1.0430 * sqrt(self.long_words * 30 / self.sentences) + 3.1291 if self.words else 0.0


def measure(text: str, terms: Collection[str] = ()) -> Readability:
    """Count what the formulas need.

    Args:
        text: prose, with lists of items that begin with `-`.
        terms: lower-case words that the reader knows or finds explained; each counts as an easy word.

    Returns:
        The counts; all zero for a text without words.
    """
    lengths = [len(words(sentence)) for sentence in sentences(text)]
    counts = [min(syllables(word), _EASED) if _is_term(word, terms) else syllables(word) for word in words(text)]
    long_words = sum(count >= _LONG for count in counts)
    return Readability(len(counts), sum(counts), long_words, len(lengths), max(lengths, default=0))


def sentences(text: str) -> list[str]:
    """Split a text into sentences; each item of a list is one."""
    return [part.strip() for part in _SENTENCE_END.split(text) if words(part)]


def words(text: str) -> list[str]:
    """Return the words of a text as written; one with an apostrophe or a hyphen is one word."""
    return _WORD.findall(text)


def _is_term(word: str, terms: Collection[str]) -> bool:
    said = word.lower()
    return any(form in terms for form in (said, said.removesuffix("s"), said.removesuffix("ies") + "y"))


# ------------------------------------------------------------------- syllables

_VOWELS: Final = re.compile("[aeiouy]+")
_ACRONYM: Final = re.compile("[A-Z]{2,5}")
# Vowels that are written and not said.
_SILENT: Final = re.compile(
    r"""
    (?<![^aeiouy]l) e $               # place, but not little
    | (?<![sxzcgh]) (?<![^aeiouyl]l) es $  # makes, but not places, watches
    | (?<![td]) (?<![^aeiouyl]l) ed $ # placed, called, but not treated, settled
    | (?<=[gq]) ue $                  # tongue
    | (?<=[aeiouy][^aeiouyl]) e (?= (ly | ful | less | ment | ness | thing | one | body | times) )  # careful, sometimes
    | (?<=ic) a (?= lly $ )           # basically
    """,
    re.VERBOSE,
)
# Vowels side by side that are said apart.
_APART: Final = re.compile(
    r"""
    (?<![tscgx]) (?<!ll) i [aou]      # medium, biologic, but not special, infusion
    | (?<![tscg]) (?<!fr) i (?= e [rnt] )  # client, barrier, but not patient, friend
    | (?<![qgs]) u (?= [ao] )         # gradual, continuous, but not guard
    | [aeiouy] (?= ing )              # doing, carrying
    | (?<= ^r) e (?= act ) | (?<= cr) e (?= at )  # react, create
    | sms? $                          # organism
    """,
    re.VERBOSE,
)
_IRREGULAR: Final[dict[str, int]] = {
    "anyone": 3, "anything": 3, "area": 3, "areas": 3, "caregiver": 3, "covid": 2, "creature": 2, "diabetes": 4,
    "diarrhea": 4, "every": 2, "everyone": 3, "fatigue": 2, "fluid": 2, "fluids": 2, "maybe": 2, "nausea": 3, "picc": 1,
    "platelet": 2, "platelets": 2, "science": 2, "someone": 2, "subcutaneous": 5, "tired": 2, "usual": 3,
}  # fmt: skip


def syllables(word: str) -> int:
    """Count the syllables of an English word, by rules and a list of exceptions; never less than one.

    A number counts one for each digit (911, 1980s), an acronym one for each letter (IV, CVCs).
    """
    return sum(map(_syllables, word.split("-"))) or 1


def _syllables(part: str) -> int:
    if any(char.isdigit() for char in part):
        return sum(char.isdigit() for char in part)
    said = re.sub("['\u2019]", "", part.lower())
    if said in _IRREGULAR:
        return _IRREGULAR[said]
    if _ACRONYM.fullmatch(part.removesuffix("s")):
        return len(part.removesuffix("s"))
    return max(1, len(_VOWELS.findall(_SILENT.sub("", said))) + len(_APART.findall(said)))
