from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from chatbot import Chatbot, ContentError
from chatbot.content import Texts
from chatbot.loader import packaged
from chatbot.opening import Loading, begin, read_texts
from tests.conftest import Folder


def test_the_texts_read_alone_are_those_of_the_whole_content(bot: Chatbot) -> None:
    assert read_texts(packaged() / "bot.yaml") == bot.content.texts


def test_what_is_no_text_is_left_to_the_load(folder: Folder) -> None:
    root = folder(
        {"a.yaml": "texts: {name: Pets, sing: la, empty: [x]}\nnumbers: [1]\n", "b.yaml": "- one", "c.yaml": ""}
    )
    read = [read_texts(root / name) for name in ("a.yaml", "b.yaml", "c.yaml")]
    assert read == [Texts(name="Pets"), Texts(), Texts()]


def test_a_file_of_texts_that_cannot_be_read_is_an_error_of_the_content(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        read_texts(tmp_path / "bot.yaml")


def test_a_bot_loads_once_when_it_is_told_to_start(pets: Chatbot) -> None:
    loads: list[int] = []
    go = Event()

    def load() -> Chatbot:
        go.wait()
        loads.append(1)
        return pets

    loading = Loading(load)
    assert (loading.ready, loads) == (None, [])
    loading.start()
    loading.start()
    assert loading.ready is None
    go.set()
    assert loading.bot() is pets
    assert loading.bot() is pets
    assert loading.ready is pets
    assert loads == [1]


def test_a_bot_that_is_asked_for_need_not_be_started(pets: Chatbot) -> None:
    assert Loading(lambda: pets).bot() is pets


def test_what_is_wrong_with_the_content_is_raised_where_the_bot_is_asked_for(tmp_path: Path) -> None:
    loading = Loading(lambda: Chatbot.load(tmp_path))
    for _ in range(2):
        with pytest.raises(ContentError, match=r"there is no \*\.yaml file"):
            loading.bot()
    assert loading.ready is None


def test_the_packaged_texts_are_there_before_the_bot(bot: Chatbot) -> None:
    loading, texts = begin(None)
    assert (loading.ready, texts) == (None, bot.content.texts)


def test_a_folder_of_ones_own_is_loaded_first(pets_folder: Path, pets: Chatbot) -> None:
    loading, texts = begin(str(pets_folder))
    assert loading.ready is not None
    assert texts == pets.content.texts


def test_nothing_begins_with_content_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        begin(str(tmp_path))
