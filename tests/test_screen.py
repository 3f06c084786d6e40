from __future__ import annotations

import pytest

from chatbot import Answer, Chatbot, Reply
from chatbot.content import Texts
from chatbot.terminal.screen import Frame, Line, Page, as_text, printable, reply_lines, text_lines

TEXTS = Texts(remind_emergency="If it is not over, call 911.")
ALARM = "Call 911 now, or your local number.\n\nThis chat cannot help."
EACH = """\
one two three four five

- six seven eight nine
10. eleven twelve thirteen
  indented by two columns
/save FILE  what it is for
COVID-19 and COVID-19 again
incomprehensibilities-of-it"""


def shown(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_text_is_wrapped_at_the_width_and_an_entry_hangs_under_its_text() -> None:
    assert shown(text_lines(EACH, Page(22))) == [
        "one two three four",
        "five",
        "",
        "- six seven eight nine",
        "10. eleven twelve",
        "    thirteen",
        "  indented by two",
        "  columns",
        "/save FILE  what it is",
        "  for",
        "COVID-19 and COVID-19",
        "again",
        "incomprehensibilities-",
        "of-it",
    ]


def test_without_a_width_text_stays_as_it_is() -> None:
    assert shown(text_lines(EACH, Page())) == EACH.splitlines()


@pytest.mark.parametrize("width", [20, 40, 80])
def test_every_answer_fits_the_width_without_a_broken_word_or_a_stray_blank_line(bot: Chatbot, width: int) -> None:
    for intent in bot.intents:
        reply = bot.ask(intent.question)
        lines = shown(reply_lines(reply, bot.content.texts, Page(width)))
        assert max(map(len, lines)) <= width, intent.id
        assert " ".join(lines).split() == reply.text.split(), intent.id
        assert "\n\n\n" not in "\n".join(lines), intent.id
        assert lines[0] != "", intent.id
        assert lines[-1] != "", intent.id


def test_off_a_screen_a_reply_is_its_text(bot: Chatbot) -> None:
    for question in ("can i shower with a picc", "picc", "i cant breathe", "how much is a port"):
        reply = bot.ask(question)
        assert as_text(reply_lines(reply, bot.content.texts, Page()), styled=True) == f"{reply.text}\n"


@pytest.mark.parametrize(
    ("frame", "lines"),
    [
        pytest.param(
            "rules",
            [
                Line("========= EMERGENCY ==========", "bold reverse"),
                Line("Call 911 now, or your local", "bold"),
                Line("number.", "bold"),
                Line(""),
                Line("This chat cannot help."),
                Line("==============================", "bold"),
            ],
            id="rules",
        ),
        pytest.param(
            "label",
            [
                Line("EMERGENCY"),
                Line("Call 911 now, or your local", "bold"),
                Line("number.", "bold"),
                Line(""),
                Line("This chat cannot help."),
            ],
            id="label",
        ),
    ],
)
def test_an_emergency_is_set_apart_by_words_and_lines(frame: Frame, lines: list[Line]) -> None:
    reply = Reply("answer", ALARM, safety="emergency")
    assert reply_lines(reply, TEXTS, Page(30, frame)) == lines


@pytest.mark.parametrize(
    ("reply", "banner"),
    [
        (Reply("answer", ALARM, safety="urgent"), "URGENT"),
        (Reply("answer", ALARM, safety="crisis"), "GET HELP NOW"),
        (Reply("answer", ALARM, safety="emergency"), "EMERGENCY"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.safety,
)
def test_each_level_of_alarm_has_a_word_of_its_own(reply: Reply, banner: str) -> None:
    assert reply_lines(reply, TEXTS, Page(0, "label"))[0] == Line(banner)


def test_an_alarm_of_one_paragraph_ends_with_it() -> None:
    reply = Reply("answer", "Call now.", safety="urgent")
    assert shown(reply_lines(reply, TEXTS, Page(20, "rules"))) == ["====== URGENT ======", "Call now.", "=" * 20]


def test_the_reminder_after_an_alarm_is_strong() -> None:
    reply = Reply("fallback", "If it is not over, call 911.\n\nI do not know.")
    assert reply_lines(reply, TEXTS, Page(20)) == [
        Line("If it is not over,", "bold"),
        Line("call 911.", "bold"),
        Line(""),
        Line("I do not know."),
    ]


def test_of_several_answers_each_question_is_strong() -> None:
    answers = tuple(Answer(name, f"What is {name}?", f"It is {name}.", "", 1.0) for name in ("a", "b"))
    reply = Reply("answer", "What is a?\nIt is a.\n\nWhat is b?\nIt is b.", answers)
    strong = [line.text for line in reply_lines(reply, TEXTS, Page(80)) if line.style]
    assert strong == ["What is a?", "What is b?"]


def test_styles_are_bold_and_reverse_and_no_colour() -> None:
    lines = [Line("a"), Line("b", "bold"), Line("c", "bold reverse")]
    assert as_text(lines, styled=True) == "a\n\x1b[1mb\x1b[0m\n\x1b[1;7mc\x1b[0m\n"
    assert as_text(lines, styled=False) == "a\nb\nc\n"


def test_what_cannot_be_shown_becomes_a_question_mark() -> None:
    assert printable("a\x1b[31mb\x00\u202e\u00e4\U0001f600") == "a?[31mb??\u00e4\U0001f600"
