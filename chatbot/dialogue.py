"""Dialogue: what a message asks, in its context. Pure: no I/O, no clock, no chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatbot.compare import asked_of_all, compare
from chatbot.decide import ALIKE, IN_GENERAL, INTRODUCED, Verdict, decide, is_small_talk, sure
from chatbot.english import DENIALS
from chatbot.grid import is_bare, is_had
from chatbot.index import Index
from chatbot.reading import Reading
from chatbot.repair import Repair
from chatbot.reply import Context
from chatbot.safety import RuleMatch, SafetyRules
from chatbot.several import ALONE_FROM, asked_in, judge_each, several, stand_alone
from chatbot.talk import Situation, lean, means_one, named, pointed
from chatbot.template import stems
from chatbot.text import Sentence, read, words
from chatbot.watch import ALARM, BEYOND_EXCUSE, CAUTION, Heard, Tone, Watch, alarms, cautions

# A message with this share of words that nobody knows is not read in parts: "what is mecoblamin? mother is diabetic".
_STRANGE_FROM: Final = 0.2
_ORDINALS: Final = {
    word: place
    for place, said in enumerate(("1 first one former", "2 second two", "3 third three", "4 fourth four"))
    for word in said.split()
}
_PICK_FILLERS: Final = frozenset(
    words("the one please number option choice answer yes ok okay go with i want would like take that let us it's # no")
)
_YES: Final = frozenset({"yes", "sure", "ok", "okay", "right", "correct", "exactly", "please", "si", "absolutely"})
_YES_SAID: Final = frozenset(map(words, ("that's it", "that's right", "that one", "that's the one", "it is", "i do")))


@dataclass(frozen=True, slots=True)
class Message:
    """A message, read and repaired, before anything is decided."""

    sentences: tuple[Sentence, ...]
    """As repaired; pauses are kept."""
    reading: Reading
    """The whole of it as one."""
    spelled: tuple[str, ...]
    """The sentences as rules read them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message came to, before it is put into words; `explain` shows it."""

    message: Message
    rule: RuleMatch | None = None
    heard: Heard | None = None
    verdicts: tuple[Verdict, ...] = ()


class Dialogue:
    """Understands messages over one index; immutable, and so shared freely between threads."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._rules = SafetyRules(index.content)
        content = index.content
        self._watches = (Watch(index, ALARM, alarms(content)), Watch(index, CAUTION, cautions(content)))
        self._topics = {intent.topic for intent in content.intents} | set(content.topic_by_id)
        self._aspects = {intent.aspect for intent in content.intents}

    def pack(self) -> None:
        """Make ready to be kept in a file: what takes long to work out is done, what is seldom asked for is folded."""
        self.index.reader.repairer.prepare()
        for watch in self._watches:
            watch.prepare()
        self.index.pack()

    def understand(self, context: Context, text: str) -> Outcome:
        """Decide what a message asks: rules first, then a choice made, what must not be missed, its questions."""
        message = self.read(text)
        if rule := self._rules.find(message.spelled):
            return Outcome(message, rule)
        if not message.sentences:
            return Outcome(message)
        message = self._pointed(message, context)
        if picked := self._picked(message.reading, context):
            return Outcome(message, verdicts=(picked,))
        heard = self._heard(message, context.topic)
        if heard and (not context.topic or self.index.content.by_id[heard.intent].safety != "none"):
            return Outcome(message, heard=heard)
        verdicts = self._judged(message, context)
        if heard and not _is_surer(verdicts[0], heard):
            return Outcome(message, heard=heard)
        return Outcome(message, verdicts=verdicts)

    def read(self, text: str) -> Message:
        """Read and repair a text."""
        sentences: list[Sentence] = []
        repairs: list[Repair] = []
        for sentence in read(text):
            mended, mends = self.index.reader.repairer.mend(sentence.tokens)
            sentences.append(Sentence(tuple(mended), sentence.marked))
            repairs += mends
        said = [word for sentence in sentences for word in sentence.words]
        spelled = tuple(stems(sentence.tokens) for sentence in sentences)
        return Message(tuple(sentences), self.index.reader.understand(said, tuple(repairs)), spelled)

    def _heard(self, message: Message, topic: str) -> Heard | None:
        """Return what must not be missed; a topic alone, "lupus?", is no more than that, nor is a known follow-up."""
        if (
            is_bare(message.reading)
            or is_had(message.reading)
            or (topic and self.index.owners(lean(self.index, message.reading, topic).words))
        ):
            return None
        tone = self._tone(message)
        heard = next((heard for watch in self._watches if (heard := watch.find(message.reading, tone))), None)
        if not heard or self._rules.is_figure(message.spelled):
            return None
        doubted = heard.confidence < BEYOND_EXCUSE and self.index.content.by_id[heard.intent].safety != "crisis"
        return None if doubted and self._rules.explains(message.spelled) else heard

    def _tone(self, message: Message) -> Tone:
        denies = not DENIALS.isdisjoint(message.reading.words)
        return Tone(message.sentences[-1].asks, self._rules.is_past(message.spelled), denies)

    def trusted(self, context: Context) -> Context:
        """Return a context without what this content does not know: ids of another bot, or of an older version."""
        known = self.index.content.by_id
        return replace(
            context,
            intent=context.intent if context.intent in known else "",
            topic=context.topic if context.topic in self._topics else "",
            aspect=context.aspect if context.aspect in self._aspects else "",
            among=tuple(topic for topic in context.among if topic in self._topics),
            offered=tuple(item for item in context.offered if item in known),
        )

    # ------------------------------------------------------------ a choice made

    def _picked(self, reading: Reading, context: Context) -> Verdict | None:
        """Take "2", "the first one", "yes" or the name of one choice as that choice."""
        if not context.offered or len(reading.words) > 6:
            return None
        intent = self._by_place(reading.words, context.offered) or self._by_topic(reading, context.offered)
        return sure(self.index, self.index.number[intent], reading, "picked") if intent else None

    def _by_place(self, said: Sequence[str], offered: Sequence[str]) -> str:
        if all(word in _YES for word in said) or tuple(said) in _YES_SAID:
            return offered[0]
        rest = [word for word in said if word not in _PICK_FILLERS] or list(said)
        if rest == ["last"]:
            return offered[-1]
        if len(rest) != 1 or (place := _ORDINALS.get(rest[0])) is None or place >= len(offered):
            return ""
        return offered[place]

    def _by_topic(self, reading: Reading, offered: Sequence[str]) -> str:
        topics = reading.concepts("topic")
        fits = [item for item in offered if self.index.content.by_id[item].topic in topics]
        return fits[0] if len(fits) == len(topics) == 1 and is_bare(reading) else ""

    # ---------------------------------------------------------------- questions

    def _judged(self, message: Message, context: Context) -> tuple[Verdict, ...]:
        calm = self._rules.all_lifted(message.spelled)
        last = self.index.content.by_id.get(context.intent)
        also = tuple(topic for topic in context.among if topic != context.topic) if last and last.also else ()
        situation = Situation(context.topic, context.aspect, also, context.among, calm)
        parts = asked_in(self.index, message.sentences)
        one_thing = sum(part.asks for part in parts) < 2 or len(message.reading.concepts("aspect")) < 2
        compared = compare(self.index, message.reading, situation) if one_thing else ()
        if compared and (len(parts) < 2 or not stand_alone(self.index, parts)):
            return compared
        whole = decide(self.index, message.reading, situation)
        if whole.why == ALIKE and also and not means_one(message.reading):
            return asked_of_all(self.index, whole)
        if len(parts) < 2 or whole.why == "exact" or (whole.best and whole.best.evidence.strange > _STRANGE_FROM):
            return (whole,)
        return self._of_several(parts, whole, situation)

    def _of_several(self, parts: Sequence[Sentence], whole: Verdict, situation: Situation) -> tuple[Verdict, ...]:
        """Judge a message of several parts, and add to what is answered the questions that could not be told."""
        judged = judge_each(self.index, parts, situation)
        found = self._chosen(judged, whole)
        if found[0].kind != "answered":
            return found
        said = {choice for verdict in found for choice in verdict.choices[:1]}
        doubts = (verdict for verdict, asks in judged if asks and verdict.kind == "unclear")
        return (*found, *(verdict for verdict in doubts if verdict.choices and verdict.choices[0] not in said))

    def _chosen(self, judged: Sequence[tuple[Verdict, bool]], whole: Verdict) -> tuple[Verdict, ...]:
        """Choose between the parts, each by itself, and the whole, where its parts do not stand."""
        asked = [verdict for verdict, asks in judged if asks]
        beside = [(verdict, asks) for verdict, asks in judged if asks or not is_small_talk(self.index, verdict)]
        if len(found := several(self.index, beside)) > 1:
            return found
        if alike := next((verdict for verdict in asked if verdict.why == ALIKE), None):
            return (alike,)
        surest = max(asked, key=lambda verdict: verdict.confidence, default=whole)
        if surest.kind == "answered" and is_small_talk(self.index, whole):
            return (surest,)  # "Good evening. Is this a nurse or a computer?"
        telling = [verdict for verdict, _ in judged if verdict.reading.content_stems]
        if surest.certain and (telling == [surest] or surest.why == INTRODUCED):
            return (surest,)  # "ok. how is an infusion done?", "They say a PICC or a port. Explain the first."
        doubted = whole.gap or any(verdict.gap for verdict in asked)
        enough = surest.kind == "answered" and surest.confidence >= (ALONE_FROM if doubted else 0.0)
        vague = whole.kind != "answered" or (whole.why == IN_GENERAL and surest.confidence > whole.confidence)
        return (surest,) if enough and vague else (whole,)

    def _pointed(self, message: Message, context: Context) -> Message:
        """Return a message with the names of the things listed or compared in place of "the first one"."""
        content = self.index.content
        last = content.by_id.get(context.intent)
        named_here = named(content, message.reading) if len(message.sentences) > 1 else ()
        listed = (last.lists if last else ()) or context.among or (named_here if len(named_here) > 1 else ())
        if not listed:
            return message
        rest = [topic for topic in context.among if topic != context.topic]
        other = content.spoken(rest[0]) if len(rest) == 1 else ""
        names = [content.spoken(topic) for topic in listed]
        sentences = tuple(
            replace(sentence, tokens=pointed(sentence.tokens, names, other)) for sentence in message.sentences
        )
        said = [word for sentence in sentences for word in sentence.words]
        reading = self.index.reader.understand(said, message.reading.repairs)
        return replace(message, sentences=sentences, reading=reading)


def _is_surer(verdict: Verdict, heard: Heard) -> bool:
    """Whether a talk knows better what is asked: "do I skip lunch" and "will I feel rotten" ask for no dose in it."""
    return verdict.kind == "answered" and not verdict.cautious and verdict.confidence > heard.confidence
