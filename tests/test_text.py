from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.english import STOP_WORDS
from chatbot.text import BREAK, MAX_CHARS, Sentence, clean, read, stem, words

ANY_TEXT = st.text(st.characters())
"""Any `str`, lone surrogates and control characters included."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Can I SHOWER", ("can", "i", "shower"), id="case"),
        pytest.param("  shower\n\n port ", ("shower", "port"), id="whitespace"),
        pytest.param("shower, (port)!", ("shower", "port"), id="punctuation"),
        pytest.param("shower 🚿 port 🙏🏽", ("shower", "port"), id="emoji"),
        pytest.param("\uff53\uff48\uff4f\uff57\uff45\uff52", ("shower",), id="full-width letters"),
        pytest.param(
            "\U0001d4fc\U0001d4f1\U0001d4f8\U0001d500\U0001d4ee\U0001d4fb", ("shower",), id="mathematical letters"
        ),
        pytest.param("Crohn\u00b4s naïve café", ("crohn", "naive", "cafe"), id="accents"),
        pytest.param("sho\u00adwer", ("shower",), id="soft hyphen"),
        pytest.param("sho\u202ewer\ud800", ("shower",), id="direction mark and lone surrogate"),
        pytest.param("follow-up", ("follow", "up"), id="hyphen"),
        pytest.param("snake_case", ("snake", "case"), id="underscore"),
        pytest.param("$4,000 or 38.5", ("4000", "or", "38"), id="numbers stay whole"),
        pytest.param("2,3 or 4", ("2", "3", "or", "4"), id="numbers in a list"),
        pytest.param("my P.I.C.C. line and an I.V.", ("my", "picc", "line", "and", "an", "iv"), id="dotted letters"),
        pytest.param("at 3 p.m. Is it", ("at", "3", "p", "m", "is", "it"), id="hours are no dotted letters"),
        pytest.param("sooo hotttt", ("so", "hot"), id="stretched letters"),
        pytest.param("a book of poor eggs", ("a", "book", "of", "poor", "eggs"), id="doubled letters stay"),
        pytest.param("قسطرة", ("قسطرة",), id="right to left"),
        pytest.param("ポート", ("ホート",), id="marks are dropped from every script"),
    ],
)
def test_words_are_plain_and_lower_case(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can't", ("can", "not")),
        ("can\u2019t", ("can", "not")),
        ("can\u2018t", ("can", "not")),
        ("can`t", ("can", "not")),
        ("cant", ("can", "not")),
        ("won't", ("will", "not")),
        ("mustn't", ("must", "not")),
        ("they'll", ("they", "will")),
        ("you've", ("you", "have")),
        ("we're", ("we", "are")),
        ("he'd", ("he", "would")),
        ("what's", ("what", "is")),
        ("nurse's", ("nurse",)),
        ("nurses'", ("nurses",)),
        ("o'clock", ("oclock",)),
        ("u", ("you",)),
        ("b4", ("before",)),
        ("2day", ("today",)),
        ("gonna", ("going", "to")),
        ("mums", ("mom",)),
    ],
)
def test_short_forms_are_spelled_out(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\t\r", "?!...", "🙏🙏", "\x00\x01", "\ud800\udfff", "\u200b", "_ - '"])
def test_a_text_without_a_word_has_no_sentence(text: str) -> None:
    assert read(text) == ()


def test_a_text_is_split_into_sentences() -> None:
    assert read("I have a port. Can it get wet?\nThanks") == (
        Sentence(("i", "have", "a", "port")),
        Sentence(("can", "it", "get", "wet"), marked=True),
        Sentence(("thanks",)),
    )


@pytest.mark.parametrize("pause", [", ", ": ", " (", " - ", "\u2014", " \u2013 ", " / ", " & "])
def test_a_pause_is_a_token_and_no_word(pause: str) -> None:
    (sentence,) = read(f"no fever{pause}just tired")

    assert sentence.tokens == ("no", "fever", BREAK, "just", "tired")
    assert sentence.words == ("no", "fever", "just", "tired")


def test_a_sentence_neither_begins_with_a_pause_nor_holds_two_in_a_row() -> None:
    assert read(", (no), fever") == (Sentence(("no", BREAK, "fever")),)


@pytest.mark.parametrize(
    ("text", "asks"),
    [("can it get wet", True), ("it gets wet?", True), ("it gets wet?!", True), ("it gets wet", False)],
)
def test_a_question_has_a_mark_or_begins_with_a_question_word(text: str, asks: bool) -> None:  # noqa: FBT001
    (sentence,) = read(text)

    assert sentence.asks is asks


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    said = words("first " + "middle " * MAX_CHARS + "last")

    assert (said[0], said[-1]) == ("first", "last")


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "ab " * 400_000, "\ufdfa" * 100_000], ids=["word", "words", "ligature"]
)
def test_what_is_read_of_a_text_is_bounded(text: str) -> None:
    assert len(clean(text)) <= 20 * MAX_CHARS


@pytest.mark.parametrize(
    ("words_", "expected"),
    [
        ("shower showers showered showering", "shower"),
        ("drip drips dripped dripping", "drip"),
        ("use uses", "use"),
        ("infuse infused infusion infusions infusing", "infus"),
        ("treat treatment treatments treating", "treat"),
        ("therapy therapies", "therapi"),
        ("reaction reactions reacted", "react"),
        ("quick quickly", "quick"),
        ("rash rashes", "rash"),
        ("virus", "virus"),
        ("iv", "iv"),
        ("b12", "b12"),
    ],
)
def test_inflections_share_a_stem(words_: str, expected: str) -> None:
    assert {stem(word) for word in words_.split()} == {expected}


def test_words_of_grammar_are_stop_words() -> None:
    assert [word for word in words("can i shower with the port") if word not in STOP_WORDS] == ["shower", "port"]


@pytest.mark.parametrize("text", ["did n't", "n't"])
def test_no_word_is_empty(text: str) -> None:
    assert "" not in words(text)


def test_a_possessive_is_spelled_out_as_its_word() -> None:
    assert words("mum's port") == (*words("mum"), "port")


@pytest.mark.parametrize(
    "space", ["\t", "\r", "\v", "\f", "\x85"], ids=["tab", "return", "vertical tab", "page", "nel"]
)
def test_every_space_parts_words_whatever_else_stands_in_the_text(space: str) -> None:
    assert words(f"café{space}shower") == ("cafe", "shower")


def test_a_control_character_is_dropped_from_any_text() -> None:
    assert words("sho\x00wer") == words("sho\x00wer é")[:1] == ("shower",)


@pytest.mark.parametrize("word", ["axes", "exes"])
def test_a_stem_has_at_least_three_letters(word: str) -> None:
    assert len(stem(word)) >= 3


@given(ANY_TEXT)
def test_any_text_can_be_read(text: str) -> None:
    for sentence in read(text):
        assert sentence.words
        assert all(word == word.lower() and word.split() in ([word], []) for word in sentence.words)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=5))
def test_a_stem_is_never_short_nor_longer_than_its_word(word: str) -> None:
    assert 3 <= len(stem(word)) <= len(word)
