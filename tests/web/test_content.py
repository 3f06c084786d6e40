from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from chatbot import Chatbot
from chatbot.web.catalog import content_version, engine_version
from tests.conftest import PETS, Folder
from tests.web.conftest import MakeApp

CALL_911 = {"label": "Call 911", "href": "tel:911"}
NUMBERED = """
intents: [{{id: a, question: Why?, examples: [why], answer: So.}}]
numbers:
  emergency: "{emergency}"
  crisis: "{crisis}"
"""


@pytest.fixture
def folder_of_two(folder: Folder) -> Path:
    """Two files: one of a topic, one of small talk."""
    return folder(
        {
            "cat.yaml": PETS.partition("starters:")[0],
            "about-me.yaml": """
starters: [who, cat.food]
intents:
  - {id: who, question: Who are you?, examples: [your name], answer: A parrot.}
""",
        }
    )


def test_the_topics_are_listed_by_area_with_their_questions(folder_of_two: Path, make_app: MakeApp) -> None:
    response = TestClient(make_app(Chatbot.load(folder_of_two))).get("/v1/topics")
    cat = (
        {"id": "cat.food", "question": "What does a cat eat?"},
        {"id": "cat.age", "question": "How old does a cat get?"},
    )
    dog = {"id": "dog.food", "question": "What does a dog eat?"}, {"id": "dog.wash", "question": "How do I wash a dog?"}
    assert response.json() == {
        "areas": [
            {
                "id": "about-me",
                "name": "About me",
                "topics": [{"id": "", "name": "", "intents": [{"id": "who", "question": "Who are you?"}]}],
            },
            {
                "id": "cat",
                "name": "A cat",
                "topics": [
                    {"id": "cat", "name": "a cat", "intents": [*cat]},
                    {"id": "dog", "name": "a dog", "intents": [*dog]},
                    {"id": "pet", "name": "pets", "intents": [{"id": "pet.age", "question": "How old do pets get?"}]},
                    {
                        "id": "fish",
                        "name": "a fish",
                        "intents": [{"id": "fish.food", "question": "What does a goldfish eat?"}],
                    },
                    {
                        "id": "",
                        "name": "",
                        "intents": [
                            {"id": "poison", "question": "What if an animal was poisoned?"},
                            {"id": "hopeless", "question": "What if I cannot go on?"},
                        ],
                    },
                ],
            },
        ]
    }


def test_every_question_of_the_packaged_content_is_listed_once(bot: Chatbot, make_app: MakeApp) -> None:
    listed = TestClient(make_app(bot)).get("/v1/topics").json()["areas"]
    ids = [intent["id"] for area in listed for topic in area["topics"] for intent in topic["intents"]]
    assert sorted(ids) == sorted(intent.id for intent in bot.intents)


def test_the_packaged_areas_begin_with_the_therapy_and_end_with_what_the_article_leaves_out(
    bot: Chatbot, make_app: MakeApp
) -> None:
    listed = TestClient(make_app(bot)).get("/v1/topics").json()["areas"]
    assert [area["id"] for area in listed][::9] == ["therapy", "chat"]


def test_an_answer_is_given_by_its_id(client: TestClient) -> None:
    assert client.get("/v1/answers/cat.food").json() == {
        "id": "cat.food",
        "question": "What does a cat eat?",
        "text": "A cat eats meat.",
        "source": "Food",
    }


def test_an_id_may_hold_a_slash(folder: Folder, make_app: MakeApp) -> None:
    root = folder({"a.yaml": "intents: [{id: a/b, question: Why?, examples: [why], answer: So.}]"})
    assert TestClient(make_app(Chatbot.load(root))).get("/v1/answers/a/b").json()["text"] == "So."


def test_the_config_tells_a_client_all_that_it_needs(bot: Chatbot, make_app: MakeApp) -> None:
    assert TestClient(make_app(bot)).get("/v1/config").json() == {
        "name": "Infusion FAQ",
        "greeting": bot.content.texts.greeting,
        "starters": [{"intent": item, "question": bot.content.by_id[item].question} for item in bot.content.starters],
        "max_length": 300,
        "actions": {
            "emergency": [CALL_911],
            "crisis": [{"label": "Call 988", "href": "tel:988"}, {"label": "Text 988", "href": "sms:988"}, CALL_911],
            "urgent": [CALL_911],
        },
        "emergency": "In an emergency, call 911.",
        "versions": {"content": content_version(bot.content), "engine": engine_version()},
    }


@pytest.mark.parametrize(
    ("number", "links"),
    [
        ("112", [{"label": "Call 112", "href": "tel:112"}]),
        ("+44 (20) 7946-0958", [{"label": "Call +44 (20) 7946-0958", "href": "tel:+442079460958"}]),
        ("your local emergency number", []),
        ("911 or 112", []),
    ],
)
def test_only_a_telephone_number_becomes_a_link(
    folder: Folder, make_app: MakeApp, number: str, links: list[dict[str, str]]
) -> None:
    root = folder({"a.yaml": NUMBERED.format(emergency=number, crisis="a friend")})
    config = TestClient(make_app(Chatbot.load(root))).get("/v1/config").json()
    assert config["actions"] == {"emergency": links, "crisis": links, "urgent": links}
    assert config["emergency"] == f"In an emergency, call {number}."


def test_a_content_without_numbers_still_says_whom_to_call(folder: Folder, make_app: MakeApp) -> None:
    root = folder({"a.yaml": "intents: [{id: a, question: Why?, examples: [why], answer: So.}]"})
    config = TestClient(make_app(Chatbot.load(root))).get("/v1/config").json()
    assert config["emergency"] == "In an emergency, call your local emergency number."


# --------------------------------------------------------------------- versions


def test_the_same_content_in_another_folder_is_the_same_version(pets: Chatbot, folder: Folder) -> None:
    moved = Chatbot.load(folder({"deep/down.yaml": f"# moved by two lines\n\n{PETS}"}))
    assert content_version(moved.content) == content_version(pets.content)


@pytest.mark.parametrize(
    ("old", "new"),
    [("eats meat", "eats fish"), ("food for a kitten", "fodder for a kitten"), ("source: Care", "source: Bath")],
    ids=["an answer", "an example", "a source"],
)
def test_another_content_is_another_version(pets: Chatbot, folder: Folder, old: str, new: str) -> None:
    changed = Chatbot.load(folder({"a.yaml": PETS.replace(old, new)}))
    assert content_version(changed.content) != content_version(pets.content)


def test_a_version_is_the_same_in_every_process(pets: Chatbot, pets_folder: Path) -> None:
    script = "import sys; from chatbot import Chatbot; from chatbot.web.catalog import content_version as version; "
    script += "print(version(Chatbot.load(sys.argv[1]).content))"
    told = {
        subprocess.check_output([sys.executable, "-c", script, pets_folder], env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    }
    assert told == {f"{content_version(pets.content)}\n".encode()}


# ---------------------------------------------------------------------- caching


@pytest.mark.parametrize("path", ["/v1/topics", "/v1/config", "/v1/answers/cat.food", "/faq", "/", "/widget.js"])
def test_what_a_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert client.get(path, headers={"if-none-match": '"other"'}).content == first.content


def test_the_head_of_a_document_is_that_of_the_document(client: TestClient) -> None:
    assert client.head("/v1/config").headers == client.get("/v1/config").headers


# --------------------------------------------------------------------- counters


def test_replies_are_counted_by_kind_level_and_id(make_app: MakeApp) -> None:
    http = TestClient(make_app(metrics=True))
    for text in ("what does a cat eat", "what does a cat eat", "my dog ate poison", "how much is a cat"):
        http.post("/v1/ask", json={"text": text})
    http.get("/nowhere")
    counted = [line for line in http.get("/metrics").text.splitlines() if "_total{" in line]
    assert counted == [
        'infusion_chatbot_replies_total{kind="answer",safety="none"} 2.0',
        'infusion_chatbot_replies_total{kind="answer",safety="emergency"} 1.0',
        'infusion_chatbot_replies_total{kind="fallback",safety="none"} 1.0',
        'infusion_chatbot_answers_total{intent="cat.food"} 2.0',
        'infusion_chatbot_answers_total{intent="poison"} 1.0',
        'infusion_chatbot_problems_total{problem="not-found"} 1.0',
    ]


def test_nothing_is_counted_in_public_unless_asked_for(make_app: MakeApp) -> None:
    assert TestClient(make_app()).get("/metrics").status_code == 404


def test_two_apps_count_apart(make_app: MakeApp) -> None:
    one, other = (TestClient(make_app(metrics=True)) for _ in range(2))
    one.post("/v1/ask", json={"text": "what does a cat eat"})
    assert "cat.food" in one.get("/metrics").text
    assert "cat.food" not in other.get("/metrics").text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_told_that_all_is_well(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["cache-control"] == "no-store"


def test_an_app_can_be_mounted_below_a_path(make_app: MakeApp) -> None:
    http = TestClient(Starlette(routes=[Mount("/help", make_app())]))
    assert http.post("/help/v1/ask", json={"text": "what does a cat eat"}).json()["kind"] == "answer"
    assert http.get("/help/openapi.json").json()["servers"] == [{"url": "/help"}]
    assert http.get("/help/v1/widget").json()["src"] == f"/help/widget/{engine_version()}/infusion-chat.js"
    assert http.get("/help/nowhere").json()["status"] == 404
    assert json.loads(http.get("/help/v1/config").text)["max_length"] == 300
