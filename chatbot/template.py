"""The small pattern language of rules: read by authors, compiled to one regular expression over stems.

    (chest|heart) .. (pain|hurts) [now]

`a b` in that order; `(a|b c)` one of; `[a]` optional; `..` up to four words between; `<name>` one of the patterns of
a list of the content, or `<number>` any number, `<year>` one of four digits; `^` and `$` the ends of the sentence.
Words match by stem: `hurts` also finds `hurt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from chatbot.text import BREAK, stem, words

_TOKEN: Final = re.compile(r"\.\.|<[a-z_]+>|[()|\[\]^$]|[^\s()|\[\]<>^$]+")
_OPTIONAL: Final = re.compile(r"\[[^\[\]]*\]")
_EMPTY_CHOICE: Final = re.compile(r"^\s*\||[(|]\s*(?:\.\.\s*)?[|)]|\|\s*$")
_BUILT_IN: Final = {"number": r"\d+ ", "year": r"(?:19|20)\d\d "}
_CLOSERS: Final = {"(": ")", "[": "]"}
# A gap never runs over a denial: "am .. having a reaction" is not found in "I am not having a reaction".
_GAP: Final = r"(?:(?!not |no |never |without )[^ ]+ ){0,4}?"


class TemplateError(ValueError):
    """A pattern that cannot be read; the content loader says where it stands."""


def stems(tokens: Iterable[str]) -> str:
    """Spell tokens the way compiled patterns expect them: stems, each followed by a space."""
    return "".join(f"{token if token == BREAK else stem(token)} " for token in tokens)


def words_of(pattern: str) -> set[str]:
    """Return the plain words that stand in a pattern."""
    return {word for part in _TOKEN.findall(pattern) if part[0].isalnum() for word in words(part)}


def fault_of(pattern: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    """Return what `compile_all` would raise for one pattern, or an empty string, without the cost of compiling."""
    try:
        _source(pattern, lists)
    except TemplateError as error:
        return str(error)
    return ""


def compile_all(patterns: Iterable[str], lists: Mapping[str, tuple[str, ...]]) -> re.Pattern[str] | None:
    """Compile patterns into one expression that finds any of them, or None for no patterns.

    Raises:
        TemplateError: a bracket is left open or closed twice, a list is unknown, or a pattern could match nothing.
    """
    sources = [_source(pattern, lists) for pattern in patterns]
    return re.compile("(?:^|(?<= ))(?:" + "|".join(sources) + ")") if sources else None


def _source(pattern: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    out: list[str] = []
    closers: list[str] = []
    for part in _TOKEN.findall(pattern.lower()):
        if part in "([":
            out.append("(?:")
            closers.append(_CLOSERS[part])
        elif part in ")]":
            if not closers or closers.pop() != part:
                msg = f"{part!r} closes nothing in {pattern!r}"
                raise TemplateError(msg)
            out.append(")" if part == ")" else ")?")
        else:
            out.append(_atom(part, lists))
    if closers:
        msg = f"{closers[-1]!r} is missing in {pattern!r}"
        raise TemplateError(msg)
    if _may_be_empty(pattern):
        msg = f"{pattern!r} would match an empty text; name at least one word that must stand there"
        raise TemplateError(msg)
    return f"(?:{''.join(out)})"


def _atom(part: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    if part == "..":
        return _GAP
    if part in "|^$":
        return part
    return _listed(part[1:-1], lists) if part[0] == "<" else _plain(part)


def _may_be_empty(pattern: str) -> bool:
    """Whether a pattern has a choice with nothing in it, or no word outside `[...]`."""
    bare = _OPTIONAL.sub(" ", pattern)
    return bool(_EMPTY_CHOICE.search(bare)) or not any(
        part[0].isalnum() or part[0] == "<" for part in _TOKEN.findall(bare)
    )


def _listed(name: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    if name not in lists:
        msg = f"there is no list <{name}>; the lists are {', '.join(sorted(lists)) or 'none'}"
        raise TemplateError(msg)
    others = {key: value for key, value in lists.items() if key != name}  # a list may use others, never itself
    return f"(?:{'|'.join(_source(pattern, others) for pattern in lists[name])})"


def _plain(phrase: str) -> str:
    return "".join(f"{re.escape(stem(word))} " for word in words(phrase))
