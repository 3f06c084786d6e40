"""Several: a message that asks several things, taken apart, each with a verdict of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chatbot.decide import IN_GENERAL, Verdict, decide, is_small_talk
from chatbot.grid import is_bare, says_nothing
from chatbot.index import Index
from chatbot.parts import cuts_of, goes_on, opens, parts_of
from chatbot.reading import Reading
from chatbot.series import OF_ALL, one_by_one
from chatbot.talk import Situation, means_one, named
from chatbot.text import Sentence

# A sentence is cut in two where each half is answered with at least this confidence, by an intent of its own. Of 360
# pairs of questions joined by "and", "also", "plus" or a comma that were read as one, 206 come apart; of 2,500 examples
# 7 do, half of which ask two things. At 0.65 it is 210, and 28.
_CUT_FROM: Final = 0.85
# A statement beside a question is answered too only when there is next to no doubt: "needles terrify me. ...".
_STATEMENT_FROM: Final = 0.98
# Beside a gap one part alone is answered only when it is this sure: its words may be about the gap. Of 180 near misses
# 5 fewer are answered, and no question less.
ALONE_FROM: Final = 0.8
_MAX_PARTS: Final = 4
_OF_SEVERAL: Final = frozenset({"their", "them", "they", "those", "these"})
"""Words by which a part leans on the things before it: "explain biologics and their side effects"."""
_NOTHING: Final = Situation()


def asked_in(index: Index, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the parts of a message: each may be a question of its own."""
    parts: list[Sentence] = []
    before = _NOTHING
    for place, sentence in enumerate(sentences):
        if place and (topics := named(index.content, index.reader.understand(sentences[place - 1].words))):
            before = Situation(topics[-1])
        found = _split(index, sentence, before)
        if parts and len(found) == 1 and goes_on(sentence) and stand_alone(index, found):
            found = [replace(found[0], marked=True)]  # "does it hurt? and port shower"
        parts += found
    return parts


def _split(index: Index, sentence: Sentence, before: Situation) -> list[Sentence]:
    """Split a sentence where a question word says so, and where its halves speak for themselves or of `before`."""
    parts = list(parts_of([sentence]))
    if index.owners(sentence.words):
        return parts
    if len(parts) < 2:
        pieces = _cut(index, sentence, before)
        return pieces if len(pieces) > 1 else parts
    return [piece for part in parts for piece in _cut(index, part, before)]


def _cut(index: Index, part: Sentence, before: Situation) -> list[Sentence]:
    cuts = [(surety, halves) for halves in cuts_of(part) if (surety := stand_alone(index, halves, before))]
    if cuts:
        first, last = max(cuts, key=lambda cut: cut[0])[1]
        return [*_cut(index, first, before), *_cut(index, last, before)]
    each = one_by_one(index, part)
    return list(each) if each and _asked_of_each(index, part, each) else [part]


def _asked_of_each(index: Index, part: Sentence, each: Sequence[Sentence]) -> bool:
    """Whether a question holds for each of a series.

    By names alone only where it speaks of "both" or "each", or the whole asks nothing else.
    """
    if stand_alone(index, each):
        return True
    if not part.marked:
        return False
    of_each = not OF_ALL.isdisjoint(part.words)
    if not of_each and decide(index, index.reader.understand(part.words), Situation()).kind == "answered":
        return False
    return bool(stand_alone(index, each, bare=True))


def stand_alone(index: Index, parts: Sequence[Sentence], before: Situation = _NOTHING, *, bare: bool = False) -> float:
    """Return the least confidence of some parts that are answered, each by another intent; 0 if not so.

    What opens as a question is judged with the topic of those before it: "picc what is it how do i clean it".
    What only names a topic asks nothing by itself: "normal iv, hand or elbow?", "difference between piv and cvc".
    With `bare` it asks what that is.
    """
    found: dict[str, float] = {}
    situation = before
    for part in parts:
        reading = index.reader.understand(part.words)
        if is_bare(reading) and not bare:
            return 0.0
        leaning = opens(part.tokens) or means_one(reading) or not _OF_SEVERAL.isdisjoint(part.words)
        verdict = decide(index, reading, situation if leaning else Situation())
        doubtful = verdict.kind != "answered" or verdict.confidence < _CUT_FROM
        if doubtful or verdict.cautious or is_small_talk(index, verdict):
            return 0.0
        found[verdict.choices[0]] = verdict.confidence
        situation = _moved(index, situation, verdict)
    return min(found.values()) if len(found) == len(parts) else 0.0


def judge_each(index: Index, parts: Sequence[Sentence], situation: Situation) -> list[tuple[Verdict, bool]]:
    """Judge each part, with the topic that the parts before it have named.

    Of a long story only the questions are judged; what it tells beside them sets the topic. So does a topic that is
    only named: "the port, can it get wet".

    Returns:
        The verdicts, each with whether its part asks.
    """
    story, before = len(parts) > _MAX_PARTS, situation.topic
    out: list[tuple[Verdict, bool]] = []
    bare: Reading | None = None
    for part in parts:
        reading = index.reader.understand(part.words)
        if bare and says_nothing(reading):
            reading = bare  # "and the port, is that any different": it asks the same of the port
        bare = reading if is_bare(reading) else None
        if not part.asks and (story or (part is not parts[-1] and is_bare(reading))):
            topics = named(index.content, reading)
            situation = replace(situation, topic=topics[0], also=topics[1:]) if topics else situation
            continue
        verdict = decide(index, reading, situation)
        if out and out[-1][0].gap and verdict.why.endswith("in context"):
            continue  # "How does one become a nurse, what course is it": it still speaks of the gap
        out.append((verdict, part.asks))
        situation = _moved(index, situation, verdict)
    if situation.topic == before:
        return out
    return [(_said_after(index, verdict, situation) if asks else verdict, asks) for verdict, asks in out]


def _said_after(index: Index, verdict: Verdict, situation: Situation) -> Verdict:
    """Judge again what named no topic and is not answered, with the topic that came after it.

    "What should I look for, and when would a reaction start?".
    """
    if verdict.kind == "answered" or verdict.gap or named(index.content, verdict.reading):
        return verdict
    again = decide(index, verdict.reading, situation)
    sure = again.kind == "answered" and again.confidence >= index.content.cutoffs.answer
    return again if sure and not again.cautious else verdict


def _moved(index: Index, situation: Situation, verdict: Verdict) -> Situation:
    """Return the situation after a part: what it named, the last above all, or what answered it."""
    answer = index.content.by_id[verdict.choices[0]] if verdict.kind == "answered" else None
    *others, topic = named(index.content, verdict.reading) or (verdict.topic or (answer.topic if answer else ""),)
    return replace(
        situation,
        topic=topic or situation.topic,
        aspect=answer.aspect if answer else situation.aspect,
        also=tuple(others) if topic else situation.also,
    )


def _told_from(index: Index, verdict: Verdict) -> float:
    """Return the confidence from which a statement beside a question is answered too."""
    told = verdict.kind == "answered" and index.content.by_id[verdict.choices[0]].told
    return _CUT_FROM if told else _STATEMENT_FROM


def several(index: Index, judged: Sequence[tuple[Verdict, bool]]) -> tuple[Verdict, ...]:
    """Return the verdicts on several questions of one message, the asked ones first: answers, and the gaps named."""
    kept: dict[str, Verdict] = {}
    for verdict, asks in sorted(judged, key=lambda part: not part[1]):
        asked = asks and not verdict.cautious
        told = verdict.why != IN_GENERAL and verdict.confidence >= _told_from(index, verdict)
        if verdict.kind == "answered" and (asked or told):
            kept.setdefault(verdict.choices[0], verdict)
        elif verdict.gap and asks:
            kept.setdefault(verdict.gap, verdict)
    answered = [verdict for verdict in kept.values() if verdict.kind == "answered"]
    sure = len(answered) > 1 or (len(answered) == 1 and len(kept) > 1 and answered[0].confidence >= ALONE_FROM)
    return tuple(kept.values())[:_MAX_PARTS] if sure else ()
