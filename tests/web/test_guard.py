from __future__ import annotations

import logging
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from chatbot import Chatbot, Context, Reply
from tests.web.conftest import MakeApp

CANARY = "xylophone-4711"
DATA = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
PAGE = DATA | {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
WIDGET = DATA | {"cross-origin-resource-policy": "cross-origin"}


class Broken(Chatbot):
    """A bot that fails at one text, with the text in the message, as a careless library would."""

    def ask(self, text: str, context: Context | None = None) -> Reply:
        if CANARY in text:
            raise LookupError(text)
        return super().ask(text, context)


@pytest.fixture
def broken(make_app: MakeApp, pets: Chatbot) -> Starlette:
    return make_app(Broken(pets.content), metrics=True)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/", PAGE),
        ("GET", "/faq", PAGE),
        ("GET", "/static/infusion-chat.js", PAGE),
        ("GET", "/widget.js", WIDGET),
        ("GET", "/v1/config", DATA),
        ("GET", "/healthz", DATA),
        ("GET", "/nowhere", DATA),
        ("POST", "/v1/ask", DATA),
        ("TRACE", "/v1/ask", DATA),
    ],
)
def test_every_response_carries_the_security_headers(
    client: TestClient, method: str, path: str, expected: dict[str, str]
) -> None:
    headers = client.request(method, path).headers
    assert {name: headers.get(name) for name in expected} == expected


@pytest.mark.parametrize("text", [CANARY, CANARY + " and a lot more" * 30], ids=["short", "long"])
def test_a_failure_is_told_and_logged_without_what_was_typed(
    broken: Starlette, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = TestClient(broken).post("/v1/ask", json={"text": text})
    said = response.json()
    assert (response.status_code, said["type"]) == (500, "urn:problem-type:infusion-chatbot:internal-error")
    assert said["safety_note"] == "In an emergency, call 112."
    logged = [record for record in caplog.records if record.name == "chatbot.web"]
    assert [record.levelname for record in logged] == ["ERROR"]
    assert logged[0].getMessage().startswith("a request failed: LookupError < ")
    assert "test_guard.py:" in logged[0].getMessage()
    assert CANARY not in "".join([response.text, str(response.headers), caplog.text])
    assert [record.exc_info for record in logged] == [None]


def test_after_a_failure_the_service_goes_on(broken: Starlette) -> None:
    http = TestClient(broken)
    statuses = [http.post("/v1/ask", json={"text": text}).status_code for text in (CANARY, "what does a cat eat")]
    assert statuses == [500, 200]


def test_a_client_that_goes_away_is_no_failure(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Any] = []

    async def call() -> None:
        scope = {
            "type": "http", "method": "POST", "path": "/v1/ask", "query_string": b"", "http_version": "1.1",
            "headers": [(b"content-type", b"application/json")], "client": ("192.0.2.1", 1), "root_path": "",
        }  # fmt: skip

        async def receive() -> Any:  # noqa: ANN401 - an ASGI message
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:  # noqa: ANN401 - an ASGI message
            sent.append(message)

        await make_app()(scope, receive, send)

    with caplog.at_level(logging.DEBUG, "chatbot.web"):
        anyio.run(call)
    assert (sent, caplog.messages) == ([], [])


# ------------------------------------------------------------------------- CORS

ORIGIN = "https://clinic.example"
PREFLIGHT = {
    "origin": ORIGIN,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
}


def shared(headers: Any) -> dict[str, str]:  # noqa: ANN401 - the test client has its own type
    return {name: value for name, value in headers.items() if name.startswith("access-control-")}


def test_another_site_may_not_ask_by_default(client: TestClient) -> None:
    assert shared(client.post("/v1/ask", json={"text": "hi"}, headers={"origin": ORIGIN}).headers) == {}
    assert client.options("/v1/ask", headers=PREFLIGHT).status_code == 405


def test_a_site_that_is_named_may_ask(make_app: MakeApp) -> None:
    http = TestClient(make_app(allow_origins=(ORIGIN,)))
    asked = http.post("/v1/ask", json={"text": "hi"}, headers={"origin": ORIGIN})
    assert shared(asked.headers) == {
        "access-control-allow-origin": ORIGIN,
        "access-control-expose-headers": "Retry-After",
    }
    assert "origin" in asked.headers["vary"].lower()
    before = http.options("/v1/ask", headers=PREFLIGHT)
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert "access-control-allow-credentials" not in before.headers


def test_a_problem_can_be_read_by_a_site_that_is_named(make_app: MakeApp, pets: Chatbot) -> None:
    http = TestClient(make_app(Broken(pets.content), allow_origins=(ORIGIN,)))
    for sent, status in (({}, 422), ({"text": CANARY}, 500)):
        response = http.post("/v1/ask", json=sent, headers={"origin": ORIGIN})
        assert (response.status_code, response.headers.get("access-control-allow-origin")) == (status, ORIGIN)


def test_a_site_that_is_not_named_may_not_ask(make_app: MakeApp) -> None:
    http = TestClient(make_app(allow_origins=(ORIGIN,)))
    response = http.post("/v1/ask", json={"text": "hi"}, headers={"origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in response.headers
    assert http.options("/v1/ask", headers=PREFLIGHT | {"origin": "https://elsewhere.example"}).status_code == 400


def test_any_site_may_load_the_widget(client: TestClient) -> None:
    headers = client.get("/widget.js", headers={"origin": ORIGIN}).headers
    assert shared(headers) == {"access-control-allow-origin": "*"}
