from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.benchmarks.figures import (
    Taken,
    Tally,
    auroc,
    percentile,
    take,
    tally,
    threshold_within,
    top_one,
    wilson,
)
from tests.benchmarks.measure import MeasureError, measure, measure_data_set, require, rows
from tests.benchmarks.questions import (
    DataSet,
    Question,
    QuestionsError,
    read_data_set,
    read_questions,
)
from tests.benchmarks.roster import ROSTER, Entry
from tests.benchmarks.sizes import closure, installed_size
from tests.benchmarks.systems import Ranked, best_of_each, by_lead
from tests.benchmarks.table import MarksError, Row, columns, markdown, plain, write_between_marks

PORT = Question("in", "can a port get wet", ("port.wet",))
PRICE = Question("out_near", "what does it cost")


def right(score: float) -> Taken:
    return Taken("in", score, right=True)


def wrong(score: float) -> Taken:
    return Taken("in", score)


def false(score: float) -> Taken:
    return Taken("out_near", score)


# ------------------------------------------------------------------ judgement


@pytest.mark.parametrize(
    ("question", "ranked", "taken"),
    [
        pytest.param(PORT, [("port.wet", 0.9), ("picc.wet", 0.5)], right(0.9), id="right"),
        pytest.param(PORT, [("picc.wet", 0.9), ("port.wet", 0.5)], wrong(0.9), id="wrong"),
        pytest.param(
            PORT, [("gap:cost", 0.9), ("port.wet", 0.5)], Taken("in", 0.5, right=True, refused=True), id="a gap first"
        ),
        pytest.param(PORT, [], Taken("in", -math.inf, refused=True), id="nothing"),
        pytest.param(PORT, [("gap:cost", 1.0)], Taken("in", -math.inf, refused=True), id="a gap alone"),
        pytest.param(PRICE, [("port.wet", 0.9)], false(0.9), id="a false answer"),
        pytest.param(PRICE, [("chat.human", 0.9)], Taken("out_near", 0.9, deflects=True), id="sent to a person"),
        pytest.param(PRICE, [("chat.thanks", 0.9)], false(0.9), id="small talk for a question"),
        pytest.param(
            Question("unanswerable", "what is it"),
            [("chat.thanks", 0.9)],
            Taken("unanswerable", 0.9, deflects=True),
            id="small talk is no article's answer",
        ),
    ],
)
def test_a_ranking_is_judged_by_its_best_intent(question: Question, ranked: Ranked, taken: Taken) -> None:
    assert take(question, ranked) == taken


def test_labels_rank_by_their_best_example() -> None:
    assert best_of_each([("a", 1.0), ("b", 3.0), ("a", 2.0)]) == [("b", 3.0), ("a", 2.0)]


@pytest.mark.parametrize(
    ("ranked", "leads"),
    [
        pytest.param([("a", 5.0), ("b", 3.0), ("c", 1.0)], [("a", 2.0), ("b", -2.0), ("c", -4.0)], id="three"),
        pytest.param([("a", 5.0)], [("a", 5.0)], id="one"),
        pytest.param([], [], id="none"),
    ],
)
def test_a_lead_is_counted_from_the_best_other_label(ranked: Ranked, leads: Ranked) -> None:
    assert by_lead(ranked) == leads


# ----------------------------------------------------------------- thresholds

SWEPT = [right(0.9), wrong(0.8), right(0.7), false(0.6), right(0.5), Taken("out_far", 0.95, deflects=True)]


@pytest.mark.parametrize(
    ("errors", "threshold"),
    [
        pytest.param(0, 0.9, id="no error"),
        pytest.param(1, 0.7, id="one wrong answer"),
        pytest.param(2, 0.5, id="one wrong and one false answer"),
        pytest.param(99, 0.5, id="all"),
    ],
)
def test_the_threshold_is_the_lowest_that_lets_so_many_errors_through(errors: int, threshold: float) -> None:
    assert threshold_within(SWEPT, errors) == threshold


def test_questions_of_one_score_are_answered_together_or_not_at_all() -> None:
    assert threshold_within([right(0.9), right(0.5), wrong(0.5)], 0) == 0.9


def test_no_threshold_helps_when_the_surest_answer_is_an_error() -> None:
    assert threshold_within([wrong(0.9), right(0.5)], 0) == math.inf


def test_what_a_gap_refuses_is_no_error_at_any_threshold() -> None:
    assert threshold_within([Taken("out_near", 0.9, refused=True), right(0.5)], 0) == 0.5


@pytest.mark.parametrize(
    ("threshold", "counted"),
    [
        pytest.param(
            -math.inf, Tally(3, 1, 0, {"out_near": 1, "out_far": 0, "unanswerable": 0}), id="everything answered"
        ),
        pytest.param(0.7, Tally(2, 1, 1, {"out_near": 0, "out_far": 0, "unanswerable": 0}), id="equal is answered"),
        pytest.param(math.inf, Tally(0, 0, 4, {"out_near": 0, "out_far": 0, "unanswerable": 0}), id="nothing answered"),
    ],
)
def test_a_tally_counts_what_becomes_of_every_question(threshold: float, counted: Tally) -> None:
    assert tally(SWEPT, threshold) == counted


def test_errors_are_wrong_and_false_answers() -> None:
    assert Tally(9, 2, 1, {"out_near": 3, "out_far": 1}).errors == 6


def test_top_one_knows_no_refusal() -> None:
    assert top_one([right(0.1), Taken("in", 0.2, right=True, refused=True), wrong(0.9), false(0.9)]) == 2


# ----------------------------------------------------------------- statistics


@pytest.mark.parametrize(
    ("taken", "chance"),
    [
        pytest.param([right(0.9), wrong(0.8), false(0.1)], 1.0, id="apart"),
        pytest.param([right(0.1), false(0.9)], 0.0, id="the wrong way round"),
        pytest.param([right(0.5), false(0.5)], 0.5, id="tied"),
        pytest.param([right(0.9), right(0.4), false(0.5), false(0.4)], 0.625, id="one pair lost and one tied"),
        pytest.param([right(0.1), Taken("out_near", 0.9, refused=True)], 1.0, id="a refusal stands below all"),
        pytest.param([right(0.1), Taken("out_far", 0.9, deflects=True)], 1.0, id="a deflection is no answer"),
    ],
)
def test_auroc_is_the_chance_that_an_answerable_question_stands_higher(taken: list[Taken], chance: float) -> None:
    assert auroc(taken) == chance


@pytest.mark.parametrize("taken", [[right(0.9)], [false(0.9)], []], ids=["inside", "outside", "none"])
def test_auroc_needs_both_kinds(taken: list[Taken]) -> None:
    assert math.isnan(auroc(taken))


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        pytest.param(0, 10, 0.0, 0.2775, id="none"),
        pytest.param(10, 10, 0.7225, 1.0, id="all"),
        pytest.param(5, 50, 0.0435, 0.2136, id="a tenth"),
        pytest.param(81, 263, 0.2553, 0.3662, id="newcombe's example"),
        pytest.param(0, 0, 0.0, 1.0, id="nothing counted"),
    ],
)
def test_the_wilson_interval(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 3), (0.99, 4), (1.0, 4)])
def test_a_percentile_is_one_of_the_values(share: float, value: float) -> None:
    assert percentile([4, 1, 3, 2], share) == value


# ------------------------------------------------------------------ questions


def test_single_questions_are_read_from_json_lines_and_from_cases(tmp_path: Path) -> None:
    lines = [
        {"kind": "in", "q": "one", "accept": ["a", "b"], "style": "casual"},
        {"kind": "out_far", "q": "two"},
        {"kind": "dialog", "turns": []},
        {"kind": "safety", "q": "three", "accept": ["c"]},
    ]
    first, second = tmp_path / "first.jsonl", tmp_path / "second.yaml"
    first.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    second.write_text(
        "- {ask: four, expect: a}\n"
        "- {ask: five, expect: none}\n"
        "- {ask: six, safety: emergency, expect: a}\n"
        "- - {ask: seven, expect: a}\n"
        "  - {ask: eight, expect: a}\n",
        "utf-8",
    )

    assert read_questions([first, second]) == [
        Question("in", "four", ("a",)),
        Question("out_near", "five"),
        Question("in", "seven", ("a",)),
        Question("in", "one", ("a", "b")),
        Question("out_far", "two"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{", ":1: not a line of JSON", id="no json"),
        pytest.param('{"q": "a"}', ":1: this line must be a mapping with kind", id="no kind"),
        pytest.param(
            '{"kind": "out_far", "q": "a"}\n{"kind": "in", "q": "b"}',
            ":2: this line must be a mapping with q, accept",
            id="nothing accepted",
        ),
        pytest.param(
            '{"kind": "dialog"}',
            ": no single question; a line has 'kind', 'q' and, when it is 'in', 'accept'",
            id="no question",
        ),
    ],
)
def test_a_file_without_questions_says_what_it_lacks(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(QuestionsError) as caught:
        read_questions([path])
    assert str(caught.value) == f"{path}{message}"


def test_a_data_set_is_read_from_its_folder(tmp_path: Path) -> None:
    train, test = [("warm loaf", "fresh"), ("tell a joke", "oos")], [("is it fresh", "fresh"), ("who are you", "oos")]
    for name, pairs in (("train", train), ("test", test)):
        lines = (json.dumps({"text": text, "intent": intent}) for text, intent in pairs)
        tmp_path.joinpath(f"{name}.jsonl").write_text("\n".join(lines), "utf-8")

    assert read_data_set(tmp_path) == DataSet(
        tmp_path.name,
        (("warm loaf", "fresh"),),
        (Question("in", "is it fresh", ("fresh",)), Question("out_far", "who are you")),
    )


def test_a_folder_that_is_no_data_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match=r"has neither test\.jsonl nor valid\.jsonl$"):
        read_data_set(tmp_path)


# ------------------------------------------------------------------- measures

BREAD = DataSet(
    "bread",
    (
        ("is the bread still warm", "fresh"),
        ("when does fresh bread come out", "fresh"),
        ("please slice my loaf", "cut"),
        ("can you cut it for me", "cut"),
    ),
    (Question("in", "bread still warm?", ("fresh",)), Question("in", "slice the loaf", ("cut",))),
)


def test_systems_are_measured_on_the_same_questions() -> None:
    measured = list(measure_data_set(["ours-ranking", "rapidfuzz-token_set_ratio"], BREAD))

    assert [(one.system, [taken.right for taken in one.taken]) for one in measured] == [
        ("ours-ranking", [True, True]),
        ("rapidfuzz-token_set_ratio", [True, True]),
    ]
    assert all(len(one.seconds) == 2 and min(one.seconds) > 0 and one.ready > 0 for one in measured)


def test_a_peer_makes_no_more_errors_than_ours(tmp_path: Path) -> None:
    content = "intents: [{id: fresh, question: Is it fresh?, examples: [is the bread warm], answer: Yes.}]"
    tmp_path.joinpath("bread.yaml").write_text(content, "utf-8")
    questions = [Question("in", "is the bread warm", ("fresh",)), Question("out_far", "tell me a joke")]

    measured = list(measure(["ours", "rapidfuzz-ratio"], [("is the bread warm", "fresh")], questions, tmp_path))

    assert [(row.system, row.tally.right, row.tally.errors) for row in rows(measured)] == [
        ("ours", 1, 0),
        ("rapidfuzz-ratio", 1, 0),
    ]


def test_a_system_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(MeasureError, match=r"(?s)^ours failed:\n.*ContentError"):
        list(measure(["ours"], [], [PORT], tmp_path / "nowhere"))


def test_what_is_not_installed_is_named_before_anything_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROSTER, "lost", Entry("lost", ROSTER["ours"].make, ("no-such-package-1", "rapidfuzz")))
    with pytest.raises(MeasureError) as caught:
        require(["ours", "lost"])
    assert str(caught.value) == "not installed: no-such-package-1; run pip install -e '.[bench]'"


def test_a_distribution_stands_on_all_that_it_needs() -> None:
    assert closure(("infusion-chatbot",)) == {"infusion-chatbot", "prompt-toolkit", "pyyaml", "rapidfuzz", "wcwidth"}


def test_the_installed_size_is_that_of_all_parts_together() -> None:
    assert installed_size(("prompt-toolkit",)) == installed_size(("wcwidth", "prompt-toolkit")) > 1_000_000


# ---------------------------------------------------------------------- table

ROW = Row(
    system="ours",
    title="infusion-chatbot",
    asked=200,
    top_one=None,
    tally=Tally(180, 5, 15, {"out_near": 4, "out_far": 0}),
    auroc=0.9876,
    median=0.00123,
    p99=0.0234,
    ready=0.87,
    peak=72_400_000,
    installed=21_600_000,
)
PEER = Row(
    system="bm25",
    title="BM25",
    asked=200,
    top_one=160,
    tally=Tally(60, 9, 131, {"out_near": 0}),
    auroc=math.nan,
    median=0.1,
    p99=0.2,
    ready=12.0,
    peak=None,
    installed=0,
)
SHOWN = columns({"in": 200, "out_near": 60})


def test_a_table_for_a_terminal_says_what_became_of_the_questions() -> None:
    assert plain([ROW, PEER], SHOWN[:7]).splitlines() == [
        "system            top-1  right          wrong (95%)  refused  near, of 60  AUROC",
        "infusion-chatbot      -  90.0%  2.5% (1.1% to 5.7%)     7.5%            4  0.988",
        "BM25              80.0%  30.0%  4.5% (2.4% to 8.3%)    65.5%            0      -",
    ]


def test_a_table_for_a_terminal_says_what_it_took() -> None:
    assert plain([ROW, PEER], [SHOWN[0], *SHOWN[7:]]).splitlines() == [
        "system            median ms  p99 ms  ready s  RAM MB  disk MB",
        "infusion-chatbot        1.2    23.4      0.9      72       22",
        "BM25                  100.0   200.0     12.0       -        0",
    ]


def test_a_table_for_the_readme() -> None:
    assert markdown([ROW], SHOWN[:5]).splitlines() == [
        "| system | top-1 | right | wrong (95%) | refused |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| infusion-chatbot | - | 90.0% | 2.5% (1.1% to 5.7%) | 7.5% |",
    ]


def test_a_row_as_json() -> None:
    assert json.loads(json.dumps(PEER.to_dict())) == {
        "system": "bm25",
        "asked": 200,
        "top_one": 160,
        "right": 60,
        "wrong": 9,
        "wrong_95": [0.0239, 0.0833],
        "refused": 131,
        "false": {"out_near": 0},
        "auroc": None,
        "median_ms": 100.0,
        "p99_ms": 200.0,
        "ready_s": 12.0,
        "peak_bytes": None,
        "installed_bytes": 0,
    }


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("above\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nbelow\n", "utf-8")
    write_between_marks(path, "new")
    write_between_marks(path, "newer")
    assert path.read_text("utf-8") == "above\n<!-- benchmarks -->\nnewer\n<!-- /benchmarks -->\nbelow\n"


@pytest.mark.parametrize(
    "text", ["", "<!-- benchmarks -->", "<!-- /benchmarks -->", "<!-- /benchmarks -->\n<!-- benchmarks -->"]
)
def test_a_file_without_both_marks_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "README.md"
    path.write_text(text, "utf-8")
    with pytest.raises(MarksError):
        write_between_marks(path, "new")
    assert path.read_text("utf-8") == text
