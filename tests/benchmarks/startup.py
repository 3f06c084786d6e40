"""How long until a person can type, and until one question is answered: `python tests/benchmarks/startup.py [RUNS]`.

Medians of whole processes, taken in turn on one machine, each beside the least that it could be: a bare prompt of
prompt-toolkit, and the import of the two libraries that an answer needs.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import pexpect  # type: ignore[import-untyped]

BARE_PROMPT = ["-c", "from prompt_toolkit import PromptSession; PromptSession().prompt('> ')"]
BARE_IMPORT = ["-c", "import rapidfuzz, yaml"]
CHAT = ["-m", "chatbot"]
ASK = ["-m", "chatbot", "ask", "can i shower with a picc"]

# The last that prompt-toolkit sends for a screen; before it the prompt stands there.
CURSOR_SHOWN = "\x1b[?25h"


def until_prompt(arguments: Sequence[str]) -> float:
    """Return the seconds from the start of a process to its first prompt in a pseudo-terminal."""
    began = time.perf_counter()
    child: Any = pexpect.spawn(sys.executable, list(arguments), timeout=60)
    child.expect_exact(CURSOR_SHOWN)
    took = time.perf_counter() - began
    child.close(force=True)
    return took


def until_end(arguments: Sequence[str]) -> float:
    """Return the seconds that a process runs."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def compare(what: str, measure: Callable[[Sequence[str]], float], ours: list[str], bare: list[str], runs: int) -> None:
    """Print both medians and their ratio. The first run of each only warms the caches."""
    taken = [(measure(bare), measure(ours)) for _ in range(runs + 1)][1:]
    least, own = (median(times) for times in zip(*taken, strict=True))
    print(f"{what}: {own:.3f} s, bare {least:.3f} s, ratio {own / least:.2f}")  # noqa: T201 - what it is for


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    compare("first prompt", until_prompt, CHAT, BARE_PROMPT, count)
    compare("one answer", until_end, ASK, BARE_IMPORT, count)
