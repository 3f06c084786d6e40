"""The service as a process of its own, as `infusion-chatbot serve` runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

_PATIENCE = 60
"""Seconds after which a wait is given up; a slow machine takes a few."""
_URL = re.compile(r"running on (http://[\d.]+:\d+)")


@dataclass(frozen=True)
class Served:
    """A running server."""

    url: str
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8")

    def ask(self, text: str, context: object = None) -> tuple[int, bytes]:
        """Ask on a connection of its own; return the status and the body."""
        body = json.dumps({"text": text, "context": context})
        return self.request("POST", "/v1/ask", body, {"content-type": "application/json"})

    def request(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request; return the status and the body."""
        with closing(HTTPConnection(self.url.removeprefix("http://"), timeout=_PATIENCE)) as connection:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.read()

    def whole(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> tuple[int, str]:
        """Send one request; return the status, and the headers and the body as one text."""
        with closing(HTTPConnection(self.url.removeprefix("http://"), timeout=_PATIENCE)) as connection:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            return response.status, f"{response.reason}\n{response.headers}\n{response.read().decode('utf-8')}"


@contextmanager
def serving(intents: Path, log_file: Path, *options: str, cwd: Path | None = None) -> Iterator[Served]:
    """Serve a folder of content on a free port until the block ends."""
    command = [sys.executable, "-m", "chatbot", "serve", "--port", "0", "--intents", str(intents), *options]
    with log_file.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=cwd) as process:
        try:
            until(lambda: process.poll() is not None or _URL.search(log_file.read_text("utf-8")))
            found = _URL.search(log_file.read_text("utf-8"))
            assert found, log_file.read_text("utf-8")
            yield Served(found[1], process, log_file)
        finally:
            process.terminate()


def until(holds: Callable[[], object]) -> None:
    """Wait for a condition, and fail when it does not come true."""
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
