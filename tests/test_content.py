import re
from collections import Counter
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from chatbot import Chatbot, Intent
from chatbot.check import warnings
from chatbot.compiled import packaged
from chatbot.content import Content, Gap, Texts, Topic
from chatbot.loader import load_folder
from chatbot.reply import MAX_OFFERED
from chatbot.source import load
from chatbot.text import words

CONTENT: Content = load_folder(packaged())
"""Read once more than the `bot` fixture does, since the ids of the tests come from it."""

IDS = """
antibiotics.infusion antibody.what autoimmune.infusion biologics.what blood.infusion
central_line.care central_line.duration central_line.insertion central_line.place central_line.wet central_line.what
chat.bot chat.bye chat.greet chat.help chat.human chat.sources chat.thanks chat.worried
chemo.infusion chemo.oral chemo.side_effects covid.infusion dehydration.infusion diabetes.infusion epidural.what
home.continuous home.history home.safety home.vs_clinic home.what immunotherapy.what
infusion.cancer infusion.conditions infusion.duration infusion.eating infusion.expect infusion.frequency infusion.how
infusion.insurance infusion.monitoring infusion.needle_fear infusion.room infusion.routes infusion.self_injection
infusion.what infusion.where infusion.who infusion.why ivig.frequency ivig.what ivig.why
ketamine.duration ketamine.relief ketamine.ride ketamine.what line.choice line.removal line.types
mab.conditions mab.how mab.side_effects mab.what picc.care picc.duration picc.place picc.wet picc.what
piv.duration piv.place piv.vs_central piv.what port.care port.duration port.place port.vs_picc port.wet port.what
pump.what push.what reaction.site reaction.symptoms reaction.what reaction.when
safety.crisis safety.dosing safety.emergency safety.personal safety.reaction_now side_effects.overview
"""

SECTIONS = {
    "A Word From Verywell",
    "Cancer and Infusion Therapy",
    "During Infusion",
    "Monoclonal Antibody Drugs",
    "Other Conditions That Infusion Therapy Treats",
    "Risks and Side Effects of Infusion Therapy",
    "Types of Lines",
    "What Is Infusion Therapy?",
    "What is IVIG infusion therapy?",
    "What is ketamine infusion therapy treatment?",
    "What is the difference between infusion therapy and home infusion therapy?",
    "What to Expect During Infusion Treatments",
    "introduction",
}

FILLED_IN_LATER = {
    "gap": ["gap"],
    "gap_topic": ["topic"],
    "unanswered": ["gap"],
    "unanswered_topic": ["topic"],
    "source": ["source"],
    "advice": ["advice"],
}
"""The placeholders of the texts that are filled in with each reply."""

every_intent = pytest.mark.parametrize("intent", CONTENT.intents, ids=lambda intent: intent.id)
every_gap = pytest.mark.parametrize("gap", CONTENT.gaps, ids=lambda gap: gap.id)
every_topic = pytest.mark.parametrize("topic", CONTENT.topics, ids=lambda topic: topic.id)
every_file = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.name) for path in sorted(packaged().glob("*.yaml"))]
)
to_catch = pytest.mark.parametrize(
    ("target", "text"),
    [pytest.param(rule.intent, text, id=f"{rule.id}: {text[:70]}") for rule in CONTENT.rules for text in rule.catches],
)
to_spare = pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(rule.id, text, id=f"{rule.id}: {text[:70]}") for rule in CONTENT.rules for text in rule.spares],
)


def all_examples(content: Content) -> list[str]:
    of_intents = [text for intent in content.intents for text in intent.examples]
    return of_intents + [text for gap in content.gaps for text in gap.examples]


# --------------------------------------------------------------------- intents


def test_the_ids_are_the_ones_written_here() -> None:
    assert sorted(CONTENT.by_id) == IDS.split()


@every_intent
def test_a_title_gets_its_own_intent(bot: Chatbot, intent: Intent) -> None:
    assert [answer.intent for answer in bot.ask(intent.question).answers] == [intent.id]


@every_intent
def test_an_intent_has_thirty_examples_or_more(intent: Intent) -> None:
    assert len(set(map(words, intent.examples))) >= 30


@every_intent
def test_an_answer_is_filled_in(intent: Intent) -> None:
    assert re.findall(r"[{}]", intent.answer) == []


@every_intent
def test_what_is_offered_after_an_answer_exists_and_is_something_else(bot: Chatbot, intent: Intent) -> None:
    offered = bot.ask(intent.question).suggestions
    assert all(bot.content.by_id[item.intent].question == item.question for item in offered)
    assert len(offered) == len({item.intent for item in offered} - {intent.id}) <= MAX_OFFERED


def test_no_title_stands_twice() -> None:
    assert [key for key, n in Counter(words(intent.question) for intent in CONTENT.intents).items() if n > 1] == []


def test_no_example_stands_twice() -> None:
    said = Counter(words(text) for text in all_examples(CONTENT))
    assert [" ".join(key) for key, n in said.items() if n > 1] == []


def test_what_the_article_answers_names_its_section_and_the_rest_names_none() -> None:
    unsourced = {intent.id for intent in CONTENT.intents if not intent.source}
    assert {intent.source for intent in CONTENT.intents} == {*SECTIONS, ""}
    assert {name for name in CONTENT.by_id if name.startswith(("chat.", "safety."))} - unsourced == {
        "safety.reaction_now"
    }
    assert {name.partition(".")[0] for name in unsourced} == {"chat", "safety"}


def test_three_intents_raise_an_alarm() -> None:
    assert {intent.id: intent.safety for intent in CONTENT.intents if intent.safety != "none"} == {
        "safety.emergency": "emergency",
        "safety.reaction_now": "urgent",
        "safety.crisis": "crisis",
    }


@pytest.mark.parametrize(
    ("intent", "number"), [("safety.emergency", "911"), ("safety.reaction_now", "911"), ("safety.crisis", "988")]
)
def test_an_alarm_says_what_number_to_call(intent: str, number: str) -> None:
    assert number in CONTENT.by_id[intent].answer


# -------------------------------------------------------------- gaps and topics


@every_gap
def test_a_gap_is_refused_by_a_sentence_that_reads(gap: Gap) -> None:
    assert re.fullmatch(r"[a-z][A-Za-z0-9', -]*[A-Za-z0-9]", gap.name)


@every_gap
def test_most_examples_of_a_gap_are_refused_by_its_name(bot: Chatbot, gap: Gap) -> None:
    sentence = CONTENT.texts.gap.format(gap=gap.name)
    refused = [text for text in gap.examples if bot.ask(text).text.startswith(sentence)]
    assert len(refused) > len(gap.examples) / 2


def test_no_two_gaps_go_by_one_name() -> None:
    assert len({gap.name for gap in CONTENT.gaps}) == len(CONTENT.gaps)


@every_topic
def test_a_topic_is_named_as_in_a_sentence(topic: Topic) -> None:
    assert re.fullmatch(r"(an? |the )?[A-Za-z0-9' -]+", topic.name)


# ----------------------------------------------------------------------- texts


@pytest.mark.parametrize("name", [field.name for field in fields(Texts)])
def test_a_text_has_no_placeholder_but_its_own(name: str) -> None:
    text = getattr(CONTENT.texts, name)
    assert text.strip() == text != ""
    assert re.findall(r"\{(\w*)\}", text) == FILLED_IN_LATER.get(name, [])


def test_no_reply_shows_a_placeholder(bot: Chatbot) -> None:
    asked = ["", "zzz", *(intent.examples[0] for intent in CONTENT.intents), *(gap.examples[0] for gap in CONTENT.gaps)]
    asked += [f"what about the colour of {topic.words[0]}" for topic in CONTENT.topics if topic.words]
    assert [text for text in asked if re.search(r"[{}]", bot.ask(text).text)] == []


# ----------------------------------------------------------------------- rules


@to_catch
def test_a_rule_catches_what_it_says(bot: Chatbot, target: str, text: str) -> None:
    rule = bot.rule(text)
    assert rule is not None
    assert rule.intent == target


@to_spare
def test_a_rule_spares_what_it_says(bot: Chatbot, rule: str, text: str) -> None:
    found = bot.rule(text)
    assert found is None or found.id != rule


def test_every_rule_shows_what_it_catches_and_what_it_spares() -> None:
    assert [rule.id for rule in CONTENT.rules if not (rule.catches and rule.spares)] == []


def test_every_example_of_an_alarm_raises_one(bot: Chatbot) -> None:
    alarms = [intent for intent in CONTENT.intents if intent.safety != "none"]
    assert [text for intent in alarms for text in intent.examples if not bot.ask(text).urgent] == []


# ----------------------------------------------------------------------- check


def test_check_has_nothing_to_say_in_the_month_of_the_last_review(bot: Chatbot) -> None:
    last = max(date.fromisoformat(intent.reviewed) for intent in bot.intents)
    assert list(map(str, warnings(bot, last + timedelta(days=30)))) == []


@every_file
def test_a_file_is_read_alike_by_the_parser_in_c_and_the_one_in_python(
    monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    read = load(path, path.name)
    monkeypatch.setattr("chatbot.source._LOADER", yaml.BaseLoader)
    assert load(path, path.name) == read
