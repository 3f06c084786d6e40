"""Flask: one view over the bare library, which knows no web. Limits are yours to set."""

from typing import Any

from flask import Flask, request

from chatbot import Chatbot, Context, ContextError

bot = Chatbot.load()
app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 8 * 1024


@app.post("/help/v1/ask")
def ask() -> tuple[dict[str, Any], int]:
    """Answer a question; the context of a reply comes back with the next one."""
    data = request.get_json()
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return {"title": "The question has no text"}, 422
    try:
        context = Context.from_dict(data.get("context") or {})
    except ContextError:
        return {"title": "The context is not one of a reply"}, 422
    return bot.ask(data["text"], context=context).to_dict(), 200
