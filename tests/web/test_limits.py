from __future__ import annotations

import logging
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from chatbot.web import Settings, SettingsError
from chatbot.web.client import client_address
from chatbot.web.limits import rate_limit
from tests.web.conftest import MakeApp
from tests.web.processes import serving, until

CAT = {"text": "what does a cat eat"}
STORAGES = "the rate limit is counted at memory://, redis://HOST:PORT or valkey://HOST:PORT"


def asked(app: Starlette, times: int, client: str = "192.0.2.1", headers: dict[str, str] | None = None) -> list[int]:
    """The statuses of questions from one address."""
    http = TestClient(app, client=(client, 50000))
    return [http.post("/v1/ask", json=CAT, headers=headers).status_code for _ in range(times)]


# -------------------------------------------------------------------- the limit


def test_a_client_that_asks_too_much_is_told_when_to_come_again(make_app: MakeApp) -> None:
    app = make_app(rate_limit="2/minute")
    assert asked(app, 2) == [200, 200]
    refused = TestClient(app, client=("192.0.2.1", 50000)).post("/v1/ask", json=CAT)
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:problem-type:infusion-chatbot:too-many-requests")
    assert 25 <= int(refused.headers["retry-after"]) <= 30  # one of two a minute comes back every 30 seconds


def test_without_a_limit_nobody_is_refused(make_app: MakeApp) -> None:
    assert asked(make_app(rate_limit=""), 5) == [200] * 5


def test_each_client_is_counted_apart(make_app: MakeApp) -> None:
    app = make_app(rate_limit="1/minute")
    assert asked(app, 2, "192.0.2.1") + asked(app, 2, "192.0.2.2") == [200, 429, 200, 429]


@pytest.mark.parametrize(
    ("text", "safety"), [("my dog ate poison", "emergency"), ("i cannot go on", "crisis")], ids=["emergency", "crisis"]
)
def test_an_alarm_is_answered_however_much_was_asked(make_app: MakeApp, text: str, safety: str) -> None:
    app = make_app(rate_limit="1/hour")
    assert asked(app, 2) == [200, 429]
    answered = TestClient(app, client=("192.0.2.1", 50000)).post("/v1/ask", json={"text": text})
    assert (answered.status_code, answered.json()["safety"]) == (200, safety)


def test_a_request_that_is_no_question_is_not_counted(make_app: MakeApp) -> None:
    app = make_app(rate_limit="1/minute")
    http = TestClient(app, client=("192.0.2.1", 50000))
    assert [http.post("/v1/ask", json={}).status_code for _ in range(3)] == [422] * 3
    assert asked(app, 1) == [200]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/config", "/faq"])
def test_only_questions_are_limited(make_app: MakeApp, path: str) -> None:
    app = make_app(rate_limit="1/minute")
    assert asked(app, 2) == [200, 429]
    assert TestClient(app, client=("192.0.2.1", 50000)).get(path).status_code == 200


# ---------------------------------------------------------------- who is asking


@pytest.mark.parametrize(
    ("forwarded_for", "proxies", "address"),
    [
        pytest.param([], 0, "192.0.2.1", id="the peer"),
        pytest.param(["203.0.113.7"], 0, "192.0.2.1", id="a header that nobody vouches for"),
        pytest.param(["203.0.113.7"], 1, "203.0.113.7", id="one proxy"),
        pytest.param(["198.51.100.9, 203.0.113.7"], 1, "203.0.113.7", id="what the client wrote before it"),
        pytest.param(["198.51.100.9, 203.0.113.7", "10.0.0.2"], 2, "203.0.113.7", id="two proxies, two headers"),
        pytest.param([], 1, "192.0.2.1", id="past the proxy"),
        pytest.param(["203.0.113.7"], 2, "192.0.2.1", id="past one of two proxies"),
        pytest.param(["not an address"], 1, "192.0.2.1", id="no address"),
        pytest.param(["2001:db8:1:2:3:4:5:6"], 1, "2001:db8:1:2::", id="an IPv6 network"),
        pytest.param(["::ffff:203.0.113.7"], 1, "203.0.113.7", id="IPv4 in IPv6"),
    ],
)
def test_the_client_is_the_last_address_that_is_not_a_proxy_of_ours(
    forwarded_for: list[str], proxies: int, address: str
) -> None:
    assert client_address("192.0.2.1", forwarded_for, proxies) == address


def test_a_peer_without_an_address_is_a_client_too() -> None:
    assert client_address("", [], 0) == "unknown"


def test_a_forged_header_does_not_make_a_new_client(make_app: MakeApp) -> None:
    app = make_app(rate_limit="1/minute", trusted_proxies=1)
    forged = [asked(app, 1, headers={"x-forwarded-for": f"198.51.100.{n}, 203.0.113.7"}) for n in range(3)]
    assert forged == [[200], [429], [429]]


# ----------------------------------------------------------------- many replicas


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command = shutil.which("redis-server") or shutil.which("valkey-server")
    if not command:
        pytest.skip("needs redis-server or valkey-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    process = subprocess.Popen(
        [command, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: _listens(port))
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_replicas_count_together(pets_folder: Path, tmp_path: Path, redis: str) -> None:
    options = ("--rate-limit", "3/hour", "--rate-limit-storage", redis)
    with (
        serving(pets_folder, tmp_path / "one.log", *options) as one,
        serving(pets_folder, tmp_path / "other.log", *options) as other,
    ):
        statuses = [replica.ask("what does a cat eat")[0] for replica in (one, other, one, other, one)]
    assert statuses == [200, 200, 200, 429, 429]


def test_while_the_storage_is_away_everybody_is_answered(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        app = make_app(rate_limit="1/hour", rate_limit_storage=f"redis://127.0.0.1:{closed.getsockname()[1]}")
        with caplog.at_level(logging.WARNING, "chatbot.web"):
            assert asked(app, 2) == [200, 200]
    expected = "the storage of the rate limit does not answer; questions are not counted"
    assert [record.getMessage() for record in caplog.records] == [expected] * 2


# --------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(rate_limit="often"), "'often' is no rate limit; write a number and a unit, as 120/minute"),
        (Settings(rate_limit_storage="tape://:secret@drive"), STORAGES),
        (Settings(rate_limit_storage="redis://:secret@host:port"), STORAGES),
    ],
    ids=["a limit", "a storage", "a port"],
)
def test_a_limit_that_there_is_not_is_an_error_of_the_settings(settings: Settings, message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        rate_limit(settings)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("trusted_proxies", -1, "trusted_proxies is a count of proxies, not -1"),
        ("body_seconds", 0, "body_seconds is longer than 0, not 0"),
        *(
            ("allow_origins", (origin,), f"{origin!r} is no origin; write scheme and host alone, as https://clinic.example")
            for origin in ("clinic.example", "https://clinic.example/", "ftp://clinic.example", "https://[", "null")
        ),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(field: str, value: object, message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings(**{field: value})  # type: ignore[arg-type]
    assert str(raised.value) == message


def test_an_app_can_be_made_where_no_folder_of_a_page_is(make_app: MakeApp, tmp_path: Path) -> None:
    http = TestClient(make_app(static=tmp_path / "none"))
    assert [http.get(path).status_code for path in ("/", "/widget.js", "/faq")] == [404, 404, 200]
