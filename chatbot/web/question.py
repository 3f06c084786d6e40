"""From the bytes of a body to a question. Distrusts everything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from chatbot.errors import ContextError
from chatbot.reply import Context
from chatbot.web.problems import INVALID, MALFORMED, Code, Fault, RequestError
from chatbot.web.settings import MAX_TEXT

KEYS: Final = ("text", "context")


@dataclass(frozen=True, slots=True)
class Question:
    """What `POST /v1/ask` is asked."""

    text: str
    context: Context


def parse(body: bytes) -> Question:
    """Read a body.

    Raises:
        RequestError: it is not JSON, or not a question; then with every fault in it.
    """
    data = _json(body)
    if not isinstance(data, dict):
        raise RequestError(INVALID, (Fault("", "wrong_type"),))
    faults: list[Fault] = []
    if any(key not in KEYS for key in data):
        faults.append(Fault("", "unknown_key"))
    if code := _text_fault(data):
        faults.append(Fault("/text", code))
    context = Context()
    if data.get("context") is not None:
        try:
            context = Context.from_dict(data["context"])
        except ContextError:
            faults.append(Fault("/context", "invalid"))
    if faults:
        raise RequestError(INVALID, tuple(faults))
    return Question(data["text"], context)


def _text_fault(data: dict[str, Any]) -> Code | None:
    if "text" not in data:
        return "missing"
    text = data["text"]
    if not isinstance(text, str):
        return "wrong_type"
    if not text:
        return "too_short"
    return "too_long" if len(text) > MAX_TEXT else None


def _json(body: bytes) -> object:
    try:
        return _DECODER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):  # a number of 5,000 digits is a ValueError too
        raise RequestError(MALFORMED) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; of two equal keys one reader takes the first and another the last, so there are none."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(_name: str) -> object:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
