"""The file itself: how large it is, and what it says that the README tells as well."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import chatbot

MODULE = Path(chatbot.__file__).parent / "web" / "static" / "infusion-chat.js"
SOURCE = MODULE.read_text("utf-8")
README = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")

PROPERTIES = sorted(set(re.findall(r"var\(--infusion-chat-([a-z-]+)", SOURCE)))
PARTS = sorted(set(re.findall(r'\bpart: "(\w+)"', SOURCE)))


def section() -> str:
    return README.partition("## On a web page")[2].partition("\n## ")[0]


def test_the_module_is_at_most_12_kib_as_it_is_sent() -> None:
    assert len(gzip.compress(MODULE.read_bytes(), 9)) <= 12 * 1024


def test_the_module_imports_nothing() -> None:
    assert re.findall(r"^import\b|\bimport\(", SOURCE, re.MULTILINE) == []


def test_the_module_sets_no_text_as_html() -> None:
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", SOURCE) == []


def test_the_module_names_no_storage() -> None:
    assert re.findall(r"localStorage|sessionStorage|indexedDB|\.cookie|caches\b", SOURCE) == []


def test_every_property_of_style_is_in_the_readme() -> None:
    assert 0 < len(PROPERTIES) <= 15
    assert [name for name in PROPERTIES if f"`{name}`" not in section()] == []


def test_every_part_is_in_the_readme() -> None:
    assert 0 < len(PARTS) <= 8
    assert [name for name in PARTS if f"`{name}`" not in section()] == []


def test_every_attribute_is_in_the_readme() -> None:
    read = set(re.findall(r'getAttribute\(this, "(\w+)"\)', SOURCE))
    assert read == {"src", "label", "emergency", "timeout"}
    assert [name for name in sorted(read) if f"`{name}`" not in section()] == []


def test_every_event_is_in_the_readme() -> None:
    told = set(re.findall(r'#tell\("(\w+)"', SOURCE))
    assert told == {"open", "close", "answer", "error"}
    assert [name for name in sorted(told) if f"`infusion-chat:{name}`" not in section()] == []
