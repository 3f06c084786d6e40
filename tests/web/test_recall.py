from __future__ import annotations

import pickle

import pytest
from starlette.testclient import TestClient

from chatbot import Chatbot, Context, Reply
from chatbot.web import Settings, create_app, replace_bot
from chatbot.web.recall import Recall, Said

CANARY = "wintergreenzebra"


def said(text: str) -> Said:
    return Said(Reply("fallback", text), text.encode())


def test_the_same_bytes_get_what_was_said_before() -> None:
    recall = Recall()
    recall.keep(b"one", said("first"))

    assert (recall.get(b"one"), recall.get(b"two")) == (said("first"), None)


def test_those_asked_for_least_recently_are_dropped_first() -> None:
    recall = Recall(most=2)
    recall.keep(b"one", said("first"))
    recall.keep(b"two", said("second"))
    recall.get(b"one")
    recall.keep(b"three", said("third"))

    assert [recall.get(body) for body in (b"one", b"two", b"three")] == [said("first"), None, said("third")]


def test_what_was_typed_is_not_kept() -> None:
    recall = Recall()
    recall.keep(CANARY.encode(), said("a reply"))

    assert CANARY.encode() not in pickle.dumps(vars(recall))


def test_no_two_processes_tell_bodies_apart_by_the_same_digests() -> None:
    one, two = Recall(), Recall()
    one.keep(b"body", said("a reply"))
    two.keep(b"body", said("a reply"))

    assert set(vars(one)["_said"]).isdisjoint(vars(two)["_said"])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the bot was asked."""
    texts: list[str] = []
    ask = Chatbot.ask

    def counted(self: Chatbot, text: str, context: Context | None = None) -> Reply:
        texts.append(text)
        return ask(self, text, context)

    monkeypatch.setattr(Chatbot, "ask", counted)
    return texts


def test_the_bot_is_asked_once_for_one_question_in_one_context(pets: Chatbot, asked: list[str]) -> None:
    client = TestClient(create_app(pets, Settings(rate_limit="")))
    asked.clear()
    first, second = (client.post("/v1/ask", json={"text": "what does a cat eat"}) for _ in range(2))

    assert asked == ["what does a cat eat"]
    assert first.content == second.content


def test_another_context_is_another_question(pets: Chatbot, asked: list[str]) -> None:
    client = TestClient(create_app(pets, Settings(rate_limit="")))
    asked.clear()
    alone = client.post("/v1/ask", json={"text": "and a dog"})
    within = client.post("/v1/ask", json={"text": "and a dog", "context": {"topic": "cat", "aspect": "food"}})

    assert asked == ["and a dog", "and a dog"]
    assert (alone.json()["answers"], within.json()["answers"][0]["intent"]) == ([], "dog.food")


def test_new_content_is_asked_anew(pets: Chatbot, bot: Chatbot, asked: list[str]) -> None:
    app = create_app(pets, Settings(rate_limit=""))
    client = TestClient(app)
    client.post("/v1/ask", json={"text": "can a port get wet"})
    replace_bot(app, bot)
    asked.clear()

    assert client.post("/v1/ask", json={"text": "can a port get wet"}).json()["answers"][0]["intent"] == "port.wet"
    assert asked == ["can a port get wet"]
