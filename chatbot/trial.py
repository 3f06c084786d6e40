"""Trial: labelled questions put to a bot, what became of them, and why each miss was missed.

A file is a YAML list. An entry is one question, or a list of questions asked in turn, as a conversation:

    - ask: can i shower with a picc
      expect: picc.wet
    - ask: how much does it cost
      expect: none
      kind: near miss
    - ask: no chest pain but i cant breathe
      safety: emergency
    - - ask: what is a port
        expect: [port.what, port.place]
      - ask: and where does it go
        expect: port.place
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from chatbot.bot import Chatbot
from chatbot.errors import ContentError, Problem
from chatbot.explain import Explanation
from chatbot.reply import SAFETY_LEVELS, Context, Reply
from chatbot.source import Node, load

Fate = Literal["right", "offered", "silent", "wrong"]
"""`offered`: not answered, but among the suggestions; `silent`: neither."""

NO_ANSWER: Final = "none"
_KEYS: Final = ("ask", "expect", "safety", "kind")


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled question."""

    path: str
    line: int
    ask: str
    expect: tuple[str, ...]
    """The intents that answer it; `none` when nothing should."""
    safety: str = ""
    """The alarm that the reply must raise, `none` for none; empty when that is not asked."""
    turn: int = 0
    """Its place in its conversation; 0 begins one."""
    kind: str = ""
    """Whatever the author wants figures by: a style, a difficulty."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a case."""

    case: Case
    fate: Fate
    got: str
    """The intent that answered, or the kind of reply."""
    confidence: float
    answered: bool
    """Whether the reply answers, rightly or wrongly."""
    explanation: Explanation | None
    """Why, for a miss."""


def read_cases(paths: Iterable[str | Path]) -> list[Case]:
    """Read the cases of files, in order.

    Raises:
        ContentError: a file cannot be read or has another shape; every problem is told.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in paths:
        node = load(Path(path), str(path))
        if isinstance(node, Problem):
            problems.append(node)
        else:
            for found in _cases(node, str(path)):
                (problems if isinstance(found, Problem) else cases).append(found)  # type: ignore[arg-type]
    if problems:
        raise ContentError(problems)
    return cases


def _cases(node: Node, path: str) -> Iterator[Case | Problem]:
    if not isinstance(node.value, list):
        yield Problem(path, node.line, "a file of cases must be a list")
        return
    for entry in node.value:
        turns = entry.value if isinstance(entry.value, list) else [entry]
        for turn, item in enumerate(turns):
            yield _case(item, path, turn)


def _case(node: Node, path: str, turn: int) -> Case | Problem:
    keys = node.value
    if not isinstance(keys, dict) or "ask" not in keys or not set(keys) <= set(_KEYS):
        return Problem(path, node.line, f"a case must be a mapping of {', '.join(_KEYS)}; `ask` must be there")
    asked = keys["ask"].value
    if not isinstance(asked, str):
        return Problem(path, keys["ask"].line, "`ask` must be text")
    expected = keys["expect"].value if "expect" in keys else ""
    labels = [item.value for item in expected] if isinstance(expected, list) else [expected]
    safety = keys["safety"].value if "safety" in keys else ""
    if safety not in ("", *SAFETY_LEVELS):
        return Problem(path, keys["safety"].line, f"`safety` is one of {', '.join(SAFETY_LEVELS)}, not {safety!r}")
    kind = str(keys["kind"].value) if "kind" in keys else ""
    return Case(path, node.line, asked, tuple(str(label) for label in labels if label), str(safety), turn, kind)


def trial(bot: Chatbot, cases: Sequence[Case]) -> list[Tried]:
    """Put every case with a label to a bot; a case without one only sets the context of the next."""
    tried: list[Tried] = []
    context = Context()
    for case in cases:
        before = context if case.turn else Context()
        reply = bot.ask(case.ask, context=before)
        context = reply.context
        if case.expect or case.safety:
            fate = fate_of(reply, case)
            why = None if fate == "right" else bot.explain(case.ask, context=before)
            got = reply.answers[0].intent if reply.answers else reply.kind
            tried.append(Tried(case, fate, got, reply.confidence, reply.kind == "answer", why))
    return tried


def fate_of(reply: Reply, case: Case) -> Fate:
    """Say what became of a case; an alarm missed, or raised in vain, is wrong whatever was answered."""
    if case.safety and reply.safety != case.safety:
        return "wrong"
    if not case.expect or (NO_ANSWER in case.expect and reply.kind != "answer"):
        return "right"
    if reply.kind == "answer":
        return "right" if reply.answers[0].intent in case.expect else "wrong"
    return "offered" if any(suggestion.intent in case.expect for suggestion in reply.suggestions) else "silent"


def report(tried: Sequence[Tried]) -> Iterator[str]:
    """Yield the figures by file, by kind and in all, the confusions, and each miss with what won and why."""
    yield from _figures((one.case.path, one.fate) for one in tried)
    yield from _figures((one.case.kind, one.fate) for one in tried if one.case.kind)
    if len({one.case.path for one in tried}) > 1:
        yield f"all: {_rates(Counter(one.fate for one in tried))}"
    wrong = Counter((_wanted(one.case), one.got) for one in tried if one.fate == "wrong")
    for (expected, got), count in wrong.most_common():
        yield f"taken {count} times: {expected} for {got}" if count > 1 else f"taken once: {expected} for {got}"
    for one in tried:
        if one.fate != "right":
            yield from _miss(one)


def _figures(fates: Iterable[tuple[str, Fate]]) -> Iterator[str]:
    groups: dict[str, Counter[str]] = {}
    for group, fate in fates:
        groups.setdefault(group, Counter())[fate] += 1
    yield from (f"{group}: {_rates(counts)}" for group, counts in groups.items())


def _rates(counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    shares = (f"{fate} {counts.get(fate, 0) / total:.1%}" for fate in ("right", "offered", "silent", "wrong"))
    return f"{total} cases, {', '.join(shares)}"


def _miss(one: Tried) -> Iterator[str]:
    case = one.case
    place = f"{case.path}:{case.line}"
    yield f"{place}: {one.fate}: {case.ask!r} is {_wanted(case)}, got {one.got} at {one.confidence}"
    if one.explanation:
        yield from (f"    {line}" for line in one.explanation.lines())


def _wanted(case: Case) -> str:
    alarm = [f"an alarm of {case.safety}"] if case.safety not in ("", "none") else []
    return " and ".join([*([" or ".join(case.expect)] if case.expect else []), *alarm]) or "no alarm"
