from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.errors import Problem
from chatbot.source import MAX_BYTES, MAX_DEPTH, Node, load


def read(tmp_path: Path, data: str | bytes) -> Node | Problem:
    path = tmp_path / "a.yaml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return load(path, "a.yaml")


@pytest.mark.parametrize(
    "written", ["no", "yes", "10:30", "1.0", "0x1F", "~", "null", "2020-01-01", "1e3", "0o17", "true", ".inf", "="]
)
def test_a_scalar_stays_text_as_written(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, written) == Node(written, 1)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        pytest.param("'it''s'", "it's", id="single quotes"),
        pytest.param('"a\\tb"', "a\tb", id="double quotes"),
        pytest.param("|\n  one\n  two\n", "one\ntwo\n", id="block"),
        pytest.param(">\n  one\n  two\n", "one two\n", id="folded block"),
        pytest.param("!!int 12", "12", id="tag"),
        pytest.param("!!python/object/apply:os.abort []", [], id="tag of a python object"),
        pytest.param("&name x", "x", id="anchor that nothing refers to"),
    ],
)
def test_yaml_ways_of_writing_text_are_read(tmp_path: Path, written: str, text: str | list[Node]) -> None:
    assert read(tmp_path, written) == Node(text, 1)


def test_every_node_and_key_keeps_its_line(tmp_path: Path) -> None:
    written = "# comment\nfirst:\n  - a\n\n  - b: c\nlast: |\n  text\n"

    assert read(tmp_path, written) == Node(
        {
            "first": Node([Node("a", 3), Node({"b": Node("c", 5)}, 5, {"b": 5})], 3),
            "last": Node("text\n", 6),
        },
        2,
        {"first": 2, "last": 6},
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("\ufeffa: b", id="byte order mark"),
        pytest.param("a: b\r\n", id="windows line end"),
        pytest.param("---\na: b\n...\n", id="document marks"),
    ],
)
def test_a_mark_or_another_line_end_changes_nothing(tmp_path: Path, data: str) -> None:
    node = read(tmp_path, data)

    assert isinstance(node, Node)
    assert isinstance(node.value, dict)
    assert {key: value.value for key, value in node.value.items()} == {"a": "b"}


@pytest.mark.parametrize("data", ["", "\n\n", "# nothing but a comment\n"])
def test_an_empty_file_is_an_empty_mapping(tmp_path: Path, data: str) -> None:
    assert read(tmp_path, data) == Node({}, 1)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param("a: [b", "2: this is not YAML: did not find expected ',' or ']'", id="bracket left open"),
        pytest.param("a: b: c", "1: this is not YAML: mapping values are not allowed in this context", id="two colons"),
        pytest.param("a: 'b\n", "2: this is not YAML: found unexpected end of stream", id="quote left open"),
        pytest.param("a:\n\tb", "2: this is not YAML: found character that cannot start any token", id="tab"),
        pytest.param("a: 1\nb: 2\na: 3", "3: the key 'a' stands here a second time; the first is on line 1", id="key"),
        pytest.param("? [a]\n: b", "1: a key must be plain text", id="list as a key"),
        pytest.param("a: &x [1]\nb: *x", "2: aliases (*name) are not allowed; write it out", id="alias"),
        pytest.param("a: &x {b: c}\nd:\n  <<: *x", "3: aliases (*name) are not allowed; write it out", id="merge"),
        pytest.param("*x : b", "1: aliases (*name) are not allowed; write it out", id="alias as a key"),
        pytest.param("a: b\n---\nc: d", "3: a second document starts here; keep one a file", id="two documents"),
        pytest.param(b"a: b\nc: \xff", "2: the file is not UTF-8 text; save it as UTF-8", id="latin bytes"),
        pytest.param("a: b".encode("utf-16"), "1: the file is not UTF-8 text; save it as UTF-8", id="UTF-16"),
        pytest.param(b"a: \xed\xa0\x80", "1: the file is not UTF-8 text; save it as UTF-8", id="encoded surrogate"),
    ],
)
def test_a_fault_is_a_problem_with_its_line(tmp_path: Path, data: str | bytes, problem: str) -> None:
    assert str(read(tmp_path, data)) == f"a.yaml:{problem}"


@pytest.mark.parametrize("data", ["a: \x00", "a: \x07", "a: \ufffe"], ids=["NUL", "bell", "noncharacter"])
def test_a_character_that_yaml_forbids_is_a_problem(tmp_path: Path, data: str) -> None:
    problem = read(tmp_path, data)

    assert str(problem).startswith("a.yaml:1: this is not YAML: ")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("[" * 100_000, id="lists"),
        pytest.param("{a: " * 100_000, id="mappings"),
        pytest.param("- " * 100_000, id="dashes"),
        pytest.param("? " * 100_000, id="keys"),
    ],
)
def test_deep_nesting_is_a_problem(tmp_path: Path, data: str) -> None:
    assert read(tmp_path, data) == Problem("a.yaml", 1, f"nested more than {MAX_DEPTH} levels deep")


@pytest.mark.parametrize(("depth", "read_as"), [(MAX_DEPTH, Node), (MAX_DEPTH + 1, Problem)])
def test_nesting_is_read_up_to_the_limit(tmp_path: Path, depth: int, read_as: type) -> None:
    assert isinstance(read(tmp_path, "[" * depth + "]" * depth), read_as)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    problem = load(tmp_path / "a.yaml", "a.yaml")

    assert problem == Problem("a.yaml", 1, "the file cannot be read: No such file or directory")


def test_a_huge_file_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert load(path, "a.yaml") == Problem("a.yaml", 1, "the file is larger than 20,000,000 bytes; split it")
