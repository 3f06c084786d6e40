"""FastAPI: the whole service below a path of an app of your own."""

from fastapi import FastAPI

from chatbot import Chatbot
from chatbot.web import create_app

app = FastAPI()
app.mount("/help", create_app(Chatbot.load()))
