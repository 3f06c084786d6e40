from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from chatbot import ContentError, Intent, Problem
from chatbot.compiled import packaged
from chatbot.content import Aspect, Content, Cutoffs, Gap, Rule, Texts, Topic
from chatbot.loader import load_folder
from tests.conftest import Folder

Problems = Callable[[Mapping[str, str]], list[str]]

GOOD = "intents:\n  - {id: good, question: Is it good?, examples: [all good], answer: It is.}\n"
"""An intent without a fault, on two lines, for faults to stand under."""


@pytest.fixture
def problems(folder: Folder) -> Problems:
    """Return the problems of some files, in the order told, with paths relative to the folder."""

    def load(files: Mapping[str, str]) -> list[str]:
        root = folder(files)
        with pytest.raises(ContentError) as raised:
            load_folder(root)
        return str(raised.value).replace(f"{root}/", "").splitlines()

    return load


# ---------------------------------------------------------------------- what is read


def test_an_intent_is_read_with_its_place(folder: Folder) -> None:
    text = """
intents:
  - id: port.wet
    question: Can a port get wet?
    examples:
      - can i shower with my port
      - port and swimming
    answer: |
      Yes.

      Ask your nurse first.
    source: Types of Lines
    advice: Bring a towel.
    reviewed: 2026-01-31
    safety: urgent
    caution: yes
    next: [port.wet]
"""
    root = folder({"a.yaml": text})

    assert load_folder(root).intents == (
        Intent(
            id="port.wet",
            question="Can a port get wet?",
            examples=("can i shower with my port", "port and swimming"),
            answer="Yes.\n\nAsk your nurse first.\n\nBring a towel.",
            source="Types of Lines",
            advice="Bring a towel.",
            reviewed="2026-01-31",
            topic="port",
            aspect="wet",
            safety="urgent",
            caution=True,
            next=("port.wet",),
            path="a.yaml",
            line=3,
            example_lines=(6, 7),
        ),
    )


@pytest.mark.parametrize(
    ("keys", "cell"),
    [
        ("id: port.wet", ("port", "wet")),
        ("id: port.wet.deep", ("port", "wet.deep")),
        ("id: port", ("", "")),
        ("id: swim, topic: port, aspect: wet", ("port", "wet")),
        ("id: picc.wet, topic: port", ("port", "wet")),
    ],
)
def test_topic_and_aspect_come_from_the_id_unless_they_are_given(
    folder: Folder, keys: str, cell: tuple[str, str]
) -> None:
    root = folder({"a.yaml": f"intents: [{{{keys}, question: q, examples: [e], answer: a}}]"})

    (intent,) = load_folder(root).intents

    assert (intent.topic, intent.aspect) == cell


def test_every_section_is_read(folder: Folder) -> None:
    text = """
topics: [{id: port, name: a port, words: [portacath], parent: line}, {id: line, name: lines}]
aspects:
  - {id: wet, name: getting wet, words: [swim]}
gaps: [{id: cost, name: what it costs, words: [price], examples: [how much]}]
contrasts: [[port, line]]
guards: {negated: [not], now: [today]}
lists: {who: [he, she]}
synonyms: {shower: [power wash, hose down]}
terms: {PICC: a tube in the arm}
starters: [good]
texts: {name: Test, greeting: "Hi, call {emergency}."}
numbers: {emergency: 112}
rules:
  - id: r
    intent: good
    patterns: [<who> fell]
    unless: [drill]
    also: [today]
    ignores: [past]
    source: A book
    catches: [she fell today]
    spares: [she fell]
"""
    root = folder({"a.yaml": GOOD, "b.yaml": text})
    (intent,) = load_folder(folder({})).intents

    assert load_folder(root) == Content(
        intents=(intent,),
        topics=(Topic("port", "a port", ("portacath",), "line"), Topic("line", "lines")),
        aspects=(Aspect("wet", "getting wet", ("swim",)),),
        gaps=(Gap("cost", "what it costs", ("price",), ("how much",)),),
        contrasts=(("port", "line"),),
        rules=(
            Rule(
                "r",
                "good",
                ("<who> fell",),
                ("drill",),
                ("today",),
                ("past",),
                "A book",
                ("she fell today",),
                ("she fell",),
                "b.yaml",
                15,
            ),
        ),
        guards={"negated": ("not",), "now": ("today",)},
        lists={"who": ("he", "she")},
        synonyms={"power wash": "shower", "hose down": "shower"},
        terms={"picc": "a tube in the arm"},
        starters=("good",),
        numbers={"emergency": "112"},
        texts=Texts(name="Test", greeting="Hi, call 112."),
    )


def test_numbers_are_filled_into_answers_from_whatever_file(folder: Folder) -> None:
    root = folder({"a.yaml": GOOD.replace("It is.", "'Call {emergency}.'"), "z.yaml": "numbers: {emergency: '112'}"})

    assert load_folder(root).intents[0].answer == "Call 112."


NUMBERS = "numbers: {emergency: {US: '911', GB: '999', elsewhere: your local emergency number}, desk: '42'}"


@pytest.mark.parametrize(
    ("country", "emergency"),
    [
        pytest.param("", "911", id="the first country when none is said"),
        pytest.param("GB", "999", id="a country of the content"),
        pytest.param("gb", "999", id="in small letters"),
        pytest.param("FR", "your local emergency number", id="a country that the content does not know"),
    ],
)
def test_a_number_is_the_countrys(folder: Folder, country: str, emergency: str) -> None:
    root = folder({"a.yaml": GOOD.replace("It is.", "'Call {emergency} or {desk}.'"), "z.yaml": NUMBERS})
    content = load_folder(root, country)

    assert content.numbers == {"emergency": emergency, "desk": "42"}
    assert content.intents[0].answer == f"Call {emergency} or 42."


def test_cutoffs_that_are_not_given_keep_their_defaults(folder: Folder) -> None:
    root = folder({"a.yaml": GOOD, "b.yaml": "cutoffs: {answer: 0.7}"})

    assert load_folder(root).cutoffs == Cutoffs(answer=0.7)


def test_advice_ends_the_answer_under_the_mark_of_the_texts(folder: Folder) -> None:
    advised = GOOD.replace("It is.", "It is., advice: 'Else call {emergency}.'")
    more = "numbers: {emergency: '112'}\ntexts: {advice: 'Ours (call {emergency}): {advice}'}"
    (intent,) = load_folder(folder({"a.yaml": advised, "b.yaml": more})).intents

    assert (intent.answer, intent.advice) == (
        "It is.\n\nOurs (call 112): Else call 112.",
        "Ours (call 112): Else call 112.",
    )


def test_the_mark_of_advice_stands_nowhere_without_advice(folder: Folder) -> None:
    (intent,) = load_folder(folder({"a.yaml": GOOD, "b.yaml": "texts: {advice: 'Ours: {advice}'}"})).intents

    assert (intent.answer, intent.advice) == ("It is.", "")


def test_a_date_of_review_holds_for_its_file_unless_an_intent_has_its_own(folder: Folder) -> None:
    def intent(name: str, more: str = "") -> str:
        return f"  - {{id: {name}, question: q, examples: [e], answer: a{more}}}\n"

    dated = f"intents:\n{intent('1')}{intent('2', ', reviewed: 2025-12-24')}reviewed: 2026-01-31\n"
    root = folder({"a.yaml": dated, "b.yaml": f"intents:\n{intent('3')}"})

    assert {found.id: found.reviewed for found in load_folder(root).intents} == {
        "1": "2026-01-31",
        "2": "2025-12-24",
        "3": "",
    }


@pytest.mark.parametrize("day", ["31.1.2026", "2026-1-31", "2026-02-30", "20260131", "2026-W05-6", "2026-01-31T10:00"])
def test_a_date_in_another_form_is_a_problem(problems: Problems, day: str) -> None:
    inside = GOOD.replace("It is.", f"It is., reviewed: '{day}'")

    assert problems({"a.yaml": f"reviewed: '{day}'\n{inside}"}) == [
        f"a.yaml:1: `reviewed` of this file is a date such as 2026-01-31, not {day!r}",
        f"a.yaml:3: `reviewed` of intent 'good' is a date such as 2026-01-31, not {day!r}",
    ]


def test_files_are_read_in_order_of_their_names_at_any_depth(folder: Folder) -> None:
    def intent(name: str) -> str:
        return GOOD.replace("id: good", f"id: {name}")

    root = folder({"c.yml": intent("3"), "b/x.yaml": intent("2"), "a.yaml": intent("1"), "b/notes.txt": "{{{"})

    assert [found.id for found in load_folder(root).intents] == ["1", "2", "3"]


def test_a_folder_may_be_given_as_text(folder: Folder) -> None:
    root = folder({"a.yaml": GOOD})

    assert load_folder(str(root)) == load_folder(root)


def test_a_bare_word_of_yaml_stays_the_word_it_is(folder: Folder) -> None:
    root = folder({"a.yaml": "intents: [{id: no, question: on, examples: [off, 10:30], answer: yes}]"})

    (intent,) = load_folder(root).intents

    assert (intent.id, intent.question, intent.examples, intent.answer) == ("no", "on", ("off", "10:30"), "yes")


def test_the_packaged_folder_is_there() -> None:
    assert packaged().joinpath("bot.yaml").is_file()


# -------------------------------------------------------------------------- folders


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load_folder(tmp_path / "nowhere")

    assert raised.value.problems == (Problem(f"{tmp_path}/nowhere", 1, "there is no such folder"),)


def test_a_file_in_place_of_a_folder_is_told(folder: Folder) -> None:
    path = folder({"a.yaml": GOOD}) / "a.yaml"

    with pytest.raises(ContentError) as raised:
        load_folder(path)

    assert str(raised.value) == f"{path}:1: there is no such folder"


@pytest.mark.parametrize("files", [{}, {"a.txt": GOOD}, {"a.yaml/a.txt": GOOD}], ids=["empty", "other", "folder"])
def test_a_folder_without_yaml_is_told(folder: Folder, files: Mapping[str, str]) -> None:
    root = folder(files)

    with pytest.raises(ContentError) as raised:
        load_folder(root)

    assert str(raised.value) == f"{root}:1: there is no *.yaml file in this folder"


@pytest.mark.parametrize("text", ["", "# nothing", "intents: []", "texts: {name: x}"])
def test_a_folder_without_an_intent_is_told(folder: Folder, text: str) -> None:
    root = folder({"a.yaml": text})

    with pytest.raises(ContentError) as raised:
        load_folder(root)

    assert str(raised.value) == f"{root}:1: no file has a non-empty list of `intents`"


# ------------------------------------------------------------------ files as a whole


def bombed() -> str:
    """Return the alias bomb that is known as a billion laughs."""
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(["l0: &l0 [lol]", *levels, "intents: *l9"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "intents:\n  - id: a: b",
            "a.yaml:2: this is not YAML: mapping values are not allowed in this context",
            id="broken YAML",
        ),
        pytest.param(
            f"{GOOD}intents: []",
            "a.yaml:3: the key 'intents' stands here a second time; the first is on line 1",
            id="duplicate section",
        ),
        pytest.param(
            f"{GOOD}texts:\n  name: a\n  name: b",
            "a.yaml:5: the key 'name' stands here a second time; the first is on line 4",
            id="duplicate key",
        ),
        pytest.param(bombed(), "a.yaml:2: aliases (*name) are not allowed; write it out", id="alias bomb"),
        pytest.param("[" * 100_000, "a.yaml:1: nested more than 20 levels deep", id="100,000 brackets"),
        pytest.param(
            f"{GOOD}---\n{GOOD}", "a.yaml:4: a second document starts here; keep one a file", id="two documents"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(problems: Problems, text: str, expected: str) -> None:
    assert problems({"a.yaml": text}) == [expected]


def test_a_file_that_is_not_utf_8_is_told(folder: Folder) -> None:
    root = folder({"a.yaml": GOOD})
    root.joinpath("b.yaml").write_bytes("# ok\n# caf\xe9".encode("latin-1"))

    with pytest.raises(ContentError) as raised:
        load_folder(root)

    assert str(raised.value) == f"{root}/b.yaml:2: the file is not UTF-8 text; save it as UTF-8"


# --------------------------------------------------------------------- single faults

SECTIONS = (
    "intents, topics, aspects, gaps, rules, contrasts, guards, lists, synonyms, terms, starters, texts, numbers, "
    "cutoffs, reviewed"
)
INTENT_KEYS = (
    "id, question, examples, answer, source, advice, reviewed, topic, aspect, also, lists, safety, caution, told, "
    "follow_ups, next"
)
RULE_KEYS = "id, intent, patterns, unless, also, ignores, source, catches, spares"
GUARDS = "negated, figure, past, general, story, now"
TEXTS = (
    "name, greeting, leave, empty, fallback, fallback_hint, gap, gap_topic, gap_hint, unanswered, "
    "unanswered_topic, clarify, clarify_hint, suggest, unsure, advice, source, remind_urgent, "
    "remind_crisis, remind_emergency, banner_urgent, banner_crisis, banner_emergency, footer"
)
NO_WORD = "would match an empty text; name at least one word that must stand there"
GONE = "which does not exist"

FAULTS = [
    # shapes
    pytest.param("- a", f"1: a content file must be a mapping of {SECTIONS}", id="file is a list"),
    pytest.param("hello", f"1: a content file must be a mapping of {SECTIONS}", id="file is text"),
    pytest.param("intents: {a: b}", "1: `intents` must be a list", id="section is a mapping"),
    pytest.param("intents:", "1: `intents` must be a list", id="section is nothing"),
    pytest.param("intents:\n  - hello", f"2: this intent must be a mapping of {INTENT_KEYS}", id="intent is text"),
    pytest.param("texts: [a]", f"1: `texts` must be a mapping of {TEXTS}", id="texts is a list"),
    pytest.param("guards: []", f"1: `guards` must be a mapping of {GUARDS}", id="guards is a list"),
    pytest.param("lists: []", "1: `lists` must be a mapping", id="lists is a list"),
    pytest.param("synonyms: a", "1: `synonyms` must be a mapping", id="synonyms is text"),
    pytest.param("numbers: []", "1: `numbers` must be a mapping", id="numbers is a list"),
    pytest.param("starters: good", "1: `starters` must be a list", id="starters is text"),
    pytest.param("contrasts: [a]", "1: a group of `contrasts` must be a list", id="group of contrasts is text"),
    pytest.param("lists: {a: b}", "1: list 'a' must be a list", id="list is text"),
    pytest.param("guards: {past: ago}", "1: guard 'past' must be a list", id="guard is text"),
    pytest.param("synonyms: {a: b}", "1: the synonyms of 'a' must be a list", id="synonyms of a word are text"),
    pytest.param("texts: {name: [a]}", "1: text 'name' must be text", id="text is a list"),
    pytest.param("numbers: {a: [b]}", "1: number 'a' must be a mapping", id="number is a list"),
    pytest.param(
        "numbers: {a: {US: [], elsewhere: b}}", "1: number 'a' of 'US' must be text", id="number of a country is a list"
    ),
    pytest.param(
        "numbers: {a: {US: b}}",
        "1: number 'a' has no 'elsewhere': what to say in a country that is not listed",
        id="number for one country only",
    ),
    pytest.param("cutoffs: {answer: often}", "1: cutoff 'answer' is a number from 0 to 1, not 'often'", id="cutoff"),
    pytest.param(
        "cutoffs: {answer: '1.5'}", "1: cutoff 'answer' is a number from 0 to 1, not '1.5'", id="cutoff over 1"
    ),
    pytest.param("starters: [[good]]", "1: an entry of `starters` must be text", id="starter is a list"),
    # keys
    pytest.param(
        "intent: []", f"1: a content file has an unknown key 'intent'; allowed are {SECTIONS}", id="unknown section"
    ),
    pytest.param(
        "guards: {denied: [no]}", f"1: `guards` has an unknown key 'denied'; allowed are {GUARDS}", id="unknown guard"
    ),
    pytest.param(
        "topics:\n  - {id: a, name: b,\n     Words: [c]}",
        "3: this topic has an unknown key 'Words'; allowed are id, name, words, parent, general, in_general",
        id="unknown key of a topic",
    ),
    pytest.param(
        "aspects: [{id: a, name: b, parent: c}]",
        "1: this aspect has an unknown key 'parent'; allowed are id, name, words, general",
        id="unknown key of an aspect",
    ),
    pytest.param(
        "gaps: [{id: a, name: b, words: [c], answer: d}]",
        "1: this gap has an unknown key 'answer'; allowed are id, name, words, examples",
        id="unknown key of a gap",
    ),
    pytest.param(
        "rules: [{id: a, intent: good, patterns: [b], when: c}]",
        f"1: this rule has an unknown key 'when'; allowed are {RULE_KEYS}",
        id="unknown key of a rule",
    ),
    pytest.param("topics: [{id: a}]", "1: this topic has no 'name'", id="topic without a name"),
    pytest.param("rules: [{id: a, intent: good}]", "1: this rule has no 'patterns'", id="rule without patterns"),
    # values
    pytest.param(
        "gaps: [{id: a, name: b}]", "1: gap 'a' has neither words nor examples to know it by", id="gap known by nothing"
    ),
    pytest.param(
        "topics: [{id: a, name: b, words: [c, '?!']}]",
        "1: '?!' in the words of topic 'a' holds no word",
        id="phrase without a word",
    ),
    pytest.param(
        "topics: [{id: a, name: b, words: ['']}]", "1: an entry of the words of topic 'a' is empty", id="empty phrase"
    ),
    pytest.param(
        "topics: [{id: a b, name: c}]",
        "1: topic id 'a b' must be one word of at most 72 characters",
        id="id of two words",
    ),
    pytest.param("texts: {name: ' '}", "1: text 'name' is empty", id="empty text"),
    pytest.param(
        "lists: {my-list: [a]}", "1: list 'my-list' must be named in lower-case letters and _", id="name of a list"
    ),
    pytest.param(
        "synonyms: {a: [c], b: [x, C!]}", "1: 'C!' is a synonym of 'b' and of 'a'; keep one", id="synonym of two words"
    ),
    # one entry and another
    pytest.param(
        "topics: [{id: a, name: b},\n  {id: a, name: c}]",
        "2: topic 'a' stands here a second time; the first is at a.yaml:1",
        id="duplicate topic",
    ),
    pytest.param(
        "topics: [{id: a, name: b, parent: abc}, {id: ab, name: c}]",
        f"1: topic 'a' names the topic 'abc', {GONE}; near it are a, ab",
        id="dangling parent",
    ),
    pytest.param(
        "contrasts: [[a, b]]\ntopics: [{id: a, name: b}]",
        f"1: `contrasts` names the topic 'b', {GONE}",
        id="dangling contrast",
    ),
    pytest.param(
        "starters: [god]", f"1: `starters` names the intent 'god', {GONE}; near it are good", id="dangling starter"
    ),
    pytest.param(
        "rules: [{id: a, intent: bad, patterns: [c]}]",
        f"1: rule 'a' names the intent 'bad', {GONE}",
        id="dangling intent of a rule",
    ),
    pytest.param(
        "rules: [{id: a, intent: good, patterns: [c], ignores: [then]}]",
        f"1: 'then' in `ignores` of rule 'a' is none of {GUARDS}",
        id="unknown guard to ignore",
    ),
    # patterns
    pytest.param(
        "rules: [{id: a, intent: good, patterns: [(b]}]", "1: rule 'a': ')' is missing in '(b'", id="bad pattern"
    ),
    pytest.param(
        "rules: [{id: a, intent: good, patterns: [b], unless: [c)]}]",
        "1: rule 'a': ')' closes nothing in 'c)'",
        id="bad pattern in unless",
    ),
    pytest.param(
        "rules: [{id: a, intent: good, patterns: [b], also: ['[c]']}]",
        f"1: rule 'a': '[c]' {NO_WORD}",
        id="bad pattern in also",
    ),
    pytest.param(
        "guards: {past: [<ages> ago]}",
        "1: guard 'past': there is no list <ages>; the lists are none",
        id="pattern with an unknown list",
    ),
    pytest.param(
        "lists: {a: [<b>]}\nguards: {past: [<a>]}",
        "2: guard 'past': there is no list <b>; the lists are a",
        id="list with an unknown list",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_one_fault_is_one_problem(problems: Problems, text: str, expected: str) -> None:
    assert problems({"a.yaml": text, "good.yaml": GOOD}) == [f"a.yaml:{expected}"]


def intent(**keys: str) -> str:
    """Return an intent, one key a line from line 2, with some keys replaced or, when empty, left out."""
    all_keys = {"id": "a", "question": "q", "examples": "[e]", "answer": "x", **keys}
    lines = [f"{key}: {value}" for key, value in all_keys.items() if value]
    return "intents:\n  - " + "\n    ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(intent(id=""), "2: this intent has no 'id'", id="no id"),
        pytest.param(intent(question=""), "2: this intent has no 'question'", id="no question"),
        pytest.param(intent(examples=""), "2: this intent has no 'examples'", id="no examples"),
        pytest.param(intent(answer=""), "2: this intent has no 'answer'", id="no answer"),
        pytest.param(intent(id="''"), "2: the id of this intent is empty", id="empty id"),
        pytest.param(intent(question="' '"), "3: the question of intent 'a' is empty", id="empty question"),
        pytest.param(intent(examples="[]"), "4: intent 'a' has no examples; write at least one", id="empty examples"),
        pytest.param(intent(examples="[e, '']"), "4: one of the examples of intent 'a' is empty", id="empty example"),
        pytest.param(intent(answer="|"), "5: the answer of intent 'a' is empty", id="empty answer"),
        pytest.param(intent(answer="''"), "5: the answer of intent 'a' is empty", id="empty answer in quotes"),
        pytest.param(intent(source="''"), "6: the source of intent 'a' is empty", id="empty source"),
        pytest.param(intent(id="[a]"), "2: the id of this intent must be text", id="id is a list"),
        pytest.param(
            intent(question="{q: r}"), "3: the question of intent 'a' must be text", id="question is a mapping"
        ),
        pytest.param(
            intent(examples="[[e], f]"), "4: one of the examples of intent 'a' must be text", id="example is a list"
        ),
        pytest.param(intent(answer="[x]"), "5: the answer of intent 'a' must be text", id="answer is a list"),
        pytest.param(intent(next="b"), "6: `next` of intent 'a' must be a list", id="next is text"),
        pytest.param(
            intent(id="a b"), "2: intent id 'a b' must be one word of at most 72 characters", id="id of two words"
        ),
        pytest.param(
            intent(id="a" * 73), f"2: intent id '{'a' * 73}' must be one word of at most 72 characters", id="long id"
        ),
        pytest.param(
            intent(exampels="[f]"),
            f"6: this intent has an unknown key 'exampels'; allowed are {INTENT_KEYS}",
            id="unknown key",
        ),
        pytest.param(
            intent(safety="dire"),
            "6: `safety` of intent 'a' is one of none, urgent, crisis, emergency, not 'dire'",
            id="unknown level of safety",
        ),
        pytest.param(intent(caution="true"), "6: `caution` of intent 'a' is yes or no, not 'true'", id="caution"),
        pytest.param(
            intent(next="[ab, a]"),
            "6: intent 'a' names the intent 'ab', which does not exist; near it are a",
            id="dangling next",
        ),
        pytest.param(
            intent() + intent().removeprefix("intents:\n"),
            "6: intent 'a' stands here a second time; the first is at a.yaml:2",
            id="duplicate id",
        ),
    ],
)
def test_a_fault_of_an_intent_is_told_with_its_line(problems: Problems, text: str, expected: str) -> None:
    assert problems({"a.yaml": text}) == [f"a.yaml:{expected}"]


# ----------------------------------------------------------------- several at a time


def test_examples_that_are_no_list_are_none_as_well(problems: Problems) -> None:
    assert problems({"a.yaml": intent(examples="e")}) == [
        "a.yaml:4: intent 'a' has no examples; write at least one",
        "a.yaml:4: the examples of intent 'a' must be a list",
    ]


def test_a_duplicate_id_in_another_file_names_both_places(problems: Problems) -> None:
    assert problems({"a.yaml": intent(), "b/c.yaml": f"# moved\n{intent()}"}) == [
        "b/c.yaml:3: intent 'a' stands here a second time; the first is at a.yaml:2"
    ]


def test_a_list_in_two_files_is_told(problems: Problems) -> None:
    assert problems({"a.yaml": f"{GOOD}lists: {{who: [he]}}", "b.yaml": "lists:\n  who: [she]"}) == [
        "b.yaml:2: list 'who' stands here a second time; the first is at a.yaml:3"
    ]


def test_every_problem_of_every_file_is_told_at_once_in_order(problems: Problems) -> None:
    files = {
        "c.yaml": "intents:\n  - id: a: b",
        "b.yaml": "rules:\n  - {id: r, intent: gone, patterns: [(x], colour: red}\n",
        "a.yaml": intent(answer="''", next="[z]", topic="''") + "bogus: 1\n",
    }

    assert problems(files) == [
        "a.yaml:5: the answer of intent 'a' is empty",
        "a.yaml:6: intent 'a' names the intent 'z', which does not exist",
        "a.yaml:7: the topic of intent 'a' is empty",
        f"a.yaml:8: a content file has an unknown key 'bogus'; allowed are {SECTIONS}",
        "b.yaml:2: rule 'r' names the intent 'gone', which does not exist",
        "b.yaml:2: rule 'r': ')' is missing in '(x'",
        f"b.yaml:2: this rule has an unknown key 'colour'; allowed are {RULE_KEYS}",
        "c.yaml:2: this is not YAML: mapping values are not allowed in this context",
    ]


def test_the_problems_of_an_error_are_values(folder: Folder) -> None:
    root = folder({"a.yaml": intent(question="''", answer="''")})

    with pytest.raises(ContentError) as raised:
        load_folder(root)

    assert raised.value.problems == (
        Problem(f"{root}/a.yaml", 3, "the question of intent 'a' is empty"),
        Problem(f"{root}/a.yaml", 5, "the answer of intent 'a' is empty"),
    )


def test_a_duplicate_id_on_the_same_line_is_told(problems: Problems) -> None:
    twice = "{id: a, question: q, examples: [e], answer: x}"

    assert problems({"a.yaml": f"intents: [{twice}, {twice}]"}) == [
        "a.yaml:1: intent 'a' stands here a second time; the first is at a.yaml:1"
    ]


def test_a_dangling_starter_is_told_once_and_where_it_stands(problems: Problems) -> None:
    assert problems({"a.yaml": "starters: [bad]", "b.yaml": f"{GOOD}starters: [good]"}) == [
        "a.yaml:1: `starters` names the intent 'bad', which does not exist"
    ]


@pytest.mark.parametrize("section", ["texts: {name: x}", "numbers: {emergency: '112'}", "guards: {past: [ago]}"])
def test_a_key_that_stands_in_two_files_is_told(problems: Problems, section: str) -> None:
    assert problems({"a.yaml": f"{GOOD}{section}", "b.yaml": section})


def test_a_rule_with_no_pattern_in_its_list_is_told(problems: Problems) -> None:
    assert problems({"a.yaml": f"{GOOD}rules: [{{id: a, intent: good, patterns: []}}]"})


@pytest.mark.parametrize("text", ["gap: 'no {price}'", "gap_topic: 'no {price'", "source: 'see {page}'"])
def test_a_text_with_a_placeholder_that_nothing_fills_is_told(problems: Problems, text: str) -> None:
    assert problems({"a.yaml": f"{GOOD}texts: {{{text}}}"})


@pytest.mark.parametrize("key", ["topic", "aspect"])
def test_a_topic_or_aspect_that_is_too_long_for_a_context_is_told(problems: Problems, key: str) -> None:
    assert problems({"a.yaml": intent(**{key: "a" * 73})})


@pytest.mark.parametrize("name", ["a\u200bb", "a\u00adb", '"a\\x7fb"'], ids=["zero width", "soft hyphen", "delete"])
def test_an_id_that_a_context_cannot_hold_is_told(problems: Problems, name: str) -> None:
    assert problems({"a.yaml": intent(id=name)})
