"""The opening of a chat: the bot's own words, read alone, and the bot that loads behind them.

A person who reads the greeting and types a question leaves time enough to load all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from chatbot.bot import Chatbot
from chatbot.compiled import packaged
from chatbot.content import Texts
from chatbot.loader import load_texts


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


def begin(folder: str | None, country: str) -> tuple[Loading, Texts]:
    """Return the bot of a folder, loading, and its texts.

    The packaged content has no faults, so its texts are there at once, and the bot loads once `Loading.start` says so.
    A folder of somebody's own is loaded first: with a fault in it nothing starts.

    Raises:
        ContentError: the folder cannot be used.
    """
    loading = Loading(lambda: Chatbot.load(folder, country=country))
    if folder is None:
        return loading, load_texts(packaged(), country)
    return loading, loading.bot().content.texts
