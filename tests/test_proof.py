"""The answers held against the article: nothing claimed that it does not say, nothing left out, nothing copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from chatbot import Intent
from chatbot.compiled import packaged
from chatbot.content import Content
from chatbot.english import STOP_WORDS
from chatbot.loader import load_folder
from chatbot.text import stem
from tests.article import AT_HAND, TOPICS, sections, sentences_of

needs_the_article = pytest.mark.skipif(not AT_HAND, reason="the article and its topic map are not beside the project")

CONTENT: Content = load_folder(packaged())
PROOF = Path(__file__).parent / "proof"

ALSO = {
    "antibody.what": ["Monoclonal Antibody Drugs"],
    "biologics.what": ["Cancer and Infusion Therapy", "Risks and Side Effects of Infusion Therapy"],
    "diabetes.infusion": ["What Is Infusion Therapy?"],
    "immunotherapy.what": ["Monoclonal Antibody Drugs"],
    "infusion.cancer": ["introduction"],
    "infusion.expect": ["During Infusion", "Types of Lines", "Risks and Side Effects of Infusion Therapy"],
    "infusion.how": ["introduction"],
    "infusion.what": ["introduction"],
    "mab.conditions": ["Other Conditions That Infusion Therapy Treats"],
    "mab.what": ["Cancer and Infusion Therapy"],
}
"""Answers that need more than the section they name."""

SMALL = """
all another any both call come depend differ end even give go goes have kind like make may maybe mean once one
other others own part place some such take them thing too two until use way while with word
"""
"""Words that claim nothing by themselves, beside the engine's own small words."""

DIGITS = {word: str(number) for number, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight"), 2)}

LONGEST_RUN = 6
"""Words in a row that an answer may share with the article."""

TOLD_FROM = 0.6
"""The share of a sentence's words that answers must hold for it to be told."""


def read(name: str) -> dict[str, object]:
    loaded = yaml.safe_load((PROOF / name).read_text("utf-8"))
    return dict(loaded or {})


FACTS: dict[str, list[list[str]]] = read("facts.yaml")  # type: ignore[assignment]
PLAIN: dict[str, str] = read("plain_words.yaml")  # type: ignore[assignment]
COVERAGE: dict[str, str | list[str]] = read("coverage.yaml")  # type: ignore[assignment]

STANDS_FOR = {stem(word): instead.split("|") for word, instead in PLAIN.items()}

FROM_THE_ARTICLE = [intent for intent in CONTENT.intents if intent.source]

of_the_article = pytest.mark.parametrize("intent", FROM_THE_ARTICLE, ids=lambda intent: intent.id)


def told(intent: Intent) -> str:
    """What an answer gives as the article's: all but our advice and the last lines of an alarm."""
    answer = intent.answer.removesuffix(intent.advice).strip()
    return answer.split(" Away from the clinic")[0] if intent.safety != "none" else answer


def evidence(intent: Intent) -> str:
    return "\n".join(sections()[name] for name in (intent.source, *ALSO.get(intent.id, ())))


def said(text: str) -> list[str]:
    """The words of a text in order, in lower case, numbers as digits."""
    found = re.findall(r"[a-z0-9]+", text.lower().replace("'s", "").replace("\u2019", "'").replace("'", ""))
    return [DIGITS.get(word, word) for word in found]


def stems(text: str) -> set[str]:
    return set(map(stem, said(text)))


WITHOUT_CLAIM = {stem(word) for word in (*STOP_WORDS, *SMALL.split())} | set(STOP_WORDS)


def explained(text: str) -> set[str]:
    """The words that the explanations of a text's terms bring with them."""
    return {
        word
        for term, gloss in CONTENT.terms.items()
        if re.search(rf"\b{term.removesuffix('y')}", text, re.IGNORECASE)
        for word in stems(f"{term} {gloss}")
    }


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = said(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


# ------------------------------------------------------------------ nothing added


@needs_the_article
@of_the_article
def test_the_source_of_an_answer_is_a_heading_of_the_article(intent: Intent) -> None:
    assert intent.source in sections()


@needs_the_article
@of_the_article
def test_every_number_of_an_answer_stands_in_its_section(intent: Intent) -> None:
    numbers = {word for word in said(told(intent)) if word[0].isdigit()}
    assert numbers - set(said(evidence(intent))) == set()


def unsupported(intent: Intent) -> Iterator[str]:
    section = evidence(intent)
    known = stems(section) | stems(intent.source) | WITHOUT_CLAIM | explained(told(intent))
    for word in sorted(stems(told(intent)) - known):
        if not any(instead in section.lower() for instead in STANDS_FOR.get(word, ())):
            yield word


@needs_the_article
@of_the_article
def test_every_word_of_an_answer_is_its_section_s_or_stands_for_one_there(intent: Intent) -> None:
    assert list(unsupported(intent)) == []


@needs_the_article
@pytest.mark.parametrize(
    ("name", "answer", "strange"),
    [
        ("port.wet", "Yes. A port can get wet in a pool.", ["pool"]),
        ("picc.duration", "A PICC line can stay in for years and never hurts.", ["hurt", "never"]),
        ("reaction.site", "Pain is harmless.", ["harmless"]),
        ("port.place", "A port goes in by laser.", ["laser"]),
    ],
)
def test_a_claim_that_the_article_does_not_make_is_found(name: str, answer: str, strange: list[str]) -> None:
    assert list(unsupported(replace(CONTENT.by_id[name], answer=answer))) == strange


@needs_the_article
@pytest.mark.parametrize("word", PLAIN)
def test_a_plain_word_is_used_and_stands_for_words_of_the_article(word: str) -> None:
    assert stem(word) in set().union(*(stems(told(intent)) for intent in FROM_THE_ARTICLE))
    article = "\n".join(sections().values()).lower()
    assert [instead for instead in STANDS_FOR[stem(word)] if instead not in article] == []


@needs_the_article
@of_the_article
def test_an_answer_is_not_copied(intent: Intent) -> None:
    article = set().union(*(runs(text, LONGEST_RUN + 1) for text in sections().values()))
    assert runs(told(intent), LONGEST_RUN + 1) & article == set()


# ---------------------------------------------------------------- nothing left out


def topics() -> dict[str, dict[str, object]]:
    return {entry["id"]: entry for entry in yaml.safe_load(TOPICS.read_text("utf-8"))} if AT_HAND else {}


def owed() -> list[tuple[str, int]]:
    return [(name, len(entry["facts"])) for name, entry in topics().items() if entry.get("facts")]  # type: ignore[arg-type]


@needs_the_article
@pytest.mark.parametrize(("name", "count"), owed(), ids=str)
def test_every_fact_of_the_topic_map_is_looked_for(name: str, count: int) -> None:
    assert len(FACTS[name]) == count


@pytest.mark.parametrize(
    ("name", "fact"),
    [pytest.param(name, fact, id=f"{name}: {fact[0]}") for name, facts in FACTS.items() for fact in facts],
)
def test_an_answer_gives_the_fact(name: str, fact: list[str]) -> None:
    answer = " ".join(CONTENT.by_id[name].answer.split()).lower()
    assert [words for words in fact if not any(word.lower() in answer for word in words.split("|"))] == []


@needs_the_article
@pytest.mark.parametrize("name", [name for name, _ in owed()])
def test_an_answer_names_the_section_of_the_topic_map(name: str) -> None:
    section = str(topics()[name]["section"])
    assert CONTENT.by_id[name].source == section.replace("none", "")


# ----------------------------------------------------------------------- coverage


def spoken_for(intent: Intent) -> set[str]:
    """The words that an answer gives, and those of the article that its plain words stand for."""
    own = stems(told(intent))
    return own | {word for plain, instead in STANDS_FOR.items() if plain in own for word in stems(" ".join(instead))}


def is_told(sentence: str, words: set[str]) -> bool:
    owed_words = stems(sentence) - WITHOUT_CLAIM
    return len(owed_words & words) >= TOLD_FROM * len(owed_words)


def untold() -> list[str]:
    """The sentences of the article of which no single answer gives the most, in its order."""
    answers = [spoken_for(intent) for intent in FROM_THE_ARTICLE]
    return [
        sentence
        for text in sections().values()
        for sentence in sentences_of(text)
        if not any(is_told(sentence, answer) for answer in answers)
    ]


@needs_the_article
def test_what_no_single_answer_gives_is_listed() -> None:
    assert [sentence for sentence in untold() if not sentence.startswith(tuple(COVERAGE))] == []


@needs_the_article
@pytest.mark.parametrize("start", COVERAGE)
def test_what_is_listed_is_given_by_no_single_answer(start: str) -> None:
    assert [sentence for sentence in untold() if sentence.startswith(start)] != []


@needs_the_article
@pytest.mark.parametrize(
    ("start", "names"), [(start, names) for start, names in COVERAGE.items() if isinstance(names, list)]
)
def test_what_is_listed_with_answers_is_given_by_them_together(start: str, names: list[str]) -> None:
    (sentence,) = (sentence for sentence in untold() if sentence.startswith(start))
    assert is_told(sentence, set().union(*(spoken_for(CONTENT.by_id[name]) for name in names)))
