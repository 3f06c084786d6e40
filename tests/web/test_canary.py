"""What a person types is in no log, no counter, no file, no header and no response: one word, followed everywhere."""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import PETS
from tests.web.processes import Served, serving

CANARY = "Zanzibarquux77"
JSON = {"content-type": "application/json"}
PATHS = (
    "/", "/faq", "/widget.js", "/healthz", "/readyz", "/metrics", "/openapi.json",
    "/v1/ask", "/v1/topics", "/v1/config", "/v1/widget", "/v1/answers/cat.food",
    "/static/faq.css", "/widget/0.1.0/infusion-chat.js",
)  # fmt: skip
INTO_PATH = ("/{}", "/v1/{}", "/v1/answers/{}", "/static/{}", "/widget/{}/infusion-chat.js", "/v1/ask/{}")
HEADERS = ("Host", "User-Agent", "Referer", "Origin", "Cookie", "Authorization", "X-Forwarded-For", "Accept",
           "Accept-Language", "If-None-Match", "Content-Type", "X-Request-Id", "Forwarded", "Range")  # fmt: skip
BODIES = (
    {"text": CANARY},
    {"text": f"what does a cat eat? my name is {CANARY}"},
    {"text": f"my dog ate poison, {CANARY}"},
    {"text": CANARY * 40},
    {"text": f"{CANARY} " * 200},
    {"text": "hi", "context": CANARY},
    {"text": "hi", "context": {"intent": CANARY, "topic": CANARY, "aspect": CANARY, "offered": [CANARY]}},
    {"text": "hi", "context": {CANARY: 1}},
    {"text": "hi", "context": {"alarm": CANARY}},
    {CANARY: "hi"},
    [CANARY],
    CANARY,
)


def requests() -> Iterator[tuple[str, str, str | None, dict[str, str]]]:
    """Every way to send a word: as method, path, body and headers."""
    for path, method in itertools.product(PATHS, ("GET", "POST", "HEAD", "OPTIONS", "DELETE")):
        yield method, f"{path}?q={CANARY}", None, {}
    for path in INTO_PATH:
        yield "GET", path.format(CANARY), None, {}
        yield "GET", path.format(quote(f"../{CANARY}<b>", safe="")), None, {}
    for path, name in itertools.product(("/v1/config", "/nowhere", "/v1/ask"), HEADERS):
        yield "GET", path, None, {name: CANARY}
        yield "POST", path, '{"text": "hi"}', {**JSON, name: CANARY}
    yield CANARY.upper(), "/v1/ask", None, {}
    for body in BODIES:
        yield "POST", "/v1/ask", json.dumps(body), JSON
    yield "POST", "/v1/ask", f'{{"text": "{CANARY}', JSON
    yield "POST", "/v1/ask", f'{{"text": "{CANARY}", "text": "{CANARY}"}}', JSON
    yield "POST", "/v1/ask", CANARY * 900, JSON
    yield "POST", "/v1/ask", f"text={CANARY}", {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("canary")


@pytest.fixture(scope="module")
def heard(folder: Path) -> Iterator[tuple[Served, list[tuple[str, int, str]]]]:
    """A server to which all requests were sent, each with its status and its whole response."""
    content = folder / "content"
    content.mkdir()
    content.joinpath("pets.yaml").write_text(PETS, "utf-8")
    options = ("--metrics", "--rate-limit", "10/hour", "--trusted-proxies", "1", "--allow-origin", "https://a.example")
    with serving(content, folder / "serve.log", *options, cwd=folder) as served:
        said = []
        for method, path, body, headers in requests():
            status, response = served.whole(method, path, body, headers)
            said.append((f"{method} {path} {headers} {str(body)[:60]}", status, response))
        yield served, said


def test_no_response_repeats_it(heard: tuple[Served, list[tuple[str, int, str]]]) -> None:
    assert [sent for sent, _, response in heard[1] if CANARY.lower() in response.lower()] == []


def test_no_request_makes_the_service_fail(heard: tuple[Served, list[tuple[str, int, str]]]) -> None:
    assert [(sent, status) for sent, status, _ in heard[1] if status >= 500] == []
    assert {status for _, status, _ in heard[1]} >= {200, 400, 404, 405, 413, 415, 422, 429}


def test_no_log_and_no_counter_holds_it(heard: tuple[Served, list[tuple[str, int, str]]]) -> None:
    served, _ = heard
    assert CANARY.lower() not in served.log.lower()
    assert CANARY.lower() not in served.whole("GET", "/metrics", None, {})[1].lower()


def test_no_file_holds_it(heard: tuple[Served, list[tuple[str, int, str]]], folder: Path) -> None:
    assert heard[1] != []
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == ["pets.yaml", "serve.log"]
    assert [path for path in files if CANARY.lower().encode() in path.read_bytes().lower()] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_the_service_holds_no_file_open_for_writing_but_its_log(
    heard: tuple[Served, list[tuple[str, int, str]]], folder: Path
) -> None:
    served, _ = heard
    process = Path("/proc") / str(served.process.pid)
    writable = []
    for descriptor in (process / "fd").iterdir():
        target = descriptor.readlink()
        flags = int((process / "fdinfo" / descriptor.name).read_text("utf-8").split("flags:")[1].split()[0], 8)
        if target.is_file() and flags & (os.O_WRONLY | os.O_RDWR):
            writable.append(target)
    assert set(writable) == {folder / "serve.log"}
