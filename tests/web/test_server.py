from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
import uvicorn

from chatbot import Chatbot
from tests.conftest import PETS
from tests.web.conftest import MakeApp
from tests.web.processes import Served, serving, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture(scope="module")
def served(pets_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "serve.log"
    with serving(pets_folder, log, "--metrics", "--rate-limit", "") as running:
        yield running


def raw(served: Served, sent: bytes) -> bytes:
    host, port = served.url.removeprefix("http://").split(":")
    return exchange(host, int(port), sent)


def exchange(host: str, port: int, sent: bytes) -> bytes:
    """Send bytes on a new connection; return all that comes back until the server hangs up."""
    with closing(socket.create_connection((host, port), timeout=60)) as connection:
        connection.sendall(sent)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


def post(body: bytes, *headers: bytes) -> bytes:
    lines = [b"POST /v1/ask HTTP/1.1", b"Host: x", b"Content-Type: application/json", *headers]
    return b"\r\n".join([*lines, b"", body])


def alive(served: Served, pets: Chatbot) -> None:
    expected = json.loads(json.dumps(pets.ask("what does a cat eat").to_dict()))
    status, body = served.ask("what does a cat eat")
    assert (status, json.loads(body)) == (200, expected)


# -------------------------------------------------------------------- the server


def test_the_command_serves_the_content_of_a_folder(served: Served, pets: Chatbot) -> None:
    alive(served, pets)


def test_a_body_that_does_not_come_is_not_waited_for(make_app: MakeApp) -> None:
    config = uvicorn.Config(make_app(body_seconds=0.2), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        received = exchange("127.0.0.1", port, post(b'{"text": ', b"Content-Length: 40"))
    finally:
        server.should_exit = True
        thread.join()
    assert received.startswith(b"HTTP/1.1 408 ")
    assert b"urn:problem-type:infusion-chatbot:slow-body" in received


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(post(b"x" * 9000, b"Content-Length: 9000"), b"413", id="a large body"),
        pytest.param(post(b"x" * 9000, b"Content-Length: 99999999999"), b"413", id="a body said to be huge"),
        pytest.param(
            post(b"2329\r\n" + b"x" * 0x2329 + b"\r\n", b"Transfer-Encoding: chunked"), b"413", id="large chunks"
        ),
        pytest.param(post(b"{}", b"Content-Length: -1"), b"400", id="a negative length"),
        pytest.param(post(b"zz\r\n", b"Transfer-Encoding: chunked"), b"400", id="a broken chunk"),
        pytest.param(b"GET / HTTP/1.1\r\nX: " + b"y" * 40_000, b"400", id="headers without an end"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 50 + b"\r\n\r\n", b"400", id="TLS"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n", b"400", id="a broken header"),
    ],
)
def test_a_hostile_request_gets_a_refusal_and_nothing_more(
    served: Served, pets: Chatbot, sent: bytes, status: bytes
) -> None:
    received = raw(served, sent)
    assert received.split(b" ")[1] == status
    assert b"xxxx" not in received
    assert b"Traceback" not in received
    alive(served, pets)


def test_what_follows_a_refused_body_is_not_taken_for_a_request(served: Served) -> None:
    smuggled = post(b"x" * 9000 + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", b"Content-Length: 100000")
    assert raw(served, smuggled).count(b"HTTP/1.1 ") == 1


def test_the_server_does_not_tell_what_it_is(served: Served) -> None:
    assert b"uvicorn" not in raw(served, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def test_many_ask_at_once_and_each_gets_the_reply_to_the_own_question(served: Served, pets: Chatbot) -> None:
    questions = [intent.question for intent in pets.intents] * 12
    with ThreadPoolExecutor(8) as pool:
        replies = [json.loads(body) for _, body in pool.map(served.ask, questions)]
    assert replies == [json.loads(json.dumps(pets.ask(question).to_dict())) for question in questions]


# ---------------------------------------------------------------------- signals


@posix
def test_new_content_is_served_on_sighup_and_no_request_is_lost(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    file = content / "pets.yaml"
    file.write_text(PETS, "utf-8")
    done = Event()

    def ask(served: Served) -> list[str]:
        said: list[str] = []
        while not done.is_set():
            status, body = served.ask("what does a cat eat")
            said.append(json.loads(body)["answers"][0]["text"] if status == 200 else str(status))
        return said

    with serving(content, tmp_path / "serve.log", "--rate-limit", "") as served, ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask, served) for _ in range(3)]
        try:
            for number, food in enumerate(("fish", "mice", "meat"), 1):
                file.write_text(PETS.replace("eats meat.", f"eats {food}."), "utf-8")
                served.process.send_signal(signal.SIGHUP)
                until(lambda number=number: served.log.count("new content is served") == number)  # type: ignore[misc]
        finally:
            done.set()
        said = [text for one in asking for text in one.result()]
    assert set(said) <= {"A cat eats meat.", "A cat eats fish.", "A cat eats mice."}
    assert {"A cat eats fish."} <= set(said)


@posix
def test_wrong_content_changes_nothing_and_the_log_says_why(pets: Chatbot, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    file = content / "pets.yaml"
    file.write_text(PETS, "utf-8")
    with serving(content, tmp_path / "serve.log") as served:
        file.write_text("intents: [{id: cat}]", "utf-8")
        served.process.send_signal(signal.SIGHUP)
        until(lambda: "the old one stays" in served.log)
        alive(served, pets)
        assert f"{file}:1: this intent has no 'question'" in served.log


@posix
def test_on_sigterm_the_service_says_that_it_is_not_ready_and_still_answers(pets_folder: Path, tmp_path: Path) -> None:
    with serving(pets_folder, tmp_path / "serve.log", "--drain", "60") as served:
        served.process.send_signal(signal.SIGTERM)
        until(lambda: served.request("GET", "/readyz")[0] == 503)
        assert served.ask("what does a cat eat")[0] == 200
        assert served.request("GET", "/healthz")[0] == 200
        served.process.send_signal(signal.SIGTERM)  # the second one does not wait
        served.process.wait(30)
    assert "Finished server process" in served.log


@posix
def test_a_request_under_way_is_answered_before_the_service_stops(pets_folder: Path, tmp_path: Path) -> None:
    with serving(pets_folder, tmp_path / "serve.log") as served:
        host, port = served.url.removeprefix("http://").split(":")
        with closing(socket.create_connection((host, int(port)), timeout=60)) as connection:
            body = json.dumps({"text": "what does a cat eat"}).encode()
            connection.sendall(post(body[:5], b"Content-Length: %d" % len(body)))
            until(lambda: served.request("GET", "/healthz")[0] == 200)
            served.process.send_signal(signal.SIGTERM)
            until(lambda: "Waiting for connections to close" in served.log)
            connection.sendall(body[5:])
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        served.process.wait(30)


# ------------------------------------------------------------------ the command


def test_without_the_extra_the_command_says_how_to_install_it(tmp_path: Path) -> None:
    hide = "import sys; sys.modules['uvicorn'] = None; from chatbot.cli import main; sys.exit(main(['serve']))"
    done = subprocess.run([sys.executable, "-c", hide], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("", "serve needs uvicorn: pip install 'infusion-chatbot[web]'\n")
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--intents", "nowhere"], "nowhere:1: there is no such folder\n"),
        (["--rate-limit", "often"], "'often' is no rate limit; write a number and a unit, as 120/minute\n"),
        (["--allow-origin", "a.b"], "'a.b' is no origin; write scheme and host alone, as https://clinic.example\n"),
    ],
    ids=["content", "limit", "origin"],
)
def test_what_cannot_be_served_ends_with_status_1(
    pets_folder: Path, tmp_path: Path, options: list[str], message: str
) -> None:
    command = [sys.executable, "-m", "chatbot", "serve", "--port", "0", "--intents", str(pets_folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("", message, 1)


def test_a_port_that_is_taken_ends_with_status_1(served: Served, pets_folder: Path) -> None:
    port = served.url.rpartition(":")[2]
    command = [sys.executable, "-m", "chatbot", "serve", "--port", port, "--intents", str(pets_folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith(f"nothing can listen at 127.0.0.1 port {port}; is it taken? --port chooses another\n")


def test_nothing_of_all_this_is_in_the_log(served: Served) -> None:
    """The last test on this server: whatever the others sent, the log holds only what the server says of itself."""
    strange = [
        line
        for line in served.log.splitlines()
        if not any(known in line for known in ("server process", "Uvicorn running on", "Invalid HTTP request received"))
    ]
    assert strange == []
