"""What slips cost: every example with one slip of each kind, and each flip from one answer to another.

python -m tests.benchmarks.slips
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from chatbot import Chatbot
from tests.slips import KINDS, slipped


def report(bot: Chatbot) -> Iterator[str]:
    """Yield a line for each kind of slip, then every flip: what was typed, what it should get, what it got."""
    asked = [(text.lower(), intent.id) for intent in bot.intents for text in intent.examples]
    yield f"{'slip':10} {'examples':>8} {'same answer':>12} {'no answer':>10} {'another':>8}"
    flips: list[str] = []
    for kind in KINDS:
        typed = [(slip, intent) for text, intent in asked if (slip := slipped(text, kind)) != text]
        got = [(slip, intent, _answer(bot, slip)) for slip, intent in typed]
        same = sum(intent == found for _, intent, found in got)
        another = [
            f"{kind}: {slip!r} is {intent}, got {found}" for slip, intent, found in got if found not in ("", intent)
        ]
        flips += another
        silent = len(got) - same - len(another)
        yield (
            f"{kind:10} {len(got):8} {same / len(got):12.1%} {silent / len(got):10.1%} {len(another) / len(got):8.1%}"
        )
    yield from flips


def _answer(bot: Chatbot, text: str) -> str:
    reply = bot.ask(text)
    return reply.answers[0].intent if reply.answers else ""


if __name__ == "__main__":
    for line in report(Chatbot.load()):
        sys.stdout.write(f"{line}\n")
