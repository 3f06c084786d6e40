"""What goes wrong with a request, as RFC 9457 has it: one table, so that types and titles never change by accident.

No problem repeats anything that the client sent: a log or a screenshot of it holds none of the person's words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal
from uuid import uuid4

from starlette.responses import Response

from chatbot.errors import ChatbotError

MEDIA_TYPE: Final = "application/problem+json"

Code = Literal["missing", "wrong_type", "too_short", "too_long", "unknown_key", "invalid"]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of thing that goes wrong; `name` is a promise, the rest may be worded better."""

    name: str
    status: int
    title: str
    detail: str

    @property
    def uri(self) -> str:
        """What the member `type` says: a name to compare, not an address to open."""
        return f"urn:problem-type:infusion-chatbot:{self.name}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One part of a body that cannot be used."""

    pointer: str
    """JSON Pointer to it; the empty one is the whole body."""
    code: Code


MALFORMED = ProblemType(
    "malformed-json", 400, "The body is not JSON", "Send one JSON object in UTF-8, each key once, not nested deeply."
)
BAD_REQUEST = ProblemType("bad-request", 400, "The request cannot be read", "Mend the request; see /openapi.json.")
NOT_FOUND = ProblemType("not-found", 404, "There is nothing here", "See /openapi.json for what there is.")
UNKNOWN_ANSWER = ProblemType("unknown-answer", 404, "There is no such answer", "See /v1/topics for the ids of answers.")
WRONG_METHOD = ProblemType(
    "wrong-method", 405, "This address does not take this method", "The header Allow names the methods that it takes."
)
SLOW_BODY = ProblemType("slow-body", 408, "The body took too long to arrive", "Send the request again.")
TOO_LARGE = ProblemType("too-large", 413, "The body is too large", "Send at most 8 KiB.")
NOT_JSON = ProblemType(
    "not-json", 415, "The body is of another type", "Send the header Content-Type: application/json."
)
INVALID = ProblemType(
    "invalid-question", 422, "The question cannot be used", "Mend what `errors` points at; see /openapi.json."
)
TOO_MANY = ProblemType(
    "too-many-requests", 429, "Too many questions in a short time", "Wait as many seconds as Retry-After says."
)
INTERNAL = ProblemType("internal-error", 500, "The service failed", "It is not your request. Try again later.")
NOT_READY = ProblemType("not-ready", 503, "The service takes no requests", "It is about to stop. Ask another replica.")

PROBLEMS: Final = (
    MALFORMED,
    BAD_REQUEST,
    NOT_FOUND,
    UNKNOWN_ANSWER,
    WRONG_METHOD,
    SLOW_BODY,
    TOO_LARGE,
    NOT_JSON,
    INVALID,
    TOO_MANY,
    INTERNAL,
    NOT_READY,
)


class RequestError(ChatbotError):
    """A request that gets a problem for a reply."""

    def __init__(
        self, problem: ProblemType, faults: tuple[Fault, ...] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.problem = problem
        self.faults = faults
        self.headers = headers or {}
        super().__init__(problem.title)


def problem_response(refusal: RequestError, safety_note: str) -> Response:
    """Write a refusal down; `safety_note` is whom to call in an emergency, since people may be waiting for help."""
    problem = refusal.problem
    body = {
        "type": problem.uri,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": f"urn:uuid:{uuid4()}",
        **({"errors": [asdict(fault) for fault in refusal.faults]} if refusal.faults else {}),
        "safety_note": safety_note,
    }
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(json.dumps(body), problem.status, headers, MEDIA_TYPE)
