"""The service under load: `python -m tests.benchmarks.http`. Needs wrk, and Linux for the memory.

One worker process answers labelled questions at `/v1/ask`, each many times as buttons do, then a constant reply on a
route beside it: the same server, middleware and reading of the body, but no bot. Both go in turns, so that a busy
machine slows both alike.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chatbot import Chatbot
from chatbot.trial import read_cases
from chatbot.web import Settings, create_app
from chatbot.web.server import config, settle
from tests.web.processes import Served, until

CONTENT: Final = Path(__file__).parent.parent / "content"
ASK: Final = "/v1/ask"
CONSTANT: Final = "/v1/constant"
_URL: Final = re.compile(r"running on (http://[\d.]+:\d+)")
_LUA: Final = """
local bodies = {{ {bodies} }}
local place = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  place = place % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[place])
end
done = function(summary, latency)
  local failed = summary.errors.status + summary.errors.read + summary.errors.timeout
  print(string.format("FIGURES %f %f %d %d", summary.requests / summary.duration * 1e6,
    latency:percentile(99) / 1e3, summary.requests, failed))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk came to."""

    per_second: float
    p99_ms: float
    requests: int
    failed: int
    cpu_us: float
    """Processor time of the server for one request: what a busy machine changes least."""


def serve() -> None:
    """Serve the packaged bot and the constant route on a free port, as `infusion-chatbot serve` does."""
    bot = Chatbot.load()
    app = create_app(bot, Settings(rate_limit="1000000000/minute"))
    reply = json.dumps(bot.ask("can i shower with a picc").to_dict()).encode()

    async def constant(request: Request) -> Response:
        await request.body()
        return Response(reply, headers={"Cache-Control": "no-store"}, media_type="application/json")

    app.router.routes.insert(0, Route(CONSTANT, constant, methods=["POST"]))
    settle()
    uvicorn.Server(config(app, "127.0.0.1", 0)).run()


def script(folder: Path) -> Path:
    """Write what wrk sends: the labelled questions, those of a conversation with the context of the reply before."""
    bot, bodies = Chatbot.load(), []
    context: dict[str, object] = {}
    for case in read_cases([str(path) for path in sorted(CONTENT.glob("*.yaml"))]):
        body = {"text": case.ask, **({"context": context} if case.turn else {})}
        bodies.append(json.dumps(json.dumps(body, ensure_ascii=False), ensure_ascii=False))
        context = bot.ask(case.ask).context.to_dict()
    path = folder / "questions.lua"
    path.write_text(_LUA.format(bodies=", ".join(bodies)), "utf-8")
    return path


def load(served: Served, route: str, lua: Path, options: argparse.Namespace) -> Load:
    """Put load on a route."""
    size = [f"-c{options.connections}", f"-d{options.seconds}s"]
    before = cpu_seconds(served.process.pid)
    command = ["wrk", "-t1", *size, "--timeout", "10s", "-s", str(lua), served.url + route]
    said = subprocess.check_output(command, text=True)
    spent = cpu_seconds(served.process.pid) - before
    figures = next(line.split()[1:] for line in said.splitlines() if line.startswith("FIGURES"))
    requests = int(figures[2])
    return Load(float(figures[0]), float(figures[1]), requests, int(figures[3]), spent / requests * 1e6)


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has taken."""
    user, system = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(served: Served, lua: Path, options: argparse.Namespace) -> None:
    """Measure and print the table."""
    asked, constant = [], []
    for _ in range(options.rounds):
        constant.append(load(served, CONSTANT, lua, options))
        asked.append(load(served, ASK, lua, options))
    sys.stdout.write(
        f"one worker, {options.connections} connections, {options.rounds} rounds of {options.seconds} s\n\n"
    )
    sys.stdout.write("| route | requests a second | p99 ms | CPU us | requests | failed |\n|---|---|---|---|---|---|\n")
    for name, loads in ((ASK, asked), ("constant", constant)):
        sys.stdout.write(f"| {name} | {_median(loads)} |\n")
    ratio = statistics.median(one.per_second / other.per_second for one, other in zip(asked, constant, strict=True))
    sys.stdout.write(f"\n{ASK} at {ratio:.2f} of the constant route (median of the rounds)\n")
    before, sent = resident_mib(served.process.pid), 0
    while sent < options.requests:
        sent += load(served, ASK, lua, options).requests
    after = resident_mib(served.process.pid)
    sys.stdout.write(f"memory: {before:.1f} MiB before, {after:.1f} MiB after {sent:,} more questions\n")


def _median(loads: Sequence[Load]) -> str:
    speed = statistics.median(one.per_second for one in loads)
    slowest = statistics.median(one.p99_ms for one in loads)
    cpu = statistics.median(one.cpu_us for one in loads)
    requests, failed = sum(one.requests for one in loads), sum(one.failed for one in loads)
    return f"{speed:,.0f} | {slowest:.1f} | {cpu:.0f} | {requests:,} | {failed}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.http", description=__doc__)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of each round")
    parser.add_argument("--requests", type=int, default=100_000, help="how many for the memory")
    options = parser.parse_args(argv)
    if options.serve:
        serve()
        return 0
    if not shutil.which("wrk"):
        sys.stderr.write("needs wrk: apt-get install wrk\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        log_file = Path(folder) / "serve.log"
        command = [sys.executable, "-m", "tests.benchmarks.http", "--serve"]
        with log_file.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                until(lambda: _URL.search(log_file.read_text("utf-8")))
                found = _URL.search(log_file.read_text("utf-8"))
                assert found
                measure(Served(found[1], process, log_file), script(Path(folder)), options)
            finally:
                process.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
