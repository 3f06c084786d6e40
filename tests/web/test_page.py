from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from chatbot import Chatbot
from chatbot.web.catalog import engine_version
from chatbot.web.faq import faq_page
from chatbot.web.settings import STATIC
from tests.conftest import Folder
from tests.web.conftest import PAGE, WIDGET, MakeApp

HOSTILE = """
texts: {name: "<b>Pets</b> & co"}
intents:
  - id: a"><script>alert(1)</script>
    question: "<img src=x onerror=alert(1)>?"
    examples: [why]
    answer: |
      </p><script>alert(2)</script>

      - <b>one</b>
      - "two" & 'three'
    source: "</cite><script>alert(3)</script>"
"""


class Page(HTMLParser):
    """What a page holds: every start tag with its attributes, and the text in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def attributes(self, tag: str, name: str) -> list[str | None]:
        return [attributes[name] for found, attributes in self.tags if found == tag and name in attributes]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.fixture(scope="module")
def faq(bot: Chatbot) -> Page:
    return Page(faq_page(bot.content))


# --------------------------------------------------------------- page and widget


def test_the_page_is_the_one_in_the_folder(client: TestClient) -> None:
    response = client.get("/")
    assert (response.text, response.headers["content-type"]) == (PAGE, "text/html; charset=utf-8")


def test_the_widget_has_a_short_life_at_its_plain_address(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.text == WIDGET
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=300"


def test_the_widget_of_a_version_never_changes(client: TestClient) -> None:
    response = client.get(f"/widget/{engine_version()}/infusion-chat.js")
    assert (response.text, response.headers["cache-control"]) == (WIDGET, "public, max-age=31536000, immutable")


def test_the_service_tells_how_to_pin_the_widget(client: TestClient) -> None:
    digest = base64.b64encode(hashlib.sha384(WIDGET.encode()).digest()).decode()
    told = client.get("/v1/widget").json()
    assert told == {"src": f"/widget/{engine_version()}/infusion-chat.js", "integrity": f"sha384-{digest}"}
    assert client.get(told["src"]).text == WIDGET


# --------------------------------------------------------------------- the FAQ


def test_the_faq_holds_every_question_with_its_answer_and_source(faq: Page, bot: Chatbot) -> None:
    lost = [
        intent.id
        for intent in bot.intents
        for said in (intent.question, *(line.removeprefix("- ") for line in intent.answer.splitlines()), intent.source)
        if " ".join(said.split()) not in faq.text
    ]
    assert lost == []


def test_every_link_of_the_faq_leads_somewhere(faq: Page) -> None:
    ids = [attributes["id"] for _, attributes in faq.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = [target for target in faq.attributes("a", "href") if target and target.startswith("#")]
    assert sorted({target[1:] for target in inside} - {str(known) for known in ids}) == []
    assert sorted({str(target) for target in faq.attributes("a", "href")} - set(inside)) == [".", "tel:911"]
    assert faq.attributes("link", "href") == ["static/faq.css"]


def test_the_faq_is_made_for_everyone(faq: Page) -> None:
    assert faq.attributes("html", "lang") == ["en"]
    assert next(attributes for tag, attributes in faq.tags if tag == "a") == {"class": "skip", "href": "#questions"}
    levels = [int(tag[1]) for tag, _ in faq.tags if tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [levels[n : n + 2] for n in range(len(levels) - 1) if levels[n + 1] > levels[n] + 1] == []
    assert {tag for tag, _ in faq.tags} >= {"header", "nav", "main", "section", "article", "title"}


def test_the_faq_begins_with_whom_to_call(faq: Page) -> None:
    assert faq.text.index("In an emergency, call 911.") < faq.text.index("Contents")


def test_the_faq_needs_no_script_and_no_style_of_its_own(faq: Page) -> None:
    assert [tag for tag, _ in faq.tags if tag in {"script", "style", "iframe", "form", "object"}] == []
    inline = [name for _, attributes in faq.tags for name in attributes if name == "style" or name.startswith("on")]
    assert inline == []


def test_nothing_in_the_content_is_markup(folder: Folder) -> None:
    page = Page(faq_page(Chatbot.load(folder({"a.yaml": HOSTILE})).content))
    assert {tag for tag, _ in page.tags} & {"script", "b", "img"} == set()
    for said in ("<b>Pets</b> & co", "<img src=x onerror=alert(1)>?", "</p><script>alert(2)</script>", "<b>one</b>"):
        assert said in page.text


def test_the_style_of_the_faq_is_in_the_package(bot: Chatbot, make_app: MakeApp) -> None:
    response = TestClient(make_app(bot, static=STATIC)).get("/static/faq.css")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "http" not in response.text
