from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.template import TemplateError, Templates, stems, words_of
from chatbot.text import read

LISTS = {
    "who": ("he", "she", "my (mother|father)"),
    "fallen": ("<who> fell", "<who> .. collapsed"),
    "none": (),
    "loop": ("<loop> again",),
    "wrong": ("(a",),
    "ping": ("<pong> a",),
    "pong": ("<ping> b",),
}


@pytest.fixture
def templates() -> Templates:
    return Templates(LISTS)


def finds(pattern: str, text: str) -> bool:
    compiled = Templates(LISTS).compile([pattern])
    (sentence,) = read(text)
    assert compiled
    return bool(compiled.search(stems(sentence.tokens)))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("chest pain", "a bad chest pain now"),
        ("chest pain", "chest pains"),
        ("hurts", "it hurt"),
        ("Chest Pain", "chest pain"),
        ("can't breathe", "I cannot breathe"),
        ("(chest|heart) pain", "heart pain"),
        ("(chest|my heart) pain", "my heart pain"),
        ("chest [is] tight", "chest tight"),
        ("chest [is] tight", "chest is tight"),
        ("chest .. pain", "chest pain"),
        ("chest .. pain", "chest has a bit of pain"),
        ("chest .. pain", "chest, and then pain"),
        ("^ help", "help me"),
        ("help $", "please help"),
        ("chest (hurts|^ pain)", "chest hurts"),
        ("<number> pills", "400 pills"),
        ("since <year>", "since 1998"),
        ("<who> fell", "my father fell"),
        ("<fallen>", "she just collapsed"),
        ("((chest|heart) [bad] pain|stroke)", "a stroke"),
        ("chest .. <fallen>", "my chest hurt and she collapsed"),
        ("[my] chest [is] tight", "chest tight"),
    ],
)
def test_a_pattern_finds(pattern: str, text: str) -> None:
    assert finds(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("chest pain", "pain in the chest"),
        ("port", "report"),
        ("port", "portable"),
        ("chest (pain|ache)", "chest pressure"),
        ("chest .. pain", "chest one two three four five pain"),
        ("chest .. pain", "chest is without pain"),
        ("am .. dying", "i am not dying"),
        ("^ help", "please help"),
        ("help $", "help me"),
        ("since <year>", "since 1776"),
        ("since <year>", "since 20011"),
        ("<number> pills", "some pills"),
        ("<who> fell", "my sister fell"),
    ],
)
def test_a_pattern_does_not_find(pattern: str, text: str) -> None:
    assert not finds(pattern, text)


def test_several_patterns_are_one_finder_of_any() -> None:
    compiled = Templates({}).compile(["chest pain", "stroke"])

    assert compiled
    said = stems(["a", "stroke", "after", "chest", "pain"])
    assert [found[0] for found in compiled.finditer(said)] == [stems(["chest", "pain"]), stems(["stroke"])]


def test_no_patterns_are_no_finder() -> None:
    assert Templates({}).compile([]) is None


BAD_PATTERNS = [
    pytest.param("(chest", "')' is missing in '(chest'", id="round bracket left open"),
    pytest.param("chest [pain", "']' is missing in 'chest [pain'", id="square bracket left open"),
    pytest.param("chest)", "')' closes nothing in 'chest)'", id="round bracket never opened"),
    pytest.param("(chest]", "']' closes nothing in '(chest]'", id="bracket closed by the other kind"),
    pytest.param(
        "<whom> fell",
        "there is no list <whom>; the lists are fallen, loop, none, ping, pong, who, wrong",
        id="no such list",
    ),
    pytest.param("<loop>", "the list <loop> uses itself", id="list in itself"),
    pytest.param("<ping>", "the list <ping> uses itself", id="list in itself through another"),
    pytest.param("<wrong>", "')' is missing in '(a'", id="bad pattern of a list"),
    *(
        pytest.param(
            pattern, f"{pattern!r} would match an empty text; name at least one word that must stand there", id=why
        )
        for pattern, why in [
            ("", "nothing"),
            ("..", "only a gap"),
            ("[chest]", "only an option"),
            ("[chest] [pain]", "only options"),
            ("^ $", "only ends"),
            ("chest|", "empty choice"),
            ("(chest|)", "empty choice in brackets"),
            ("(chest||pain)", "empty choice in the middle"),
            ("(chest|..)", "a gap as a choice"),
            ("(chest|[pain])", "an option as a choice"),
            ("🙏", "no word"),
        ]
    ),
]


@pytest.mark.parametrize(("pattern", "message"), BAD_PATTERNS)
def test_a_bad_pattern_is_refused(templates: Templates, pattern: str, message: str) -> None:
    with pytest.raises(TemplateError, match=f"^{re.escape(message)}$"):
        templates.compile([pattern])


@pytest.mark.parametrize(("pattern", "message"), BAD_PATTERNS)
def test_the_fault_of_a_bad_pattern_is_told_without_compiling(templates: Templates, pattern: str, message: str) -> None:
    assert templates.fault(pattern) == message


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("(pain|^)", id="an end as a choice"),
        pytest.param("pain|^", id="an end as a choice without brackets"),
        pytest.param("(pain|.. ..)", id="two gaps as a choice"),
        pytest.param("[[bad] pain]", id="an option in an option"),
        pytest.param("<none>", id="an empty list"),
    ],
)
def test_a_pattern_that_could_match_nothing_is_refused(templates: Templates, pattern: str) -> None:
    assert templates.fault(pattern)


@pytest.mark.parametrize("pattern", ["<who2> fell", "<my-list> fell", "< who > fell", "<who fell"])
def test_a_list_name_that_cannot_be_one_is_refused(templates: Templates, pattern: str) -> None:
    assert templates.fault(pattern)


def test_a_bad_pattern_spoils_no_other(templates: Templates) -> None:
    assert templates.fault("<ping>")

    assert templates.fault("<loop>") == "the list <loop> uses itself"
    assert templates.fault("<fallen>") == ""


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(chest|heart) .. pain [now] ^ $", ("chest", "heart", "pain", "now")),
        ("<who> can't breathe", ("can", "not", "breathe")),
        ("..", ()),
    ],
)
def test_the_words_of_a_pattern_are_its_plain_words(pattern: str, expected: tuple[str, ...]) -> None:
    assert words_of(pattern) == expected


@given(st.text(st.sampled_from("ab ()[]|^$.<>é🙏\\*+?{}\n")))
def test_any_pattern_is_either_refused_or_compiles(pattern: str) -> None:
    templates = Templates(LISTS)
    fault = templates.fault(pattern)

    if fault:
        with pytest.raises(TemplateError, match=f"^{re.escape(fault)}$"):
            templates.compile([pattern])
    else:
        assert templates.compile([pattern])
