from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.repair import Repair, Repairer, sound
from chatbot.text import words

REPAIRER = Repairer(
    words(
        "shower shower port port line line catheter chemo chemo ivig piv picc portacath treatment infusion ketamine "
        "antibody antibodies covid19 snake snack snack"
    )
)


def mend(text: str) -> str:
    return " ".join(REPAIRER.mend(text.split())[0])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("showr", "shower", id="a letter left out"),
        pytest.param("showwer", "shower", id="a letter too many"),
        pytest.param("shiwer", "shower", id="a wrong letter"),
        pytest.param("showre", "shower", id="two letters swapped"),
        pytest.param("prot", "port", id="from four letters"),
        pytest.param("cathhater", "catheter", id="two slips from eight letters"),
        pytest.param("kemo", "chemo", id="the same sound"),
        pytest.param("portline", "port line", id="two words in one"),
        pytest.param("porta cath", "portacath", id="one word in two"),
        pytest.param("th eport", "the port", id="a space that slipped to the left"),
        pytest.param("tomorow", "tomorrow", id="a slip in an everyday word"),
        pytest.param("antibodys", "antibodys", id="another inflection is no slip"),
        pytest.param("showering", "showering", id="an inflection that no example has"),
        pytest.param("snak", "snack", id="what is left of another word is no inflection"),
        pytest.param("before the weekend", "before the weekend", id="everyday words"),
        pytest.param("pit pix prt", "pit pix prt", id="three letters"),
        pytest.param("shxxer", "shxxer", id="two slips in six letters"),
        pytest.param("covid29 2000mg", "covid29 2000mg", id="digits in it"),
        pytest.param(
            "sh\u00f8wer \u0645\u0646\u0641\u0630", "sh\u00f8wer \u0645\u0646\u0641\u0630", id="other letters"
        ),
        pytest.param("qwrtzpsdf", "qwrtzpsdf", id="nothing near"),
        pytest.param(", port ,", ", port ,", id="pauses"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_words_are_read(typed: str, read: str) -> None:
    assert mend(typed) == read


def test_each_repair_is_told() -> None:
    assert REPAIRER.mend(["can", "i", "showr", "porta", "cath", "portline"]) == (
        ["can", "i", "shower", "portacath", "port", "line"],
        (Repair("showr", "shower"), Repair("porta cath", "portacath"), Repair("portline", "port line")),
    )


def test_a_swap_of_letters_is_likelier_than_another_slip() -> None:
    assert Repairer(["port", "pros", "pros", "pros"]).nearest("prot") == "port"


def test_of_words_as_near_the_one_with_the_same_beginning_is_read() -> None:
    assert Repairer(["vein", "rein", "rein"]).nearest("vrein") == "vein"


def test_a_word_with_another_beginning_is_read_where_it_is_far_commoner() -> None:
    assert Repairer(["paid", *["card"] * 11]).nearest("pard") == "card"


def test_of_words_as_near_the_commoner_one_is_read() -> None:
    assert Repairer(["drain", "drawn", "drawn"]).nearest("draqn") == "drawn"


@pytest.mark.parametrize("spoken", [["port", "port", "line"], ["port", "line", "line"]])
def test_a_word_is_split_only_into_words_that_stand_there_more_than_once(spoken: list[str]) -> None:
    assert Repairer(spoken).mend(["portline"])[0] != ["port", "line"]


@pytest.mark.parametrize(
    ("word", "in_content", "known"),
    [
        ("shower", True, True),
        ("showers", True, True),
        ("about", False, True),
        ("x9", False, True),
        ("showr", False, False),
    ],
)
def test_a_word_is_known_from_the_content_or_from_everyday_english(word: str, *, in_content: bool, known: bool) -> None:
    assert (REPAIRER.in_content(word), REPAIRER.knows(word)) == (in_content, known)


@pytest.mark.parametrize(("first", "second"), [("kemo", "chemo"), ("fone", "phone"), ("katheter", "catheter")])
def test_words_that_sound_alike_share_a_key(first: str, second: str) -> None:
    assert sound(first) == sound(second)


def test_the_order_of_the_vocabulary_does_not_matter() -> None:
    orders = permutations(["vein", "veil", "rein", "veal"])

    assert {Repairer(spoken).nearest("veix") for spoken in orders} == {"veil"}


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1)))
def test_any_words_can_be_mended_and_what_was_changed_is_told(said: list[str]) -> None:
    mended, repairs = REPAIRER.mend(said)

    assert all(mended)
    assert bool(repairs) == (mended != said)


HASTY = Repairer(
    [
        *["shower", "port", "long", "take", "can", "canned", "yet", "ask", "not", "ms"] * 20,
        *["the"] * 30,
        *["many", "collapsed", "colapsed"],
    ],
    ["collapsed"],
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("shwr", "shower", id="no vowels"),
        pytest.param("lng", "long", id="three letters for four"),
        pytest.param("tke", "take", id="one letter left out of four"),
        pytest.param("csn", "can", id="the key beside"),
        pytest.param("aks", "ask", id="three letters, two of them swapped"),
        pytest.param("yit", "yet", id="three letters, one of them wrong"),
        pytest.param("yeat", "yet", id="a letter too many in a small word"),
        pytest.param("the", "the", id="a small word"),
        pytest.param("nov", "nov", id="no denial is read into a slip"),
        pytest.param("ams", "ams", id="a short name is no slip of another"),
        pytest.param("xyz", "xyz", id="nothing near"),
        pytest.param("colapsed", "collapsed", id="an alarming word, though an example holds the slip"),
    ],
)
def test_common_words_are_read_from_what_is_left_of_them(typed: str, read: str) -> None:
    assert HASTY.mend([typed])[0] == [read]


def test_a_long_common_word_but_for_a_letter_is_not_two() -> None:
    spoken = [*["monoclonal"] * 20, "mon", "mon", "clonal", "clonal"]

    assert Repairer(spoken).mend(["monclonal"])[0] == ["monoclonal"]
