"""Django: one view over the bare library, which knows no web. Limits are yours to set."""

import json

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chatbot import Chatbot, Context, ContextError

bot = Chatbot.load()


@csrf_exempt  # nothing is changed, and no cookie is read
@require_POST
def ask(request: HttpRequest) -> JsonResponse:
    """Answer a question; the context of a reply comes back with the next one."""
    try:
        data = json.loads(request.body)
        context = Context.from_dict(data.get("context") or {})
        reply = bot.ask(str(data["text"]), context=context)
    except (ValueError, AttributeError, KeyError, RecursionError, ContextError):
        return JsonResponse({"title": "The question cannot be used"}, status=422)
    return JsonResponse(reply.to_dict())


urlpatterns = [path("help/v1/ask", ask)]
