"""What goes out of a conversation step, and the context that the caller carries to the next one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from chatbot.errors import ContextError

Kind = Literal["answer", "clarify", "fallback"]
Safety = Literal["none", "urgent", "crisis", "emergency"]

SAFETY_LEVELS: Final[tuple[Safety, ...]] = ("none", "urgent", "crisis", "emergency")

# A context must fit in 1 KiB of JSON: eleven ids of 72 bytes and the keys stay below it.
MAX_OFFERED: Final = 4
MAX_AMONG: Final = 4
MAX_ID: Final = 72
# A reply that follows an alarm repeats one line of it, for this many replies.
REMINDERS: Final = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One question answered."""

    intent: str
    """Id of the intent that answers."""
    question: str
    """The intent's own title: what we took the person to ask."""
    text: str
    """The answer in plain words."""
    source: str
    """The section of the article that it comes from; empty when it is not the article's."""
    confidence: float
    """0..1, calibrated as `Reply.confidence`."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to ask next or, in a clarifying reply, one of the choices."""

    intent: str
    question: str


@dataclass(frozen=True, slots=True)
class Context:
    """The whole state of a conversation: ids only, none of the person's words."""

    intent: str = ""
    """The intent answered last."""
    topic: str = ""
    """The topic talked about last."""
    aspect: str = ""
    """The aspect asked about last."""
    among: tuple[str, ...] = ()
    """The topics that were compared or listed, in that order, as long as one of them is talked about; at most four."""
    offered: tuple[str, ...] = ()
    """The intents offered by the last reply, in the order shown; at most four."""
    alarm: Safety = "none"
    """The level of an alarm that the next reply repeats a line of."""
    reminders: int = 0
    """How many more replies repeat it."""

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict of at most 1 KiB; defaults are left out."""
        return {
            k: list(v) if isinstance(v, tuple) else v for k, v in _values(self).items() if v not in ("", (), "none", 0)
        }

    @classmethod
    def from_dict(cls, data: object) -> Context:
        """Read what `to_dict` wrote.

        Ids that the content does not know are kept here and ignored by the bot, so that a context outlives
        a change of content.

        Raises:
            ContextError: `data` is not a mapping of the known keys to values of the right type and size.
        """
        if not isinstance(data, dict):
            msg = f"a context is a mapping, not {type(data).__name__}"
            raise ContextError(msg)
        if unknown := sorted(str(key)[:MAX_ID] for key in data if key not in cls.__slots__):
            msg = f"unknown keys in the context: {', '.join(unknown[:5])}; allowed are {', '.join(cls.__slots__)}"
            raise ContextError(msg)
        alarm, reminders = data.get("alarm", "none"), data.get("reminders", 0)
        if alarm not in SAFETY_LEVELS:
            msg = f"'alarm' is one of {', '.join(SAFETY_LEVELS)}"
            raise ContextError(msg)
        if isinstance(reminders, bool) or not isinstance(reminders, int) or not 0 <= reminders <= REMINDERS:
            msg = f"'reminders' is a whole number from 0 to {REMINDERS}"
            raise ContextError(msg)
        return cls(
            intent=_identifier(data, "intent"),
            topic=_identifier(data, "topic"),
            aspect=_identifier(data, "aspect"),
            among=_identifiers(data, "among", MAX_AMONG),
            offered=_identifiers(data, "offered", MAX_OFFERED),
            alarm=alarm,
            reminders=reminders,
        )


def _values(flat: Answer | Suggestion | Context) -> dict[str, Any]:
    """Return the fields of a flat dataclass; `asdict` copies in depth, and takes ten times as long."""
    return {name: getattr(flat, name) for name in flat.__slots__}


def is_id(text: str) -> bool:
    """Whether a context can hold a text as an id: printable, and at most `MAX_ID` bytes of JSON."""
    return text.isprintable() and len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace")) - 2 <= MAX_ID


def _identifiers(data: dict[Any, Any], key: str, most: int) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, (list, tuple)) or len(values) > most:
        msg = f"{key!r} is a list of at most {most} ids"
        raise ContextError(msg)
    return tuple(_identifier({key: item}, key) for item in values)


def _identifier(data: dict[Any, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str) or not is_id(value):
        msg = f"{key!r} is an id: text of at most {MAX_ID} printable characters"
        raise ContextError(msg)
    return value


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message."""

    kind: Kind
    """`answer`: answered; `clarify`: did you mean one of these; `fallback`: the article has no answer."""
    text: str
    """The whole reply as plain text, enough by itself."""
    answers: tuple[Answer, ...] = ()
    """One for each question answered, best first; empty unless `kind` is `answer`."""
    suggestions: tuple[Suggestion, ...] = ()
    """What to offer next, best first; with `clarify`, the choices."""
    confidence: float = 0.0
    """0..1, calibrated: of the replies given at 0.9, nine in ten are right."""
    safety: Safety = "none"
    """`urgent`: a reaction now; `crisis`: self-harm; `emergency`."""
    context: Context = field(default_factory=Context)
    """Hand it to the next `ask`."""

    @property
    def urgent(self) -> bool:
        """Whether the reply is an alarm of any level."""
        return self.safety != "none"

    def to_dict(self) -> dict[str, Any]:
        """Return the reply as JSON-ready values: the one shape for the command line and for HTTP."""
        return {
            "kind": self.kind,
            "text": self.text,
            "answers": [_values(answer) for answer in self.answers],
            "suggestions": [_values(suggestion) for suggestion in self.suggestions],
            "confidence": self.confidence,
            "safety": self.safety,
            "urgent": self.urgent,
            "context": self.context.to_dict(),
        }
