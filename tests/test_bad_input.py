from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Chatbot, Context, Reply
from tests.conftest import Folder

MEGABYTE = 1_000_000

NOTHING_SAID = [
    pytest.param("", id="empty"),
    pytest.param(" \t\r\n\v\f\u3000", id="whitespace"),
    pytest.param("🙏😀👩🏽\u200d⚕️", id="emoji only"),
    pytest.param("?!...", id="punctuation only"),
    pytest.param("\x00", id="NUL"),
    pytest.param("\x00\x01\x1b\x7f\x9f", id="control characters"),
    pytest.param("\ud800\udfff\udc00", id="lone surrogates"),
    pytest.param("\u202e\u200f\u2067\u2069", id="direction marks"),
    pytest.param("\u0301\u0327", id="combining marks"),
    pytest.param(" " * MEGABYTE, id="1 MB of spaces"),
    pytest.param("\x00" * MEGABYTE, id="1 MB of NUL"),
    pytest.param("🙏" * MEGABYTE, id="1 MB of emoji"),
    pytest.param("(" * MEGABYTE, id="1 MB of brackets"),
]

NONSENSE = [
    pytest.param("هل يمكن أن يبتل المنفذ؟", id="right to left"),
    pytest.param("点滴は痛いですか", id="no spaces between words"),
    pytest.param("qxzvbk" * 1_000, id="very long word"),
    pytest.param("qxz" * 400_000, id="1 MB in one word"),
    pytest.param("qxz vbk\n" * 125_000, id="1 MB of lines"),
    pytest.param("ﷺ" * MEGABYTE, id="1 MB of a letter that unfolds to eighteen"),
    pytest.param("q\u0301x\u0327z\u0300" * 150_000, id="1 MB of accents"),
    pytest.param("{gap} {} %s {0} \\1", id="placeholders"),
    pytest.param("<script>alert(1)</script>", id="markup"),
    pytest.param("' OR 1=1; --", id="injection"),
    pytest.param("1" * 5_000, id="very long number"),
    pytest.param("a, " * 5_000, id="pauses"),
    pytest.param("and can " * 5_000, id="beginnings of questions"),
]


@pytest.mark.parametrize("text", NOTHING_SAID)
def test_a_text_without_a_word_gets_the_fallback_that_says_so(bot: Chatbot, text: str) -> None:
    assert bot.ask(text) == bot.ask("")


def test_the_fallback_for_nothing_said_helps(bot: Chatbot) -> None:
    reply = bot.ask("")

    assert (reply.kind, reply.safety, reply.confidence) == ("fallback", "none", 0.0)
    assert reply.text.startswith(bot.content.texts.empty)
    assert [suggestion.intent for suggestion in reply.suggestions] == list(bot.content.starters)


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_gets_a_reply_that_helps(bot: Chatbot, text: str) -> None:
    reply = bot.ask(text)

    assert reply.kind != "answer"
    assert reply.suggestions
    json.dumps(reply.to_dict()).encode()


@pytest.mark.parametrize("text", [*NOTHING_SAID, *NONSENSE])
def test_any_text_can_be_explained_and_matched(bot: Chatbot, text: str) -> None:
    assert list(bot.explain(text).lines()) == list(bot.explain(text).lines())
    assert bot.match(text) == bot.match(text)


def full_width(text: str) -> str:
    return "".join(letter if letter == " " else chr(ord(letter) + 0xFEE0) for letter in text)


@pytest.mark.parametrize(
    "noisy",
    [
        pytest.param("  can i shower\r\nwith a picc  ", id="whitespace"),
        pytest.param("🙏 can i shower with a picc 🚿?!?!", id="emoji"),
        pytest.param("\ufeffcan i shower with a picc\x00", id="byte order mark and NUL"),
        pytest.param("\u202bcan i shower with a picc\u202c", id="direction marks"),
        pytest.param("can i shower with a picc\ud83d", id="half of an emoji"),
        pytest.param(full_width("can i shower with a picc"), id="full-width letters"),
        pytest.param("can i sho\u200bwer with a p\u00adicc", id="invisible characters"),
        pytest.param("c\u0336a\u0336n i shower with a picc", id="struck through"),
    ],
)
def test_a_question_is_understood_through_noise(bot: Chatbot, noisy: str) -> None:
    assert bot.ask(noisy) == bot.ask("can i shower with a picc")


@pytest.mark.parametrize("place", ["{} {}", "{1} {0}"], ids=["first", "last"])
def test_an_alarm_is_heard_at_either_end_of_a_long_text(bot: Chatbot, place: str) -> None:
    text = place.format("I can't breathe.", "Hello there. " * 80_000)

    assert bot.ask(text).safety == "emergency"


ANY_TEXT = st.text(st.characters())
SAID = st.sampled_from(
    [
        "what does a cat eat",
        "and a dog?",
        "what does it eat? how do I wash a dog?",
        "how much is a cat",
        "my dog swallowed poison",
        "not my dog, but what if a cat ate poison right now",
        "I cannot go on",
        "food",
        "1",
        "2",
        "yes",
        "the last one",
        "why",
        "xylotrombin",
    ]
)


def conversation(bot: Chatbot, turns: list[str]) -> list[Reply]:
    """Return the replies to a conversation whose context goes through JSON, as between a page and a server."""
    replies: list[Reply] = []
    context = Context()
    for said in turns:
        replies.append(bot.ask(said, context))
        context = Context.from_dict(json.loads(json.dumps(replies[-1].context.to_dict())))
        assert context == replies[-1].context
    return replies


def assert_sound(reply: Reply) -> None:
    assert reply.text
    assert bool(reply.answers) == (reply.kind == "answer")
    assert reply.suggestions or reply.kind != "clarify"
    assert 0 <= reply.confidence <= 1
    assert tuple(suggestion.intent for suggestion in reply.suggestions) == reply.context.offered
    assert len(json.dumps(reply.context.to_dict())) <= 1024


@given(ANY_TEXT)
def test_any_text_gets_a_sound_reply_and_the_same_twice(pets: Chatbot, text: str) -> None:
    reply = pets.ask(text)

    assert_sound(reply)
    assert pets.ask(text) == reply


@given(
    ANY_TEXT
    | st.lists(
        st.sampled_from(["picc", "port", "shower", "cost", "ivig", "not", "dying", "last year", "and", "?"])
    ).map(" ".join)
)
def test_any_text_gets_a_sound_reply_of_the_packaged_bot(bot: Chatbot, text: str) -> None:
    assert_sound(bot.ask(text))


@given(st.lists(SAID | ANY_TEXT, max_size=8))
def test_any_conversation_has_sound_replies_and_the_same_twice(pets: Chatbot, turns: list[str]) -> None:
    replies = conversation(pets, turns)

    for reply in replies:
        assert_sound(reply)
    assert conversation(pets, turns) == replies


@pytest.mark.parametrize("examples", ["[same words]", "[same, words]", "['?!', '🙏']", "[the, a, is it]"])
@pytest.mark.parametrize("intents", [1, 2, 3, 7])
def test_a_content_whose_intents_cannot_be_told_apart_still_replies(
    folder: Folder, examples: str, intents: int
) -> None:
    entries = [f"{{id: t.a{n}, question: Same words?, examples: {examples}, answer: A.}}" for n in range(intents)]
    lexicon = "topics: [{id: t, name: t, words: [same]}]\naspects: [{id: a0, name: a, words: [words]}]\n"
    bot = Chatbot.load(folder({"a.yaml": f"intents: [{', '.join(entries)}]\n{lexicon}"}))

    for text in ("same words", "same", "words words", "zebra", "the", "?!", "same words same words and what is same?"):
        assert_sound(bot.ask(text))


# ------------------------------------------------------------------- always the same


def questions(bot: Chatbot) -> list[str]:
    """Return a question about each thing that the packaged bot knows, slips included."""
    return [f"{intent.question[:-2]} {intent.examples[-1][1:]}" for intent in bot.intents]


def test_threads_give_the_same_replies_as_one_thread(bot: Chatbot) -> None:
    asked = questions(bot) * 2
    fresh = Chatbot(bot.content)

    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(fresh.ask, asked))

    assert replies == [bot.ask(text) for text in asked]


def test_what_was_asked_before_does_not_matter(bot: Chatbot) -> None:
    fresh = Chatbot(bot.content)
    asked = questions(bot)

    backwards = [fresh.ask(text) for text in reversed(asked)]

    assert backwards[::-1] == [bot.ask(text) for text in asked]


SCRIPT = """
import json, sys
from chatbot import Chatbot
bot = Chatbot.load()
print(json.dumps([[bot.ask(text).to_dict(), [m.intent for m in bot.match(text)]] for text in json.load(sys.stdin)]))
"""


def test_the_seed_of_hashes_does_not_matter(bot: Chatbot) -> None:
    asked = questions(bot)

    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=json.dumps(asked),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1
    assert [reply for reply, _ in json.loads(outputs.pop())] == [bot.ask(text).to_dict() for text in asked]


@pytest.mark.parametrize("text", ["n't", "I did n't shower"])
def test_a_lone_ending_of_a_denial_gets_a_reply(bot: Chatbot, text: str) -> None:
    assert_sound(bot.ask(text))
