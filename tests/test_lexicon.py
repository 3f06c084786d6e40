from __future__ import annotations

import pytest

from chatbot.content import Aspect, Content, Gap, Topic
from chatbot.english import STOP_WORDS
from chatbot.lexicon import Concept, Found, Lexicon
from chatbot.text import stem, words

PORT = Concept("topic", "port")
LINE = Concept("topic", "line")
ARM = Concept("topic", "arm_line")
WET = Concept("aspect", "wet")
COST = Concept("gap", "cost")
DRIP = Concept("synonym", "infusion")

LEXICON = Lexicon(
    Content(
        intents=(),
        topics=(
            Topic("port", "a port", ("port", "port a cath", "Medi-Port")),
            Topic("line", "a line", ("line", "tube")),
            Topic("arm_line", "an arm line", ("line upper arm", "tube")),
        ),
        aspects=(Aspect("wet", "getting wet", ("shower", "get wet")),),
        gaps=(Gap("cost", "cost", ("price",)),),
        synonyms={"drip": "infusion"},
    )
)


def find(text: str) -> tuple[Found, ...]:
    said = words(text)
    return LEXICON.find([stem(word) for word in said], [word in STOP_WORDS for word in said])


def concepts(text: str) -> list[tuple[Concept, ...]]:
    return [found.concepts for found in find(text)]


def test_a_phrase_is_found_with_its_place_and_spelling() -> None:
    assert find("my port, the price") == (
        Found(1, 2, (PORT,), ("#topic:port",)),
        Found(3, 4, (COST,), ("#gap:cost",)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ports", [(PORT,)], id="in any inflection"),
        pytest.param("showering", [(WET,)], id="of an aspect"),
        pytest.param("medi port", [(PORT,)], id="however it is spelled in the content"),
        pytest.param("a drip", [(DRIP,)], id="as a synonym"),
        pytest.param("an infusion", [(DRIP,)], id="as the word that a synonym stands for"),
        pytest.param("a tube", [(LINE, ARM)], id="for all that it may mean"),
        pytest.param("port a cath", [(PORT,)], id="longest first"),
        pytest.param("line in my upper arm", [(ARM,)], id="over two small words"),
        pytest.param("line for in my upper arm", [(LINE,)], id="not over three small words"),
        pytest.param("line left upper arm", [(LINE,)], id="not over a word of content"),
        pytest.param("line upper", [(LINE,)], id="not when it breaks off"),
        pytest.param("arm upper line", [(LINE,)], id="not in another order"),
        pytest.param("port shower port", [(PORT,), (WET,), (PORT,)], id="as often as it stands there"),
        pytest.param("report", [], id="not inside a word"),
        pytest.param("", [], id="not in nothing"),
    ],
)
def test_a_phrase_is_found(text: str, expected: list[tuple[Concept, ...]]) -> None:
    assert concepts(text) == expected


def test_found_phrases_do_not_overlap() -> None:
    found = find("line upper arm port a cath tube get it wet")

    assert [(one.start, one.end) for one in found] == [(0, 3), (3, 6), (6, 7), (7, 10)]


def test_a_content_without_a_lexicon_finds_nothing() -> None:
    assert Lexicon(Content(intents=())).find(["port"], [False]) == ()
