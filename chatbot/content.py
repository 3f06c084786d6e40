"""What an author writes, as types: intents, the lexicon beside them, rules, and the bot's own texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from chatbot.reply import Safety


@dataclass(frozen=True, slots=True)
class Intent:
    """One question that the content answers."""

    id: str
    question: str
    examples: tuple[str, ...]
    answer: str
    """All that is said, the advice at its end."""
    source: str = ""
    """The section of the article; empty when the answer is not the article's."""
    advice: str = ""
    """The end of the answer that is not the article's, marked as `Texts.advice` says: whom to ask, when to call."""
    reviewed: str = ""
    """When someone last held the answer against its source: a date such as 2026-01-31."""
    topic: str = ""
    """What it is about: by default the part of the id before the dot."""
    aspect: str = ""
    """What it asks about the topic: by default the part of the id after the dot."""
    also: tuple[str, ...] = ()
    """Topics that it is about as much, as in a comparison: what follows may be about any of them."""
    lists: tuple[str, ...] = ()
    """Topics that the answer lists, in its order: "the first one" points at them."""
    safety: Safety = "none"
    """The alarm that this answer raises."""
    caution: bool = False
    """Whether missing it costs more than giving it in vain: messages are watched for it (see `watch`)."""
    told: bool = False
    """Whether people say it rather than ask it: "I hate needles" beside a question is answered too."""
    follow_ups: tuple[str, ...] = ()
    """How people ask it when its topic is being talked about and they do not name it: "and swimming?"."""
    next: tuple[str, ...] = ()
    """Ids to suggest after it; the engine fills up from the same topic."""
    path: str = ""
    """Its file, as seen from the folder of the content."""
    line: int = 0
    example_lines: tuple[int, ...] = ()
    follow_up_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A thing that people ask about, and the other names it goes by."""

    id: str
    name: str
    """How the bot says it in a sentence: `a port`."""
    words: tuple[str, ...] = ()
    parent: str = ""
    """The topic it is a kind of: what holds for the parent may answer for it."""
    general: bool = False
    """Whether it is meant where none is named: "how long does it take" asks about infusions, not about IVIG."""
    in_general: bool = False
    """Whether it is a case of what is general: "who gives antibiotics" is answered with who gives infusions."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that people want to know about a topic, and the words that show it."""

    id: str
    name: str
    words: tuple[str, ...] = ()
    general: bool = False
    """Whether what holds for the general topic holds for any: who gives it, but not what it is."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An aspect that people ask about and the content leaves out: recognised, so that it is refused by name."""

    id: str
    name: str
    """How the bot says it: `what an infusion costs`."""
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns that decide by themselves, before any score."""

    id: str
    intent: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Patterns that lift the rule: in the same clause when its answer is urgent, in the same sentence otherwise."""
    also: tuple[str, ...] = ()
    """Patterns of which one must stand somewhere in the message; none when empty."""
    ignores: tuple[str, ...] = ()
    """Guards that do not lift it: of `GUARDS`."""
    source: str = ""
    """Where the rule and its wording come from."""
    catches: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    path: str = ""
    line: int = 0


GUARDS: Final = ("negated", "figure", "past", "general", "story", "now")
"""Patterns that lift a rule: denied in the same clause; a figure of speech, or said of a thing or an animal, by what
stands right before or right after the words; over long ago; asked in general; told in a story, by any sentence of the
message; and `now`, which keeps the last three from lifting it."""


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Confidences from which something is said; `calibrate` works them out from labelled questions.

    The defaults were chosen on 3,300 questions written for the packaged content: between 0.55 and 0.75 each step of
    0.05 trades half a point of right answers for a fifth of a point of wrong ones, and one near miss in six.
    """

    answer: float = 0.65
    """From here an intent is given as the answer."""
    ask: float = 0.2
    """From here it is offered as a choice."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What the bot says of its own. `{...}` are filled in; the defaults suit any content in English."""

    name: str = "FAQ"
    greeting: str = "Ask me a question."
    leave: str = ""
    """What a terminal says after the greeting, since only there is anything to be left."""
    empty: str = "I did not see a question there."
    fallback: str = "I don't have an answer to that."
    fallback_hint: str = "Here is what I can answer:"
    gap: str = "I don't have an answer about {gap}."
    gap_topic: str = "I don't have an answer to that about {topic}."
    gap_hint: str = "What I can tell you:"
    unanswered: str = "I don't have an answer about {gap}."
    unanswered_topic: str = "I don't have an answer to that about {topic}."
    clarify: str = "Did you mean one of these?"
    clarify_hint: str = "If none of these fits, try other words."
    suggest: str = "You can also ask:"
    unsure: str = "I am not sure what else you asked. Is it one of these?"
    """What introduces the readings of a question that could not be told, beside one that is answered."""
    advice: str = "{advice}"
    source: str = "Source: {source}"
    remind_urgent: str = ""
    remind_crisis: str = ""
    remind_emergency: str = ""
    banner_urgent: str = "URGENT"
    banner_crisis: str = "GET HELP NOW"
    banner_emergency: str = "EMERGENCY"
    footer: str = ""
    """One line that a face keeps in view; none when empty."""


@dataclass(frozen=True)
class Content:
    """A whole folder, read and checked."""

    intents: tuple[Intent, ...]
    topics: tuple[Topic, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contrasts: tuple[tuple[str, ...], ...] = ()
    """Look-alikes: topics that are never picked without a word that tells them apart."""
    rules: tuple[Rule, ...] = ()
    guards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Patterns of each of `GUARDS`."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word lists that patterns refer to as `<name>`."""
    synonyms: Mapping[str, str] = field(default_factory=dict)
    """Other spellings and names, each with the word that the examples use."""
    terms: Mapping[str, str] = field(default_factory=dict)
    """Words that only a specialist knows, each with the plain words that explain it."""
    starters: tuple[str, ...] = ()
    """Intents to offer when nothing better is known."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Whom to call, by name (`emergency`, `crisis`): telephone numbers of one country, or words where there is none."""
    texts: Texts = field(default_factory=Texts)
    cutoffs: Cutoffs = field(default_factory=Cutoffs)

    @cached_property
    def by_id(self) -> Mapping[str, Intent]:
        """The intents by their id."""
        return {intent.id: intent for intent in self.intents}

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """The topics by their id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def general(self) -> str:
        """The topic that is meant where none is named; empty without one."""
        return next((topic.id for topic in self.topics if topic.general), "")

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], str]:
        """The grid: (topic, aspect) to the intent that stands there."""
        return {(intent.topic, intent.aspect): intent.id for intent in reversed(self.intents) if intent.topic}

    def spoken(self, topic: str) -> str:
        """Return the first of a topic's names; empty when the lexicon does not know it, or only by hearsay."""
        known = self.topic_by_id.get(topic)
        return known.words[0] if known and known.words else ""

    def ancestors(self, topic: str) -> tuple[str, ...]:
        """Return the topic itself and what it is a kind of, nearest first."""
        line: list[str] = []
        while topic and topic not in line:
            line.append(topic)
            known = self.topic_by_id.get(topic)
            topic = known.parent if known else ""
        return tuple(line)
