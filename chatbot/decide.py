"""Decide: one question, in its context, becomes a verdict: answered, unclear or missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from chatbot import general
from chatbot.grid import alike, asks_what, barred, cell, introduces, is_bare, is_cell, is_had, only_kind
from chatbot.index import Index
from chatbot.match import CERTAIN, Candidate, Ranking, rank
from chatbot.reading import Reading
from chatbot.talk import Situation, Talk, compares, lean, leans, means_one, named, talk_of

ALIKE_LEAD: Final = 3.0
"""Log-odds by which a look-alike must be beaten when the question names neither."""
ALIKE: Final = "between look-alikes"
"""Why a verdict is unclear when nobody can tell which of some look-alikes is meant."""
IN_GENERAL: Final = "in general"
"""Why a verdict on one case is answered with what holds for all of them."""
INTRODUCED: Final = "a topic to hear of: what it is"
"""Why a verdict answers "tell me about ports"."""
DEFINITION: Final = "what"
"""The aspect that a topic is asked about when nothing more is said."""

_LONGEST_BARE: Final = 5
"""Words of a message that names a topic and asks nothing of it: "is monoclonal a biologic"."""

# From here on a strange word at the end of a question is beside the point: "... comes out of the drawer".
_BEYOND_DOUBT: Final = 0.97
_PAIR: Final = 2
_MIN_LETTERS: Final = 2
_SHORTEST_NAME: Final = 3
_MIN_SAID: Final = 2
# How many classes are put in order, and how many are offered.
_DEPTH: Final = 4
_CHOICES: Final = 3
# How a bare topic goes on from what was said: "and ketamine?" asks the same of it, "ketamine" may begin anew.
_GOES_ON = frozenset({"and", "or", "but", "what", "how", "same", "then", "so"})
# "Will I be asleep for it?" is a gap whatever "it" is. With the context a question must be this sure to be none.
_OVER_A_GAP: Final = 0.55
# A context leads to an intent about something else only when it is this sure: from the pump to going home with one.
_UNRELATED_FROM: Final = 0.7
# What is known in general answers a question about one case of it from here on, and in place of a gap only when it is
# this sure. Of 1,800 near misses 0.2% more are answered, of 4,400 examples held out 0.1% more wrongly: they seldom ask
# "who gives antibiotics", of which nearly all were answered with what antibiotics are.
_IN_GENERAL_FROM: Final = 0.85
_IN_GENERAL_OVER_A_GAP: Final = 0.95
TALKED_ABOUT: Final = 0.15
"""How much less sure an answer need be in the middle of a talk, where the topic is known: of 690 later turns 1.6% more
are right, and 1.1% more wrong."""

VerdictKind = Literal["answered", "unclear", "missing"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one question."""

    kind: VerdictKind
    best: Candidate | None
    """The answer when `answered`; else the intent that came nearest to being one."""
    reading: Reading
    choices: tuple[str, ...] = ()
    """The intents that came nearest, best first."""
    topic: str = ""
    """The topic that the question is about, named or taken from the context."""
    gap: str = ""
    """The gap that was recognised, when `missing`."""
    why: str = ""
    """The stage that decided, for `explain`."""
    cautious: bool = False
    """Whether it answers with an alarm, or with what is marked `caution`."""

    @property
    def confidence(self) -> float:
        """The confidence of the best candidate, 0..1."""
        return self.best.confidence if self.best else 0.0

    @property
    def certain(self) -> bool:
        """Whether it answers with what is known rather than estimated."""
        return self.kind == "answered" and bool(self.best and self.best.sure)


def decide(index: Index, reading: Reading, situation: Situation) -> Verdict:
    """Judge one question: exactly known, bare topic, alone or in its context, whichever is surer."""
    if known := _known_follow_up(index, reading, situation):
        return known
    exact = _exact(index, reading)
    bare = _introduced(index, reading) or _bare(index, reading, situation)
    if bare and not (exact and bare.kind == "unclear"):
        return bare
    own = named(index.content, reading)
    if reading.denied and reading.allowed:
        reading = index.reader.understand(reading.allowed, reading.repairs)  # "not a port": so nothing speaks for ports
    if compares(reading) and (compared := _compared(own, situation)):
        for topic in compared:
            reading = lean(index, reading, topic)
        own = (*own, *compared)
    leaning = bool(situation.topic) and not own and leans(reading)
    closed = barred(index.content, (situation.topic,)) if leaning else frozenset[str]()
    alone = (
        _exact(index, reading) or _celled(index, reading) or _scored(index, reading, own, "ranked", situation, closed)
    )
    alone = _generally(index, reading, own, situation, alone, general.case_of(index.content, own))
    both = own and alone.kind != "answered" and means_one(reading)  # "do I get one at home?", of a pump
    if not situation.topic or (own and not both):
        return alone
    if alone.kind == "answered" and not leaning:
        return _narrowed(index, alone, situation.topic, leaning=False)
    found = _surer(index, alone, _within(index, reading, situation), situation)
    if found.kind != "answered" and not own:
        leaned = lean(index, reading, situation.topic)
        case = situation.topic if general.goes_with(index.content, situation.topic) else ""
        found = _generally(index, leaned, (situation.topic,), situation, found, case)
        found = found if found.kind == "answered" else _of_its_kind(index, leaned, situation.topic) or found
    return _narrowed(index, found, situation.topic, leaning=leaning)


def _compared(own: Sequence[str], situation: Situation) -> tuple[str, ...]:
    """Return what a question compares and does not name: the other side, or both of what was talked about."""
    if own:
        return (situation.topic,) if situation.topic else ()
    return situation.among if len(situation.among) == _PAIR else ()


def _generally(
    index: Index, reading: Reading, own: Sequence[str], situation: Situation, alone: Verdict, case: str
) -> Verdict:
    """Return what is known in general where a question about one case of it asks what is the same for all.

    "Who gives antibiotics?" is answered with who gives infusions, however much the one answer on antibiotics is about
    them; so is "IVIG at home" with what is known of infusions at home.
    """
    content = index.content
    if not case or not content.general or alone.certain:
        return alone
    if alone.kind == "answered":
        answer = content.by_id[alone.choices[0]]
        if answer.topic not in content.ancestors(case) or answer.aspect in reading.concepts("aspect"):
            return alone
    others, widened = general.beside(content, own, case), general.widened(index, reading, case)
    found = _exact(index, widened) or _scored(index, widened, (content.general, *others), IN_GENERAL, situation)
    if found.kind != "answered" or found.confidence < (_IN_GENERAL_OVER_A_GAP if alone.gap else _IN_GENERAL_FROM):
        return alone
    intent = content.by_id[found.choices[0]]
    fits = general.holds_for(content, intent, case) or (
        intent.topic in others and not _speaks_of_a_rival(index, index.number[intent.id], own)
    )
    if not fits or (alone.kind == "answered" and alone.confidence > found.confidence):
        return alone
    return replace(found, reading=reading, topic=case, why=IN_GENERAL)


def _narrowed(index: Index, verdict: Verdict, topic: str, *, leaning: bool) -> Verdict:
    """Return what is known of the topic of the talk itself in place of what holds for all of its kind.

    What is general needs no question that leans: "how often would I have to come in", of IVIG.
    """
    if verdict.kind != "answered" or not verdict.best:
        return verdict
    content, intent = index.content, index.content.by_id[verdict.choices[0]]
    own = content.cells.get((topic, intent.aspect))
    wider = leaning and intent.topic in content.ancestors(topic)[1:]
    if not own or not (wider or (intent.topic == content.general and general.is_case(content, topic))):
        return verdict
    best = replace(verdict.best, number=index.number[own], id=own)
    return replace(verdict, best=best, choices=(own, *verdict.choices), why="narrowed to the topic of the talk")


def _known_follow_up(index: Index, reading: Reading, situation: Situation) -> Verdict | None:
    """Answer what the content has as a follow-up in these very words, whatever else they name: "is it all blood?".

    So is one on what is general, where it holds for the topic of the talk: "how is it given", of antibiotics.
    """
    topics = filter(None, (situation.topic, *situation.also))
    known = [verdict for topic in topics if (verdict := _exact(index, lean(index, reading, topic)))]
    if known:
        return _one_of(index, known)
    content, case = index.content, situation.topic
    wider = _exact(index, lean(index, reading, content.general)) if general.goes_with(content, case) else None
    fits = wider and wider.best and general.holds_for(content, content.intents[wider.best.number], case)
    return replace(wider, topic=case) if wider and fits else None


def _within(index: Index, reading: Reading, situation: Situation) -> Verdict:
    """Judge a question in the talk, once for each topic that is talked about."""
    verdicts = []
    for topic in (situation.topic, *situation.also):
        leaned = lean(index, reading, topic)
        if said := _celled(index, leaned):
            verdicts.append(replace(said, why="topic and aspect, in context"))
            continue
        talk = talk_of(index, reading, leaned, topic)
        verdicts.append(_scored(index, leaned, (topic,), "ranked in context", situation, talk=talk))
    return _one_of(index, verdicts)


def _one_of(index: Index, verdicts: Sequence[Verdict]) -> Verdict:
    """Return the surest of the verdicts for several topics; between look-alikes nobody can tell which one is meant."""
    best = max(verdicts, key=lambda verdict: (verdict.kind == "answered", verdict.confidence))
    answered = tuple(dict.fromkeys(verdict.choices[0] for verdict in verdicts if verdict.kind == "answered"))
    intents = [index.content.by_id[intent] for intent in answered]
    if any(alike(index.content, intents[0], other) for other in intents[1:]):
        return replace(best, kind="unclear", choices=answered, why=ALIKE)
    return best


def sure(index: Index, number: int, reading: Reading, why: str) -> Verdict:
    """Answer with an intent that is known rather than estimated."""
    intent = index.content.intents[number]
    best = Candidate(number, intent.id, 0.0, CERTAIN, intent.question, sure=True)
    return Verdict("answered", best, reading, (intent.id,), topic=intent.topic, why=why)


def is_small_talk(index: Index, verdict: Verdict) -> bool:
    """Whether a verdict answers with what the lexicon knows no topic for: a greeting before the question."""
    known = index.content.topic_by_id
    return bool(known) and verdict.kind == "answered" and index.content.by_id[verdict.choices[0]].topic not in known


def _exact(index: Index, reading: Reading) -> Verdict | None:
    owners = index.owners(reading.words)
    if len(owners) != 1:
        return None
    if owners[0] >= index.intent_count:
        return Verdict(
            "missing",
            None,
            reading,
            topic="".join(named(index.content, reading)[:1]),
            gap=index.classes[owners[0]],
            why="exact",
        )
    return sure(index, owners[0], reading, "exact")


def _introduced(index: Index, reading: Reading) -> Verdict | None:
    """Answer "tell me about central lines" with what they are."""
    topics = named(index.content, reading)
    meant = index.content.cells.get((topics[0], DEFINITION)) if len(topics) == 1 and introduces(reading) else None
    return sure(index, index.number[meant], reading, INTRODUCED) if meant else None


def _bare(index: Index, reading: Reading, situation: Situation) -> Verdict | None:
    """Judge a topic that stands alone: it takes the aspect of the context, as in "and a port?", or is asked about."""
    topics = named(index.content, reading)
    if len(topics) != 1 or not (is_bare(reading) or is_had(reading)):
        return None
    topic = topics[0]
    aspect = DEFINITION if asks_what(reading) and situation.aspect else situation.aspect
    intent = cell(index.content, topic, aspect) if aspect else ""
    if intent and index.content.by_id[intent].lists:  # "which kinds are there", "and the port?": one of those listed
        intent = index.content.cells.get((topic, DEFINITION), "")
    if intent:
        return replace(sure(index, index.number[intent], reading, "topic swapped"), topic=topic)
    about = tuple(intent.id for intent in index.content.intents if intent.topic == topic)[:_CHOICES]
    if len(about) == 1 and (situation.topic or len(reading.words) > _MIN_SAID):
        return replace(sure(index, index.number[about[0]], reading, "all there is on the topic"), topic=topic)
    if situation.aspect and reading.words[0] in _GOES_ON:
        return Verdict("missing", None, reading, about, topic=topic, why="nothing where topic and aspect meet")
    meant = index.content.cells.get((topic, DEFINITION))
    if meant and len(reading.words) <= _LONGEST_BARE and _means_one_thing(index, reading):
        return replace(sure(index, index.number[meant], reading, "a topic alone: what it is"), topic=topic)
    return Verdict("unclear", None, reading, about, topic=topic, why="a topic alone") if about else None


def _means_one_thing(index: Index, reading: Reading) -> bool:
    """Whether a bare topic is named by several words, or by one without an everyday meaning: "ivig", not "port"."""
    return any(
        found.end - found.start > 1 or not index.reader.repairer.is_everyday(reading.words[found.start])
        for found in reading.found
    )


def _celled(index: Index, reading: Reading) -> Verdict | None:
    """Answer a topic and an aspect that are all that was said."""
    topics = named(index.content, reading)
    if len(topics) != 1 or not is_cell(reading):
        return None
    aspect, content = reading.concepts("aspect")[0], index.content
    cells = (content.cells.get((wider, aspect), "") for wider in content.ancestors(topics[0]))
    intent = next(filter(None, cells), "")
    return sure(index, index.number[intent], reading, "topic and aspect") if intent else None


def _of_its_kind(index: Index, reading: Reading, topic: str) -> Verdict | None:
    """Answer a topic and an aspect with the only kind of the topic of which it is known: "biologics side effects"."""
    if not is_cell(reading):
        return None
    aspect = reading.concepts("aspect")[0]
    intent = index.content.cells.get((only_kind(index.content, topic, aspect), aspect))
    return replace(sure(index, index.number[intent], reading, "of its only kind"), topic=topic) if intent else None


def _scored(
    index: Index,
    reading: Reading,
    topics: Sequence[str],
    why: str,
    situation: Situation,
    closed: frozenset[str] = frozenset(),
    talk: Talk | None = None,
) -> Verdict:
    topic = topics[0] if topics else ""
    closed |= barred(index.content, topics)
    among = index.outside(closed, calm=situation.calm) if closed or situation.calm else None
    ranking = rank(
        index,
        reading,
        limit=_DEPTH,
        among=among,
        scores=talk.scores if talk else None,
        apart=talk.apart if talk else None,
    )
    if not ranking or not ranking.order:
        return Verdict("missing", None, reading, topic=topic, why=why)
    intents = [number for number in ranking.order if number < index.intent_count]
    choices = tuple(index.classes[number] for number in intents[:_CHOICES])
    best = ranking.candidate(intents[0]) if intents else None
    if ranking.order[0] >= index.intent_count:
        return Verdict("missing", best, reading, choices, topic, gap=index.classes[ranking.order[0]], why=why)
    kind = _kind(index, best, reading, situation)
    if kind == "answered" and not topics and _between_alikes(index, ranking, intents):
        return Verdict("unclear", best, reading, choices, why=ALIKE)
    wider = general.meant(index.content, index.content.intents[intents[0]], reading) if intents else ""
    if kind == "answered" and not situation.topic and wider:
        best = replace(ranking.candidate(intents[0]), number=index.number[wider], id=wider)
        choices = (wider, *(choice for choice in choices if choice != wider))
        return Verdict(kind, best, reading, choices[:_CHOICES], why="in general, where nothing is named")
    twins = _twins(index, intents[0], topics) if kind == "answered" else ()
    if twins or (kind == "answered" and _speaks_of_a_rival(index, intents[0], topics)):
        return Verdict("unclear", best, reading, (choices[0], *twins) if twins else choices, topic, why=ALIKE)
    return Verdict(kind, best, reading, choices, topic, why=why, cautious=_is_cautious(index, intents[0]))


def _is_cautious(index: Index, number: int) -> bool:
    intent = index.content.intents[number]
    return intent.caution or intent.safety != "none"


def _speaks_of_a_rival(index: Index, number: int, topics: Sequence[str]) -> bool:
    """Whether an answer speaks of a look-alike of what the question names, and never of that: "chemo for lupus".

    What is known of antibodies for lupus is no answer to it.
    """
    content = index.content
    cases = [topic for topic in topics if general.is_case(content, topic)]
    if not cases:
        return False
    spoken = index.spoken_of(number) | {index.topics[number]}
    near = {wider for topic in spoken for wider in content.ancestors(topic)}
    return all(near.isdisjoint(content.ancestors(case)) for case in cases) and any(
        case in group and not spoken.isdisjoint(group) for case in cases for group in content.contrasts
    )


def _twins(index: Index, number: int, topics: Sequence[str]) -> tuple[str, ...]:
    """Return the intents that answer the same of other topics that the question names, when they are look-alikes."""
    intent = index.content.intents[number]
    found = (index.content.cells.get((topic, intent.aspect), "") for topic in topics if topic != intent.topic)
    return tuple(twin for twin in found if twin and alike(index.content, intent, index.content.by_id[twin]))


def _between_alikes(index: Index, ranking: Ranking, intents: Sequence[int]) -> bool:
    """Whether a look-alike of the winner is so near that no word told the two apart.

    What is general needs no such word: it is meant where nothing else is named.
    """
    first = index.content.intents[intents[0]]
    topic = index.content.topic_by_id.get(first.topic)
    return not (topic and topic.general) and any(
        ranking.scores[intents[0]] - ranking.scores[other] < ALIKE_LEAD
        and alike(index.content, first, index.content.intents[other])
        for other in intents[1:]
    )


def _kind(index: Index, best: Candidate | None, reading: Reading, situation: Situation) -> VerdictKind:
    if not best or all(len(word) < _MIN_LETTERS for word in reading.words):
        return "missing"
    intent, cutoffs = index.content.intents[best.number], index.content.cutoffs
    if _is_of_another_thing(index, best, reading):
        return "missing"
    # One word decides nothing by its score, unless it names a topic or is small talk: "today", "pizza".
    alone = len(reading.words) < _MIN_SAID and not reading.concepts("topic")
    if alone and (intent.caution or intent.topic in index.content.topic_by_id):
        return "unclear" if best.confidence >= cutoffs.answer else "missing"
    if best.confidence >= cutoffs.answer - (TALKED_ABOUT if situation.topic else 0):
        return "answered"
    return "unclear" if best.confidence >= cutoffs.ask else "missing"


def _is_of_another_thing(index: Index, best: Candidate, reading: Reading) -> bool:
    """Whether a question is about a thing with a name of its own that the answer never speaks of.

    "What are the side effects of apixaban" is not answered with the side effects of infusions. Of 800 real questions
    that the content cannot answer, 11 fewer are answered, and 2 fewer of 2,200 that it can.
    """
    place = reading.object
    if place is None or reading.concepts("topic") or best.confidence >= _BEYOND_DOUBT:
        return False
    word, stem = reading.words[place], reading.stems[place]
    is_name = len(stem) > _SHORTEST_NAME and word.isalpha() and not index.reader.repairer.is_everyday(word)
    covered = any(found.start <= place < found.end for found in reading.found)
    return is_name and not covered and stem not in index.vocabulary(best.number)


def _surer(index: Index, alone: Verdict, within: Verdict, situation: Situation) -> Verdict:
    """Choose between the question alone and in its context: the context wins when the question leans on it.

    A context explains what was left unsaid, never what was said: when the examples of its answer use none of the
    question's own words, the question is about something else. Which of two look-alikes is meant is asked back.
    """
    if within.why == ALIKE and alone.kind != "answered":
        return within
    if not _leans_on_context(index, alone, within, situation):
        return alone
    if alone.kind != "answered":
        return within
    # An exact example is as sure as can be, yet "how long does it take" leans on what "it" is all the same.
    enough = index.content.cutoffs.answer if alone.why == "exact" else alone.confidence * 0.8
    return within if within.confidence >= enough else alone


def _leans_on_context(index: Index, alone: Verdict, within: Verdict, situation: Situation) -> bool:
    """Whether the context answers the question, with what was talked about and with words of the question's own."""
    if not within.best or within.kind != "answered" or (alone.gap and within.confidence < _OVER_A_GAP):
        return False
    if is_small_talk(index, alone) and (alone.certain or alone.confidence >= within.confidence):
        return False
    talked = {broader for topic in (situation.topic, *situation.also) for broader in index.content.ancestors(topic)}
    related = index.topics[within.best.number] in talked
    if not related and within.confidence < _UNRELATED_FROM:
        return False
    own = alone.reading.content_stems
    return within.certain or not own or any(stem in index.vocabulary(within.best.number) for stem in own)
