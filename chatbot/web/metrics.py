"""Counters for Prometheus: kinds, levels and ids, never a word that anyone typed."""

from __future__ import annotations

from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest

from chatbot.reply import Reply
from chatbot.web.problems import ProblemType

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST


class Metrics:
    """The counts of one app; each app has its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._replies = Counter(
            "infusion_chatbot_replies",
            "Replies, by kind and safety level.",
            ("kind", "safety"),
            registry=self._registry,
        )
        self._answers = Counter(
            "infusion_chatbot_answers", "Answers given, by id.", ("intent",), registry=self._registry
        )
        self._problems = Counter(
            "infusion_chatbot_problems", "Requests refused, by problem type.", ("problem",), registry=self._registry
        )

    def count_reply(self, reply: Reply) -> None:
        """Count a reply and the answers in it."""
        self._replies.labels(reply.kind, reply.safety).inc()
        for answer in reply.answers:
            self._answers.labels(answer.intent).inc()

    def count_problem(self, problem: ProblemType) -> None:
        """Count a refusal."""
        self._problems.labels(problem.name).inc()

    def text(self) -> bytes:
        """Return all counts as Prometheus reads them."""
        return generate_latest(self._registry)
