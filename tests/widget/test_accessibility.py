from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Arrive, host
from tests.widget.visit import NARROW, WIDE, Visit


def closed(_: Visit) -> None: ...


def opened(visit: Visit) -> None:
    visit.open()


def asked(question: str) -> Callable[[Visit], None]:
    def ask(visit: Visit) -> None:
        visit.open().ask(question)

    return ask


def broken(visit: Visit) -> None:
    visit.fail_with(503, safety_note="In an emergency, call 911.")
    visit.open().ask("what is ivig")


def limited(visit: Visit) -> None:
    visit.open()
    visit.input.fill("my number is 555 123 4567, " + "really " * 45)
    expect(visit.panel).to_contain_text("phone number")


def offline(visit: Visit) -> None:
    visit.page.context.set_offline(True)
    visit.launcher.click()
    expect(visit.reply).to_contain_text("offline")


STATES = {
    "closed": closed,
    "open": opened,
    "answer": asked("what are the side effects of chemo"),
    "choices": asked("port"),
    "emergency": asked("i cant breathe"),
    "crisis": asked("i want to kill myself"),
    "urgent": asked("i have a rash and im itching during my infusion"),
    "too-long": limited,
    "error": broken,
    "offline": offline,
}


def cut_off(visit: Visit) -> list[str]:
    """Return what is wider than it can show."""
    found: list[str] = visit.page.evaluate(
        """() => [document.documentElement, ...document.querySelector("infusion-chat").shadowRoot.querySelectorAll(
          "dialog, .transcript, .card, .choice, .footer")].filter((node) => node.scrollWidth > node.clientWidth)
          .map((node) => node.className)"""
    )
    return found


def violations_in(visit: Visit) -> list[tuple[str, list[str]]]:
    """Return the rules of axe that are broken, each with where and why."""
    found: list[tuple[str, list[str]]] = visit.page.evaluate(
        """async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
          ({id, nodes}) => [id, nodes.map(({target, failureSummary}) => `${target}: ${failureSummary}`)])"""
    )
    return found


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_light_and_dark(arrive: Arrive, axe: str, state: str, viewport: dict[str, int]) -> None:
    visit = arrive(viewport=viewport, color_scheme="light")
    STATES[state](visit)
    visit.page.evaluate(axe)

    violations = {"light": violations_in(visit)}
    visit.page.emulate_media(color_scheme="dark")
    violations["dark"] = violations_in(visit)

    assert violations == {"light": [], "dark": []}


def test_every_target_is_44_pixels_high_and_wide(arrive: Arrive) -> None:
    visit = arrive(viewport=NARROW).open()
    for question in ("what is ivig", "port", "i want to kill myself"):
        visit.ask(question)

    small = visit.page.evaluate(
        """() => [...document.querySelector("infusion-chat").shadowRoot.querySelectorAll(
          "dialog :is(button, a, textarea)")].map((node) => [node.className || node.id, node.getBoundingClientRect()])
          .filter(([, {width, height}]) => Math.min(width, height) < 44).map(([name]) => name)"""
    )

    assert small == []


def test_nothing_is_cut_off_at_320_pixels(arrive: Arrive) -> None:
    visit = arrive(viewport=NARROW).open()

    for question in ("what are the side effects of chemo", "port", "i want to kill myself"):
        visit.ask(question)

    assert cut_off(visit) == []


def test_with_little_height_the_answer_can_still_be_read(arrive: Arrive) -> None:
    visit = arrive(viewport={"width": 320, "height": 256}).open()

    visit.ask("i cant breathe")

    expect(visit.page.get_by_role("link", name="Call 911")).to_be_in_viewport()


def test_text_may_be_twice_as_large(arrive: Arrive) -> None:
    large = "<style>infusion-chat { --infusion-chat-font-size: 32px }</style>"
    visit = arrive(host(head=large), policy="").open()

    visit.ask("i want to kill myself")

    assert cut_off(visit) == []


def test_the_question_has_a_real_label(arrive: Arrive) -> None:
    visit = arrive().open()

    expect(visit.page.locator("infusion-chat label[for=input]")).to_have_text("Your question")


def test_the_panel_is_a_dialog_with_a_name(arrive: Arrive) -> None:
    visit = arrive().open()

    expect(visit.page.get_by_role("dialog", name="Infusion FAQ")).to_be_visible()


def test_the_button_says_whether_the_panel_is_open(arrive: Arrive) -> None:
    visit = arrive()
    said = [visit.launcher.get_attribute("aria-expanded")]

    visit.open()
    said.append(visit.launcher.get_attribute("aria-expanded"))
    visit.button("Close").click()
    said.append(visit.launcher.get_attribute("aria-expanded"))

    assert said == ["false", "true", "false"]


def test_an_alarm_has_a_heading_an_icon_and_a_text_of_its_own(arrive: Arrive) -> None:
    visit = arrive().open()
    visit.ask("i cant breathe")

    heading = visit.reply.get_by_role("heading", name="This may be an emergency")

    expect(heading.locator("svg")).to_be_visible()


def test_forced_colours_leave_the_alarm_its_frame(arrive: Arrive) -> None:
    visit = arrive(forced_colors="active").open()
    visit.ask("i cant breathe")

    expect(visit.reply.locator(".alarm")).to_have_css("border-left-width", "8px")


def test_forced_colours_draw_what_colour_alone_showed(arrive: Arrive) -> None:
    visit = arrive(forced_colors="active").open()
    visit.ask("what is ivig")

    for name in (".bubble", ".card", ".choice", ".send"):
        expect(visit.page.locator(f"infusion-chat {name}").last).to_have_css("border-top-width", "1px")


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_the_transcript_glides_only_for_those_who_like_motion(arrive: Arrive, motion: str, behaviour: str) -> None:
    visit = arrive(reduced_motion=motion).open()

    expect(visit.page.locator("infusion-chat .transcript")).to_have_css("scroll-behavior", behaviour)
