from __future__ import annotations

from pathlib import Path

import pytest

from chatbot import Chatbot, bot, compiled

MADE = {"an": ["object"]}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text("intents", "utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path, source: Path) -> Path:
    path = tmp_path / "made.bin"
    compiled.write(path, [source], MADE)
    return path


def test_what_was_kept_is_read_while_its_sources_are_the_same(file: Path, source: Path) -> None:
    assert compiled.read(file, [source]) == MADE


def test_a_changed_source_makes_it_useless(file: Path, source: Path) -> None:
    source.write_text("intentz", "utf-8")

    assert compiled.read(file, [source]) is None


def test_a_new_source_makes_it_useless(file: Path, source: Path) -> None:
    added = source.with_name("b.yaml")
    added.write_text("", "utf-8")

    assert compiled.read(file, [source, added]) is None


def test_a_renamed_source_makes_it_useless(file: Path, source: Path) -> None:
    assert compiled.read(file, [source.rename(source.with_name("c.yaml"))]) is None


@pytest.mark.parametrize("keep", [0, 10, 64, 70])
def test_a_damaged_file_is_as_good_as_none(file: Path, source: Path, keep: int) -> None:
    file.write_bytes(file.read_bytes()[:keep])

    assert compiled.read(file, [source]) is None


def test_a_missing_file_is_no_error(tmp_path: Path, source: Path) -> None:
    assert compiled.read(tmp_path / "none.bin", [source]) is None


def test_a_compiled_bot_replies_as_a_loaded_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bot, "COMPILED", tmp_path / "compiled.bin")
    loaded = Chatbot.load()
    bot.compile_packaged()
    quick = Chatbot.load()

    asked = ["can i showr w my picc", "port or picc, which can get wet", "i cant breathe", "how much is ivig", "xyzzy"]
    assert [quick.ask(text) for text in asked] == [loaded.ask(text) for text in asked]
    assert quick.content == loaded.content
    assert quick.match("can i showr w my picc") == loaded.match("can i showr w my picc")


def test_a_load_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bot, "COMPILED", tmp_path / "compiled.bin")
    Chatbot.load()

    assert list(tmp_path.iterdir()) == []
