"""One person on one page: what the browser tests do and look at."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, Request, Response, Route, expect

from chatbot import Chatbot

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}


@dataclass(slots=True)
class Visit:
    """A page with the widget on it."""

    page: Page
    base: str
    """The address of the service."""
    errors: list[str] = field(default_factory=list)
    """What scripts threw and what the content security policy kept from running."""
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._heed(message.text))
        # Playwright takes no method of a built-in type.
        self.page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108

    def _heed(self, logged: str) -> None:
        if "Content Security Policy" in logged or "Trusted" in logged:
            self.errors.append(logged)

    # --------------------------------------------------------------- the widget

    @property
    def launcher(self) -> Locator:
        return self.page.locator("infusion-chat .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator("infusion-chat dialog")

    @property
    def input(self) -> Locator:
        return self.page.get_by_label("Your question")

    @property
    def turns(self) -> Locator:
        return self.page.locator("infusion-chat .turn")

    @property
    def reply(self) -> Locator:
        """The newest turn."""
        return self.turns.last

    @property
    def announced(self) -> Locator:
        return self.page.locator("infusion-chat [role=log]")

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The bodies of the questions sent."""
        return [json.loads(request.post_data or "") for request in self.requests if request.url.endswith("/v1/ask")]

    def button(self, name: str) -> Locator:
        return self.page.locator("infusion-chat").get_by_role("button", name=name, exact=True)

    # ------------------------------------------------------------ what one does

    def open(self) -> Visit:
        """Open the panel, and wait for the greeting."""
        self.launcher.click()
        expect(self.turns).to_have_count(1)
        return self

    def type(self, text: str) -> None:
        """Type a question and send it."""
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> Response:
        """Type a question, send it and wait for what comes of it."""
        count = self.turns.count()
        with self.page.expect_response("**/v1/ask") as response:
            self.type(text)
        expect(self.turns).to_have_count(count + 2)
        return response.value

    def fail_with(self, status: int, headers: dict[str, str] | None = None, **members: str) -> None:
        """Let every question come to a problem from now on."""
        self.page.route(
            "**/v1/ask",
            lambda route: route.fulfill(
                status=status, json=members, headers={"Content-Type": "application/problem+json", **(headers or {})}
            ),
        )

    def hold(self) -> list[Route]:
        """Keep every question from the service from now on; returns where they wait."""
        held: list[Route] = []
        self.page.route("**/v1/ask", lambda route: held.append(route))  # noqa: PLW0108
        return held

    def focused(self) -> str:
        """Return what has the focus: inside the widget its class or id, outside the id of the element."""
        return str(
            self.page.evaluate(
                """() => {
                  let focused = document.activeElement;
                  if (focused?.shadowRoot) focused = focused.shadowRoot.activeElement ?? focused;
                  return focused.id || focused.classList[0] || focused.localName;
                }"""
            )
        )


def text_of(bot: Chatbot, question: str) -> str:
    """Return what the bot says to a question that begins a conversation."""
    return bot.ask(question).text
