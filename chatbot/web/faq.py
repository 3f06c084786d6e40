"""The whole FAQ as one page that needs no script: for readers without one, and for search engines.

The page is built as a tree, so that everything in it is escaped by the serializer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from chatbot.content import Content, Intent
from chatbot.web.catalog import Area, actions, areas, emergency_line


def faq_page(content: Content) -> str:
    """Return the page. It loads `static/faq.css` and links to the chat, both beside it."""
    page = Element("html", lang="en", itemscope="", itemtype="https://schema.org/FAQPage")
    _head(page, content)
    body = SubElement(page, "body")
    _text(body, "a", "Skip to the questions", {"class": "skip", "href": "#questions"})
    header = SubElement(body, "header")
    _text(header, "h1", content.texts.name)
    emergency = SubElement(header, "p", {"class": "emergency"})
    emergency.text = f"{emergency_line(content)} "
    for link in actions(content)["emergency"]:
        _text(emergency, "a", link["label"], {"href": link["href"]})
    _text(SubElement(header, "p"), "a", "Ask in the chat", {"href": "."})
    listed = [(f"area-{number}", area) for number, area in enumerate(areas(content), 1)]
    _contents(body, listed)
    main = SubElement(body, "main", id="questions", tabindex="-1")
    for anchor, area in listed:
        _section(main, anchor, area)
    return f"<!doctype html>\n{tostring(page, encoding='unicode', method='html')}\n"


def _head(page: Element, content: Content) -> None:
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _text(head, "title", f"{content.texts.name}: all questions and answers")
    SubElement(head, "meta", name="description", content=f"{len(content.intents)} questions and their answers.")
    SubElement(head, "link", rel="stylesheet", href="static/faq.css")


def _contents(body: Element, listed: Sequence[tuple[str, Area]]) -> None:
    contents = SubElement(body, "nav", {"aria-labelledby": "contents"})
    _text(contents, "h2", "Contents", {"id": "contents"})
    names = SubElement(contents, "ul")
    for anchor, area in listed:
        name = SubElement(names, "li")
        _text(name, "a", area.name, {"href": f"#{anchor}"})
        questions = SubElement(name, "ul")
        for intent in area.intents:
            _text(SubElement(questions, "li"), "a", intent.question, {"href": f"#{quote(intent.id)}"})


def _section(main: Element, anchor: str, area: Area) -> None:
    section = SubElement(main, "section", {"aria-labelledby": anchor})
    _text(section, "h2", area.name, {"id": anchor})
    for intent in area.intents:
        _question(section, intent)


def _question(section: Element, intent: Intent) -> None:
    article = SubElement(
        section,
        "article",
        {"id": intent.id, "itemscope": "", "itemprop": "mainEntity", "itemtype": "https://schema.org/Question"},
    )
    _text(article, "h3", intent.question, {"itemprop": "name"})
    answer = SubElement(
        article, "div", {"itemscope": "", "itemprop": "acceptedAnswer", "itemtype": "https://schema.org/Answer"}
    )
    answer = SubElement(answer, "div", {"itemprop": "text"})
    for listed, lines in _blocks(intent.answer):
        if listed:
            items = SubElement(answer, "ul")
            for line in lines:
                _text(items, "li", line)
        else:
            _text(answer, "p", " ".join(lines))
    if intent.source:
        source = SubElement(article, "p", {"class": "source"})
        source.text = "Source: "
        _text(source, "cite", intent.source)


def _blocks(answer: str) -> Iterator[tuple[bool, list[str]]]:
    """Yield the paragraphs and lists of an answer: lines, and whether each is an item."""
    for kind, lines in groupby(answer.splitlines(), key=lambda line: line[:2] if line[:2] == "- " else bool(line)):
        if kind:
            yield kind == "- ", [line.removeprefix("- ") for line in lines]


def _text(parent: Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, tag, attributes or {}).text = text
