"""One content as the service publishes it: the bot, and every document that follows from it, made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatbot.bot import Chatbot
from chatbot.web.assets import Asset, json_asset
from chatbot.web.catalog import answer, config, emergency_line, topics
from chatbot.web.faq import faq_page
from chatbot.web.recall import Recall


@dataclass(frozen=True, slots=True)
class Edition:
    """What is served until the next one: replaced whole, so that no reply mixes two contents."""

    bot: Chatbot
    safety_note: str
    config: Asset
    topics: Asset
    answers: Mapping[str, Asset]
    faq: Asset
    recall: Recall = field(default_factory=Recall)


def publish(bot: Chatbot) -> Edition:
    """Make an edition of a bot, and try the bot on every question of its own: rules are compiled, faults come out."""
    for intent in bot.intents:
        bot.ask(intent.question)
    content = bot.content
    return Edition(
        bot=bot,
        safety_note=emergency_line(content),
        config=json_asset(config(content)),
        topics=json_asset(topics(content)),
        answers={intent.id: json_asset(answer(intent)) for intent in bot.intents},
        faq=Asset(faq_page(content).encode("utf-8"), "text/html; charset=utf-8"),
    )
