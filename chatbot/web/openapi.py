"""What the service promises, as OpenAPI 3.1, from the constants that requests are checked against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from chatbot.reply import MAX_AMONG, MAX_ID, MAX_OFFERED, REMINDERS, SAFETY_LEVELS, Kind
from chatbot.web import problems
from chatbot.web.catalog import engine_version
from chatbot.web.problems import PROBLEMS, Code, ProblemType
from chatbot.web.settings import MAX_TEXT

_Schema = dict[str, Any]

_TEXT: Final[_Schema] = {"type": "string"}
_ID: Final[_Schema] = {"type": "string", "minLength": 1}
_SHARE: Final[_Schema] = {"type": "number", "minimum": 0, "maximum": 1}


def document(root_path: str) -> dict[str, Any]:
    """Return the description of the service, as seen from where it is mounted."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "infusion-chatbot",
            "version": engine_version(),
            "description": "Answers questions from one curated content. Nothing that is sent is kept: the context "
            "travels with the client, and the same text and context always get the same reply.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": root_path or "/"}],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> _Schema:
    return {
        "/v1/ask": {"post": _ask()},
        "/v1/topics": {"get": _get("topics", "All questions, by area and topic", "Topics")},
        "/v1/answers/{id}": {"get": _answer()},
        "/v1/config": {"get": _get("config", "What a client needs before the first question", "Config")},
        "/healthz": {"get": _get("healthz", "Whether the process runs", "Status")},
        "/readyz": {"get": _get("readyz", "Whether to send requests here", "Status", problems.NOT_READY)},
    }


def _ask() -> _Schema:
    refused = (
        problems.MALFORMED,
        problems.SLOW_BODY,
        problems.TOO_LARGE,
        problems.NOT_JSON,
        problems.INVALID,
        problems.TOO_MANY,
    )
    return {
        "operationId": "ask",
        "summary": "Ask a question",
        "requestBody": {"required": True, "content": _json("Question")},
        "responses": {"200": {"description": "The reply", "content": _json("Reply")}, **_refusals(*refused)},
    }


def _answer() -> _Schema:
    described = _get("answer", "One answer", "Answer", problems.UNKNOWN_ANSWER)
    return described | {"parameters": [{"name": "id", "in": "path", "required": True, "schema": _ID}]}


def _get(operation: str, summary: str, schema: str, *refused: ProblemType) -> _Schema:
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": _json(schema)}, **_refusals(*refused)},
    }


def _refusals(*refused: ProblemType) -> _Schema:
    every = sorted((*refused, problems.BAD_REQUEST, problems.INTERNAL), key=lambda problem: problem.status)
    return {
        str(problem.status): {
            "description": problem.title,
            "content": {problems.MEDIA_TYPE: {"schema": _ref("Problem")}},
        }
        for problem in every
    }


def _schemas() -> _Schema:
    return {
        "Question": _object(
            {"text": _TEXT | {"minLength": 1, "maxLength": MAX_TEXT}}, {"context": _nullable_context()}
        ),
        "Context": _context(),
        "Reply": _object(
            {
                "kind": _one_of(get_args(Kind)),
                "text": _TEXT,
                "answers": _list(_ref("Given")),
                "suggestions": _list(_ref("Suggestion"), MAX_OFFERED),
                "confidence": _SHARE,
                "safety": _one_of(SAFETY_LEVELS),
                "urgent": {"type": "boolean"},
                "context": _ref("Context"),
            }
        ),
        "Given": _object({"intent": _ID, "question": _TEXT, "text": _TEXT, "source": _TEXT, "confidence": _SHARE}),
        "Suggestion": _object({"intent": _ID, "question": _TEXT}),
        "Answer": _object({"id": _ID, "question": _TEXT, "text": _TEXT, "source": _TEXT}),
        "Topics": _object({"areas": _list(_object({"id": _TEXT, "name": _TEXT, "topics": _list(_ref("Topic"))}))}),
        "Topic": _object(
            {"id": _TEXT, "name": _TEXT, "intents": _list(_object({"id": _ID, "question": _TEXT}))},
        ),
        "Config": _config(),
        "Status": _object({"status": {"const": "ok"}}),
        "Problem": _problem(),
    }


def _context() -> _Schema:
    item = {"type": "string", "maxLength": MAX_ID, "description": f"Printable, at most {MAX_ID} bytes in UTF-8."}
    return _object(
        {},
        {
            "intent": item,
            "topic": item,
            "aspect": item,
            "among": _list(item, MAX_AMONG),
            "offered": _list(item, MAX_OFFERED),
            "alarm": _one_of(SAFETY_LEVELS),
            "reminders": {"type": "integer", "minimum": 0, "maximum": REMINDERS},
        },
    ) | {"description": "The context of the reply before, unchanged. Ids that the content does not know are ignored."}


def _nullable_context() -> _Schema:
    return {"oneOf": [_ref("Context"), {"type": "null"}]}


def _config() -> _Schema:
    link = _object({"label": _TEXT, "href": {"type": "string", "pattern": "^(tel|sms):[+0-9]+$"}})
    return _object(
        {
            "name": _TEXT,
            "greeting": _TEXT,
            "starters": _list(_ref("Suggestion")),
            "max_length": {"type": "integer", "minimum": 1, "maximum": MAX_TEXT},
            "actions": _object({level: _list(link) for level in SAFETY_LEVELS if level != "none"}),
            "emergency": _TEXT,
            "versions": _object({"content": _TEXT, "engine": _TEXT}),
        }
    )


def _problem() -> _Schema:
    fault = _object({"pointer": _TEXT, "code": _one_of(get_args(Code))})
    return _object(
        {
            "type": _one_of(tuple(problem.uri for problem in PROBLEMS)),
            "title": _TEXT,
            "status": _one_of(tuple(sorted({problem.status for problem in PROBLEMS}))),
            "detail": _TEXT,
            "instance": _TEXT | {"format": "uri"},
            "safety_note": _TEXT,
        },
        {"errors": _list(fault)},
    )


def _object(required: Mapping[str, _Schema], optional: Mapping[str, _Schema] | None = None) -> _Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _list(items: _Schema, longest: int | None = None) -> _Schema:
    return {"type": "array", "items": items} | ({"maxItems": longest} if longest else {})


def _one_of(values: tuple[object, ...]) -> _Schema:
    return {"enum": list(values)}


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(name: str) -> _Schema:
    return {"application/json": {"schema": _ref(name)}}
