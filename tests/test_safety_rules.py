from __future__ import annotations

from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.content import Content
from chatbot.loader import load_folder
from chatbot.safety import SafetyRules
from chatbot.template import stems
from chatbot.text import read
from tests.conftest import Folder

CONTENT = """
intents:
  - {id: burn, question: Fire?, examples: [fire], answer: Run., safety: emergency}
  - {id: smoke, question: Smoke?, examples: [smoke], answer: Look., safety: urgent}
rules:
  - {id: fire, intent: burn, patterns: ["<blaze> (starts|started)", burning house], unless: [film]}
  - {id: smell, intent: smoke, patterns: [smell .. smoke]}
  - {id: alarm, intent: smoke, patterns: [alarm], also: [kitchen, stove]}
  - {id: denied, intent: smoke, patterns: [not answering], ignores: [negated]}
  - {id: then, intent: smoke, patterns: [dizzy], ignores: [past]}
  - {id: asked, intent: smoke, patterns: [choke], ignores: [general, story]}
  - {id: late, intent: smoke, patterns: [burning]}
guards:
  negated: [(no|not|never|without) .. .. $]
  past: [last year, years ago]
  general: [^ what if, in general]
  figure: ["stove $", "^ of love"]
  story: [in my novel]
  now: [right now, still]
lists:
  blaze: [fire, big flame]
"""


@pytest.fixture
def content(folder: Folder) -> Content:
    return load_folder(folder({"a.yaml": CONTENT}))


@pytest.fixture
def rules(content: Content) -> SafetyRules:
    return SafetyRules(content)


def spelled(text: str) -> list[str]:
    return [stems(sentence.tokens) for sentence in read(text)]


def found(rules: SafetyRules, text: str) -> str:
    match = rules.find(spelled(text))
    return match.rule.id if match else ""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("a fire started", "fire", id="plain"),
        pytest.param("a big flame starts", "fire", id="through a list"),
        pytest.param("Hello. How are you? A FIRE STARTED!", "fire", id="in any sentence"),
        pytest.param("a burning house", "fire", id="the first in written order wins"),
        pytest.param("i smell a lot of smoke", "smell", id="with words between"),
        pytest.param("fire. Started", "", id="never across sentences"),
        pytest.param("a fire started in the film", "", id="lifted by unless"),
        pytest.param("A film. A fire started", "fire", id="unless lifts in its own sentence only"),
        pytest.param("the alarm rings", "", id="without what it also needs"),
        pytest.param("I am in the kitchen. The alarm rings", "alarm", id="with what it also needs, anywhere"),
        pytest.param("hello", "", id="nothing"),
        pytest.param("", "", id="no words"),
    ],
)
def test_a_rule_is_found(rules: SafetyRules, text: str, rule: str) -> None:
    assert found(rules, text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("no fire started", "", id="denied"),
        pytest.param("there is not the slightest fire started", "", id="denied over some words"),
        pytest.param("not one two three four five fire started", "", id="denied six words before"),
        pytest.param("not one two three four five six fire started", "fire", id="denied seven words before"),
        pytest.param("no pain, a fire started", "fire", id="a pause ends the denial"),
        pytest.param("no pain but a fire started", "fire", id="`but` ends the denial"),
        pytest.param("no pain and now a fire started", "fire", id="`and now` ends the denial"),
        pytest.param("no pain. A fire started", "fire", id="a sentence ends the denial"),
        pytest.param("a fire started, not a flood", "fire", id="a denial that comes later"),
        pytest.param("no fire started but a fire started", "fire", id="denied once, then not"),
        pytest.param("a fire started last year", "", id="past, after it"),
        pytest.param("last year a fire started", "", id="past, before it"),
        pytest.param("i moved in last year, a fire started", "fire", id="past in another clause"),
        pytest.param("I moved in last year. A fire started", "fire", id="past in another sentence"),
        pytest.param("what if a fire started", "", id="in general, at the beginning"),
        pytest.param("so what if a fire started", "fire", id="not at the beginning"),
        pytest.param("a fire started, in general", "", id="in general, in another clause"),
        pytest.param("what if a fire started right now", "fire", id="now outweighs in general"),
        pytest.param("not a fire started right now", "", id="now does not outweigh a denial"),
        pytest.param("he is not answering", "denied", id="a rule that ignores denials"),
        pytest.param("he was never not answering", "denied", id="a rule that ignores denials, denied"),
        pytest.param("dizzy last year", "then", id="a rule that ignores the past"),
        pytest.param("not dizzy last year", "", id="a rule that ignores the past heeds denials"),
        pytest.param("what if i choke", "asked", id="a rule that ignores what is general"),
        pytest.param("what if i choke, years ago", "asked", id="a rule that ignores what is general, past elsewhere"),
        pytest.param("a stove burning", "", id="said of a thing, right before"),
        pytest.param("a stove is burning", "late", id="said of a thing, further off"),
        pytest.param("burning of love", "", id="a figure of speech, right after"),
        pytest.param("burning, of love", "late", id="a figure of speech, in another clause"),
        pytest.param("a stove burning but a fire started", "fire", id="a thing, then another rule"),
        pytest.param("It is in my novel. A fire started", "", id="told in a story, in another sentence"),
        pytest.param("It is in my novel. A fire started right now", "fire", id="now outweighs a story"),
        pytest.param("i choke in my novel", "asked", id="a rule that ignores stories"),
        pytest.param("i did not choke", "", id="a rule that ignores what is general heeds denials"),
    ],
)
def test_a_guard_lifts_a_rule_or_leaves_it(rules: SafetyRules, text: str, rule: str) -> None:
    assert found(rules, text) == rule


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        pytest.param("a stove burning", True, id="a thing"),
        pytest.param("i smell smoke of love", True, id="a figure of speech"),
        pytest.param("a stove burning and more", False, id="with more said"),
        pytest.param("A stove burning. And more", False, id="two sentences"),
        pytest.param("a house burning", False, id="no figure"),
        pytest.param("a stove", False, id="no rule"),
    ],
)
def test_a_figure_of_speech_is_told(rules: SafetyRules, text: str, *, figure: bool) -> None:
    assert rules.is_figure(spelled(text)) == figure


def test_a_match_says_what_it_found(rules: SafetyRules) -> None:
    match = rules.find(spelled("Help. I think a fire started here"))

    assert match
    assert (match.rule.id, match.words) == ("fire", stems(["fire", "started"]).strip())


@pytest.mark.parametrize(
    ("text", "lifted"),
    [
        ("what if a fire starts", True),
        ("a fire last year", True),
        ("what if a fire starts. And in general?", True),
        ("what if a fire starts. It is hot", False),
        ("what if it is still hot", False),
        ("it is hot", False),
    ],
)
def test_a_message_is_lifted_when_each_sentence_is_past_or_general(
    rules: SafetyRules, text: str, *, lifted: bool
) -> None:
    assert rules.all_lifted(spelled(text)) is lifted


def test_a_content_without_rules_finds_none(folder: Folder) -> None:
    root = folder({"a.yaml": "intents: [{id: a, question: q, examples: [e], answer: x}]"})

    assert SafetyRules(load_folder(root)).find(spelled("fire")) is None


@pytest.fixture
def alarmed(content: Content) -> Chatbot:
    return Chatbot(content)


def test_a_rule_sees_repaired_words(alarmed: Chatbot) -> None:
    found = alarmed.rule("a fire strated")

    assert found
    assert found.id == "fire"


def test_a_rule_outvotes_an_exact_example(folder: Folder) -> None:
    root: Path = folder({"a.yaml": CONTENT.replace("examples: [smoke]", "examples: [smoke, a fire started]")})

    reply = Chatbot.load(root).ask("a fire started")

    assert ([answer.intent for answer in reply.answers], reply.safety) == (["burn"], "emergency")


def test_an_alarm_offers_nothing_else(alarmed: Chatbot) -> None:
    reply = alarmed.ask("a fire started")

    assert (reply.kind, reply.text, reply.suggestions, reply.confidence) == ("answer", "Run.", (), 1.0)
