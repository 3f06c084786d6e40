import pytest

from chatbot.readability import Readability, measure, sentences, syllables, words

COUNTED = {
    1: "a the vein tube blood nurse place placed makes called tongue friend doubt through strength PICC 4",
    2: "little settled treated needle doctor maybe careful places watches biggest react doing being tired every fluid",
    3: "medicine however basically catheter hospital continue example carrying area nausea 911 PIV CVCs",
    4: "biologic organism IVIG diarrhea diabetes temporary 1980s first-degree-burn",
    5: "antibiotic chemotherapy subcutaneous hypothetical auto-injector refrigerator",
    6: "immunotherapy responsibility",
    7: "hypersensitivity",
}
"""Words by their syllables, counted by ear."""


@pytest.mark.parametrize(("word", "count"), [(word, count) for count, line in COUNTED.items() for word in line.split()])
def test_syllables_are_counted_as_by_ear(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("words", "syllables", "sentences", "grade"),
    [
        pytest.param(6, 6, 1, -1.45, id="the cat sat on the mat, the lowest that is often shown"),
        pytest.param(
            13, 24, 1, 11.3, id="the Australian platypus is seemingly a hybrid of a mammal and reptilian creature"
        ),
        pytest.param(100, 150, 10, 6.01, id="sentences of ten words, three syllables for two words"),
    ],
)
def test_the_grade_is_that_of_flesch_and_kincaid(words: int, syllables: int, sentences: int, grade: float) -> None:
    assert Readability(words, syllables, 0, sentences, 0).grade == pytest.approx(grade, abs=0.05)


@pytest.mark.parametrize(
    ("long_words", "sentences", "smog"), [(0, 30, 3.13), (25, 30, 8.34), (100, 30, 13.56), (4, 3, 9.73)]
)
def test_the_smog_grade_is_that_of_mclaughlin(long_words: int, sentences: int, smog: float) -> None:
    assert Readability(100, 150, long_words, sentences, 0).smog == pytest.approx(smog, abs=0.005)


def test_a_text_is_counted() -> None:
    text = "Infusions take time. A nurse puts medicine into a vein:\n\n- slowly, as a drip\n- in 2 minutes"

    assert measure(text) == Readability(words=17, syllables=24, long_words=2, sentences=4, longest=7)


def test_a_term_counts_for_two_syllables_at_most_in_the_singular_and_the_plural() -> None:
    text = "Antibodies, an antibody, a Port"

    assert (measure(text), measure(text, {"antibody", "port"})) == (
        Readability(words=5, syllables=11, long_words=2, sentences=1, longest=5),
        Readability(words=5, syllables=7, long_words=0, sentences=1, longest=5),
    )


@pytest.mark.parametrize("text", ["", " \n", "...", "- \n- ?"])
def test_a_text_without_words_counts_nothing_and_has_no_grade(text: str) -> None:
    found = measure(text)

    assert (found, found.grade, found.smog) == (Readability(0, 0, 0, 0, 0), 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Yes. It can get wet!", ["Yes.", "It can get wet!"]),
        ("Is it? (Yes.) So", ["Is it?", "(Yes.", "So"]),
        ("one line\nof a paragraph\n\nand another", ["one line\nof a paragraph", "and another"]),
        ("These:\n\n- one\n- two\n  wrapped", ["These:", "- one", "- two\n  wrapped"]),
        ("It fell to 3.5 at www.example.org", ["It fell to 3.5 at www.example.org"]),
    ],
)
def test_a_text_is_split_into_sentences_and_items(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_word_keeps_its_apostrophe_and_its_hyphen() -> None:
    assert words("You can't re-use a 'port': it\u2019s yours.") == [
        "You",
        "can't",
        "re-use",
        "a",
        "port",
        "it\u2019s",
        "yours",
    ]
