from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from chatbot import Chatbot
from tests.widget.conftest import STRICT, Arrive, arrivals, host, serving
from tests.widget.visit import Visit

CANARY = "zanzibar quetzal"

LISTEN = """
window.heard = [];
for (const name of ["open", "close", "answer", "error"]) {
  document.addEventListener(`infusion-chat:${name}`, ({ type, detail }) => window.heard.push([type, detail]));
}
"""

ATTACK = "<img src=x onerror='hacked=1'><script>hacked=1</script>"

HOSTILE = f"""
texts:
  name: "{ATTACK} name"
  greeting: "{ATTACK} greeting"
  source: "{ATTACK} {{source}}"
starters: [attack.one]
topics:
  - {{id: attack, name: "{ATTACK} topic", words: [attack]}}
intents:
  - id: attack.one
    question: "{ATTACK} question"
    examples: [show me the attack]
    answer: "{ATTACK} answer [link](javascript:hacked=1) javascript:hacked=1"
    source: "{ATTACK} source"
  - id: attack.two
    question: "javascript:hacked=1"
    examples: [another thing altogether]
    answer: "second"
"""


@pytest.fixture(scope="module")
def hostile_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("hostile")
    root.joinpath("hostile.yaml").write_text(HOSTILE, "utf-8")
    with serving(Chatbot.load(root)) as address:
        yield address


@pytest.fixture(scope="module")
def talked(browser: Browser, service: str) -> Iterator[Visit]:
    """Somebody who has done all that a person can do."""
    with arrivals(browser, service) as arrive:
        visit = arrive(host())
        visit.page.evaluate(LISTEN)
        visit.open()
        visit.ask(f"can i shower with a picc {CANARY}")
        visit.reply.get_by_role("button").first.click()
        expect(visit.turns).to_have_count(5)
        visit.ask(f"i cant breathe {CANARY}")
        visit.fail_with(503)
        visit.ask(CANARY)
        visit.page.unroute("**/v1/ask")
        with visit.page.expect_response("**/v1/ask"):
            visit.button("Try again").click()
        expect(visit.reply.get_by_role("alert")).to_have_count(0)
        visit.input.fill(f"unsent {CANARY}")
        visit.page.keyboard.press("Escape")
        yield visit


def test_nothing_is_stored(talked: Visit) -> None:
    stored = talked.page.evaluate(
        """async () => ({
          cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
          databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
          workers: (await navigator.serviceWorker.getRegistrations()).length,
          name: window.name, state: history.state,
        })"""
    )

    assert {**stored, "cookies": talked.page.context.cookies()} == {
        "cookie": "",
        "local": 0,
        "session": 0,
        "databases": 0,
        "caches": 0,
        "workers": 0,
        "name": "",
        "state": None,
        "cookies": [],
    }


def test_nobody_but_the_service_is_asked(talked: Visit) -> None:
    assert [request.url for request in talked.requests if not request.url.startswith(f"{talked.base}/")] == []


def test_what_is_typed_is_in_no_event(talked: Visit) -> None:
    heard = talked.page.evaluate("window.heard")

    assert len(heard) > 4
    assert CANARY not in json.dumps(heard)


def test_what_is_typed_is_not_in_the_page(talked: Visit) -> None:
    assert CANARY not in talked.page.content()


def test_what_is_typed_is_in_no_address(talked: Visit) -> None:
    addresses = [talked.page.url, *(request.url for request in talked.requests)]

    assert [address for address in addresses if "zanzibar" in address] == []


def test_the_context_that_is_sent_holds_nothing_that_was_typed(talked: Visit) -> None:
    assert CANARY not in json.dumps([body["context"] for body in talked.asked])


def test_nothing_is_fetched_before_the_panel_is_opened(arrive: Arrive) -> None:
    visit = arrive(host())
    expect(visit.launcher).to_be_visible()

    assert [request.url.removeprefix(visit.base) for request in visit.requests] == ["/host", "/static/infusion-chat.js"]


def test_a_question_carries_neither_cookie_nor_referrer(arrive: Arrive) -> None:
    visit = arrive(host()).open()
    visit.page.context.add_cookies([{"name": "clinic", "value": "1", "url": visit.base}])

    visit.ask("what is ivig")

    headers = next(request for request in visit.requests if request.url.endswith("/v1/ask")).all_headers()
    assert {"cookie", "referer"} & set(headers) == set()


def test_the_events_tell_ids_and_no_more(arrive: Arrive) -> None:
    visit = arrive(host())
    visit.page.evaluate(LISTEN)
    visit.open()
    visit.ask("can i shower with a picc")
    visit.fail_with(503)
    visit.ask("what is ivig")
    visit.page.keyboard.press("Escape")

    assert visit.page.evaluate("window.heard") == [
        ["infusion-chat:open", None],
        ["infusion-chat:answer", {"kind": "answer", "intents": ["picc.wet"], "safety": "none"}],
        ["infusion-chat:error", {"reason": "failed", "status": 503}],
        ["infusion-chat:close", None],
    ]


def test_hostile_content_is_shown_as_text(arrive: Arrive, hostile_service: str) -> None:
    visit = arrive(base=hostile_service).open()

    visit.ask("show me the attack")

    expect(visit.reply).to_contain_text(f"{ATTACK} answer [link](javascript:hacked=1) javascript:hacked=1")
    expect(visit.reply.locator(".source")).to_have_text(f"{ATTACK} {ATTACK} source")


@pytest.mark.parametrize("policy", [STRICT, "script-src * 'unsafe-inline'"], ids=["strict", "lax"])
def test_hostile_content_makes_no_element_and_runs_nothing(arrive: Arrive, hostile_service: str, policy: str) -> None:
    visit = arrive(host(), policy=policy, base=hostile_service).open()

    visit.ask("show me the attack")
    visit.ask('<img src=x onerror="hacked=1">')

    expect(visit.page.locator("infusion-chat").locator("img, script, [onerror]")).to_have_count(0)
    assert visit.page.evaluate("typeof hacked") == "undefined"


def test_what_is_typed_is_shown_as_text(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("<b onclick=alert(1)>what is ivig</b>")

    expect(visit.page.locator("infusion-chat .bubble")).to_have_text("<b onclick=alert(1)>what is ivig</b>")


def test_only_safe_links_become_links(arrive: Arrive) -> None:
    visit = arrive()
    links = [
        "javascript:hacked=1",
        " javascript:hacked=1",
        "data:text/html,x",
        "http://a.example",
        "tel:1",
        "https://a.example",
    ]
    actions = {"emergency": [{"label": link, "href": link} for link in links] + [None, 7]}
    visit.page.route("**/v1/config", lambda route: route.fulfill(json={"actions": actions}))
    visit.open()

    visit.ask("i cant breathe")

    expect(visit.reply.get_by_role("link")).to_have_text(["tel:1", "https://a.example"])
