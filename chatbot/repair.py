"""Repair: each word that nobody knows against the content's own vocabulary."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.english import DENIALS, STOP_WORDS, everyday_words
from chatbot.text import stem

# One edit from four letters, two from eight: health users misspell one word in nine (arXiv 2603.19249), and
# shorter words are too near each other (IV, PIV, port, post).
_ONE_EDIT_FROM: Final = 4
_TWO_EDITS_FROM: Final = 8
_PHONETIC_FROM: Final = 4
# Three letters, and letters without a vowel, are read as a longer word only where the content says it this often.
_COMMON: Final = 20
# A long word of a rule but for a vowel, or for one of two like letters, is a slip even where examples hold it so often.
_ALARMING_FROM: Final = 7
_RARE: Final = 4
_MIN_PART: Final = 3
# The first letter is seldom wrong: a word that begins with another must be this many times as common.
_FIRST_LETTER: Final = 10

_SOUNDS: Final = (("ph", "f"), ("ck", "k"), ("ch", "k"), ("gh", "g"), ("qu", "k"))
_LETTERS: Final = str.maketrans(
    {"c": "k", "q": "k", "x": "ks", "z": "s", "y": "a", "w": "v", "e": "a", "i": "a", "o": "a", "u": "a"}
)
_SOFT_C: Final = re.compile("c(?=[eiy])")
_VOWELS: Final = re.compile("a+h?")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS_BESIDE: Final = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)
}
"""The keys beside each letter on a phone: where a finger lands that misses it."""
_VOWEL: Final = frozenset("aeiou")
_DOUBLED: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Repair:
    """What was read in place of what was typed."""

    typed: str
    read: str


def sound(word: str) -> str:
    """Return a rough phonetic key: consonants by sound, vowels as one and none at the end; `kemo` is `chemo`."""
    word = _SOFT_C.sub("s", word)
    for letters, heard in _SOUNDS:
        word = word.replace(letters, heard)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("a", word.translate(_LETTERS))).rstrip("a")


def _thinned(word: str) -> Iterator[str]:
    """Yield a word without one of its vowels, or one of two like letters: "sucidal", "colapsed"."""
    for at in range(1, len(word)):
        if word[at] in _VOWEL or word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]


def _consonants(word: str) -> str:
    """Return the first letter and the consonants after it: what is left of a word in haste."""
    return word[:1] + "".join(letter for letter in word[1:] if letter not in _VOWEL)


class Repairer:
    """Knows the content's words and mends others towards them."""

    def __init__(self, spoken: Iterable[str], alarming: Iterable[str] = ()) -> None:
        """Learn the words.

        Args:
            spoken: every word of the content, as often as it stands there.
            alarming: words of rules. A slip of one that stands among the examples is mended all the same: a rule reads
                only right spelling.
        """
        self._count: Mapping[str, int] = Counter(spoken)
        slips = {slip: word for word in alarming if len(word) >= _ALARMING_FROM for slip in _thinned(word)}
        self._slips = {slip: word for slip, word in slips.items() if self._count[slip] in range(1, _RARE)}
        self._stem_of = {word: stem(word) for word in self._count}
        self._stems = frozenset(self._stem_of.values())
        self._everyday = everyday_words()

    # What only a slip needs is built at the first slip.

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        return _by(len, (word for word in self._count if len(word) >= _ONE_EDIT_FROM and word.isalpha()))

    @cached_property
    def _everyday_by_length(self) -> Mapping[int, list[str]]:
        return _by(len, self._everyday)

    @cached_property
    def _by_sound(self) -> Mapping[str, list[str]]:
        return _by(sound, (word for group in self._by_length.values() for word in group))

    @cached_property
    def _by_consonants(self) -> Mapping[str, list[str]]:
        return _by(_consonants, (word for group in self._by_length.values() for word in group))

    @cached_property
    def _small_words(self) -> list[str]:
        return [
            word
            for word, count in self._count.items()
            if 1 < len(word) <= _ONE_EDIT_FROM
            and count >= _COMMON
            and (word in STOP_WORDS or word in self._everyday)
            and word not in DENIALS  # "chest pain nov 3" denies nothing
        ]

    def prepare(self) -> None:
        """Build now what is otherwise built at the first slip."""
        _ = self._by_length, self._everyday_by_length, self._by_sound, self._by_consonants
        _ = self._small_words

    def stem(self, word: str) -> str:
        """Return the stem of a word, looked up where the content has it."""
        return self._stem_of.get(word) or stem(word)

    def in_content(self, word: str) -> bool:
        """Whether the content uses the word, in any inflection; "snak", though the stem of "snake", is none."""
        return word in self._count or ((bare := stem(word)) != word and bare in self._stems)

    def is_everyday(self, word: str) -> bool:
        """Whether a word belongs to everyday English."""
        return word in self._everyday

    def knows(self, word: str) -> bool:
        """Whether the word needs no repair."""
        if word in self._slips and word not in self._everyday:
            return False
        return self.in_content(word) or word in self._everyday or not word.isalpha()

    def mend(self, said: Sequence[str]) -> tuple[list[str], tuple[Repair, ...]]:
        """Repair a run of words: join what was split, split what was joined, then letters."""
        out: list[str] = []
        repairs: list[Repair] = []
        at = 0
        while at < len(said):
            word = said[at]
            pair = said[at : at + 2]
            if len(pair) == 2 and (mended := self._joined(*pair) or self._shifted(*pair)):
                repairs.append(Repair(" ".join(pair), " ".join(mended)))
                out += mended
                at += 2
                continue
            read = self._read(word)
            if read != [word]:
                repairs.append(Repair(word, " ".join(read)))
            out += read
            at += 1
        return out, tuple(repairs)

    def _read(self, word: str) -> list[str]:
        if self.knows(word):
            return [word]
        if word in self._slips:
            return [self._slips[word]]
        return self._all_but(word) or self._split(word) or [self.nearest(word) or word]

    def _joined(self, first: str, second: str) -> list[str]:
        """Return the one word that two are when read together, if they are none apart: "porta cath"."""
        joined = first + second
        if len(joined) < _TWO_EDITS_FROM - 1 or joined not in self._count or (self.knows(first) and self.knows(second)):
            return []
        return [joined]

    def _shifted(self, first: str, second: str) -> list[str]:
        """Return two words whose space slipped by a letter, "th eport", if both are words then and neither was."""
        if min(len(first), len(second)) < 2 or self.knows(first) or self.knows(second):
            return []
        for one, other in ((first + second[0], second[1:]), (first[:-1], first[-1] + second)):
            if all(self._stands(word) for word in (one, other)):
                return [one, other]
        return []

    def _stands(self, word: str) -> bool:
        """Whether a word can be what was meant by a slipped space: of two letters only the small words of English."""
        return word.isalpha() and (self.knows(word) if len(word) > 2 else word in STOP_WORDS)

    def _all_but(self, word: str) -> list[str]:
        """Return the common word that a long one is but for a letter: "monclonal" is no "mon clonal"."""
        near = self._nearest_of(word, self._by_length, 1) if len(word) >= _TWO_EDITS_FROM else ""
        return [near] if self._count.get(near, 0) >= _COMMON else []

    def _split(self, word: str) -> list[str]:
        for at in range(_MIN_PART, len(word) - _MIN_PART + 1):
            first, second = word[:at], word[at:]
            if self._count.get(first, 0) > 1 and self._count.get(second, 0) > 1:
                return [first, second]
        return []

    def nearest(self, word: str) -> str:
        """Return the word of the content, or failing that of everyday English, that was meant; else an empty string."""
        if len(word) < _MIN_PART or not word.isalpha() or not word.isascii():
            return ""
        if len(word) < _ONE_EDIT_FROM:
            return self._of_three(word)
        if near := self._swapped(word) or self._beside(word):
            return near
        near = self._nearest_of(word, self._by_length, 1)
        if near := self._commonest(self._same_sound(word), near, self._small(word)):
            return near
        if near := self._nearest_of(word, self._everyday_by_length, 1):
            return near
        near = self._nearest_of(word, self._by_length, 2) if len(word) >= _TWO_EDITS_FROM else ""
        return near or self._undropped(word)

    def _of_three(self, word: str) -> str:
        """Return the common word that was meant by three letters: two of them swapped, one beside, left out, wrong."""
        swapped = self._swapped(word)
        if self._count.get(swapped, 0) >= _COMMON:
            return swapped
        return self._commonest(self._beside(word), self._undropped(word)) or self._small(word)

    def _commonest(self, *found: str) -> str:
        return max(found, key=lambda near: self._count.get(near, 0))

    def _beside(self, word: str) -> str:
        """Return the commonest short word that is this one but for the key beside the right one: "csn", "hiw"."""
        hits = (
            word[:at] + key + word[at + 1 :] for at, letter in enumerate(word) for key in _KEYS_BESIDE.get(letter, "")
        )
        near = [(-self._count[hit], hit) for hit in hits if self._count.get(hit, 0) >= _COMMON]
        return min(near)[1] if near else ""

    def _undropped(self, word: str) -> str:
        """Return the commonest word that is this one but for a letter left out, "tke", or for its vowels, "shwr"."""
        near = [
            (-self._count[other], other)
            for other in self._by_consonants.get(_consonants(word), ())
            if self._count[other] >= _COMMON
            and (len(other) == len(word) + 1 or (_VOWEL.isdisjoint(word) and len(other) <= 2 * len(word)))
        ]
        return min(near)[1] if near else ""

    def _small(self, word: str) -> str:
        """Return the commonest small word of English that one of three or four letters is but for a letter: "yte"."""
        if len(word) > _ONE_EDIT_FROM or _VOWEL.isdisjoint(word):
            return ""
        found = process.extract(word, self._small_words, scorer=OSA.distance, score_cutoff=1, limit=None)
        near = [(-self._count[other], other) for other, _, _ in found]
        return min(near)[1] if near else ""

    def _swapped(self, word: str) -> str:
        """Return the commonest word that is this one but for two neighbours: the likeliest slip of quick fingers."""
        swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
        near = [(-self._count[swap], swap) for swap in swaps if swap in self._count]
        return min(near)[1] if near else ""

    def _nearest_of(self, word: str, by_length: Mapping[int, list[str]], edits: int) -> str:
        near = [
            (distance, -self._count.get(candidate, 0) / (1 if candidate[0] == word[0] else _FIRST_LETTER), candidate)
            for length in range(max(_ONE_EDIT_FROM, len(word) - edits), len(word) + edits + 1)
            for candidate, distance, _ in process.extract(
                word, by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=8
            )
        ]
        return min(near)[-1] if near else ""

    def _same_sound(self, word: str) -> str:
        alike = self._by_sound.get(sound(word), ())
        near = [(OSA.distance(word, other), -self._count.get(other, 0), other) for other in alike]
        return min(near)[2] if near and min(near)[0] <= max(2, len(word) // 3) else ""


_Key = TypeVar("_Key")


def _by(key: Callable[[str], _Key], found: Iterable[str]) -> Mapping[_Key, list[str]]:
    groups: dict[_Key, list[str]] = defaultdict(list)
    for word in sorted(found):
        groups[key(word)].append(word)
    return groups
