"""Turn a folder of YAML files into `Content`, or into one `ContentError` with every fault in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

from chatbot.content import GUARDS, Aspect, Content, Cutoffs, Gap, Intent, Rule, Texts, Topic
from chatbot.errors import ContentError, Problem
from chatbot.reply import MAX_ID, SAFETY_LEVELS, is_id
from chatbot.shapes import Shapes, listed
from chatbot.source import Node, load
from chatbot.template import Templates
from chatbot.text import words

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}?")
# What the engine fills in when it says a text; the numbers of the content may stand in any.
_FILLED_IN: Final = {
    "gap": ("gap",),
    "gap_topic": ("topic",),
    "unanswered": ("gap",),
    "unanswered_topic": ("topic",),
    "source": ("source",),
    "advice": ("advice",),
}
_TEXT_KEYS: Final = tuple(field.name for field in fields(Texts))
_CUTOFF_KEYS: Final = tuple(field.name for field in fields(Cutoffs))
_SHARE: Final = re.compile(r"[01]|0\.\d+|1\.0+")

# Each kind of entry: the keys that must be there, then those that may.
_KEYS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "intents": (
        ("id", "question", "examples", "answer"),
        (
            "source",
            "advice",
            "reviewed",
            "topic",
            "aspect",
            "also",
            "lists",
            "safety",
            "caution",
            "told",
            "follow_ups",
            "next",
        ),
    ),
    "topics": (("id", "name"), ("words", "parent", "general", "in_general")),
    "aspects": (("id", "name"), ("words", "general")),
    "gaps": (("id", "name"), ("words", "examples")),
    "rules": (("id", "intent", "patterns"), ("unless", "also", "ignores", "source", "catches", "spares")),
}
# The key of a number that holds in every country without an entry of its own.
_ELSEWHERE: Final = "elsewhere"
_SECTIONS: Final = (
    *_KEYS,
    "contrasts",
    "guards",
    "lists",
    "synonyms",
    "terms",
    "starters",
    "texts",
    "numbers",
    "cutoffs",
    "reviewed",
)


def load_folder(folder: str | os.PathLike[str], country: str = "") -> Content:
    """Read every `*.yaml` file of a folder and of the folders in it.

    Args:
        folder: where the files are.
        country: whose telephone numbers to say, as the content names it (`US`); the first one when empty, and the
            words for `elsewhere` when the content does not know it.

    Raises:
        ContentError: anything is wrong; it lists all problems as `path:line: message`.
    """
    root = Path(folder)
    reader = _Reader(country)
    if not root.is_dir():
        raise ContentError([Problem(str(root), 1, "there is no such folder")])
    paths = sorted(path for path in root.rglob("*") if path.suffix in {".yaml", ".yml"} and path.is_file())
    if not paths:
        raise ContentError([Problem(str(root), 1, "there is no *.yaml file in this folder")])
    for path in paths:
        reader.read_file(path, path.relative_to(root).as_posix())
    if not reader.intents and not reader.problems:
        reader.problems.append(Problem(str(root), 1, "no file has a non-empty list of `intents`"))
    content = reader.content()
    if reader.problems:
        raise ContentError(reader.problems)
    return content


def load_texts(folder: Path, country: str = "") -> Texts:
    """Read the bot's own words alone, from the files of a folder that hold them: `bot.yaml` and `numbers.yaml`.

    It takes a hundredth of the time of a load, and judges nothing: what is wrong with a content only a load can tell.
    """
    reader = _Reader(country)
    for name in ("bot.yaml", "numbers.yaml"):
        reader.read_file(folder / name, name)
    return reader.content().texts


class _Reader(Shapes):
    """Reads files one after another and keeps every problem."""

    def __init__(self, country: str) -> None:
        super().__init__()
        self.country = country
        self.place = ""
        """The file that is read, as seen from the folder."""
        self.intents: list[Intent] = []
        self.topics: list[Topic] = []
        self.aspects: list[Aspect] = []
        self.gaps: list[Gap] = []
        self.rules: list[Rule] = []
        self.contrasts: list[tuple[str, ...]] = []
        self.guards: dict[str, tuple[str, ...]] = {}
        self.lists: dict[str, tuple[str, ...]] = {}
        self.synonyms: dict[str, str] = {}
        self.terms: dict[str, str] = {}
        self.reviewed = ""
        self.starters: list[str] = []
        self.texts: dict[str, str] = {}
        self.text_places: dict[str, tuple[str, int]] = {}
        self.numbers: dict[str, str] = {}
        self.cutoffs: dict[str, float] = {}
        self.patterns: list[tuple[str, int, str, tuple[str, ...]]] = []

    # ------------------------------------------------------------------- files

    def read_file(self, path: Path, place: str) -> None:
        self.path, self.place = str(path), place
        node = load(path, self.path)
        if isinstance(node, Problem):
            self.problems.append(node)
            return
        builders: Mapping[str, Callable[[Node], None]] = {
            "contrasts": self._contrasts,
            "guards": self._guards,
            "lists": self._lists,
            "synonyms": self._synonyms,
            "terms": self._terms,
            "starters": self._starters,
            "texts": self._texts,
            "numbers": self._numbers,
            "cutoffs": self._cutoffs,
        }
        sections = self.mapping(node, "a content file", (), _SECTIONS)
        self.reviewed = self.day(sections.pop("reviewed", None), "`reviewed` of this file")
        for key, value in sections.items():
            if key in _KEYS:
                for item in self.sequence(value, f"`{key}`"):
                    getattr(self, f"_{key[:-1]}")(item)
            else:
                builders[key](value)

    def entry(self, node: Node, section: str) -> tuple[dict[str, Node], str, str]:
        """Return an entry's keys, its id and its name for messages."""
        kind = section[:-1]
        keys = self.mapping(node, f"this {kind}", *_KEYS[section])
        name = self.text(keys.get("id"), f"the id of this {kind}")
        if name and (not is_id(name) or len(name.split()) > 1):
            self.fault(keys["id"].line, f"{kind} id {name!r} must be one word of at most {MAX_ID} characters")
        if name and (kind, name) in self.seen:
            first = self.seen[kind, name]
            self.fault(node.line, f"{kind} {name!r} stands here a second time; the first is at {first}")
        self.seen.setdefault((kind, name), f"{self.path}:{node.line}")
        return keys, name, f"{kind} {name!r}"

    # ----------------------------------------------------------------- entries

    def _intent(self, node: Node) -> None:
        keys, name, owner = self.entry(node, "intents")
        topic, dot, aspect = name.partition(".")
        examples = self._examples(keys, "examples", owner)
        follow_ups = self._examples(keys, "follow_ups", owner)
        if "examples" in keys and not examples:
            self.fault(keys["examples"].line, f"{owner} has no examples; write at least one")
        safety = self.text(keys.get("safety"), f"`safety` of {owner}") or "none"
        if safety not in SAFETY_LEVELS:
            self.fault(keys["safety"].line, f"`safety` of {owner} is one of {listed(SAFETY_LEVELS)}, not {safety!r}")
            safety = "none"
        following = self.texts_of(keys.get("next"), f"`next` of {owner}")
        for target in following:
            self.refer(keys["next"].line, owner, "intent", target)
        self.intents.append(
            Intent(
                id=name,
                question=self.text(keys.get("question"), f"the question of {owner}"),
                examples=tuple(text for text, _ in examples),
                answer=self.text(keys.get("answer"), f"the answer of {owner}"),
                source=self.text(keys.get("source"), f"the source of {owner}"),
                advice=self.text(keys.get("advice"), f"the advice of {owner}"),
                reviewed=self.day(keys.get("reviewed"), f"`reviewed` of {owner}") or self.reviewed,
                topic=self.coordinate(keys.get("topic"), f"the topic of {owner}") or (topic if dot else ""),
                aspect=self.coordinate(keys.get("aspect"), f"the aspect of {owner}") or aspect,
                also=self._named_topics(keys, "also", owner),
                lists=self._named_topics(keys, "lists", owner),
                safety=safety,  # type: ignore[arg-type]  # one of SAFETY_LEVELS, checked above
                caution=self.flag(keys.get("caution"), f"`caution` of {owner}"),
                told=self.flag(keys.get("told"), f"`told` of {owner}"),
                follow_ups=tuple(text for text, _ in follow_ups),
                next=following,
                path=self.place,
                line=node.line,
                example_lines=tuple(line for _, line in examples),
                follow_up_lines=tuple(line for _, line in follow_ups),
            )
        )

    def _named_topics(self, keys: Mapping[str, Node], key: str, owner: str) -> tuple[str, ...]:
        topics = self.texts_of(keys.get(key), f"`{key}` of {owner}")
        for topic in topics:
            self.refer(keys[key].line, owner, "topic", topic)
        return topics

    def _examples(self, keys: Mapping[str, Node], key: str, owner: str) -> list[tuple[str, int]]:
        if key not in keys:
            return []
        items = self.sequence(keys[key], f"the {key} of {owner}")
        return [(text, item.line) for item in items if (text := self.text(item, f"one of the {key} of {owner}"))]

    def _topic(self, node: Node) -> None:
        keys, name, owner = self.entry(node, "topics")
        parent = self.text(keys.get("parent"), f"the parent of {owner}")
        if parent:
            self.refer(keys["parent"].line, owner, "topic", parent)
        general = self.flag(keys.get("general"), f"`general` of {owner}")
        called = self.text(keys.get("name"), f"the name of {owner}")
        in_general = self.flag(keys.get("in_general"), f"`in_general` of {owner}")
        self.topics.append(Topic(name, called, self._words(keys, owner), parent, general, in_general))

    def _aspect(self, node: Node) -> None:
        keys, name, owner = self.entry(node, "aspects")
        general = self.flag(keys.get("general"), f"`general` of {owner}")
        called = self.text(keys.get("name"), f"the name of {owner}")
        self.aspects.append(Aspect(name, called, self._words(keys, owner), general))

    def _gap(self, node: Node) -> None:
        keys, name, owner = self.entry(node, "gaps")
        examples = tuple(text for text, _ in self._examples(keys, "examples", owner))
        said = self._words(keys, owner)
        if name and not examples and not said:
            self.fault(node.line, f"{owner} has neither words nor examples to know it by")
        self.gaps.append(Gap(name, self.text(keys.get("name"), f"the name of {owner}"), said, examples))

    def _words(self, keys: Mapping[str, Node], owner: str) -> tuple[str, ...]:
        said = self.texts_of(keys.get("words"), f"the words of {owner}")
        for phrase in said:
            if not words(phrase):
                self.fault(keys["words"].line, f"{phrase!r} in the words of {owner} holds no word")
        return said

    def _rule(self, node: Node) -> None:
        keys, name, owner = self.entry(node, "rules")
        intent = self.text(keys.get("intent"), f"the intent of {owner}")
        if intent:
            self.refer(keys["intent"].line, owner, "intent", intent)
        ignores = self.texts_of(keys.get("ignores"), f"`ignores` of {owner}")
        for guard in ignores:
            if guard not in GUARDS:
                self.fault(keys["ignores"].line, f"{guard!r} in `ignores` of {owner} is none of {listed(GUARDS)}")
        rest = {
            key: self.texts_of(keys.get(key), f"`{key}` of {owner}")
            for key in ("patterns", "unless", "also", "catches", "spares")
        }
        self.patterns.append((self.path, node.line, owner, (*rest["patterns"], *rest["unless"], *rest["also"])))
        if "patterns" in keys and not rest["patterns"]:
            self.fault(keys["patterns"].line, f"{owner} has no patterns; write at least one")
        source = self.text(keys.get("source"), f"the source of {owner}")
        self.rules.append(Rule(name, intent, ignores=ignores, source=source, path=self.place, line=node.line, **rest))

    # ---------------------------------------------------------------- sections

    def _contrasts(self, node: Node) -> None:
        for group in self.sequence(node, "`contrasts`"):
            members = self.texts_of(group, "a group of `contrasts`")
            for member in members:
                self.refer(group.line, "`contrasts`", "topic", member)
            self.contrasts.append(members)

    def _guards(self, node: Node) -> None:
        for key, value in self.mapping(node, "`guards`", (), GUARDS).items():
            self.once("guard", key, node.key_lines[key])
            self.guards[key] = self.texts_of(value, f"guard {key!r}")
            self.patterns.append((self.path, value.line, f"guard {key!r}", self.guards[key]))

    def _lists(self, node: Node) -> None:
        for key, value, line in self.pairs(node, "`lists`"):
            if not re.fullmatch("[a-z_]+", key):
                self.fault(line, f"list {key!r} must be named in lower-case letters and _")
            self.once("list", key, line)
            self.lists[key] = self.texts_of(value, f"list {key!r}")

    def _synonyms(self, node: Node) -> None:
        for key, value, line in self.pairs(node, "`synonyms`"):
            for phrase in self.texts_of(value, f"the synonyms of {key!r}"):
                spoken = " ".join(words(phrase))
                if self.synonyms.setdefault(spoken, key) != key:
                    self.fault(line, f"{phrase!r} is a synonym of {key!r} and of {self.synonyms[spoken]!r}; keep one")

    def _starters(self, node: Node) -> None:
        for target in self.texts_of(node, "`starters`"):
            self.starters.append(self.refer(node.line, "`starters`", "intent", target))

    def _terms(self, node: Node) -> None:
        for key, value, line in self.pairs(node, "`terms`"):
            self.once("term", key.lower(), line)
            self.terms[key.lower()] = self.text(value, f"term {key!r}")

    def _texts(self, node: Node) -> None:
        for key, value in self.mapping(node, "`texts`", (), _TEXT_KEYS).items():
            self.once("text", key, node.key_lines[key])
            self.texts[key] = self.text(value, f"text {key!r}")
            self.text_places[key] = (self.path, value.line)

    def _numbers(self, node: Node) -> None:
        for key, value, line in self.pairs(node, "`numbers`"):
            self.once("number", key, line)
            self.numbers[key] = self._number(value, f"number {key!r}")

    def _number(self, node: Node, what: str) -> str:
        """Read a number that holds everywhere, or pick the country's from a mapping of countries to numbers."""
        if isinstance(node.value, str):
            return self.text(node, what)
        by_country = {place: self.text(value, f"{what} of {place!r}") for place, value, _ in self.pairs(node, what)}
        if by_country and _ELSEWHERE not in by_country:
            self.fault(node.line, f"{what} has no {_ELSEWHERE!r}: what to say in a country that is not listed")
        first = next(iter(by_country), "")
        return by_country.get(self.country.upper() or first, by_country.get(_ELSEWHERE, ""))

    def _cutoffs(self, node: Node) -> None:
        for key, value in self.mapping(node, "`cutoffs`", (), _CUTOFF_KEYS).items():
            self.once("cutoff", key, node.key_lines[key])
            text = self.text(value, f"cutoff {key!r}")
            if text and not _SHARE.fullmatch(text):
                self.fault(value.line, f"cutoff {key!r} is a number from 0 to 1, not {text!r}")
            elif text:
                self.cutoffs[key] = float(text)

    # -------------------------------------------------------------------- whole

    def content(self) -> Content:
        """Put the pieces together and check what one entry says of another."""
        for path, line, owner, kind, target in self.references:
            if (kind, target) not in self.seen:
                near = sorted(name for known, name in self.seen if known == kind and name[:1] == target[:1])[:5]
                hint = f"; near it are {listed(near)}" if near else ""
                self.problems.append(
                    Problem(path, line, f"{owner} names the {kind} {target!r}, which does not exist{hint}")
                )
        for key, text in self.texts.items():
            allowed = (*_FILLED_IN.get(key, ()), *self.numbers)
            for name in _PLACEHOLDER.findall(text):
                if name not in allowed:
                    path, line = self.text_places[key]
                    message = f"text {key!r} holds {{{name}}}, which nothing fills in; allowed are {listed(allowed)}"
                    self.problems.append(Problem(path, line, message))
        templates = Templates(self.lists)
        for path, line, owner, patterns in self.patterns:
            faults = (fault for pattern in patterns if (fault := templates.fault(pattern)))
            self.problems += (Problem(path, line, f"{owner}: {fault}") for fault in faults)
        texts = Texts(**{key: self._numbered(value) for key, value in self.texts.items()})
        return Content(
            intents=tuple(self._finished(intent, texts.advice) for intent in self.intents),
            topics=tuple(self.topics),
            aspects=tuple(self.aspects),
            gaps=tuple(self.gaps),
            contrasts=tuple(self.contrasts),
            rules=tuple(self.rules),
            guards=self.guards,
            lists=self.lists,
            synonyms=self.synonyms,
            terms=self.terms,
            starters=tuple(self.starters),
            numbers=self.numbers,
            cutoffs=Cutoffs(**self.cutoffs),
            texts=texts,
        )

    def _finished(self, intent: Intent, mark: str) -> Intent:
        """Fill in the numbers, and say the advice after the answer, so that nobody can show one without the other."""
        advice = self._numbered(mark.replace("{advice}", intent.advice)) if intent.advice else ""
        answer = "\n\n".join(part for part in (self._numbered(intent.answer), advice) if part)
        return replace(intent, answer=answer, advice=advice)

    def _numbered(self, text: str) -> str:
        for name, number in self.numbers.items():
            text = text.replace(f"{{{name}}}", number)
        return text
