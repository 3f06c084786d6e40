"""The grid: intents stand at (topic, aspect). What a question names decides where its answer may stand."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.content import Content, Intent
from chatbot.english import QUESTION_WORDS, STOP_WORDS
from chatbot.reading import Reading
from chatbot.text import words

# Words around a bare topic that ask nothing of their own: "no, I meant a PICC instead", "and what about a port?".
_FILLERS = frozenset(
    words(
        "a about actually also an and any apply as but case do does else exactly for from go hang hold i if in instead "
        "is are it just kind lot maybe mean meant my no now of oh ok okay on one ones only or other particular please "
        "rather right same sorry so specifically stuff thanks the them then they thing things to too true version wait "
        "well with type sort those these that this both hmm um er eh drug drugs goes holds applies even were "
        "before during not different would allow device tho though its"
    )
)
_INTRODUCING = (
    ("tell", "me", "about"),
    ("tell", "me", "more", "about"),
    ("tell", "us", "about"),
    ("explain",),
    ("describe",),
    ("define",),
    ("info", "on"),
    ("information", "on"),
    ("information", "about"),
)
# A topic that somebody only has: "my dad has a PICC", "I'm getting a port today", "she is on chemo".
_HAVING = frozenset(
    words(
        "have has had having got get gets getting gotten give gives gave given want wants need needs use uses using "
        "start starts started starting on"
    )
)
_HAD_BY = frozenset(
    words(
        "i me my we us our he him his she her they them their you your mum mom dad mother father wife husband son "
        "daughter sister brother gran grandma grandad grandpa nan aunt uncle partner friend kid child baby doctor doc "
        "nurse hospital am was were going will be been being said says tell tells told today tomorrow yesterday "
        "tonight week monday tuesday wednesday thursday friday first new next soon who that some"
    )
)
_POLITE = frozenset({"please", "kindly", "can", "could", "would", "will", "you", "and", "ok", "so"})
# "What are they for" and "what is it like" ask more than what it is.
_LEFT_OPEN = frozenset({"for", "from", "like", "with"})
# What is said beside a question: "remind me what that is", "what is it for anyway".
_ASIDES = frozenset({"again", "actually", "anyway", "anyhow", "exactly", "please", "remind", "sorry", "though"})
_OPENINGS = (("what", "about"), ("how", "about"), ("what", "if"), ("what", "of"), ("same", "question", "for"))


def cell(content: Content, topic: str, aspect: str) -> str:
    """Return the intent at (topic, aspect), or at the nearest thing that the topic is a kind of; empty if none.

    Then comes the only kind of it of which this is known; where the aspect is the same for every topic, what is known
    in general is the last resort.
    """
    known = next((found for found in content.aspects if found.id == aspect), None)
    general = content.general if known and known.general else ""
    for nearest in (*content.ancestors(topic), only_kind(content, topic, aspect), general):
        if intent := content.cells.get((nearest, aspect)):
            return intent
    return ""


def only_kind(content: Content, topic: str, aspect: str) -> str:
    """Return the one kind of a thing of which an aspect is known: the side effects of biologics; empty if several."""
    kinds = [kind.id for kind in content.topics if kind.parent == topic and (kind.id, aspect) in content.cells]
    return kinds[0] if len(kinds) == 1 else ""


def barred(content: Content, named: Iterable[str]) -> frozenset[str]:
    """Return the topics whose intents must not answer a question that names these.

    Look-alikes never stand in for each other: a port's answer is not given to a question that names only a PICC.
    What holds for a central line may answer for both.
    """
    allowed = {ancestor for name in named for ancestor in content.ancestors(name)}
    alike = (topic for group in content.contrasts if any(name in group for name in named) for topic in group)
    return frozenset(topic for topic in alike if topic not in allowed)


def alike(content: Content, one: Intent, other: Intent) -> bool:
    """Whether two intents ask the same about two look-alikes."""
    same = one.aspect == other.aspect and one.topic != other.topic
    return same and any(one.topic in group and other.topic in group for group in content.contrasts)


def is_bare(reading: Reading) -> bool:
    """Whether a reading names topics and says nothing more."""
    rest = _uncovered(reading, ("topic",))
    while rest and rest[0] in _FILLERS:
        rest = rest[1:]
    rest = next((rest[len(opening) :] for opening in _OPENINGS if tuple(rest[: len(opening)]) == opening), rest)
    return bool(reading.concepts("topic")) and not _names_an_aspect(reading) and all(word in _FILLERS for word in rest)


def asks_what(reading: Reading) -> bool:
    """Whether a bare reading asks what a thing is: "is it the same as a port", "and a port is".

    "The same for a port" does not.
    """
    return ("same", "as") in zip(reading.words, reading.words[1:], strict=False) or reading.words[-1] in {"is", "are"}


def is_had(reading: Reading) -> bool:
    """Whether a reading says no more of a topic than that somebody has it; a question asks more."""
    if not reading.concepts("topic") or reading.concepts("aspect") or reading.words[0] in QUESTION_WORDS:
        return False
    rest = _uncovered(reading, ("topic",))
    return not _HAVING.isdisjoint(rest) and all(word in _FILLERS or word in _HAVING or word in _HAD_BY for word in rest)


def says_nothing(reading: Reading) -> bool:
    """Whether a reading has no word of its own: the "is that any different" behind "and the port"."""
    return all(word in _FILLERS for word in reading.words) and not reading.concepts("topic")


def introduces(reading: Reading) -> bool:
    """Whether a reading asks to hear of a topic, and nothing more: "tell me about central lines"."""
    polite = next((at for at, word in enumerate(reading.words) if word not in _POLITE), 0)
    asked = reading.words[polite:]
    said = next((opening for opening in _INTRODUCING if asked[: len(opening)] == opening), ())
    return bool(said) and all(word in _FILLERS for word in _uncovered(reading, ("topic",))[polite + len(said) :])


def is_cell(reading: Reading) -> bool:
    """Whether a reading names one topic and one aspect and has no other word that tells: "picc shower"."""
    last = next((word for word in reversed(reading.words) if word not in _ASIDES), "")
    if len(reading.concepts("aspect")) != 1 or reading.concepts("gap") or last in _LEFT_OPEN:
        return False
    return all(word in STOP_WORDS or word in _ASIDES for word in _uncovered(reading, ("topic", "aspect")))


def _names_an_aspect(reading: Reading) -> bool:
    """Whether a reading names an aspect, and by more than a word that says nothing, the "kind" of "the other kind"."""
    return any(
        concept.kind == "aspect"
        for found in reading.found
        if not all(word in _FILLERS for word in reading.words[found.start : found.end])
        for concept in found.concepts
    )


def _uncovered(reading: Reading, kinds: tuple[str, ...]) -> list[str]:
    """Return the words that belong to no phrase of these kinds."""
    covered = {
        at
        for found in reading.found
        for at in range(found.start, found.end)
        if any(concept.kind in kinds for concept in found.concepts)
    }
    return [word for at, word in enumerate(reading.words) if at not in covered]
