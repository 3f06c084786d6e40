"""Safety first: rules that run on every message before anything is scored, and that no score can outvote.

A rule is lifted where its words are denied in the same clause, lie in the past, or are asked about in general:
the triggers, their scope and the words that end it follow NegEx (doi 10.1006/jbin.2001.1029) and ConText
(PMC2757457). They are content, since every language has its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.content import GUARDS, Content, Rule
from chatbot.template import Finder, Templates
from chatbot.text import BREAK

# A denial reaches over this many words, as in NegEx; a pause or "but" ends it sooner.
_DENIAL_REACH: Final = 6
_CLAUSE_ENDS: Final = re.compile(
    rf"(?:^|(?<= ))(?:{BREAK}|but|however|although|though|except|still|and (?:now|i|he|she|my|is|am|are|can not)) "
)


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """The rule that decided, and the words that it found."""

    rule: Rule
    words: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    alarms: bool
    """Whether its answer is urgent. What lifts an alarm must stand in the same clause."""
    patterns: Finder
    unless: Finder | None
    also: Finder | None


class SafetyRules:
    """The rules of a content, compiled."""

    def __init__(self, content: Content) -> None:
        compiled = Templates(content.lists).compile
        self._guards = {guard: compiled(content.guards.get(guard, ())) for guard in GUARDS}
        urgent = {intent.id for intent in content.intents if intent.safety != "none"}
        self._rules = [
            _Compiled(rule, rule.intent in urgent, patterns, compiled(rule.unless), compiled(rule.also))
            for rule in content.rules
            if (patterns := compiled(rule.patterns))
        ]

    def find(self, spelled: Sequence[str]) -> RuleMatch | None:
        """Return the first rule, in written order, that holds in any sentence, spelled as `template.stems` does."""
        message = "".join(spelled)
        present = [frozenset(sentence.split()) for sentence in spelled]
        told = self._guard("story", message) and not self._guard("now", message)
        for compiled in self._rules:
            if told and "story" not in compiled.rule.ignores:
                continue
            tried = [at for at, stems in enumerate(present) if compiled.patterns.may_find(stems)]
            if not tried or (compiled.also and not compiled.also.search(message)):
                continue
            for sentence in (spelled[at] for at in tried):
                if words := self._holds(compiled, sentence):
                    return RuleMatch(compiled.rule, words)
        return None

    def all_lifted(self, spelled: Sequence[str]) -> bool:
        """Whether every sentence speaks of the past or in general, so that no alarm should be read into it."""
        return all(
            not self._guard("now", sentence) and (self._guard("past", sentence) or self._guard("general", sentence))
            for sentence in spelled
        )

    def is_figure(self, spelled: Sequence[str]) -> bool:
        """Whether a message of one clause is a figure of speech or of a thing, by what stands beside a rule's words."""
        if len(spelled) != 1 or " and " in spelled[0]:
            return False
        return any(
            self._is_figure(spelled[0], found)
            for compiled in self._rules
            for found in compiled.patterns.finditer(spelled[0])
        )

    def explains(self, spelled: Sequence[str]) -> bool:
        """Whether a rule knows why alarming words are none: excused, a figure, denied or past, with no now beside them.

        That it asks in general is no reason: "is it the chemo, my face feels lopsided".
        """
        message = "".join(spelled)
        return any(
            self._explained(compiled, sentence, found) and not self._guard("now", message.replace(found[0], ""))
            for compiled in self._rules
            if compiled.alarms
            for sentence in spelled
            for found in compiled.patterns.finditer(sentence)
        )

    def _explained(self, compiled: _Compiled, sentence: str, found: re.Match[str]) -> bool:
        return (
            self._excused(compiled, sentence, found)
            or self._is_figure(sentence, found)
            or self._denied(compiled.rule, sentence, found)
            or self._past(compiled.rule, sentence, found)
        )

    def is_past(self, spelled: Sequence[str]) -> bool:
        """Whether a sentence speaks of the past, and not of now."""
        return any(self._guard("past", sentence) and not self._guard("now", sentence) for sentence in spelled)

    def _holds(self, compiled: _Compiled, sentence: str) -> str:
        for found in compiled.patterns.finditer(sentence):
            if not self._excused(compiled, sentence, found) and not self._lifted(compiled.rule, sentence, found):
                return found[0].strip()
        return ""

    def _excused(self, compiled: _Compiled, sentence: str, found: re.Match[str]) -> bool:
        within = _clause(sentence, found) if compiled.alarms else sentence
        return bool(compiled.unless and compiled.unless.search(within))

    def _lifted(self, rule: Rule, sentence: str, found: re.Match[str]) -> bool:
        if self._denied(rule, sentence, found) or self._past(rule, sentence, found):
            return True
        if "figure" not in rule.ignores and self._is_figure(sentence, found):
            return True
        return "general" not in rule.ignores and self._guard("general", sentence) and not self._guard("now", sentence)

    def _denied(self, rule: Rule, sentence: str, found: re.Match[str]) -> bool:
        return "negated" not in rule.ignores and self._guard("negated", _last_words(_beside(sentence, found)[0]))

    def _past(self, rule: Rule, sentence: str, found: re.Match[str]) -> bool:
        return "past" not in rule.ignores and self._guard("past", _clause(sentence, found))

    def _is_figure(self, sentence: str, found: re.Match[str]) -> bool:
        return any(self._guard("figure", beside) for beside in _beside(sentence, found))

    def _guard(self, guard: str, sentence: str) -> bool:
        pattern = self._guards[guard]
        return bool(pattern and pattern.search(sentence))


def _beside(sentence: str, found: re.Match[str]) -> tuple[str, str]:
    """Return what stands before and after the words of a rule in the same clause."""
    start, end = 0, len(sentence)
    for pause in _CLAUSE_ENDS.finditer(sentence):
        if pause.start() <= found.start():
            start = min(pause.end(), found.start())
        elif pause.start() >= found.end():
            end = pause.start()
            break
    return sentence[start : found.start()], sentence[found.end() : end]


def _clause(sentence: str, found: re.Match[str]) -> str:
    before, after = _beside(sentence, found)
    return before + sentence[found.start() : found.end()] + after


def _last_words(clause: str) -> str:
    return "".join(f"{word} " for word in clause.split()[-_DENIAL_REACH:])
