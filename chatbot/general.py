"""General: what holds for all cases of a thing, as it bears on a question about one: "who gives antibiotics?"."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.content import Content, Intent
from chatbot.index import Index
from chatbot.reading import Reading
from chatbot.text import words


def case_of(content: Content, topics: Sequence[str]) -> str:
    """Return the one topic among some that is a case of what is general; empty for none, and for several."""
    cases = [topic for topic in topics if is_case(content, topic)]
    return cases[0] if len(cases) == 1 else ""


def is_case(content: Content, topic: str) -> bool:
    """Whether a topic is a case of what is general."""
    known = content.topic_by_id.get(topic)
    return bool(known and known.in_general)


def goes_with(content: Content, topic: str) -> bool:
    """Whether in a talk about a topic what is general is talked of as well.

    So it is with a case of it, and with what an intent says of it and the topic: `autoimmune.infusion`. "How often", of
    lupus, is how often the infusions are; "how often does lupus flare" is not asked of infusions.
    """
    return is_case(content, topic) or bool(content.general and (topic, content.general) in content.cells)


def beside(content: Content, topics: Sequence[str], case: str) -> list[str]:
    """Return the other topics of a question about one case, without its look-alikes: "IVIG at home"."""
    rivals = {topic for group in content.contrasts if case in group for topic in group}
    return [topic for topic in topics if topic not in rivals | {case}]


def widened(index: Index, reading: Reading, case: str) -> Reading:
    """Read a question again with what is general in place of one case of it: "who gives infusions?"."""
    general = words(index.content.spoken(index.content.general))
    said: list[str] = []
    at = 0
    for found in reading.found:
        if any(concept.kind == "topic" and concept.id == case for concept in found.concepts):
            said += [*reading.words[at : found.start], *general]
            at = found.end
    return index.reader.understand((*said, *reading.words[at:]), reading.repairs)


def holds_for(content: Content, intent: Intent, case: str) -> bool:
    """Whether an intent says what is the same for all cases, and nothing is known of its own of this one."""
    same_for_all = any(aspect.id == intent.aspect and aspect.general for aspect in content.aspects)
    known = any(content.cells.get((topic, intent.aspect)) for topic in content.ancestors(case))
    return intent.topic == content.general and same_for_all and not known


def meant(content: Content, intent: Intent, reading: Reading) -> str:
    """Return the intent that says in general what another says of one topic, where the question names no topic.

    "How many hours for each session" is asked of infusions, however often it is asked of ketamine. What is a kind of
    another thing, a PICC, is no kind of infusion.
    """
    if reading.concepts("topic") or len(content.ancestors(intent.topic)) > 1:
        return ""
    if not any(aspect.id == intent.aspect and aspect.general for aspect in content.aspects):
        return ""
    wider = content.cells.get((content.general, intent.aspect), "")
    return wider if wider != intent.id else ""
