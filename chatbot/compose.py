"""Compose: put an outcome into words, with what to ask next, and the context for the next turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatbot.content import Content, Intent
from chatbot.decide import Verdict
from chatbot.dialogue import Outcome
from chatbot.general import goes_with
from chatbot.grid import alike
from chatbot.reading import Reading
from chatbot.reply import MAX_AMONG, MAX_OFFERED, REMINDERS, Answer, Context, Kind, Reply, Safety, Suggestion
from chatbot.talk import named

_MAX_NEXT: Final = 3
# How many readings are offered of a question that could not be told beside one that is answered.
_MEANT: Final = 2
# Below this confidence the nearest intents are chance, and what the bot can do at all is the better offer.
_NEAR_FROM: Final = 0.02


@dataclass(frozen=True, slots=True)
class _Draft:
    """A reply before what follows from its parts is worked out."""

    kind: Kind
    blocks: tuple[str, ...]
    context: Context
    answers: tuple[Answer, ...] = ()
    offered: tuple[str, ...] = ()
    safety: Safety = "none"
    confidence: float = 0.0
    lead: str = ""
    """What introduces the suggestions."""
    tail: str = ""
    """What follows them."""


class Composer:
    """Writes replies with the texts of one content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._texts = content.texts
        self._gaps = {gap.id: gap.name for gap in content.gaps}

    def compose(self, outcome: Outcome, context: Context) -> Reply:
        """Write the reply to an outcome."""
        return self._finished(self._draft(outcome, context))

    def _draft(self, outcome: Outcome, context: Context) -> _Draft:
        if outcome.rule:
            return self._raised(outcome, context, outcome.rule.rule.intent, 1.0)
        if outcome.heard:
            return self._raised(outcome, context, outcome.heard.intent, outcome.heard.confidence)
        if not outcome.verdicts:
            return _Draft(
                "fallback", (self._texts.empty,), context, offered=self._starters(), lead=self._texts.fallback_hint
            )
        answered = [verdict for verdict in outcome.verdicts if verdict.kind == "answered"]
        if answered:
            rest = [verdict for verdict in outcome.verdicts if verdict.kind != "answered"]
            return self._answered(
                answered, rest, replace(context, among=self._named_together(outcome) or context.among)
            )
        best = max(outcome.verdicts, key=lambda verdict: verdict.confidence)
        return self._clarify(best, context) if best.kind == "unclear" else self._fallback(best, context)

    # ------------------------------------------------------------------- drafts

    def _raised(self, outcome: Outcome, context: Context, name: str, confidence: float) -> _Draft:
        """Say what must not be missed; what is no alarm, "do I need a port?", moves on to the topic that it names."""
        intent = self._content.by_id[name]
        if intent.safety == "none":
            together = self._named_together(outcome) or context.among
            context = self._beside(replace(context, among=together), outcome.message.reading)
        answer = Answer(intent.id, intent.question, intent.answer, intent.source, confidence)
        return _Draft("answer", (self._said(answer),), context, (answer,), safety=intent.safety, confidence=confidence)

    def _answered(self, answered: Sequence[Verdict], rest: Sequence[Verdict], context: Context) -> _Draft:
        """Give the answers, name what is missing beside them, and offer what the rest may have meant."""
        answers = tuple(self._answer(verdict) for verdict in answered)
        intents = [self._content.by_id[answer.intent] for answer in answers]
        said = [
            f"{answer.question}\n{self._said(answer)}" if len(answers) > 1 else self._said(answer) for answer in answers
        ]
        said += [self._unanswered(verdict) for verdict in rest if verdict.kind == "missing"]
        meant = tuple(choice for verdict in rest if verdict.kind == "unclear" for choice in verdict.choices[:_MEANT])
        safety: Safety = next((intent.safety for intent in intents if intent.safety != "none"), "none")
        # What was asked of several things alike was asked of the first, and "the other one" is the second.
        at = 0 if len({intent.aspect for intent in intents}) == 1 else -1
        context = replace(
            self._moved(context, answered[at], intents[at]), among=self._among(context, answered, intents)
        )
        return _Draft(
            "answer",
            tuple(said),
            context,
            answers,
            offered=(meant or self._following(intents)) if safety == "none" else (),
            safety=safety,
            confidence=min(answer.confidence for answer in answers),
            lead=self._texts.unsure if meant else self._texts.suggest,
        )

    def _named_together(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the look-alikes that a message names: it asked of the first, and "the other one" is the second."""
        topics = named(self._content, outcome.message.reading)
        alikes = any(set(topics) <= set(group) for group in self._content.contrasts)
        return topics if len(topics) > 1 and alikes else ()

    def _unanswered(self, verdict: Verdict) -> str:
        if verdict.gap:
            return self._texts.unanswered.replace("{gap}", self._gaps[verdict.gap])
        return self._texts.unanswered_topic.replace("{topic}", self._content.topic_by_id[verdict.topic].name)

    def _moved(self, context: Context, verdict: Verdict, intent: Intent) -> Context:
        """Return the context after an answer; small talk, a topic that the lexicon does not know, leaves it.

        But for what is named beside it: "I'm nervous about my infusion".
        """
        if intent.topic not in self._content.topic_by_id:
            return self._beside(context, verdict.reading)
        # What answered may be what the topic is a kind of, or compare it; "it" is still the topic that was named.
        said = named(self._content, verdict.reading)
        kinds = [topic for topic in said if intent.topic in self._content.ancestors(topic)[1:]]
        about = kinds[0] if kinds else verdict.topic if said else context.topic or verdict.topic
        kept = intent.topic in self._content.ancestors(about) or verdict.topic in intent.also
        kept = kept or (intent.topic == self._content.general and goes_with(self._content, about))  # "who gives IVIG"
        return replace(context, topic=about if kept else intent.topic, aspect=intent.aspect)

    def _beside(self, context: Context, reading: Reading) -> Context:
        """Return the context after words that answer nothing about the topic they name."""
        return _about_topic(context, next(iter(named(self._content, reading)), ""))

    def _among(self, context: Context, answered: Sequence[Verdict], intents: Sequence[Intent]) -> tuple[str, ...]:
        """Return the topics that were compared or listed, as long as one of them is talked about."""
        before, last, reading = self._content.by_id.get(context.intent), intents[-1], answered[-1].reading
        topics = tuple(dict.fromkeys(intent.topic for intent in intents))
        if last.lists:
            among = last.lists
        elif last.also:
            both = (last.topic, *last.also)
            among = tuple(dict.fromkeys((*(topic for topic in reading.concepts("topic") if topic in both), *both)))
        elif len(topics) > 1 and len({intent.aspect for intent in intents}) == 1:
            among = topics
        elif last.topic in context.among or last.topic not in self._content.topic_by_id:
            among = context.among
        elif before and alike(self._content, before, last):  # "and a PICC?"
            among = (*(context.among or (before.topic,)), last.topic)
        else:
            among = ()
        return among[:MAX_AMONG]

    def _clarify(self, verdict: Verdict, context: Context) -> _Draft:
        return _Draft(
            "clarify",
            (self._texts.clarify,),
            _about_topic(context, verdict.topic),
            offered=verdict.choices,
            confidence=verdict.confidence,
            tail=self._texts.clarify_hint,
        )

    def _fallback(self, verdict: Verdict, context: Context) -> _Draft:
        texts, topic = self._texts, self._content.topic_by_id.get(verdict.topic)
        near = [item for item in verdict.choices if self._content.by_id[item].safety == "none"]
        if verdict.confidence < _NEAR_FROM:
            near = []
        if verdict.gap:
            said = texts.gap.replace("{gap}", self._gaps[verdict.gap])
        elif topic:
            said = texts.gap_topic.replace("{topic}", topic.name)
        else:
            said = texts.fallback
        offered = (*near[:2], *self._about(topic.id), *near[2:]) if topic else (*near, *self._starters())
        lead = texts.gap_hint if topic or verdict.gap else texts.fallback_hint
        context = _about_topic(context, verdict.topic)
        return _Draft("fallback", (said,), context, offered=offered, confidence=verdict.confidence, lead=lead)

    # -------------------------------------------------------------------- parts

    def _finished(self, draft: _Draft) -> Reply:
        offered = tuple(dict.fromkeys(draft.offered))[:MAX_OFFERED]
        suggestions = tuple(Suggestion(item, self._content.by_id[item].question) for item in offered)
        reminder = self._reminder(draft.context) if draft.safety == "none" else ""
        listed = "\n".join(f"{place}. {suggestion.question}" for place, suggestion in enumerate(suggestions, 1))
        if listed and draft.lead:
            listed = f"{draft.lead}\n{listed}"
        text = "\n\n".join(block for block in (reminder, *draft.blocks, listed, draft.tail) if block)
        return Reply(
            draft.kind, text, draft.answers, suggestions, draft.confidence, draft.safety, self._after(draft, offered)
        )

    def _after(self, draft: _Draft, offered: tuple[str, ...]) -> Context:
        """Return the context of the next turn; an alarm is remembered for `REMINDERS` replies."""
        alarmed = draft.safety != "none"
        left = REMINDERS if alarmed else max(0, draft.context.reminders - 1)
        return replace(
            draft.context,
            intent=draft.answers[-1].intent if draft.answers else draft.context.intent,
            offered=offered,
            alarm=draft.safety if alarmed else draft.context.alarm if left else "none",
            reminders=left,
        )

    def _reminder(self, context: Context) -> str:
        if not context.reminders:
            return ""
        texts = self._texts
        return {"urgent": texts.remind_urgent, "crisis": texts.remind_crisis, "emergency": texts.remind_emergency}.get(
            context.alarm, ""
        )

    def _answer(self, verdict: Verdict) -> Answer:
        intent = self._content.by_id[verdict.choices[0]]
        return Answer(intent.id, intent.question, intent.answer, intent.source, verdict.confidence)

    def _said(self, answer: Answer) -> str:
        return (
            f"{answer.text}\n\n{self._texts.source.replace('{source}', answer.source)}"
            if answer.source
            else answer.text
        )

    def _following(self, intents: Sequence[Intent]) -> tuple[str, ...]:
        answered = {intent.id for intent in intents}
        near = dict.fromkeys((*intents[-1].next, *self._about(intents[-1].topic)))
        return tuple(item for item in near if item not in answered)[:_MAX_NEXT]

    def _about(self, topic: str) -> tuple[str, ...]:
        """Return the intents on a topic, then those on what it is a kind of."""
        if topic and topic not in self._content.topic_by_id and self._content.topics:
            return ()  # small talk and the like: a topic of ids that the lexicon does not know
        line = self._content.ancestors(topic)
        return tuple(intent.id for ancestor in line for intent in self._content.intents if intent.topic == ancestor)

    def _starters(self) -> tuple[str, ...]:
        return self._content.starters or tuple(intent.id for intent in self._content.intents[:_MAX_NEXT])


def _about_topic(context: Context, topic: str) -> Context:
    """Return the context after a question on a topic that got no answer: "it" is now that topic."""
    if not topic or topic == context.topic:
        return context
    return replace(context, topic=topic, aspect="", among=context.among if topic in context.among else ())
