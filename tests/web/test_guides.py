"""The guides of `tests/guides` do what they say."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings as django_settings
from starlette.testclient import TestClient

from chatbot import Chatbot
from tests.web.conftest import MakeApp
from tests.web.test_page import Page

GUIDES = Path(__file__).parent.parent / "guides"
FIRST = "can i shower with a picc"
SECOND = "and a port?"
NO_QUESTIONS: tuple[object, ...] = ([], {}, {"text": "a", "context": [1]})


def conversation(bot: Chatbot) -> list[object]:
    """What the bot says to both questions, as JSON."""
    first = bot.ask(FIRST)
    second = bot.ask(SECOND, context=first.context)
    replies: list[object] = json.loads(json.dumps([first.to_dict(), second.to_dict()]))
    return replies


@pytest.mark.parametrize("guide", ["starlette_app", "fastapi_app"])
def test_an_asgi_app_mounts_the_service(bot: Chatbot, guide: str) -> None:
    http = TestClient(import_module(f"tests.guides.{guide}").app)
    first = http.post("/help/v1/ask", json={"text": FIRST}).json()
    second = http.post("/help/v1/ask", json={"text": SECOND, "context": first["context"]}).json()
    assert [first, second] == conversation(bot)
    assert "static/faq.css" in http.get("/help/faq").text
    assert http.get("/help/static/faq.css").status_code == 200
    assert http.get("/help/openapi.json").json()["servers"] == [{"url": "/help"}]


def test_flask_asks_the_library(bot: Chatbot) -> None:
    http = import_module("tests.guides.flask_app").app.test_client()
    first = http.post("/help/v1/ask", json={"text": FIRST}).json
    second = http.post("/help/v1/ask", json={"text": SECOND, "context": first["context"]}).json
    assert [first, second] == conversation(bot)
    assert [http.post("/help/v1/ask", json=sent).status_code for sent in NO_QUESTIONS] == [422] * 3


def test_django_asks_the_library(bot: Chatbot) -> None:
    django_settings.configure(ROOT_URLCONF="tests.guides.django_site", ALLOWED_HOSTS=["testserver"])
    django.setup()
    from django.test import Client

    http = Client()

    def ask(sent: object) -> Any:  # noqa: ANN401 - the response of the framework's test client
        return http.post("/help/v1/ask", json.dumps(sent), content_type="application/json")

    first = ask({"text": FIRST}).json()
    second = ask({"text": SECOND, "context": first["context"]}).json()
    assert [first, second] == conversation(bot)
    assert [ask(sent).status_code for sent in NO_QUESTIONS] == [422] * 3


def test_a_page_elsewhere_may_load_the_widget_and_ask(make_app: MakeApp) -> None:
    text = GUIDES.joinpath("static_site.html").read_text("utf-8")
    page = Page(text)
    origin = "https://www.clinic.example"
    assert f"--allow-origin {origin} " in text
    http = TestClient(make_app(allow_origins=(origin,)), base_url="https://help.clinic.example")
    script = http.get(str(page.attributes("script", "src")[0]), headers={"origin": origin})
    assert (script.status_code, script.headers["access-control-allow-origin"]) == (200, origin)
    service = page.attributes("infusion-chat", "src")[0]
    asked = http.post(f"{service}v1/ask", json={"text": FIRST}, headers={"origin": origin})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, origin)
    assert http.get(str(page.attributes("a", "href")[0])).status_code == 200
