from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import settings
from jsonschema import Draft202012Validator
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from chatbot import Chatbot
from chatbot.web.openapi import document
from chatbot.web.problems import PROBLEMS, RequestError, problem_response
from tests.web.conftest import MakeApp

DOCUMENT = document("")
REFUSALS = {"expected-statuses": [400, 404, 405, 413, 415, 422]}
SCHEMA = schemathesis.openapi.from_dict(
    DOCUMENT, config=SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": REFUSALS}})
)
QUESTIONS = ("can i shower with a picc", "how much does ivig cost", "i cant breathe", "hello", "port or picc", "zzz")


def faults(name: str, value: object) -> list[str]:
    """What is wrong with a value, as the description has it."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.fixture(scope="module")
def packaged(bot: Chatbot, make_app: MakeApp) -> TestClient:
    return TestClient(make_app(bot))


def test_every_schema_is_a_schema() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_service_gives_the_description(client: TestClient) -> None:
    assert client.get("/openapi.json").json() == json.loads(json.dumps(DOCUMENT | {"servers": [{"url": "/"}]}))


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_reply_is_as_described(packaged: TestClient, text: str) -> None:
    reply = packaged.post("/v1/ask", json={"text": text}).json()
    assert faults("Reply", reply) == []
    assert faults("Question", {"text": text, "context": reply["context"]}) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [("/v1/topics", "Topics"), ("/v1/config", "Config"), ("/v1/answers/port.wet", "Answer"), ("/healthz", "Status")],
)
def test_a_document_is_as_described(packaged: TestClient, path: str, name: str) -> None:
    assert faults(name, packaged.get(path).json()) == []


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.name)
def test_a_problem_is_as_described(problem: Any) -> None:  # noqa: ANN401 - a member of the table
    body = json.loads(bytes(problem_response(RequestError(problem), "Call 911.").body))
    assert faults("Problem", body) == []


def test_a_description_that_everything_fits_would_describe_nothing() -> None:
    assert faults("Reply", {}) != []
    assert faults("Question", {"text": ""}) != []
    assert faults("Problem", {"type": "about:blank"}) != []


@SCHEMA.parametrize()
@settings(max_examples=60)
def test_the_service_keeps_to_its_description(case: Any, make_app: MakeApp) -> None:  # noqa: ANN401 - generic
    """Requests made from the description, valid ones and others: statuses, headers and bodies are as described."""
    response = case.call(app=make_app())
    # That an id is printable can be told in words only: regular expressions of JSON Schema know no such class.
    case.validate_response(response, excluded_checks=[positive_data_acceptance])
    assert response.status_code < 500
