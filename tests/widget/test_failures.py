from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chatbot import Chatbot
from tests.widget.conftest import Arrive, host
from tests.widget.visit import text_of

QUESTION = "what is ivig"
NOTE = "In an emergency, call 112."


def test_a_failure_keeps_the_question_and_can_be_retried(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive().open()
    visit.fail_with(503)
    visit.ask(QUESTION)
    visit.page.unroute("**/v1/ask")

    visit.button("Try again").click()

    expect(visit.announced).to_have_text(text_of(bot, QUESTION))
    expect(visit.page.locator("infusion-chat .bubble")).to_have_text([QUESTION])


def test_a_failure_is_an_alert(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.fail_with(500)

    visit.ask(QUESTION)

    expect(visit.reply.get_by_role("alert")).to_contain_text("Something went wrong on our side.")


def test_a_retry_moves_the_focus_to_the_input(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.fail_with(503)
    visit.ask(QUESTION)

    visit.button("Try again").click()

    assert visit.focused() == "input"


def test_a_failure_shows_whom_to_call(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.fail_with(503, safety_note=NOTE)

    visit.ask(QUESTION)

    expect(visit.reply.get_by_role("alert")).to_contain_text(NOTE)


def test_words_for_developers_are_not_shown(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.fail_with(422, title="The question cannot be used", detail="Mend what `errors` points at.")

    visit.ask(QUESTION)

    expect(visit.reply.get_by_role("alert")).to_have_text(
        "Something went wrong on our side.In an emergency, call 911.", use_inner_text=False
    )


@pytest.mark.parametrize(("header", "seconds"), [("7", "7"), ("Wed, 21 Oct 2026 07:28:00 GMT", "10"), ("", "10")])
def test_too_many_questions_say_how_long_to_wait(arrive: Arrive, header: str, seconds: str) -> None:
    visit = arrive().open()
    visit.fail_with(429, {"Retry-After": header} if header else {})

    visit.ask(QUESTION)

    expect(visit.reply.get_by_role("alert")).to_contain_text(f"Please wait {seconds} s, then try again.")


def test_a_slow_answer_is_given_up(arrive: Arrive) -> None:
    visit = arrive(host(attributes="timeout=500")).open()
    visit.hold()

    visit.type(QUESTION)

    expect(visit.reply.get_by_role("alert")).to_contain_text("The answer took too long.")


def test_a_slow_answer_is_said_to_be_looked_for(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.hold()

    visit.type(QUESTION)

    expect(visit.panel.get_by_role("status")).to_have_text("Looking for an answer …")


def test_offline_is_said_and_the_emergency_line_stays(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.page.context.set_offline(True)

    visit.type(QUESTION)

    expect(visit.reply.get_by_role("alert")).to_contain_text("You may be offline.")
    expect(visit.reply.get_by_role("alert")).to_contain_text("In an emergency, call 911.")


@pytest.mark.parametrize(
    ("attributes", "line"),
    [
        ("", "In an emergency, call your local emergency number."),
        ('emergency="In an emergency, call 000."', "In an emergency, call 000."),
    ],
    ids=["built-in", "attribute"],
)
def test_an_emergency_line_is_there_before_the_service_has_said_its_own(
    arrive: Arrive, attributes: str, line: str
) -> None:
    visit = arrive(host(attributes=attributes))
    visit.page.route("**/v1/config", lambda route: route.abort())

    visit.launcher.click()

    expect(visit.reply.get_by_role("alert")).to_contain_text(line)
    expect(visit.page.locator("infusion-chat .notice strong")).to_have_text(line)


def test_a_service_that_comes_back_greets_on_retry(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive()
    visit.page.route("**/v1/config", lambda route: route.abort())
    visit.launcher.click()
    expect(visit.turns).to_have_count(1)
    visit.page.unroute("**/v1/config")

    visit.button("Try again").click()

    expect(visit.announced).to_have_text(bot.content.texts.greeting)


def test_without_its_configuration_questions_are_answered(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive()
    visit.page.route("**/v1/config", lambda route: route.abort())
    visit.launcher.click()
    expect(visit.turns).to_have_count(1)

    visit.type(QUESTION)

    expect(visit.announced).to_have_text(text_of(bot, QUESTION))


def test_an_emergency_does_not_wait_for_the_configuration(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive()
    visit.page.route("**/v1/config", lambda _: None)
    visit.launcher.click()

    visit.type("i cant breathe")

    expect(visit.announced).to_have_text(text_of(bot, "i cant breathe"))


def test_another_question_takes_the_failure_away_and_marks_what_failed(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.fail_with(503)
    visit.ask(QUESTION)
    visit.page.unroute("**/v1/ask")

    visit.type("what is a port")

    expect(visit.reply.get_by_role("heading")).to_have_text("What is a port?")
    expect(visit.page.locator("infusion-chat .you")).to_have_text([f"You:{QUESTION}Not answered", "You:what is a port"])


@pytest.mark.parametrize(
    "body",
    ["<html>", "null", "{}", '{"text": 7}'],
    ids=["html", "null", "no-text", "text-of-number"],
)
def test_a_reply_that_is_none_is_a_failure(arrive: Arrive, body: str) -> None:
    visit = arrive().open()
    visit.page.route("**/v1/ask", lambda route: route.fulfill(status=200, body=body))

    visit.ask(QUESTION)

    expect(visit.reply.get_by_role("alert")).to_be_visible()


def test_a_reply_of_strange_parts_is_shown_as_its_text(arrive: Arrive) -> None:
    visit = arrive().open()
    strange = {"text": "Hello", "answers": [None, 7], "suggestions": {"a": 1}, "safety": "constructor", "context": 3}
    visit.page.route("**/v1/ask", lambda route: route.fulfill(json=strange))

    visit.ask(QUESTION)

    expect(visit.reply.locator(".card")).to_have_text("Hello")
    assert visit.errors == []


def test_the_context_survives_a_failure(arrive: Arrive) -> None:
    visit = arrive().open()
    context = visit.ask("what is a port").json()["context"]
    visit.page.route("**/v1/ask", lambda route: route.abort(), times=1)
    visit.type("can it get wet")
    expect(visit.reply.get_by_role("alert")).to_be_visible()

    visit.button("Try again").click()
    expect(visit.reply.get_by_role("heading")).to_have_text("Can a port get wet?")

    assert [body["context"] for body in visit.asked] == [{}, context, context]


def test_an_answer_that_comes_late_says_nothing_after_the_question_was_given_up(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.hold()
    visit.type(QUESTION)
    expect(visit.turns).to_have_count(2)
    visit.page.unroute("**/v1/ask")
    visit.page.evaluate("document.querySelector('infusion-chat').clear()")

    visit.ask("what is a port")

    expect(visit.turns).to_have_count(3)
