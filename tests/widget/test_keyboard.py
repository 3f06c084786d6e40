from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Arrive, host
from tests.widget.visit import NARROW, WIDE

SIZES = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])


def test_a_whole_conversation_needs_no_mouse(arrive: Arrive) -> None:
    visit = arrive(host())
    keys = visit.page.keyboard
    visit.page.locator("#link").focus()

    keys.press("Tab")
    keys.press("Enter")
    expect(visit.turns).to_have_count(1)
    keys.type("can i shower with a picc")
    keys.press("Enter")
    expect(visit.turns).to_have_count(3)
    keys.press("Shift+Tab")  # the last of what is offered
    keys.press("Shift+Tab")
    keys.press("Enter")
    expect(visit.turns).to_have_count(5)
    keys.press("Escape")

    assert [body["text"] for body in visit.asked] == ["can i shower with a picc", "Where does a PICC line go?"]
    assert visit.focused() == "launcher"


@pytest.mark.parametrize(("viewport", "first"), [(WIDE, "input"), (NARROW, "title")], ids=["1280", "320"])
def test_opening_moves_the_focus_in(arrive: Arrive, viewport: dict[str, int], first: str) -> None:
    visit = arrive(viewport=viewport).open()

    assert visit.focused() == first


@SIZES
def test_escape_closes_and_returns_the_focus(arrive: Arrive, viewport: dict[str, int]) -> None:
    visit = arrive(viewport=viewport).open()

    visit.page.keyboard.press("Escape")

    expect(visit.panel).to_be_hidden()
    assert visit.focused() == "launcher"


def test_the_focus_returns_to_what_on_the_page_opened_the_panel(arrive: Arrive) -> None:
    visit = arrive(host())
    visit.page.locator("#link").focus()
    visit.page.evaluate("document.querySelector('infusion-chat').open()")

    visit.page.keyboard.press("Escape")

    assert visit.focused() == "link"


def test_escape_elsewhere_on_the_page_leaves_the_panel_open(arrive: Arrive) -> None:
    visit = arrive(host()).open()
    visit.page.locator("#link").focus()

    visit.page.keyboard.press("Escape")

    expect(visit.panel).to_be_visible()


def test_a_page_can_tell_that_escape_was_for_the_panel(arrive: Arrive) -> None:
    visit = arrive(host()).open()
    visit.page.evaluate("() => { onkeydown = (event) => { window.wasHandled = event.defaultPrevented; }; }")

    visit.page.keyboard.press("Escape")

    assert visit.page.evaluate("wasHandled") is True


def test_closing_does_not_take_the_focus_from_the_page(arrive: Arrive) -> None:
    visit = arrive(host()).open()
    visit.page.locator("#link").focus()

    visit.page.evaluate("document.querySelector('infusion-chat').close()")

    assert visit.focused() == "link"


def test_an_open_attribute_opens_without_taking_the_focus(arrive: Arrive) -> None:
    visit = arrive(host(attributes="open"))

    expect(visit.turns).to_have_count(1)

    assert visit.focused() == "body"


def test_a_reply_does_not_move_the_focus(arrive: Arrive) -> None:
    visit = arrive().open()
    held = visit.hold()
    visit.type("what is ivig")
    expect(visit.turns).to_have_count(2)
    visit.button("Close").focus()

    held[0].continue_()
    expect(visit.turns).to_have_count(3)

    assert visit.focused() == "tool"


def test_after_a_choice_the_focus_is_in_the_input(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("port")

    visit.button("What is a port?").click()
    expect(visit.turns).to_have_count(5)

    assert visit.focused() == "input"


def test_while_an_answer_is_looked_for_the_input_is_read_only_and_keeps_the_focus(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.hold()

    visit.type("what is ivig")
    expect(visit.input).to_have_attribute("readonly", "")

    assert visit.focused() == "input"


def test_while_an_answer_is_looked_for_nothing_is_disabled(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.hold()

    visit.type("what is ivig")
    expect(visit.button("Send")).to_have_attribute("aria-disabled", "true")

    expect(visit.page.locator("infusion-chat [disabled]")).to_have_count(0)


def test_one_question_is_asked_at_a_time(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.hold()
    visit.type("what is ivig")
    expect(visit.turns).to_have_count(2)

    visit.button("What is infusion therapy?").click(force=True)
    visit.page.evaluate("document.querySelector('infusion-chat').ask('what is a port')")

    assert [body["text"] for body in visit.asked] == ["what is ivig"]


def test_on_a_wide_screen_the_page_beside_the_panel_can_be_used(arrive: Arrive) -> None:
    visit = arrive(host()).open()

    visit.page.locator("#link").click()

    assert visit.page.url.endswith("#top")


def test_on_a_small_screen_the_focus_stays_in_the_panel(arrive: Arrive) -> None:
    visit = arrive(host(), viewport=NARROW).open()

    places = set()
    for _ in range(20):
        visit.page.keyboard.press("Tab")
        places.add(visit.focused())

    # The body stands for the browser's own bar, which a dialog must not lock anybody out of.
    assert places <= {"tool", "title", "transcript", "choice", "input", "send", "a", "infusion-chat", "body"}
    assert {"tool", "input", "send"} <= places
    assert "link" not in places


def test_on_a_small_screen_the_panel_covers_all(arrive: Arrive) -> None:
    visit = arrive(viewport=NARROW).open()

    assert visit.panel.bounding_box() == {"x": 0, "y": 0, **NARROW}


def test_a_window_made_small_turns_the_panel_into_a_dialog_and_keeps_the_focus(arrive: Arrive) -> None:
    visit = arrive(host()).open()

    visit.page.set_viewport_size({"width": 320, "height": 640})
    expect(visit.page.locator("infusion-chat dialog:modal")).to_be_visible()

    assert visit.focused() == "input"


def test_the_transcript_scrolls_by_keyboard(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("what are the side effects of chemo")
    transcript = visit.page.locator("infusion-chat .transcript")
    transcript.focus()
    visit.page.keyboard.press("Home")
    expect(transcript).to_have_js_property("scrollTop", 0)

    visit.page.keyboard.press("PageDown")

    expect(transcript).not_to_have_js_property("scrollTop", 0)


def test_a_long_answer_is_shown_from_its_question_on(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("what are the side effects of chemo")

    expect(visit.page.locator("infusion-chat .bubble")).to_be_in_viewport(ratio=1)


def test_shift_and_enter_begin_a_new_line(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.input.fill("what is ivig")

    visit.input.press("Shift+Enter")

    expect(visit.input).to_have_value("what is ivig\n")


def test_enter_that_ends_a_composed_word_sends_nothing(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.input.fill("what is ivig")

    visit.input.dispatch_event("keydown", {"key": "Enter", "isComposing": True})

    expect(visit.turns).to_have_count(1)
