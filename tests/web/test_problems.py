from __future__ import annotations

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from chatbot import Chatbot
from chatbot.web import problems
from chatbot.web.problems import PROBLEMS, ProblemType
from tests.web.conftest import MakeApp

JSON = {"content-type": "application/json"}


def described(problem: ProblemType) -> dict[str, object]:
    return {
        "type": f"urn:problem-type:infusion-chatbot:{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "safety_note": "In an emergency, call 112.",
    }


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "problem"),
    [
        pytest.param("POST", "/v1/ask", JSON, b"{", problems.MALFORMED, id="malformed"),
        pytest.param("GET", "/nowhere", {}, b"", problems.NOT_FOUND, id="not found"),
        pytest.param("GET", "/v1/ask/", {}, b"", problems.NOT_FOUND, id="a slash too many"),
        pytest.param("GET", "/static/none.css", {}, b"", problems.NOT_FOUND, id="no such asset"),
        pytest.param("GET", "/static/..%2fapp.py", {}, b"", problems.NOT_FOUND, id="a way out of the folder"),
        pytest.param("GET", "/widget/0.0.0/infusion-chat.js", {}, b"", problems.NOT_FOUND, id="another version"),
        pytest.param("GET", "/v1/answers/moon", {}, b"", problems.UNKNOWN_ANSWER, id="no such answer"),
        pytest.param("GET", "/v1/ask", {}, b"", problems.WRONG_METHOD, id="a question by GET"),
        pytest.param("DELETE", "/v1/config", {}, b"", problems.WRONG_METHOD, id="delete"),
        pytest.param("POST", "/v1/ask", JSON, b" " * 8193, problems.TOO_LARGE, id="large"),
        pytest.param("POST", "/v1/ask", {}, b"{}", problems.NOT_JSON, id="no type"),
        pytest.param("POST", "/v1/ask", {"content-type": "text/json"}, b"{}", problems.NOT_JSON, id="another type"),
    ],
)
def test_a_problem_says_what_it_is_and_whom_to_call(
    client: TestClient, method: str, path: str, headers: dict[str, str], body: bytes, problem: ProblemType
) -> None:
    response = client.request(method, path, headers=headers, content=body)
    said = response.json()
    UUID(said.pop("instance").removeprefix("urn:uuid:"))
    assert said == described(problem)
    assert response.status_code == problem.status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"


def test_two_problems_have_two_instances(client: TestClient) -> None:
    assert len({client.get("/nowhere").json()["instance"] for _ in range(2)}) == 2


def test_a_problem_of_the_packaged_bot_names_its_number(make_app: MakeApp, bot: Chatbot) -> None:
    assert TestClient(make_app(bot)).get("/nowhere").json()["safety_note"] == "In an emergency, call 911."


def test_a_wrong_method_is_told_the_right_ones(client: TestClient) -> None:
    assert client.get("/v1/ask").headers["allow"] == "POST"


def test_every_type_of_problem_has_a_name_of_its_own() -> None:
    assert len({problem.name for problem in PROBLEMS}) == len(PROBLEMS)


def test_the_names_of_problems_stay() -> None:
    assert {problem.name: problem.status for problem in PROBLEMS} == {
        "malformed-json": 400,
        "bad-request": 400,
        "not-found": 404,
        "unknown-answer": 404,
        "wrong-method": 405,
        "slow-body": 408,
        "too-large": 413,
        "not-json": 415,
        "invalid-question": 422,
        "too-many-requests": 429,
        "internal-error": 500,
        "not-ready": 503,
    }
