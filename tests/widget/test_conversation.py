from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from chatbot import Chatbot
from tests.widget.conftest import Arrive
from tests.widget.visit import text_of

REPLIES = {
    "answer": "can i shower with a picc",
    "list": "what are the side effects of chemo",
    "two-answers": "can a port get wet and where does a picc go",
    "answer-and-gap": "can i shower with a picc and how much does it cost",
    "choices": "port",
    "gap": "how much does ivig cost",
    "no-idea": "asdf qwer",
    "small-talk": "hello",
    "emergency": "i cant breathe",
    "crisis": "i want to kill myself",
    "urgent": "i have a rash and im itching during my infusion",
}


def test_no_line_of_a_reply_is_lost(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive().open()
    lost = {}

    for name, question in REPLIES.items():
        visit.ask(question)
        reply, shown = bot.ask(question), visit.reply.inner_text()
        choices = {f"{place}. {choice.question}": choice.question for place, choice in enumerate(reply.suggestions, 1)}
        lines = [choices.get(line, line).removeprefix("- ") for line in reply.text.splitlines()]
        lost[name] = [line for line in lines if line not in shown]
        visit.page.evaluate("document.querySelector('infusion-chat').clear()")

    assert lost == {name: [] for name in REPLIES}


def test_an_answer_says_which_question_it_answers(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("can i showr w my picc")

    expect(visit.reply.get_by_role("heading")).to_have_text("Can a PICC line get wet?")


def test_an_answer_names_its_source(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("can i shower with a picc")

    expect(visit.reply.locator(".source")).to_have_text('Source: "Types of Lines" in the article')


def test_each_of_two_answers_has_its_heading_and_its_source(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("can a port get wet and where does a picc go")

    expect(visit.reply.locator(".question, .source")).to_have_text(
        [
            "Can a port get wet?",
            'Source: "Types of Lines" in the article',
            "Where does a PICC line go?",
            'Source: "Types of Lines" in the article',
        ]
    )


def test_what_may_be_asked_next_is_a_list_of_buttons(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("can i shower with a picc")

    expect(visit.reply.get_by_role("listitem").get_by_role("button")).to_have_text(
        ["What is a PICC line?", "Where does a PICC line go?", "How long can a PICC line stay in?"]
    )


def test_a_choice_asks_its_question(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("port")

    visit.button("Where does a port go?").click()

    expect(visit.reply.get_by_role("heading")).to_have_text("Where does a port go?")


def test_a_choice_leaves_what_is_half_typed(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("port")
    visit.input.fill("and how")

    visit.button("Where does a port go?").click()
    expect(visit.turns).to_have_count(5)

    expect(visit.input).to_have_value("and how")


def test_the_first_questions_are_those_of_the_service(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive().open()

    starters = [bot.content.by_id[name].question for name in bot.content.starters]
    expect(visit.reply.get_by_role("button")).to_have_text(starters)


def test_the_context_goes_with_the_next_question(arrive: Arrive) -> None:
    visit = arrive().open()
    first = visit.ask("can i shower with a picc").json()

    visit.ask("and a port?")

    assert [body["context"] for body in visit.asked] == [{}, first["context"]]


@pytest.mark.parametrize(
    ("question", "heading", "links"),
    [
        ("i cant breathe", "This may be an emergency", {"Call 911": "tel:911"}),
        (
            "i want to kill myself",
            "Please talk to someone now",
            {"Call 988": "tel:988", "Text 988": "sms:988", "Call 911": "tel:911"},
        ),
        ("i have a rash and im itching during my infusion", "Get help with this now", {"Call 911": "tel:911"}),
    ],
    ids=["emergency", "crisis", "urgent"],
)
def test_an_alarm_says_what_it_is_and_links_to_help(
    arrive: Arrive, question: str, heading: str, links: dict[str, str]
) -> None:
    visit = arrive().open()

    visit.ask(question)

    shown = {link.inner_text(): link.get_attribute("href") for link in visit.reply.get_by_role("link").all()}
    assert (visit.reply.get_by_role("heading").inner_text(), shown) == (heading, links)


def test_the_links_come_straight_after_the_first_line_of_an_alarm(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("i cant breathe")

    names = visit.reply.locator(".card > *").evaluate_all("nodes => nodes.slice(0, 3).map((node) => node.localName)")
    assert names == ["h3", "p", "div"]


def test_the_reply_after_an_alarm_repeats_it_with_its_links(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("i cant breathe")

    visit.ask("what is ivig")

    expect(visit.reply.locator(".card > *").first).to_have_text("If the danger is still there, call 911 now.")
    expect(visit.reply.get_by_role("link")).to_have_text(["Call 911"])


def test_help_that_is_not_known_yet_is_filled_in_later(arrive: Arrive) -> None:
    visit = arrive()
    visit.page.route("**/v1/config", lambda route: route.abort())
    visit.launcher.click()
    expect(visit.turns).to_have_count(1)
    visit.page.unroute("**/v1/config")

    visit.type("i cant breathe")

    expect(visit.reply.get_by_role("link")).to_have_text(["Call 911"])


def test_the_log_holds_the_newest_reply_and_nothing_else(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive().open()
    visit.ask("what is a port")

    visit.ask("how much does ivig cost")

    expected = bot.ask("how much does ivig cost", bot.ask("what is a port").context).text
    assert visit.announced.evaluate("node => [...node.children].map((child) => child.textContent)") == [expected]


def test_the_greeting_is_announced(arrive: Arrive, bot: Chatbot) -> None:
    visit = arrive().open()

    expect(visit.announced).to_have_text(bot.content.texts.greeting)


def test_the_emergency_line_is_always_there(arrive: Arrive) -> None:
    visit = arrive().open()

    expect(visit.page.locator("infusion-chat .notice strong")).to_have_text("In an emergency, call 911.")


def test_it_says_what_it_is_and_that_nothing_is_saved(arrive: Arrive) -> None:
    visit = arrive().open()

    expect(visit.page.locator("infusion-chat .notice")).to_contain_text(
        "Automatic answers from one article, not medical advice. Nothing you type is saved."
    )


def test_near_the_limit_the_characters_are_counted(arrive: Arrive) -> None:
    visit = arrive().open()
    counted = {}

    for typed in (239, 240, 300, 301):
        visit.input.fill("x" * typed)
        counted[typed] = visit.page.locator("infusion-chat #left").text_content()

    assert counted == {239: "", 240: "Characters left: 60", 300: "Characters left: 0", 301: "Characters too many: 1"}


def test_a_character_outside_the_basic_plane_counts_as_one(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.input.fill("\N{SYRINGE}" * 250)

    expect(visit.page.locator("infusion-chat #left")).to_have_text("Characters left: 50")


def test_what_is_too_long_is_not_sent_and_not_cut(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.type("x" * 301)

    expect(visit.input).to_have_value("x" * 301)
    assert visit.asked == []


def test_an_empty_question_is_not_sent(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.type("  ")

    expect(visit.panel.get_by_role("status")).to_have_text("Please type a question first.")
    assert visit.asked == []


def test_what_looks_personal_gets_a_gentle_word(arrive: Arrive) -> None:
    visit = arrive().open()

    for typed in ("call me at 555-123-4567", "ann@example.org", "MRN 00412345", "born 12/05/1985"):
        visit.input.fill(typed)
        expect(visit.panel.get_by_role("status"), typed).to_contain_text("Better leave it out.")


def test_ordinary_numbers_get_none(arrive: Arrive) -> None:
    visit = arrive().open()

    for typed in ("is 911 the number", "does it take 2 to 12 hours", "5 mg @ noon", "i am 64, weigh 180"):
        visit.input.fill(typed)
        expect(visit.panel.get_by_role("status"), typed).to_have_text("")


def test_what_looks_personal_can_still_be_sent(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("my mrn is 00412345 what is ivig")

    assert [body["text"] for body in visit.asked] == ["my mrn is 00412345 what is ivig"]


def test_starting_over_forgets_the_conversation(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("can i shower with a picc")

    visit.button("Start over").click()
    expect(visit.turns).to_have_count(1)
    visit.ask("and a port?")

    assert visit.asked[-1]["context"] == {}


def test_an_answer_that_comes_after_starting_over_is_dropped(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("what is a port")
    visit.hold()
    visit.type("what is ivig")
    expect(visit.turns).to_have_count(4)

    visit.button("Start over").click()

    expect(visit.turns).to_have_count(1)
    expect(visit.input).to_be_editable()


def test_the_conversation_can_be_saved_as_a_file(arrive: Arrive, bot: Chatbot, tmp_path: Path) -> None:
    visit = arrive().open()
    visit.ask("can i shower with a picc")

    with visit.page.expect_download() as download:
        visit.button("Save a copy").click()
    download.value.save_as(tmp_path / "copy.txt")

    saved = tmp_path.joinpath("copy.txt").read_text("utf-8")
    said = f"You:\ncan i shower with a picc\n\nInfusion FAQ:\n{text_of(bot, 'can i shower with a picc')}\n"
    assert saved.endswith(f"In an emergency, call 911.\n\n{said}")


def test_before_the_first_question_there_is_nothing_to_save(arrive: Arrive) -> None:
    visit = arrive().open()

    expect(visit.panel.get_by_role("button", name="Save a copy")).to_be_hidden()
