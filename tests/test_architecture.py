"""The shape of the package: who imports whom, what `import chatbot` costs, how long a function may be."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import chatbot

PACKAGE = Path(chatbot.__file__).parent

ORDER = (
    # what everything speaks of
    "errors",
    "reply",
    # from a folder to a content
    "english",
    "text",
    "parts",
    "template",
    "source",
    "content",
    "shapes",
    "loader",
    # from words to a reading
    "repair",
    "lexicon",
    "reading",
    # from a reading to a verdict
    "safety",
    "index",
    "match",
    "correct",
    "watch",
    "grid",
    "talk",
    "general",
    "decide",
    "compare",
    "series",
    "several",
    # from a message to a reply
    "dialogue",
    "compose",
    "explain",
    "compiled",
    "bot",
    # the faces, and a measure that they take of texts
    "readability",
    "check",
    "trial",
    "calibrate",
    "console",
    "author",
    "terminal.screen",
    "terminal.setting",
    "terminal.opening",
    "terminal.conversation",
    "terminal.transcript",
    "terminal.topics",
    "terminal.commands",
    "terminal.talk",
    "terminal.prompt",
    "terminal.chat",
    "web.settings",
    "web.problems",
    "web.question",
    "web.client",
    "web.limits",
    "web.metrics",
    "web.guard",
    "web.assets",
    "web.catalog",
    "web.faq",
    "web.recall",
    "web.edition",
    "web.openapi",
    "web.service",
    "web.app",
    "web.wire",
    "web.server",
    "serve",
    "cli",
    "__main__",
)
"""A module imports only from those above it."""

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}

LONGEST = 40
"""Lines of a function, its decorators, its signature and its docstring included."""


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules of the package that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module in {"chatbot", "chatbot.web"}:
                package = node.module.partition("chatbot")[2].lstrip(".")
                yield from (f"{package}.{alias.name}".lstrip(".") for alias in node.names)
            elif node.module and node.module.startswith("chatbot."):
                yield node.module.partition(".")[2]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[2] for alias in node.names if alias.name.startswith("chatbot"))


def functions() -> Iterator[tuple[str, int]]:
    """Yield each function of the package, as module and name, with its length."""
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                yield f"{module}.{node.name}", (node.end_lineno or first) - first + 1


def test_the_order_names_every_module_once() -> None:
    assert sorted(ORDER) == sorted(name for name in MODULES if not name.endswith("__init__"))


@pytest.mark.parametrize("module", ORDER)
def test_a_module_imports_only_from_those_above_it(module: str) -> None:
    above = ORDER[: ORDER.index(module)]

    assert [name for name in imported(MODULES[module]) if name not in above] == []


def test_the_package_itself_imports_no_face() -> None:
    faces = {name for name in ORDER if name.startswith(("web.", "terminal."))} | {"check", "serve", "cli", "__main__"}
    assert not faces & set(imported(MODULES["__init__"]))


def test_every_public_name_is_there() -> None:
    assert sorted(chatbot.__all__) == chatbot.__all__
    assert {name for name in chatbot.__all__ if hasattr(chatbot, name)} == set(chatbot.__all__)


def test_every_name_that_the_package_imports_is_public() -> None:
    named = {
        alias.asname or alias.name
        for node in ast.walk(MODULES["__init__"])
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert named == set(chatbot.__all__)


@pytest.mark.parametrize("name", ["ContentError", "ContextError"])
def test_every_error_derives_from_the_one_of_the_library(name: str) -> None:
    assert issubclass(getattr(chatbot, name), chatbot.ChatbotError)


@pytest.mark.parametrize("module", ORDER[:-1])
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert import_module(f"chatbot.{module}").__doc__


def test_the_package_is_typed() -> None:
    assert PACKAGE.joinpath("py.typed").is_file()


@pytest.mark.parametrize(
    "work", ["", "; chatbot.Chatbot.load().ask('can i shower with a picc')"], ids=["import", "ask"]
)
def test_the_library_loads_neither_the_prompt_nor_the_web(work: str) -> None:
    script = f"import chatbot, json, sys{work}; print(json.dumps(sorted(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in json.loads(run.stdout)}
    assert {"chatbot", "rapidfuzz"} <= loaded
    assert not loaded & {
        "aiohttp",
        "anyio",
        "asyncio",
        "fastapi",
        "http",
        "httpx",
        "jinja2",
        "throttled",
        "numpy",
        "prometheus_client",
        "prompt_toolkit",
        "pydantic",
        "pygments",
        "requests",
        "socket",
        "ssl",
        "starlette",
        "uvicorn",
        "wcwidth",
    }


@pytest.mark.parametrize(
    ("name", "lines"),
    [pytest.param(*found, id=found[0]) for found in functions()],
)
def test_a_function_is_short(name: str, lines: int) -> None:
    assert lines <= LONGEST, name
