from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot import Chatbot
from chatbot.content import Content, Intent
from chatbot.index import Index
from chatbot.watch import ALARM, CAUTION, Heard, Tone, Watch, alarms, cautions

CALM = Tone(asks=False, past=False, denies=False)
LIMBS = ("arm", "leg", "hand", "foot", "head", "neck", "back", "knee", "elbow", "thumb", "ankle", "shoulder", "wrist")
HURTS = tuple(f"my {limb} is {how} all of a sudden" for limb in LIMBS for how in ("burning", "numb", "swollen", "blue"))
CONTENT = Content(
    intents=(
        Intent("alarm", "Call now", HURTS, "Call.", safety="emergency"),
        Intent("hours", "When are you open?", ("opening times", "open on sundays", "when do you close"), "At nine."),
        Intent("bread", "Do you sell bread?", ("fresh bread", "a brown loaf", "do you bake your own"), "Yes."),
    )
)


def watch(content: Content) -> Watch:
    index = Index(content)
    return Watch(index, ALARM, alarms(content))


def heard(text: str, tone: Tone = CALM, content: Content = CONTENT) -> Heard | None:
    made = watch(content)
    return made.find(Index(content).reader.read(text.split()), tone)


def test_an_alarm_is_heard_in_words_that_no_example_put_together() -> None:
    found = heard("his thumb and his knee are both numb and blue suddenly")

    assert found
    assert found.intent == "alarm"
    assert ALARM.heard_from <= found.confidence <= 1
    assert "numb" in found.signs


@pytest.mark.parametrize("text", ["do you bake brown bread on sundays", "when do you open", "zebra"])
def test_an_ordinary_message_is_none(text: str) -> None:
    assert heard(text) is None


def test_an_example_of_another_intent_is_none() -> None:
    assert heard("open on sundays") is None


def test_with_a_handful_of_examples_only_the_rules_speak() -> None:
    few = replace(CONTENT, intents=(replace(CONTENT.intents[0], examples=HURTS[:10]), *CONTENT.intents[1:]))

    assert heard("his thumb and his knee are both numb and blue suddenly", content=few) is None


@pytest.mark.parametrize("tone", [replace(CALM, asks=True), replace(CALM, past=True), replace(CALM, denies=True)])
def test_a_question_the_past_and_a_denial_speak_against_an_alarm(tone: Tone) -> None:
    text = "his thumb and his knee are both numb and blue suddenly"
    plain, toned = heard(text), heard(text, tone)

    assert plain
    assert toned is None or toned.confidence < plain.confidence


def test_what_is_watched_for_is_marked_in_the_content(bot: Chatbot) -> None:
    intents = bot.intents

    assert {intents[number].id for number in alarms(bot.content)} == {
        "safety.reaction_now",
        "safety.emergency",
        "safety.crisis",
    }
    assert {intents[number].id for number in cautions(bot.content)} == {"safety.dosing", "safety.personal"}


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        ("dad's smile has slid to one side since breakfast", "safety.emergency"),
        ("half way into the bag my palms are on fire and my heart is galloping", "safety.reaction_now"),
        ("no more me after friday, I've sorted everything", "safety.crisis"),
    ],
)
def test_red_flags_that_no_rule_foresaw_are_heard(bot: Chatbot, asked: str, intent: str) -> None:
    reply = bot.ask(asked)

    assert bot.rule(asked) is None
    assert [answer.intent for answer in reply.answers] == [intent]
    assert reply.confidence >= ALARM.heard_from


def test_what_was_heard_is_explained(bot: Chatbot) -> None:
    explanation = bot.explain("dad's smile has slid to one side since breakfast")

    assert explanation.heard == "safety.emergency"
    assert next(explanation.lines()).startswith("the examples of 'safety.emergency' decided; for it: ")


def test_the_two_kinds_have_weights_of_their_own() -> None:
    assert ALARM.weights != CAUTION.weights


def test_words_that_no_example_of_the_kind_uses_speak_against_it() -> None:
    told, strange = heard("my thumb is numb and blue"), heard("my thumb is numb and blue from painting")

    assert told
    assert strange
    assert strange.confidence < told.confidence


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("i cant find my glasses anywhere", id="something lost"),
        pytest.param("the card reader doesnt work anymore", id="something broken"),
        pytest.param("please wake me at quarter past four", id="an order"),
        pytest.param("sorry but that was not my question", id="a complaint about the chat"),
    ],
)
def test_a_statement_about_something_else_raises_no_alarm(bot: Chatbot, said: str) -> None:
    assert bot.ask(said).safety == "none"
