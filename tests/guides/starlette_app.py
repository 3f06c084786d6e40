"""Starlette: the whole service below a path of an app of your own."""

from starlette.applications import Starlette
from starlette.routing import Mount

from chatbot import Chatbot
from chatbot.web import create_app

app = Starlette(routes=[Mount("/help", create_app(Chatbot.load()))])
