"""The small pattern language of rules: read by authors, compiled to regular expressions over stems.

    (chest|heart) .. (pain|hurts) [now]

`a b` in that order; `(a|b c)` one of; `[a]` optional; `..` up to four words between; `<name>` one of the patterns of
a list of the content, or `<number>` any number, `<year>` one of four digits; `^` and `$` the ends of the sentence.
Words match by stem: `hurts` also finds `hurt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from chatbot.english import STOP_WORDS
from chatbot.text import BREAK, stem, words

_PART: Final = re.compile(r"\.\.|<[^>]*>?|[()|\[\]^$]|[^\s()|\[\]<^$]+")
_LIST_NAME: Final = re.compile("<[a-z_]+>")
_EDGES: Final = ("..", "^", "$")
_CLOSERS: Final = {"(": ")", "[": "]"}
_BUILT_IN: Final = {"number": r"\d+ ", "year": r"(?:19|20)\d\d "}
# A gap never runs over a denial: "am .. having a reaction" is not found in "I am not having a reaction".
_GAP: Final = r"(?:(?!not |no |never |without )[^ ]+ ){0,4}?"


class TemplateError(ValueError):
    """A pattern that cannot be read; the content loader says where it stands."""


def stems(tokens: Iterable[str]) -> str:
    """Spell tokens the way compiled patterns expect them: stems, each followed by a space."""
    return "".join(f"{token if token == BREAK else stem(token)} " for token in tokens)


def words_of(pattern: str) -> tuple[str, ...]:
    """Return the plain words that stand in a pattern."""
    return words(" ".join([part for part in _PART.findall(pattern) if part[0].isalnum()]))


class Finder:
    """Finds any of some patterns. A pattern is tried only where all the stems stand that it cannot do without."""

    def __init__(self, patterns: Iterable[tuple[str, Sequence[frozenset[str]]]]) -> None:
        """Take each pattern as a regular expression and its needs: of each set one stem must stand in a sentence."""
        self._sources: list[str] = []
        self._needs: list[tuple[frozenset[str], ...]] = []
        self._everywhere: list[int] = []
        self._by_stem: dict[str, list[int]] = {}
        self._compiled: dict[int, re.Pattern[str]] = {}
        for number, (source, needs) in enumerate(patterns):
            rarest = min(needs, key=_commonness, default=frozenset[str]())
            self._sources.append(source)
            self._needs.append(tuple(need for need in needs if need is not rarest))
            for anchor in rarest:
                self._by_stem.setdefault(anchor, []).append(number)
            if not rarest:
                self._everywhere.append(number)

    def may_find(self, present: AbstractSet[str]) -> bool:
        """Whether any pattern is worth trying on a sentence of these stems; much cheaper than to try."""
        return bool(self._everywhere) or not self._by_stem.keys().isdisjoint(present)

    def finditer(self, spelled: str) -> Iterator[re.Match[str]]:
        """Yield what is found in a sentence, spelled as `stems` does, pattern by pattern in written order."""
        present = set(spelled.split())
        tried = {number for stem in present if stem in self._by_stem for number in self._by_stem[stem]}
        for number in sorted(tried.union(self._everywhere)):
            if not any(need.isdisjoint(present) for need in self._needs[number]):
                yield from self._pattern(number).finditer(spelled)

    def search(self, spelled: str) -> re.Match[str] | None:
        """Return the first that is found in a sentence, or None."""
        return next(self.finditer(spelled), None)

    def _pattern(self, number: int) -> re.Pattern[str]:
        # Compiled when it is first tried: few are in one run, and all together take longer than the run.
        if (kept := self._compiled.get(number)) is None:
            kept = self._compiled[number] = re.compile(f"(?:^|(?<= )){self._sources[number]}")
        return kept


_STOP_STEMS: Final = frozenset(map(stem, STOP_WORDS))


def _commonness(stems: AbstractSet[str]) -> float:
    """Return roughly how often some stems stand in a sentence: one stop word is as common as a hundred other words."""
    return sum(1.0 if stem in _STOP_STEMS else 0.01 for stem in stems)


def _any_of(choices: Sequence[Sequence[frozenset[str]]]) -> frozenset[str]:
    """Return stems of which one stands whichever choice is taken: the rarest need of each; none if one needs none."""
    rarest = [min(filter(None, needs), key=_commonness, default=frozenset[str]()) for needs in choices]
    return frozenset().union(*rarest) if all(rarest) else frozenset()


class Templates:
    """Reads patterns that may use the lists of one content."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._lists = lists
        self._sources: dict[str, str] = {}
        self._needed: dict[str, frozenset[str]] = {}
        self._open: list[str] = []

    def compile(self, patterns: Iterable[str]) -> Finder | None:
        """Compile patterns into one finder of any of them; None for no patterns.

        Raises:
            TemplateError: a bracket is left open or closed twice, a list is unknown or uses itself, or a pattern could
                match nothing.
        """
        found = [(self._source(pattern), self._needs(pattern)) for pattern in self._spread(patterns)]
        return Finder(found) if found else None

    def _spread(self, patterns: Iterable[str]) -> Iterator[str]:
        """Yield the entries of a list in place of a pattern that is nothing but the list: each is sooner compiled."""
        for pattern in patterns:
            self._source(pattern)  # a list that uses itself ends here
            name = pattern.strip()[1:-1]
            if _LIST_NAME.fullmatch(pattern.strip()) and name in self._lists:
                yield from self._spread(self._lists[name])
            else:
                yield pattern

    def fault(self, pattern: str) -> str:
        """Return what `compile` would raise for one pattern, or an empty string; much cheaper than compiling."""
        try:
            self._source(pattern)
        except TemplateError as error:
            return str(error)
        return ""

    def _source(self, pattern: str) -> str:
        out: list[str] = []
        closers: list[str] = []
        # For every open bracket: whether the choice being read, and any choice before it, may match nothing.
        nothing: list[list[bool]] = [[True, False]]
        for part in _PART.findall(pattern.lower()):
            if part in "([":
                out.append("(?:")
                closers.append(_CLOSERS[part])
                nothing.append([True, False])
            elif part in ")]":
                if not closers or closers.pop() != part:
                    msg = f"{part!r} closes nothing in {pattern!r}"
                    raise TemplateError(msg)
                out.append(")" if part == ")" else ")?")
                group = any(nothing.pop()) or part == "]"
                nothing[-1][0] &= group
            elif part == "|":
                out.append(part)
                nothing[-1] = [True, any(nothing[-1])]
            else:
                source = self._atom(part)
                out.append(source)
                nothing[-1][0] &= part in _EDGES or not source
        if closers:
            msg = f"{closers[-1]!r} is missing in {pattern!r}"
            raise TemplateError(msg)
        if any(nothing[0]):
            msg = f"{pattern!r} would match an empty text; name at least one word that must stand there"
            raise TemplateError(msg)
        return f"(?:{''.join(out)})"

    def _atom(self, part: str) -> str:
        if part == "..":
            return _GAP
        if part in "^$":
            return part
        if part[0] == "<":
            return self._list(part)
        return "".join(f"{re.escape(stem(word))} " for word in words(part))

    def _list(self, part: str) -> str:
        name = part[1:-1]
        if not _LIST_NAME.fullmatch(part):
            msg = f"{part!r} is no list; the name of one is lower-case letters and _ between < and >"
            raise TemplateError(msg)
        if name in _BUILT_IN:
            return _BUILT_IN[name]
        if name not in self._lists:
            msg = f"there is no list <{name}>; the lists are {', '.join(sorted(self._lists)) or 'none'}"
            raise TemplateError(msg)
        if name in self._open:
            msg = f"the list <{name}> uses itself"
            raise TemplateError(msg)
        if not self._lists[name]:
            msg = f"the list <{name}> is empty"
            raise TemplateError(msg)
        if name not in self._sources:
            self._open.append(name)
            try:
                self._sources[name] = f"(?:{'|'.join(dict.fromkeys(map(self._source, self._lists[name])))})"
            finally:
                self._open.pop()
        return self._sources[name]

    def _needs(self, pattern: str) -> tuple[frozenset[str], ...]:
        """Return sets of stems: every match holds one stem at least of each."""
        choices = self._choices(iter(_PART.findall(pattern.lower())))
        return tuple(filter(None, choices[0] if len(choices) == 1 else [_any_of(choices)]))

    def _choices(self, parts: Iterator[str]) -> list[list[frozenset[str]]]:
        """Read parts up to the bracket that closes them: what each choice needs."""
        choices: list[list[frozenset[str]]] = [[]]
        for part in parts:
            if part in ")]":
                break
            if part == "|":
                choices.append([])
            elif part in "([":
                inside = _any_of(self._choices(parts))
                choices[-1].append(inside if part == "(" else frozenset())
            elif part not in _EDGES:
                choices[-1].append(self._need_of(part))
        return choices

    def _need_of(self, part: str) -> frozenset[str]:
        """Return the stems of which one must stand for a word, or for a list."""
        if part[0] != "<":
            return frozenset({stem(word) for word in words(part)[:1]})
        name = part[1:-1]
        if name not in self._needed:
            self._needed[name] = _any_of([self._needs(entry) for entry in self._lists.get(name, ())])
        return self._needed[name]
