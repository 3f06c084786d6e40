"""What a content offers, as JSON-ready values: areas, topics, questions and whom to call."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import Any, Final

from chatbot.content import Content, Intent
from chatbot.web.settings import WIDGET_TEXT

_TELEPHONE: Final = re.compile(r"\+?[0-9][0-9 ().-]+")
# Where an entry stands says nothing of what it says: the same content in another folder is the same version.
_PLACES: Final = frozenset({"path", "line", "example_lines"})


@dataclass(frozen=True, slots=True)
class Area:
    """The questions of one file of the content: authors split files by what people look for."""

    id: str
    name: str
    intents: tuple[Intent, ...]


def areas(content: Content) -> tuple[Area, ...]:
    """Return the areas of a content: those of the starters first, those that the article says nothing of last."""
    found: dict[str, list[Intent]] = {}
    for intent in content.intents:
        found.setdefault(PurePath(intent.path).stem, []).append(intent)

    def place(area: Area) -> tuple[int, bool]:
        starts = (number for number, starter in enumerate(content.starters) if content.by_id[starter] in area.intents)
        return next(starts, len(content.starters)), not any(intent.source for intent in area.intents)

    return tuple(sorted((Area(stem, _area_name(content, stem), tuple(its)) for stem, its in found.items()), key=place))


def _area_name(content: Content, stem: str) -> str:
    topic = content.topic_by_id.get(stem)
    name = topic.name if topic else stem.replace("_", " ").replace("-", " ")
    return name[:1].upper() + name[1:]


def topics(content: Content) -> dict[str, Any]:
    """Return what `/v1/topics` says: every area, the topics in it, and their questions."""
    return {
        "areas": [
            {"id": area.id, "name": area.name, "topics": list(_topics_of(content, area.intents))}
            for area in areas(content)
        ]
    }


def _topics_of(content: Content, intents: Sequence[Intent]) -> Iterator[dict[str, Any]]:
    for topic in dict.fromkeys(intent.topic for intent in intents):
        known = content.topic_by_id.get(topic)
        listed = [{"id": intent.id, "question": intent.question} for intent in intents if intent.topic == topic]
        yield {"id": topic, "name": known.name if known else topic, "intents": listed}


def answer(intent: Intent) -> dict[str, str]:
    """Return what `/v1/answers/{id}` says."""
    return {"id": intent.id, "question": intent.question, "text": intent.answer, "source": intent.source}


def config(content: Content) -> dict[str, Any]:
    """Return what `/v1/config` says: all that the widget needs before the first question."""
    return {
        "name": content.texts.name,
        "greeting": content.texts.greeting,
        "starters": [{"intent": item, "question": content.by_id[item].question} for item in content.starters],
        "max_length": WIDGET_TEXT,
        "actions": actions(content),
        "emergency": emergency_line(content),
        "versions": {"content": content_version(content), "engine": engine_version()},
    }


def actions(content: Content) -> dict[str, list[dict[str, str]]]:
    """Return the links to show with each level of alarm; a number in words ("your local ...") gives none."""
    call = _links(content, "emergency", ("Call", "tel"))
    return {
        "emergency": call,
        "crisis": [*_links(content, "crisis", ("Call", "tel"), ("Text", "sms")), *call],
        "urgent": call,
    }


def _links(content: Content, name: str, *ways: tuple[str, str]) -> list[dict[str, str]]:
    number = content.numbers.get(name, "")
    if not _TELEPHONE.fullmatch(number):
        return []
    dialled = re.sub(r"[^+0-9]", "", number)
    return [{"label": f"{verb} {number}", "href": f"{scheme}:{dialled}"} for verb, scheme in ways]


def emergency_line(content: Content) -> str:
    """Return the one line that stands on every page and in every problem."""
    return f"In an emergency, call {content.numbers.get('emergency', 'your local emergency number')}."


def content_version(content: Content) -> str:
    """Return a short hash of all that a content says: equal on every replica that answers alike."""
    said = json.dumps(asdict(content), sort_keys=True, default=dict)
    return sha256(json.dumps(_unplaced(json.loads(said)), sort_keys=True).encode()).hexdigest()[:12]


def _unplaced(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _unplaced(item) for key, item in value.items() if key not in _PLACES}
    return [_unplaced(item) for item in value] if isinstance(value, list) else value


@cache
def engine_version() -> str:
    """Return the version of this package."""
    try:
        return version("infusion-chatbot")
    except PackageNotFoundError:
        return "0"
