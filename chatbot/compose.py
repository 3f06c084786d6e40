"""Compose: put an outcome into words, with what to ask next, and the context for the next turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from chatbot.content import Content, Intent
from chatbot.decide import Verdict
from chatbot.reply import MAX_OFFERED, REMINDERS, Answer, Context, Reply, Safety, Suggestion

if TYPE_CHECKING:
    from chatbot.dialogue import Outcome

_MAX_NEXT: Final = 3
# Topics that talk about the chat itself leave the subject of the conversation as it was.
_KEEPS_SUBJECT: Final = frozenset({"", "chat", "safety"})


class Composer:
    """Writes replies with the texts of one content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._texts = content.texts

    def compose(self, outcome: Outcome, context: Context) -> Reply:
        """Write the reply to an outcome."""
        if outcome.rule:
            return self._ruled(self._content.by_id[outcome.rule.rule.intent], context)
        answered = [verdict for verdict in outcome.verdicts if verdict.kind == "answered"]
        if answered:
            return self._answered(answered, [verdict for verdict in outcome.verdicts if verdict.kind != "answered"], context)
        if outcome.verdicts and outcome.verdicts[0].kind == "unclear":
            return self._clarify(outcome.verdicts[0], context)
        return self._fallback(outcome.verdicts[0] if outcome.verdicts else None, context)

    # ------------------------------------------------------------------ replies

    def _ruled(self, intent: Intent, context: Context) -> Reply:
        answer = Answer(intent.id, intent.question, intent.answer, intent.source, 1.0)
        return self._finish("answer", [self._said(answer)], context, answers=(answer,), safety=intent.safety, confidence=1.0)

    def _answered(self, answered: Sequence[Verdict], rest: Sequence[Verdict], context: Context) -> Reply:
        answers = tuple(self._answer(verdict) for verdict in answered)
        intents = [self._content.by_id[answer.intent] for answer in answers]
        several = len(answers) > 1
        blocks = [f"{answer.question}\n{self._said(answer)}" if several else self._said(answer) for answer in answers]
        blocks += [self._texts.unanswered.format(gap=self._missing(verdict)) for verdict in rest if verdict.gap]
        safety = next((intent.safety for intent in intents if intent.safety != "none"), "none")
        last = intents[-1]
        moved = last.topic not in _KEEPS_SUBJECT
        after = Context(
            intent=last.id,
            topic=last.topic if moved else context.topic,
            aspect=last.aspect if moved else context.aspect,
            alarm=context.alarm,
            reminders=context.reminders,
        )
        following = () if safety != "none" else self._following(intents)
        confidence = min(answer.confidence for answer in answers)
        return self._finish("answer", blocks, after, answers=answers, offered=following, safety=safety, confidence=confidence, lead=self._texts.suggest)

    def _clarify(self, verdict: Verdict, context: Context) -> Reply:
        return self._finish("clarify", [self._texts.clarify], context, offered=verdict.choices, confidence=verdict.confidence, tail=self._texts.clarify_hint)

    def _fallback(self, verdict: Verdict | None, context: Context) -> Reply:
        texts = self._texts
        if verdict is None:
            return self._finish("fallback", [texts.empty], context, offered=self._starters(), lead=texts.fallback_hint)
        topic = self._content.topic_by_id.get(verdict.topic)
        likely = verdict.choices
        about = self._about(verdict.topic)
        offered = list(dict.fromkeys((*likely[:2], *about, *likely[2:])) if topic else dict.fromkeys((*likely, *self._starters())))
        if verdict.gap:
            said = texts.gap.format(gap=self._missing(verdict))
        else:
            said = texts.gap_topic.format(topic=topic.name) if topic else texts.fallback
        lead = texts.gap_hint if topic or verdict.gap else texts.fallback_hint
        return self._finish("fallback", [said], context, offered=offered, confidence=verdict.confidence, lead=lead)

    # -------------------------------------------------------------------- parts

    def _finish(
        self,
        kind: str,
        blocks: Sequence[str],
        context: Context,
        *,
        answers: tuple[Answer, ...] = (),
        offered: Iterable[str] = (),
        safety: Safety = "none",
        confidence: float = 0.0,
        lead: str = "",
        tail: str = "",
    ) -> Reply:
        suggestions = tuple(Suggestion(item, self._content.by_id[item].question) for item in list(offered)[:MAX_OFFERED])
        text = list(blocks)
        if safety == "none" and context.reminders and (reminder := self._reminder(context.alarm)):
            text.insert(0, reminder)
        if suggestions:
            listed = "\n".join(f"{place}. {suggestion.question}" for place, suggestion in enumerate(suggestions, 1))
            text.append(f"{lead}\n{listed}" if lead else listed)
        if tail:
            text.append(tail)
        alarmed = safety != "none"
        after = Context(
            intent=answers[-1].intent if answers else context.intent,
            topic=context.topic,
            aspect=context.aspect,
            offered=tuple(suggestion.intent for suggestion in suggestions),
            alarm=safety if alarmed else context.alarm if context.reminders > 1 else "none",
            reminders=REMINDERS if alarmed else max(0, context.reminders - 1),
        )
        return Reply(kind, "\n\n".join(text), answers, suggestions, confidence, safety, after)  # type: ignore[arg-type]

    def _answer(self, verdict: Verdict) -> Answer:
        intent = self._content.by_id[verdict.choices[0]]
        return Answer(intent.id, intent.question, intent.answer, intent.source, verdict.confidence)

    def _said(self, answer: Answer) -> str:
        return f"{answer.text}\n\n{self._texts.source.format(source=answer.source)}" if answer.source else answer.text

    def _missing(self, verdict: Verdict) -> str:
        return next((gap.name for gap in self._content.gaps if gap.id == verdict.gap), "")

    def _reminder(self, alarm: Safety) -> str:
        return {"urgent": self._texts.remind_urgent, "crisis": self._texts.remind_crisis, "emergency": self._texts.remind_emergency}.get(alarm, "")

    def _following(self, intents: Sequence[Intent]) -> list[str]:
        answered = {intent.id for intent in intents}
        last = intents[-1]
        return [item for item in dict.fromkeys((*last.next, *self._about(last.topic))) if item not in answered][:_MAX_NEXT]

    def _about(self, topic: str) -> list[str]:
        if topic in _KEEPS_SUBJECT:
            return []
        line = self._content.ancestors(topic)
        return [intent.id for ancestor in line for intent in self._content.intents if intent.topic == ancestor]

    def _starters(self) -> tuple[str, ...]:
        return self._content.starters or tuple(intent.id for intent in self._content.intents[:_MAX_NEXT])
