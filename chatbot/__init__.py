"""A conversational FAQ that answers from curated content, with no language model.

>>> from chatbot import Chatbot
>>> bot = Chatbot.load()
>>> bot.ask("can i showr w my picc").answers[0].intent
'picc.wet'
"""

from chatbot.bot import Chatbot, Match
from chatbot.content import Intent
from chatbot.errors import ChatbotError, ContentError, ContextError, Problem
from chatbot.reply import Answer, Context, Reply, Suggestion

__all__ = [
    "Answer",
    "Chatbot",
    "ChatbotError",
    "ContentError",
    "Context",
    "ContextError",
    "Intent",
    "Match",
    "Problem",
    "Reply",
    "Suggestion",
]
