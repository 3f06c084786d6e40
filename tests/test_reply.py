from __future__ import annotations

import json
import re
from dataclasses import FrozenInstanceError
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Answer, Chatbot, ChatbotError, Context, ContextError, Reply, Suggestion
from chatbot.reply import MAX_AMONG, MAX_ID, MAX_OFFERED, REMINDERS, SAFETY_LEVELS, Safety

KIB = 1024
LONGEST = "a" * MAX_ID

FULL = Context(
    intent="port.wet",
    topic="port",
    aspect="wet",
    among=("port", "picc"),
    offered=("port.what", "port.place"),
    alarm="urgent",
    reminders=1,
)

ID = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), max_size=MAX_ID)
CONTEXTS = st.builds(
    Context,
    intent=ID,
    topic=ID,
    aspect=ID,
    among=st.lists(ID, max_size=MAX_AMONG).map(tuple),
    offered=st.lists(ID, max_size=MAX_OFFERED).map(tuple),
    alarm=st.sampled_from(SAFETY_LEVELS),
    reminders=st.integers(0, REMINDERS),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def as_json(context: Context) -> str:
    return json.dumps(context.to_dict())


# -------------------------------------------------------------------------- context


def test_a_context_is_a_dict_of_what_is_not_default() -> None:
    assert Context().to_dict() == {}
    assert FULL.to_dict() == {
        "intent": "port.wet",
        "topic": "port",
        "aspect": "wet",
        "among": ["port", "picc"],
        "offered": ["port.what", "port.place"],
        "alarm": "urgent",
        "reminders": 1,
    }


@pytest.mark.parametrize("data", [{}, {"offered": []}, {"alarm": "none", "reminders": 0}, {"intent": ""}])
def test_defaults_may_be_written_out(data: dict[str, Any]) -> None:
    assert Context.from_dict(data) == Context()


def test_ids_that_no_content_knows_are_kept_for_the_bot_to_ignore() -> None:
    assert Context.from_dict({"intent": "gone", "offered": ["gone"]}) == Context(intent="gone", offered=("gone",))


@given(CONTEXTS)
def test_a_context_comes_back_from_json_as_it_went(context: Context) -> None:
    assert Context.from_dict(json.loads(as_json(context))) == context


def test_a_context_of_the_longest_ids_is_at_most_1_kib_of_json() -> None:
    context = Context(
        LONGEST, LONGEST, LONGEST, (LONGEST,) * MAX_AMONG, (LONGEST,) * MAX_OFFERED, "emergency", REMINDERS
    )

    assert len(as_json(context)) <= KIB
    assert Context.from_dict(context.to_dict()) == context


def test_a_context_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FULL.topic = "picc"  # type: ignore[misc]


KEYS = "intent, topic, aspect, among, offered, alarm, reminders"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(None, "a context is a mapping, not NoneType", id="null"),
        pytest.param([], "a context is a mapping, not list", id="list"),
        pytest.param("{}", "a context is a mapping, not str", id="text"),
        pytest.param(FULL, "a context is a mapping, not Context", id="context"),
        pytest.param({"text": "hi"}, f"unknown keys in the context: text; allowed are {KEYS}", id="unknown key"),
        pytest.param({1: "a"}, f"unknown keys in the context: 1; allowed are {KEYS}", id="number as a key"),
        pytest.param(
            dict.fromkeys("gfedcba", ""),
            f"unknown keys in the context: a, b, c, d, e; allowed are {KEYS}",
            id="many unknown keys",
        ),
        pytest.param(
            {"k" * 999: ""}, f"unknown keys in the context: {'k' * MAX_ID}; allowed are {KEYS}", id="long unknown key"
        ),
        pytest.param({"intent": None}, "'intent' is an id: text of at most 72 printable characters", id="no intent"),
        pytest.param({"topic": 1}, "'topic' is an id: text of at most 72 printable characters", id="number"),
        pytest.param(
            {"aspect": ["wet"]}, "'aspect' is an id: text of at most 72 printable characters", id="list of one"
        ),
        pytest.param(
            {"intent": "a" * 73}, "'intent' is an id: text of at most 72 printable characters", id="too long an id"
        ),
        pytest.param({"topic": "a\nb"}, "'topic' is an id: text of at most 72 printable characters", id="line end"),
        pytest.param({"topic": "a\x00"}, "'topic' is an id: text of at most 72 printable characters", id="NUL"),
        pytest.param({"topic": "\ud800"}, "'topic' is an id: text of at most 72 printable characters", id="surrogate"),
        pytest.param({"offered": "port.wet"}, "'offered' is a list of at most 4 ids", id="offered text"),
        pytest.param({"offered": {"a": 1}}, "'offered' is a list of at most 4 ids", id="offered mapping"),
        pytest.param({"offered": None}, "'offered' is a list of at most 4 ids", id="offered null"),
        pytest.param({"offered": ["a"] * 5}, "'offered' is a list of at most 4 ids", id="offered too many"),
        pytest.param(
            {"offered": ["a", 2]}, "'offered' is an id: text of at most 72 printable characters", id="offered number"
        ),
        pytest.param({"alarm": "red"}, "'alarm' is one of none, urgent, crisis, emergency", id="unknown alarm"),
        pytest.param({"alarm": []}, "'alarm' is one of none, urgent, crisis, emergency", id="alarm list"),
        pytest.param({"alarm": None}, "'alarm' is one of none, urgent, crisis, emergency", id="alarm null"),
        pytest.param({"reminders": 2}, "'reminders' is a whole number from 0 to 1", id="too many reminders"),
        pytest.param({"reminders": -1}, "'reminders' is a whole number from 0 to 1", id="negative reminders"),
        pytest.param({"reminders": 1.0}, "'reminders' is a whole number from 0 to 1", id="float reminders"),
        pytest.param({"reminders": True}, "'reminders' is a whole number from 0 to 1", id="boolean reminders"),
        pytest.param({"reminders": "1"}, "'reminders' is a whole number from 0 to 1", id="text reminders"),
    ],
)
def test_what_is_no_context_is_refused(data: object, message: str) -> None:
    with pytest.raises(ContextError, match=f"^{re.escape(message)}$"):
        Context.from_dict(data)


@given(JSON | st.dictionaries(st.sampled_from(list(FULL.to_dict())), JSON))
def test_any_json_is_a_context_or_an_error_of_the_library(pets: Chatbot, data: object) -> None:
    try:
        context = Context.from_dict(data)
    except ChatbotError:
        return

    assert pets.ask("2", context) == pets.ask("2", context)


# ---------------------------------------------------------------------------- reply


def test_a_reply_is_json_with_the_keys_of_the_contract() -> None:
    reply = Reply(
        kind="answer",
        text="Yes.",
        answers=(Answer("port.wet", "Can a port get wet?", "Yes.", "Types of Lines", 0.9),),
        suggestions=(Suggestion("port.what", "What is a port?"),),
        confidence=0.9,
        safety="urgent",
        context=Context(topic="port"),
    )

    assert json.loads(json.dumps(reply.to_dict())) == {
        "kind": "answer",
        "text": "Yes.",
        "answers": [
            {
                "intent": "port.wet",
                "question": "Can a port get wet?",
                "text": "Yes.",
                "source": "Types of Lines",
                "confidence": 0.9,
            }
        ],
        "suggestions": [{"intent": "port.what", "question": "What is a port?"}],
        "confidence": 0.9,
        "safety": "urgent",
        "urgent": True,
        "context": {"topic": "port"},
    }


@pytest.mark.parametrize("text", ["what does a cat eat", "how much is a cat", "my dog swallowed poison", "food", ""])
def test_every_kind_of_reply_is_json_with_the_same_keys(pets: Chatbot, text: str) -> None:
    reply = pets.ask(text)

    assert list(json.loads(json.dumps(reply.to_dict()))) == [
        "kind",
        "text",
        "answers",
        "suggestions",
        "confidence",
        "safety",
        "urgent",
        "context",
    ]


@pytest.mark.parametrize("safety", get_args(Safety))
def test_a_reply_is_urgent_at_every_level_of_safety_but_none(safety: Safety) -> None:
    assert Reply("answer", "", safety=safety).urgent is (safety != "none")


def test_a_reply_cannot_be_changed(pets: Chatbot) -> None:
    with pytest.raises(FrozenInstanceError):
        pets.ask("").text = "x"  # type: ignore[misc]


@pytest.mark.parametrize("letter", ["é", "中", "🙏", '"', "\\"])
def test_every_context_that_is_accepted_is_at_most_1_kib_of_json(letter: str) -> None:
    name = letter * (MAX_ID // (len(json.dumps(letter, ensure_ascii=False).encode()) - 2))
    context = Context.from_dict({"intent": name, "topic": name, "aspect": name, "offered": [name] * MAX_OFFERED})

    assert len(json.dumps(context.to_dict(), ensure_ascii=False).encode()) <= KIB


@pytest.mark.parametrize("letter", ["é", "中", "🙏", '"', "\\"])
def test_an_id_of_too_many_bytes_is_refused(letter: str) -> None:
    with pytest.raises(ContextError, match="'intent' is an id"):
        Context.from_dict({"intent": letter * MAX_ID})
