"""One conversation: its context and its turns, in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from chatbot.bot import Chatbot
from chatbot.explain import Explanation
from chatbot.reply import MAX_OFFERED, Context, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said, and the reply to it."""

    said: str
    """As the person sees it: the question that a choice stands for."""
    asked: str
    """As the bot was asked."""
    before: Context
    reply: Reply


class Conversation:
    """Talks to a bot and remembers what was said, until told to forget it."""

    def __init__(self, bot: Callable[[], Chatbot]) -> None:
        """Say where the bot is to be had; it is asked for when it is first needed."""
        self._bot = bot
        self._context = Context()
        self.turns: tuple[Turn, ...] = ()

    def ask(self, text: str) -> Reply:
        """Put a message to the bot. A question that was just offered, word for word, is that choice."""
        for place, suggestion in enumerate(self.turns[-1].reply.suggestions if self.turns else (), 1):
            if text == suggestion.question and suggestion.intent in self._context.offered:
                return self._take(text, str(place), self._context)
        return self._take(text, text, self._context)

    def open(self, intent: str) -> Reply:
        """Answer the question of an intent."""
        question = self._bot().content.by_id[intent].question
        return self._take(question, "1", replace(self._context, offered=(intent,)))

    def offer(self, intents: Iterable[str]) -> None:
        """Remember that these were listed, so that "the second one" means one of them."""
        self._context = replace(self._context, offered=tuple(intents)[:MAX_OFFERED])

    def explain(self, turn: Turn) -> Explanation:
        """Explain the reply of a turn."""
        return self._bot().explain(turn.asked, turn.before)

    def forget(self) -> None:
        """Drop all that was said."""
        self._context = Context()
        self.turns = ()

    def _take(self, said: str, asked: str, before: Context) -> Reply:
        reply = self._bot().ask(asked, before)
        self._context = reply.context
        self.turns = (*self.turns, Turn(said, asked, before, reply))
        return reply
