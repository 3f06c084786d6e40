"""The HTTP face: an ASGI app to serve by itself or to mount in another. Needs the extra `web`.

>>> from chatbot import Chatbot
>>> from chatbot.web import create_app
>>> app = create_app(Chatbot.load())
"""

from chatbot.web.app import create_app, replace_bot
from chatbot.web.settings import Settings, SettingsError

__all__ = ["Settings", "SettingsError", "create_app", "replace_bot"]
