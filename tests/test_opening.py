from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from chatbot import Chatbot, ContentError
from chatbot.compiled import packaged
from chatbot.loader import load_texts
from chatbot.terminal.opening import Loading, begin


@pytest.mark.parametrize("country", ["", "FR"])
def test_the_texts_read_alone_are_those_of_the_whole_content(country: str) -> None:
    assert load_texts(packaged(), country) == Chatbot.load(packaged(), country=country).content.texts


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
    loading, texts = begin(None, "")
    assert (loading.ready, texts) == (None, bot.content.texts)


def test_a_folder_of_ones_own_is_loaded_first(pets_folder: Path, pets: Chatbot) -> None:
    loading, texts = begin(str(pets_folder), "")
    assert loading.ready is not None
    assert texts == pets.content.texts


def test_nothing_begins_with_content_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        begin(str(tmp_path), "")
