from __future__ import annotations

import gc
import json
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from starlette.testclient import TestClient

from chatbot import Chatbot, Context, Reply
from chatbot.web import replace_bot
from tests.conftest import PETS, Folder
from tests.web.conftest import MakeApp

CAT = {"text": "what does a cat eat"}


def changed(folder: Folder) -> Chatbot:
    return Chatbot.load(folder({"pets.yaml": PETS.replace("A cat eats meat.", "A cat eats fish.")}))


def test_another_bot_is_served_from_the_next_request_on(make_app: MakeApp, folder: Folder) -> None:
    app = make_app()
    http = TestClient(app)
    before = http.get("/v1/config")
    replace_bot(app, changed(folder))
    assert http.post("/v1/ask", json=CAT).json()["answers"][0]["text"] == "A cat eats fish."
    assert http.get("/v1/answers/cat.food").json()["text"] == "A cat eats fish."
    assert "A cat eats fish." in http.get("/faq").text
    after = http.get("/v1/config", headers={"if-none-match": before.headers["etag"]})
    assert after.json()["versions"]["content"] != before.json()["versions"]["content"]


def test_a_bot_that_was_replaced_needs_no_collector_to_go(make_app: MakeApp, pets: Chatbot, folder: Folder) -> None:
    replaced = changed(folder)
    app = make_app(replaced)
    TestClient(app).post("/v1/ask", json=CAT)
    left = weakref.ref(replaced)
    gc.collect()
    gc.disable()
    try:
        del replaced
        replace_bot(app, pets)
        assert left() is None
    finally:
        gc.enable()


def test_a_request_under_way_ends_with_the_bot_that_it_began_with(
    make_app: MakeApp, pets: Chatbot, folder: Folder
) -> None:
    asked, replaced = Event(), Event()

    class Slow(Chatbot):
        def ask(self, text: str, context: Context | None = None) -> Reply:
            if text.startswith("slow"):
                asked.set()
                assert replaced.wait(30)
            return super().ask(text, context)

    app = make_app(Slow(pets.content))
    question = {"text": "slow. what does a cat eat?".ljust(400)}  # long enough for a thread of its own
    with ThreadPoolExecutor(1) as pool:
        begun = pool.submit(TestClient(app).post, "/v1/ask", json=question)
        assert asked.wait(30)
        replace_bot(app, changed(folder))
        replaced.set()
        assert begun.result().json() == json.loads(json.dumps(pets.ask(question["text"]).to_dict()))
    assert TestClient(app).post("/v1/ask", json=CAT).json()["answers"][0]["text"] == "A cat eats fish."


def test_no_reply_is_lost_or_mixed_while_bots_are_replaced(make_app: MakeApp, pets: Chatbot, folder: Folder) -> None:
    app = make_app()
    other = changed(folder)
    allowed = [json.loads(json.dumps(bot.ask(CAT["text"]).to_dict())) for bot in (pets, other)]
    done = Event()

    def ask() -> list[object]:
        http = TestClient(app)
        replies: list[object] = []
        while not done.is_set() or len(replies) < 5:
            replies.append(http.post("/v1/ask", json=CAT).json())
        return replies

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for bot in (other, pets) * 10:
            replace_bot(app, bot)
        done.set()
        replies = [reply for one in asking for reply in one.result()]
    assert [reply for reply in replies if reply not in allowed] == []
    assert len(replies) >= 20
