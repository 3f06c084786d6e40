"""What the tests of the service share: apps on the small bot, and a page to serve."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from chatbot import Chatbot
from chatbot.web import Settings, create_app
from tests.conftest import PETS

PAGE = "<!doctype html><html lang=en><title>Pets</title><script type=module src=widget.js></script></html>"
WIDGET = "customElements.define('infusion-chat', class extends HTMLElement {});\n"

MakeApp = Callable[..., Starlette]
"""Makes an app on the small bot; keywords are `Settings`."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    folder.joinpath("index.html").write_text(PAGE, "utf-8")
    folder.joinpath("infusion-chat.js").write_text(WIDGET, "utf-8")
    return folder


@pytest.fixture(scope="session")
def pets_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    folder.joinpath("pets.yaml").write_text(PETS, "utf-8")
    return folder


@pytest.fixture(scope="session")
def make_app(pets: Chatbot, site: Path) -> MakeApp:
    def make(bot: Chatbot = pets, **settings: Any) -> Starlette:  # noqa: ANN401 - any field of Settings
        return create_app(bot, Settings(**{"rate_limit": "", "static": site, **settings}))

    return make


@pytest.fixture(scope="session")
def client(make_app: MakeApp) -> TestClient:
    return TestClient(make_app(metrics=True))
