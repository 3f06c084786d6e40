"""One system, alone in a process: it learns, is asked, and writes down what it said and what it took.

Started by `measure`, which gives it the paths of a job and of the outcome to write.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import Final

from tests.benchmarks.roster import ROSTER

# What is cold only once (a kernel's first run, a cache's first fill) is no question's own time.
WARM_UP: Final = 20


def main(job_path: str, outcome_path: str) -> None:
    """Do a job."""
    job = json.loads(Path(job_path).read_text("utf-8"))
    examples = [(text, label) for text, label in job["examples"]]
    began = time.perf_counter()
    system = ROSTER[job["system"]].make(job["folder"])
    system.fit(examples)
    ready = time.perf_counter() - began
    for text, _ in examples[:WARM_UP]:
        system.rank(text)
    said, seconds = [], []
    for text in job["questions"]:
        began = time.perf_counter()
        ranked = system.rank(text)
        seconds.append(time.perf_counter() - began)
        said.append(ranked)
    outcome = {"said": said, "seconds": seconds, "ready": ready, "peak": peak_memory()}
    Path(outcome_path).write_text(json.dumps(outcome), "utf-8")


def peak_memory() -> int | None:
    """Return the most memory that this process ever held, in bytes; None where the system does not tell.

    `getrusage` would not do: a process inherits its figure from the one that started it.
    """
    status = Path("/proc/self/status")
    found = re.search(r"^VmHWM:\s*(\d+) kB$", status.read_text("ascii"), re.MULTILINE) if status.exists() else None
    return int(found[1]) * 1024 if found else None


if __name__ == "__main__":
    main(*sys.argv[1:])
