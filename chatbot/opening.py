"""The opening of a chat: the bot's own words, read alone, and the bot that loads behind them.

A person who reads the greeting and types a question leaves time enough to load all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from threading import Thread
from typing import Final

from chatbot.bot import Chatbot
from chatbot.content import Texts
from chatbot.errors import ContentError, Problem
from chatbot.loader import packaged
from chatbot.source import Node, load

_TEXT_KEYS: Final = {field.name for field in fields(Texts)}


def read_texts(path: Path) -> Texts:
    """Read the texts of one file, with its numbers filled in, and nothing else of the content.

    The file is one that a load finds no fault in; what only a load can judge is left to it.

    Raises:
        ContentError: the file cannot be read at all.
    """
    node = load(path, str(path))
    if isinstance(node, Problem):
        raise ContentError([node])
    numbers = _pairs(node, "numbers")
    texts = {key: text for key, text in _pairs(node, "texts").items() if key in _TEXT_KEYS}
    for name, number in numbers.items():
        texts = {key: text.replace(f"{{{name}}}", number) for key, text in texts.items()}
    return Texts(**texts)


def _pairs(node: Node, key: str) -> dict[str, str]:
    section = node.value.get(key) if isinstance(node.value, dict) else None
    entries = section.value if section and isinstance(section.value, dict) else {}
    return {name: entry.value.strip() for name, entry in entries.items() if isinstance(entry.value, str)}


class Loading:
    """A bot that loads in the background."""

    def __init__(self, load_bot: Callable[[], Chatbot]) -> None:
        """Say how to load; nothing begins before `start`."""
        self._load = load_bot
        self._bot: Chatbot | None = None
        self._error: BaseException | None = None
        # A daemon: who leaves before the bot is there does not wait for it.
        self._thread = Thread(target=self._run, name="load", daemon=True)

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._thread.ident is None:
            self._thread.start()

    @property
    def ready(self) -> Chatbot | None:
        """The bot, or None as long as it is not there."""
        return self._bot

    def bot(self) -> Chatbot:
        """Return the bot; wait for it where needed.

        Raises:
            ContentError: the content cannot be used.
        """
        self.start()
        self._thread.join()
        if self._bot is None:
            raise self._error or RuntimeError
        return self._bot

    def _run(self) -> None:
        try:
            self._bot = self._load()
        except BaseException as error:  # noqa: BLE001 - `bot` raises it where somebody can see it
            self._error = error


def begin(folder: str | None) -> tuple[Loading, Texts]:
    """Return the bot of a folder, loading, and its texts.

    The packaged content has no faults, so its texts are there at once, and the bot loads once `Loading.start` says so.
    A folder of somebody's own is loaded first: with a fault in it nothing starts.

    Raises:
        ContentError: the folder cannot be used.
    """
    loading = Loading(lambda: Chatbot.load(folder))
    if folder is None:
        return loading, read_texts(packaged() / "bot.yaml")
    return loading, loading.bot().content.texts
