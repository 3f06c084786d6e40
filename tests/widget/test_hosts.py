from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chatbot import Chatbot
from tests.widget.conftest import STRICT, Arrive, host
from tests.widget.visit import NARROW, Visit, text_of

OPEN_TO_STYLE = STRICT.replace("style-src 'self'", "style-src 'unsafe-inline'")
OPEN_TO_SCRIPT = "default-src 'self' 'unsafe-inline'"

BREAK_LATER = """
<script type="module">
  import "./static/infusion-chat.js";
  const types = [Array, Document, DocumentFragment, Element, Event, EventTarget, HTMLElement, HTMLDialogElement, Map,
    Node, Number, RegExp, String];
  for (const { prototype } of types) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const { writable, value } = Object.getOwnPropertyDescriptor(prototype, name);
      const isOurs = typeof value === "function" && name !== "constructor";
      if (writable && isOurs) prototype[name] = () => { throw new Error(`the page broke ${name}`); };
    }
  }
  Array.prototype[Symbol.iterator] = () => { throw new Error("the page broke the iterator"); };
  JSON.parse = JSON.stringify = Object.keys = Array.isArray = Reflect.apply = window.fetch = window.URL =
    window.setTimeout = () => { throw new Error("the page broke it"); };
  document.title = "Broken";
</script>
"""
"""A page that replaces what it can, once the widget is loaded."""

BREAK_BEFORE = """
<script>
  // As old libraries do it.
  Array.prototype.toJSON = String.prototype.toJSON = Object.prototype.toJSON = () => "broken";
  Array.prototype.each = Object.prototype.extend = Element.prototype.show = () => "broken";
  Array.from = Element.prototype.closest = Element.prototype.matches = () => null;
</script>
"""


def look(visit: Visit) -> dict[str, object]:
    """Return how the parts of the open panel look and where they stand."""
    looks: dict[str, object] = visit.page.evaluate(
        """() => Object.fromEntries(
          [...document.querySelector("infusion-chat").shadowRoot.querySelectorAll("section *")].map((node, place) => {
            const { color, backgroundColor, font, textAlign, textTransform, display } = getComputedStyle(node);
            const { x, y, width, height } = node.getBoundingClientRect();
            const look = [color, backgroundColor, font, textAlign, textTransform, display, x, y, width, height];
            return [`${place} ${node.localName}`, look];
          }))"""
    )
    return looks


@pytest.mark.parametrize(
    "css",
    [
        "* { all: unset !important }",
        "* { box-sizing: content-box !important; font: 8px serif !important; margin: 9px !important }",
        "html { font-size: 62.5% } body { text-align: right; letter-spacing: 1em; text-transform: uppercase }",
        "infusion-chat { display: none !important; position: static; transform: scale(2); opacity: 0; font-size: 4px }",
    ],
    ids=["unset", "important", "inherited", "aimed"],
)
def test_the_style_of_the_page_does_not_reach_the_panel(arrive: Arrive, css: str) -> None:
    plain, hostile = (arrive(host(head=f"<style>{style}</style>"), policy=OPEN_TO_STYLE).open() for style in ("", css))
    for visit in (plain, hostile):
        visit.ask("i cant breathe")

    assert look(hostile) == look(plain)


def test_the_strictest_policy_has_nothing_to_object(arrive: Arrive) -> None:
    visit = arrive(host(), policy=STRICT).open()
    visit.ask("can i shower with a picc")
    visit.ask("i cant breathe")
    with visit.page.expect_download():
        visit.button("Save a copy").click()

    visit.button("Start over").click()

    assert visit.errors == []


def test_the_try_it_page_keeps_its_own_policy(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.ask("what is ivig")

    assert visit.errors == []


@pytest.mark.parametrize("question", ["can i shower with a picc", "port", "i cant breathe"])
def test_a_page_that_replaces_everything_later_does_no_harm(arrive: Arrive, bot: Chatbot, question: str) -> None:
    visit = arrive(host(head=BREAK_LATER), policy=OPEN_TO_SCRIPT)
    expect(visit.page).to_have_title("Broken")
    visit.open()

    visit.ask(question)

    assert (visit.announced.text_content(), visit.errors) == (text_of(bot, question), [])


def test_a_failure_on_such_a_page_is_shown(arrive: Arrive) -> None:
    visit = arrive(host(head=BREAK_LATER), policy=OPEN_TO_SCRIPT).open()
    visit.fail_with(429, {"Retry-After": "3"})

    visit.ask("what is ivig")

    expect(visit.reply.get_by_role("alert")).to_contain_text("Please wait 3 s")


def test_old_libraries_do_not_bend_what_is_sent(arrive: Arrive) -> None:
    visit = arrive(host(head=BREAK_BEFORE), policy=OPEN_TO_SCRIPT).open()
    context = visit.ask("port").json()["context"]

    visit.ask("what is it")

    assert visit.asked == [{"text": "port", "context": {}}, {"text": "what is it", "context": context}]


def test_without_scripts_a_link_leads_to_all_questions(arrive: Arrive) -> None:
    visit = arrive(java_script_enabled=False)

    visit.page.locator("infusion-chat").get_by_role("link", name="All questions and answers").click()

    assert visit.page.url == f"{visit.base}/faq"


def test_the_link_stands_in_the_panel_too(arrive: Arrive) -> None:
    visit = arrive().open()

    visit.page.locator("infusion-chat").get_by_role("link", name="All questions and answers").click()

    assert visit.page.url == f"{visit.base}/faq"


def test_the_service_may_stand_under_another_address(arrive: Arrive) -> None:
    visit = arrive(host(attributes='src="/help"'))
    visit.page.route("**/help/v1/config", lambda route: route.fulfill(json={"name": "Elsewhere"}))

    visit.launcher.click()

    expect(visit.page.get_by_role("dialog", name="Elsewhere")).to_be_visible()


@pytest.mark.parametrize("where", ["page", "element"])
def test_right_to_left_everything_is_mirrored(arrive: Arrive, where: str) -> None:
    page = host(attributes='dir="rtl"') if where == "element" else host().replace("<html", '<html dir="rtl"')
    visit = arrive(page).open()

    send, field, panel = (node.bounding_box() for node in (visit.button("Send"), visit.input, visit.panel))

    assert send
    assert field
    assert panel
    assert (panel["x"], send["x"] < field["x"]) == (20, True)


def test_right_to_left_the_arrow_points_left(arrive: Arrive) -> None:
    visit = arrive(host(attributes='dir="rtl"')).open()

    expect(visit.button("Send").locator("svg")).to_have_css("scale", "-1 1")


def test_an_english_answer_on_a_right_to_left_page_reads_left_to_right(arrive: Arrive) -> None:
    visit = arrive(host(attributes='dir="rtl"')).open()

    visit.ask("what is ivig")

    for part in (".question", ".card p", ".choice span"):
        expect(visit.reply.locator(part).first).to_have_css("direction", "ltr")


@pytest.mark.parametrize(
    ("attributes", "scheme", "colour"),
    [
        ("", "light", "rgb(255, 255, 255)"),
        ("", "dark", "rgb(21, 28, 30)"),
        ("theme=dark", "light", "rgb(21, 28, 30)"),
        ("theme=light", "dark", "rgb(255, 255, 255)"),
    ],
)
def test_it_is_dark_for_those_who_like_it_unless_told_otherwise(
    arrive: Arrive, attributes: str, scheme: str, colour: str
) -> None:
    visit = arrive(host(attributes=attributes), color_scheme=scheme).open()

    expect(visit.panel).to_have_css("background-color", colour)


def test_a_property_of_the_page_sets_a_colour(arrive: Arrive) -> None:
    visit = arrive(host(head="<style>main ~ * { --infusion-chat-accent: #602060 }</style>"), policy=OPEN_TO_STYLE)

    expect(visit.launcher).to_have_css("background-color", "rgb(96, 32, 96)")


def test_a_part_can_be_styled_by_the_page(arrive: Arrive) -> None:
    style = "<style>infusion-chat::part(launcher) { border-radius: 3px }</style>"
    visit = arrive(host(head=style), policy=OPEN_TO_STYLE)

    expect(visit.launcher).to_have_css("border-radius", "3px")


def test_an_alarm_cannot_be_styled_by_the_page(arrive: Arrive) -> None:
    names = ["accent", "on-accent", "surface", "soft", "text", "muted", "line", "own", "radius"]
    quiet = "".join(f"--infusion-chat-{name}: #808080;" for name in names)
    style = f"<style>infusion-chat {{ {quiet} }} infusion-chat::part(message) {{ opacity: 1 }}</style>"
    visit = arrive(host(head=style), policy=OPEN_TO_STYLE, color_scheme="light").open()

    visit.ask("i cant breathe")

    expect(visit.reply.locator(".alarm")).to_have_css("border-left-color", "rgb(168, 28, 19)")


def test_words_can_be_set_in_a_script_of_json(arrive: Arrive) -> None:
    words = '<script type="application/json">{"send": "Enviar", "label": "Su pregunta", "unknown": 1}</script>'
    visit = arrive(host().replace("</infusion-chat>", f"{words}</infusion-chat>"))
    visit.launcher.click()

    expect(visit.button("Enviar")).to_be_visible()


def test_words_can_be_set_by_the_property(arrive: Arrive) -> None:
    visit = arrive()
    visit.page.evaluate("document.querySelector('infusion-chat').strings = {close: 'Cerrar'}")
    visit.launcher.click()

    expect(visit.button("Cerrar")).to_be_visible()


def test_the_label_names_the_launcher(arrive: Arrive) -> None:
    visit = arrive(host(attributes='label="Ask about drips"'))

    expect(visit.page.get_by_role("button", name="Ask about drips")).to_be_visible()


def test_a_hidden_element_is_not_shown(arrive: Arrive) -> None:
    visit = arrive(host(attributes="hidden"))

    expect(visit.launcher).to_be_hidden()


def test_the_attribute_open_follows_and_leads(arrive: Arrive) -> None:
    visit = arrive().open()
    element = visit.page.locator("infusion-chat")
    expect(element).to_have_attribute("open", "")

    element.evaluate("node => node.removeAttribute('open')")

    expect(visit.panel).to_be_hidden()


def test_the_page_can_ask(arrive: Arrive) -> None:
    visit = arrive()

    taken = visit.page.evaluate("document.querySelector('infusion-chat').ask('what is a port')")

    expect(visit.reply.get_by_role("heading")).to_have_text("What is a port?")
    assert taken is True


def test_an_element_made_by_a_script_works(arrive: Arrive) -> None:
    visit = arrive(host())
    visit.page.evaluate(
        """() => {
          document.querySelector("infusion-chat").remove();
          const made = document.createElement("infusion-chat");
          made.setAttribute("open", "");
          document.body.append(made);
        }"""
    )

    expect(visit.turns).to_have_count(1)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, NARROW], ids=["1280", "320"])
def test_an_element_that_is_moved_stays_open(arrive: Arrive, viewport: dict[str, int]) -> None:
    visit = arrive(host(), viewport=viewport).open()

    visit.page.evaluate("document.querySelector('main').append(document.querySelector('infusion-chat'))")

    expect(visit.panel).to_be_visible()
