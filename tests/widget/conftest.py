"""One browser for all tests of the widget, the service beside it, and a fresh visitor for each test."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright

from chatbot import Chatbot
from chatbot.web import create_app
from chatbot.web.settings import Settings
from tests.widget.visit import WIDE, Visit

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = Path(__file__).parents[2] / ".cache" / "axe-core" / "axe.min.js"

STRICT = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


# A busy machine may take long to do little.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


class Arrive(Protocol):
    """Opens a page as a new visitor, the try-it page or one of one's own."""

    def __call__(self, html: str = "", policy: str = STRICT, base: str = "", **options: Any) -> Visit: ...  # noqa: ANN401


@contextmanager
def serving(bot: Chatbot) -> Iterator[str]:
    """Serve a bot from a thread of its own; yields the address."""
    server = uvicorn.Server(uvicorn.Config(create_app(bot, Settings(rate_limit="")), log_level="warning", lifespan="off", ws="none"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


# Of the package, not of the session: as long as Playwright is there, nobody else can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no chromium on the path; Debian's package has that name")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def service(bot: Chatbot) -> Iterator[str]:
    with serving(bot) as address:
        yield address


@contextmanager
def arrivals(browser: Browser, service: str) -> Iterator[Arrive]:
    """Let visitors arrive, each in a browser context of its own, until all leave."""
    contexts = []

    def arrive(html: str = "", policy: str = STRICT, base: str = "", **options: Any) -> Visit:  # noqa: ANN401
        # Motion only delays what the tests look at.
        context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visit = Visit(context.new_page(), base or service)
        if html:
            headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
            visit.page.route(f"{visit.base}/host", lambda route: route.fulfill(body=html, headers=headers))
        visit.page.goto(f"{visit.base}/host" if html else visit.base)
        return visit

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def arrive(browser: Browser, service: str) -> Iterator[Arrive]:
    with arrivals(browser, service) as arrive:
        yield arrive


@pytest.fixture(scope="package")
def axe() -> str:
    if not AXE.exists():
        pytest.skip(f"no axe-core at {AXE}: .ci/run fetches it from npm")
    return AXE.read_text("utf-8")


def host(*, head: str = "", body: str = "", attributes: str = "") -> str:
    """Return a page of somebody else with the widget on it."""
    return f"""<!doctype html>
<html lang="en"><head><title>Host</title>{head}<script type="module" src="static/infusion-chat.js"></script></head>
<body><main><h1>Host</h1><a id="link" href="#top">Link</a>{body}</main>
<infusion-chat {attributes}><a href="faq">All questions</a></infusion-chat></body></html>"""
