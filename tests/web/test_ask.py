from __future__ import annotations

import json
import random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from chatbot import Chatbot, Context
from chatbot.web.settings import MAX_BODY, MAX_TEXT
from tests.conftest import PETS
from tests.web.conftest import MakeApp

JSON = {"content-type": "application/json"}
IDS = sorted({intent["id"] for intent in yaml.safe_load(PETS)["intents"]})

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
contexts = st.fixed_dictionaries(
    {},
    optional={
        "intent": st.sampled_from([*IDS, "nobody.knows"]),
        "topic": st.sampled_from(["cat", "dog", "moon"]),
        "aspect": st.sampled_from(["food", "wash", "moonlight"]),
        "among": st.lists(st.sampled_from(["cat", "dog", "moon"]), max_size=4),
        "offered": st.lists(st.sampled_from([*IDS, "nobody.knows"]), max_size=4),
        "alarm": st.sampled_from(["none", "urgent", "crisis", "emergency"]),
        "reminders": st.sampled_from([0, 1]),
    },
)


def ask(client: TestClient, text: str, context: object = None) -> Any:  # noqa: ANN401 - a JSON value
    response = client.post("/v1/ask", json={"text": text, "context": context})
    assert response.status_code == 200
    return response.json()


# ---------------------------------------------------------------------- replies


@pytest.mark.parametrize(
    "text",
    ["what does a cat eat", "what about its food", "how much is a cat", "zzz", "my dog ate poison", "i cannot go on"],
)
def test_a_question_gets_the_reply_of_the_bot(client: TestClient, pets: Chatbot, text: str) -> None:
    response = client.post("/v1/ask", json={"text": text})
    assert response.json() == json.loads(json.dumps(pets.ask(text).to_dict()))
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")


def test_no_reply_is_kept_on_the_way(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"text": "what does a cat eat"}).headers["cache-control"] == "no-store"


def test_the_context_of_a_reply_leads_to_the_next(client: TestClient, pets: Chatbot) -> None:
    first = ask(client, "what does a cat eat")
    second = ask(client, "and a dog?", first["context"])
    assert [answer["intent"] for answer in second["answers"]] == ["dog.food"]
    assert second == json.loads(json.dumps(pets.ask("and a dog?", pets.ask("what does a cat eat").context).to_dict()))


@pytest.mark.parametrize("context", [None, {}], ids=["null", "empty"])
def test_a_context_may_be_left_out(client: TestClient, context: object) -> None:
    assert ask(client, "and a dog?", context) == client.post("/v1/ask", json={"text": "and a dog?"}).json()


def test_ids_that_the_content_does_not_know_are_dropped(client: TestClient) -> None:
    strange = {"intent": "moon.food", "topic": "moon", "aspect": "cheese", "offered": ["moon.a", "moon.b"]}
    assert ask(client, "2", strange) == ask(client, "2")


def test_a_text_longer_than_the_widget_sends_gets_the_same_reply_as_from_the_bot(
    client: TestClient, pets: Chatbot
) -> None:
    text = ("what does a cat eat " * 200)[:MAX_TEXT]
    assert ask(client, text) == json.loads(json.dumps(pets.ask(text).to_dict()))


@pytest.mark.parametrize("seed", range(3))
def test_a_conversation_over_two_replicas_is_the_same_byte_for_byte(make_app: MakeApp, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a choice of replicas, no secret
    replicas = [TestClient(make_app()), TestClient(make_app())]
    said = ["what does a cat eat", "and a dog?", "how old do they get", "2", "my dog ate poison", "thanks", "wash it"]

    def transcript(pick: Any) -> list[bytes]:  # noqa: ANN401 - a function without arguments
        context: object = None
        replies = []
        for text in said:
            replies.append(pick().post("/v1/ask", json={"text": text, "context": context}).content)
            context = json.loads(replies[-1])["context"]
        return replies

    assert transcript(lambda: chance.choice(replicas)) == transcript(lambda: replicas[0])


# ----------------------------------------------------------------- what is sent


@given(text=st.text(min_size=1, max_size=60), context=contexts)
def test_any_text_with_any_context_is_answered(client: TestClient, pets: Chatbot, text: str, context: Any) -> None:  # noqa: ANN401
    body = json.dumps({"text": text, "context": context})
    response = client.post("/v1/ask", content=body, headers=JSON)
    expected = pets.ask(text, Context.from_dict(context)).to_dict()
    assert (response.status_code, response.json()) == (200, json.loads(json.dumps(expected)))


@given(value=json_values)
def test_a_context_is_used_or_refused(client: TestClient, value: object) -> None:
    response = client.post("/v1/ask", json={"text": "what does a cat eat", "context": value})
    faults = {200: None, 422: [{"pointer": "/context", "code": "invalid"}]}
    assert response.json().get("errors") == faults[response.status_code]


@given(body=st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_answered_or_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/ask", content=body, headers=JSON)
    assert response.status_code in {200, 400, 422}


@pytest.mark.parametrize(
    "media_type", ["application/json", "Application/JSON; charset=utf-8", " application/json ;x=1"]
)
def test_a_body_is_json_by_its_content_type(client: TestClient, media_type: str) -> None:
    response = client.post("/v1/ask", content=b'{"text": "hi"}', headers={"content-type": media_type})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        pytest.param([], [("", "wrong_type")], id="a list"),
        pytest.param("hi", [("", "wrong_type")], id="a string"),
        pytest.param({}, [("/text", "missing")], id="nothing in it"),
        pytest.param({"text": None}, [("/text", "wrong_type")], id="no text"),
        pytest.param({"text": ["hi"]}, [("/text", "wrong_type")], id="a list for a text"),
        pytest.param({"text": ""}, [("/text", "too_short")], id="an empty text"),
        pytest.param({"text": "a" * (MAX_TEXT + 1)}, [("/text", "too_long")], id="a long text"),
        pytest.param({"text": "hi", "lang": "en"}, [("", "unknown_key")], id="an unknown key"),
        pytest.param({"text": "hi", "context": 1}, [("/context", "invalid")], id="a number for a context"),
        pytest.param({"text": "hi", "context": {"mood": 1}}, [("/context", "invalid")], id="a key of no context"),
        pytest.param({"text": "hi", "context": {"intent": "a" * 97}}, [("/context", "invalid")], id="a long id"),
        pytest.param(
            {"text": 1, "context": [], "lang": 1},
            [("", "unknown_key"), ("/text", "wrong_type"), ("/context", "invalid")],
            id="all at once",
        ),
    ],
)
def test_what_is_wrong_with_a_question_is_pointed_at(
    client: TestClient, body: object, errors: list[tuple[str, str]]
) -> None:
    response = client.post("/v1/ask", json=body)
    assert response.json()["errors"] == [{"pointer": pointer, "code": code} for pointer, code in errors]
    assert response.status_code == 422


def test_half_a_character_is_answered(client: TestClient, pets: Chatbot) -> None:
    body = rb'{"text": "what does a cat eat \ud83d"}'  # the first half of an emoji, as a cut-off text sends it
    expected = pets.ask("what does a cat eat \ud83d").to_dict()
    assert client.post("/v1/ask", content=body, headers=JSON).json() == json.loads(json.dumps(expected))


def test_a_text_may_be_as_long_as_the_bot_reads(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"text": "a" * MAX_TEXT}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"text=hi",
        b'{"text": "hi"} {}',
        b'{"text": "hi", "text": "ho"}',
        b'{"text": "hi", "context": {"intent": "a", "intent": "b"}}',
        b'{"text": "hi", "context": {"reminders": NaN}}',
        b'{"text": "hi", "context": {"reminders": -Infinity}}',
        b'{"text": "hi", "context": {"reminders": ' + b"1" * 5000 + b"}}",
        b'{"text": "\xff"}',
        '{"text": "hi"}'.encode("utf-16"),
        b"\xef\xbb\xbf" + b'{"text": "hi"}',
        b"[" * MAX_BODY,
        b'{"text":' * 900,
    ],
    ids=[
        "empty", "cut off", "a form", "two values", "a key twice", "a key twice inside", "NaN", "Infinity",
        "5,000 digits", "no UTF-8", "UTF-16", "a byte order mark", "deep lists", "deep objects",
    ],
)  # fmt: skip
def test_a_body_that_is_not_json_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/ask", content=body, headers=JSON)
    assert (response.status_code, response.json()["type"]) == (400, "urn:problem-type:infusion-chatbot:malformed-json")


def test_a_body_may_have_8_kib_and_no_byte_more(client: TestClient) -> None:
    body = b'{"text": "hi"}'.ljust(MAX_BODY)
    sizes = [client.post("/v1/ask", content=sent, headers=JSON).status_code for sent in (body, body + b" ")]
    assert sizes == [200, 413]
