"""How the bot speaks: plain, short, active, to the person, and without a word that could harm.

The limits are those of the guides for health texts: reading grades of the NIH (6th to 8th) and the AMA (6th), PEMAT-P
for active voice and explained terms, and the CDC Clear Communication Index for the first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from statistics import mean, median

import pytest

from chatbot import Intent
from chatbot.compiled import packaged
from chatbot.content import Content, Gap, Texts
from chatbot.loader import load_folder
from chatbot.readability import Readability, measure, sentences, words
from chatbot.text import stem

CONTENT: Content = load_folder(packaged())
TERMS = frozenset(word for term in CONTENT.terms for word in term.split())

SPOKEN_OF = {"infusion"}
"""Terms that need no explanation in each answer: what the whole chat is about."""

SHORT = 60
"""Words of an answer that is no list."""

OPENERS = ("Yes", "No", "Maybe", "Not always", "Often", "Sometimes", "It depends")
"""How an answer to a yes-or-no question begins."""

YES_OR_NO = re.compile("(Are|Can|Could|Do|Does|Has|Have|Is|Should|Was|Will)\\b")

SYMPTOM_ANSWERS = {
    "chemo.side_effects",
    "mab.side_effects",
    "reaction.site",
    "reaction.symptoms",
    "reaction.what",
    "reaction.when",
    "safety.reaction_now",
    "side_effects.overview",
}

NEVER = {
    "a dose": r"\d\s*(mg|mcg|g|ml|cc|units?|tablets?|pills?|drops?)\b|\btake (\d|one|two|three|half)\b",
    "advice to start, stop or change": r"\b(start|stop|skip|change|increase|lower|raise|double|reduce) "
    r"(taking\b|(the|your|a) (drug|dose|medicine|treatment|infusion)\b)",
    "a diagnosis": r"(?<![Ii]f )\b[Yy]ou (probably |likely |might |may )?have (a |an |the )?(reaction|allergy|infection"
    r"|cancer|disease|illness|fever)|\bsounds like\b|\b[Yy]ou are (sick|ill|allergic)\b",
    "a promise": r"\b(will|can) (cure|heal|fix)|\bcures?\b|\bwill (work|help|get better|be fine|be ok)|\bguarantee"
    r"|\bnever fails?|\bworks for\b|\bfor sure\b",
    "a percentage or a sum": r"%|\bpercent|\d+ (in|out of) \d+",
    "haste or shouting": r"!|\b[A-Z]{6,}\b",
    "a Latin short form": r"\b(e\.g|i\.e|etc|viz)\b",
}
"""What no answer says, whatever the article or a person may say."""

SOOTHING = (
    r"\b(normal|nothing to worry|don't worry|do not worry|safe|harmless|no danger|not serious|mild|will (go|pass))\b"
)
"""What could keep someone from calling for help."""

NUMBER_WORDS = r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand)\b"

# A form of "be", at most one word between, and a participle: good enough for a share, not for a single sentence.
PASSIVE = re.compile(
    r"\b(is|are|was|were|be|been|being)(?: (?!in\b)\w+)? (\w{2,}ed|given|taken|put|done|made|known|shown|seen|broken"
    r"|driven|held|kept|left|found|built|sent|told|worn|drawn|grown)\b"
)

every_intent = pytest.mark.parametrize("intent", CONTENT.intents, ids=lambda intent: intent.id)
of_the_article = pytest.mark.parametrize(
    "intent", [intent for intent in CONTENT.intents if intent.source], ids=lambda intent: intent.id
)
every_alarm = pytest.mark.parametrize(
    "intent", [intent for intent in CONTENT.intents if intent.safety != "none"], ids=lambda intent: intent.id
)
every_symptom = pytest.mark.parametrize("identifier", sorted(SYMPTOM_ANSWERS))


def said(gap: Gap) -> str:
    return CONTENT.texts.gap.replace("{gap}", gap.name)


def text_of(name: str) -> str:
    """One of the bot's own texts, with something of the usual kind filled in."""
    return re.sub(r"\{\w+\}", "a port", str(getattr(CONTENT.texts, name)))


def ends_a_sentence(name: str) -> bool:
    """Whether a text of the bot is more than a label."""
    return str(getattr(CONTENT.texts, name)).endswith((".", "?", ":"))


SPOKEN = (
    {intent.id: intent.answer for intent in CONTENT.intents}
    | {f"gap {gap.id}": said(gap) for gap in CONTENT.gaps}
    | {f"text {field.name}": text_of(field.name) for field in fields(Texts) if ends_a_sentence(field.name)}
)
"""Everything that the bot says, by what it is called."""

ANSWERS = [intent.answer for intent in CONTENT.intents]

everything = pytest.mark.parametrize("name", SPOKEN)


def eased(text: str) -> Readability:
    return measure(text, TERMS)


def of_article(intent: Intent) -> str:
    """An answer without what is ours."""
    return intent.answer.removesuffix(intent.advice).strip()


def stems(text: str) -> set[str]:
    return {stem(word.lower()) for word in words(text)}


# ----------------------------------------------------------------- reading grade


@everything
def test_all_that_is_said_reads_at_the_sixth_grade_or_below(name: str) -> None:
    limit = 8 if name.startswith(("gap ", "text ")) else 6  # one sentence, of which the name of a subject is half
    assert eased(SPOKEN[name]).grade <= limit


@every_intent
def test_an_answer_reads_at_the_eleventh_grade_of_smog_or_below(intent: Intent) -> None:
    assert eased(intent.answer).smog <= 11


def test_half_of_the_answers_read_at_the_fourth_grade() -> None:
    assert median(eased(answer).grade for answer in ANSWERS) <= 4


def test_half_of_the_answers_read_at_the_ninth_grade_of_smog() -> None:
    assert median(eased(answer).smog for answer in ANSWERS) <= 9


def test_without_easing_any_term_half_of_the_answers_read_at_the_fifth_grade() -> None:
    assert median(measure(answer).grade for answer in ANSWERS) <= 5


def test_all_answers_as_one_text_read_at_the_fourth_grade_and_the_eighth_of_smog() -> None:
    whole = eased("\n\n".join(ANSWERS))
    assert (whole.grade <= 4, whole.smog <= 8) == (True, True)


# ------------------------------------------------------------------------ length


@everything
def test_a_sentence_has_at_most_22_words(name: str) -> None:
    assert eased(SPOKEN[name]).longest <= 22


def test_sentences_have_ten_words_or_so() -> None:
    assert mean(len(words(sentence)) for answer in ANSWERS for sentence in sentences(answer)) <= 11


@every_intent
def test_an_answer_that_is_no_list_is_short(intent: Intent) -> None:
    assert eased(of_article(intent)).words <= (120 if "\n- " in intent.answer else SHORT)
    assert eased(intent.answer).words <= 120


def test_half_of_the_answers_have_forty_words_or_fewer() -> None:
    assert median(eased(answer).words for answer in ANSWERS) <= 40


@every_intent
def test_a_list_has_at_most_seven_items_and_a_sentence_before_it(intent: Intent) -> None:
    items = re.findall(r"^- ", intent.answer, re.MULTILINE)
    assert len(items) <= 7
    assert not items or re.match(r"[^-].*:\n\n- |Yes\. .*:\n\n- ", intent.answer)


# --------------------------------------------------------------- the first sentence


@every_intent
def test_a_question_that_wants_yes_or_no_gets_it_first(intent: Intent) -> None:
    wants = bool(YES_OR_NO.match(intent.question))
    assert not wants or intent.answer.startswith(OPENERS)


@of_the_article
def test_the_first_sentences_name_what_was_asked_about(intent: Intent) -> None:
    opening = " ".join(sentences(intent.answer)[:2])
    assert stems(intent.question) & stems(opening) - {"a", "an", "the", "i", "of", "in", "is", "do", "to", "for"}


# ----------------------------------------------------------------- what is not said


@everything
def test_nothing_that_could_harm_is_said(name: str) -> None:
    assert [kind for kind, pattern in NEVER.items() if re.search(pattern, SPOKEN[name])] == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a dose", "You get 20 mg a day."),
        ("a dose", "First take 2 of them."),
        ("advice to start, stop or change", "You can stop taking it."),
        ("advice to start, stop or change", "Then skip the dose."),
        ("a diagnosis", "You probably have an infection."),
        ("a diagnosis", "That sounds like the flu."),
        ("a promise", "It will cure you."),
        ("a promise", "This works for most people."),
        ("a percentage or a sum", "It helps 9 out of 10."),
        ("haste or shouting", "Hurry!"),
        ("a Latin short form", "Wash it, e.g. daily."),
    ],
)
def test_what_could_harm_is_known(kind: str, text: str) -> None:
    assert re.search(NEVER[kind], text)


@everything
def test_nothing_said_writes_a_number_as_a_word(name: str) -> None:
    assert not re.search(NUMBER_WORDS, SPOKEN[name], re.IGNORECASE)


@every_symptom
def test_an_answer_on_symptoms_does_not_soothe(identifier: str) -> None:
    assert not re.search(SOOTHING, CONTENT.by_id[identifier].answer, re.IGNORECASE)


# ------------------------------------------------------------------- whom to tell


@every_symptom
def test_an_answer_on_symptoms_says_whom_to_tell(identifier: str) -> None:
    assert re.search(r"\b[Tt]ell (your|the) (nurse|care team)\b", CONTENT.by_id[identifier].answer)


@every_symptom
def test_an_answer_on_symptoms_says_when_to_call_911(identifier: str) -> None:
    assert re.search(r"\bcall 911 now\b", CONTENT.by_id[identifier].answer)


def test_the_answers_on_symptoms_are_all_listed() -> None:
    told = {
        intent.id
        for intent in CONTENT.intents
        if re.search(r"\b(fever|nausea|reaction|side effects?)\b", intent.question, re.IGNORECASE)
    }
    assert told - SYMPTOM_ANSWERS == set()


@pytest.mark.parametrize(
    ("identifier", "person"),
    [
        ("home.safety", "nurse"),
        ("infusion.eating", "doctor"),
        ("infusion.frequency", "doctor"),
        ("infusion.insurance", "doctor"),
        ("infusion.monitoring", "nurse"),
        ("infusion.needle_fear", "doctor or nurse"),
        ("ivig.frequency", "doctor"),
        ("line.choice", "care team"),
        ("line.removal", "care team"),
        ("picc.wet", "nurse"),
        ("port.wet", "nurse"),
        ("safety.dosing", "care team"),
        ("safety.personal", "care team"),
    ],
)
def test_where_the_article_stops_the_answer_says_whom_to_ask(identifier: str, person: str) -> None:
    assert re.search(
        rf"\b(ask|tell) (your|the|your clinic or|the infusion clinic or your) {person}",
        CONTENT.by_id[identifier].answer,
        re.IGNORECASE,
    )


@pytest.mark.parametrize("gap", CONTENT.gaps, ids=lambda gap: gap.id)
def test_a_refusal_says_whom_to_ask(gap: Gap) -> None:
    assert said(gap).endswith("Please ask your care team.")


# ------------------------------------------------------------- what is whose words


@of_the_article
def test_whom_to_ask_stands_under_the_mark_of_what_is_ours(intent: Intent) -> None:
    ours = CONTENT.texts.advice.replace("{advice}", "")
    assert intent.answer.count(ours) == bool(intent.advice)
    assert not re.search(r"\b(911|care team)\b", of_article(intent)) or intent.safety != "none"


@pytest.mark.parametrize("identifier", [name for name in CONTENT.by_id if name.startswith("safety.")])
def test_a_safety_reply_says_that_it_is_ours(identifier: str) -> None:
    assert re.search(
        r"(This advice|The advice to call 911) is ours, not the article's\.$", CONTENT.by_id[identifier].answer
    )


def test_the_greeting_says_in_40_words_what_the_chat_is_and_is_not() -> None:
    greeting = CONTENT.texts.greeting
    told = ("computer program", "not medical advice", "nothing you type is saved", "In an emergency, call 911")
    assert [phrase for phrase in told if phrase not in greeting] == []
    assert eased(greeting).words <= 40


# -------------------------------------------------------------------------- alarms


@every_alarm
def test_the_first_line_of_an_alarm_is_what_to_do_and_the_number(intent: Intent) -> None:
    assert re.match(r"(Call|Tell the nurse at once\. .*call) (911|988)", intent.answer.splitlines()[0])


@every_alarm
def test_an_alarm_is_short_and_asks_nothing(intent: Intent) -> None:
    assert eased(intent.answer).words <= 45
    assert "?" not in intent.answer


@pytest.mark.parametrize("identifier", [name for name in CONTENT.by_id if name.startswith("safety.")])
def test_a_safety_reply_reads_at_the_fifth_grade_or_below(identifier: str) -> None:
    assert measure(CONTENT.by_id[identifier].answer).grade <= 5


# ------------------------------------------------------------------------ wording


SMALL = stems("a an the of in into to that is it on at your you when one who for and by")
"""Words of an explanation that may be said otherwise."""


def terms_in(text: str) -> Iterator[str]:
    """Yield the terms of a text, the longest first, each place once: a monoclonal antibody is no antibody here."""
    for term in sorted(CONTENT.terms, key=len, reverse=True):
        pattern = rf"\b{re.escape(term.removesuffix('y'))}(y|ies|s)?\b"
        text, count = re.subn(pattern, "", text, flags=re.IGNORECASE)
        if count:
            yield term


@of_the_article
def test_a_term_is_explained_in_the_answer_that_uses_it(intent: Intent) -> None:
    # Where a term is what was asked about, the whole answer explains it.
    asked = set(terms_in(intent.question)) if intent.aspect == "what" else set()
    unexplained = [
        term for term in terms_in(intent.answer) if not stems(CONTENT.terms[term]) - SMALL <= stems(intent.answer)
    ]
    assert sorted(set(unexplained) - asked - SPOKEN_OF) == []


@pytest.mark.parametrize(
    ("identifier", "full"),
    [
        ("central_line.what", "central venous catheter (CVC) or central venous access device (CVAD)"),
        ("central_line.wet", "central venous catheters (CVCs)"),
        ("infusion.how", "intravenous, or IV"),
        ("ivig.what", "IVIG is short for intravenous (into a vein) immune globulin"),
        ("picc.what", 'PICC stands for "peripherally inserted central catheter."'),
        ("piv.what", "peripheral IV line (PIV)"),
    ],
)
def test_an_abbreviation_is_written_out_where_it_is_asked_about(identifier: str, full: str) -> None:
    assert full in CONTENT.by_id[identifier].answer


@every_intent
def test_an_answer_speaks_to_the_person(intent: Intent) -> None:
    assert {"you", "your"} & {word.lower() for word in words(intent.answer)}


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("It is given by a nurse.", True),
        ("They were often placed in the arm.", True),
        ("A nurse gives it.", False),
        ("The vein is in your hand.", False),
        ("You are tired.", True),  # a price of the heuristic: it reads any -ed as a participle
    ],
)
def test_a_passive_sentence_is_known_by_be_and_a_participle(sentence: str, passive: bool) -> None:  # noqa: FBT001
    assert bool(PASSIVE.search(sentence)) == passive


def test_four_sentences_in_five_are_active() -> None:
    all_sentences = [sentence for answer in ANSWERS for sentence in sentences(answer)]
    passive = [sentence for sentence in all_sentences if PASSIVE.search(sentence)]
    assert len(passive) / len(all_sentences) <= 0.2
