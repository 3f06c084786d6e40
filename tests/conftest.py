"""What the tests share: the packaged bot, a bot about pets, a folder to write content into, a screen to chat on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

from chatbot import Chatbot
from tests.screens import FOOTER, Terminal

# The same cases on every run, however slow the machine, and no folder left behind.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile("suite")

Folder = Callable[[Mapping[str, str]], Path]
"""Writes {name: YAML} and returns the folder."""

PETS = """
topics:
  - {id: pet, name: pets, words: [pet]}
  - {id: cat, name: a cat, words: [cat, kitten], parent: pet}
  - {id: dog, name: a dog, words: [dog, puppy], parent: pet}
  - {id: fish, name: a fish, words: [fish, goldfish]}

aspects:
  - {id: food, name: what it eats, words: [eat, food]}
  - {id: wash, name: washing, words: [wash, bath]}
  - {id: age, name: how old it gets, words: [how old, live]}

contrasts:
  - [cat, dog]

gaps:
  - id: price
    name: what an animal costs
    words: [price, cost]
    examples: [how much is a cat, what does a dog cost, the price of a goldfish, is a puppy expensive]

intents:
  - id: cat.food
    question: What does a cat eat?
    examples: [what should i feed my cat, food for a kitten]
    answer: A cat eats meat.
    source: Food
  - id: cat.age
    question: How old does a cat get?
    examples: [how many years will my cat live, the age of an old kitten]
    answer: A cat lives fifteen years.
  - id: dog.food
    question: What does a dog eat?
    examples: [what should i feed my dog, food for a puppy]
    answer: A dog eats nearly anything.
    source: Food
  - id: dog.wash
    question: How do I wash a dog?
    examples: [my dog is dirty and needs a bath, shampoo for a puppy]
    answer: Wash a dog with lukewarm water.
    source: Care
  - id: pet.age
    question: How old do pets get?
    examples: [how many years does a pet live, the age of an old pet]
    answer: Small ones live two years, large ones fifteen.
  - id: fish.food
    question: What does a goldfish eat?
    examples: [flakes for the goldfish, what goes into the bowl to eat]
    answer: A goldfish eats flakes.
  - id: poison
    question: What if an animal was poisoned?
    examples: [my animal was poisoned]
    answer: Call the animal hospital now.
    safety: emergency
    next: [dog.food]
  - id: hopeless
    question: What if I cannot go on?
    examples: [i cannot go on any more]
    answer: Call a friend now.
    safety: crisis

rules:
  - {id: swallowed, intent: poison, patterns: [(ate|swallowed) .. poison]}
  - {id: despair, intent: hopeless, patterns: [cannot go on]}

guards:
  negated: [(not|never) .. $]
  past: [last year]
  general: [^ what if]
  now: [right now]

starters: [cat.food, dog.food]

numbers:
  emergency: "112"

texts:
  footer: "I am no vet. Emergency: {emergency}"
  remind_emergency: If it is still in danger, call the animal hospital.
  remind_crisis: If you still feel low, call a friend.
"""
"""A whole content, small enough to keep in mind."""


@pytest.fixture(scope="session")
def bot() -> Chatbot:
    return Chatbot.load()


@pytest.fixture(scope="session")
def pets_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pets")
    root.joinpath("pets.yaml").write_text(PETS, "utf-8")
    return root


@pytest.fixture(scope="session")
def pets(pets_folder: Path) -> Chatbot:
    return Chatbot.load(pets_folder)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write


class Screen(Protocol):
    """Starts the chat in a pseudo-terminal."""

    def __call__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        footer: str = FOOTER,
        env: Mapping[str, str] | None = None,
    ) -> Terminal: ...


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home, and the folder in which a chat is started."""
    path = tmp_path / "home"
    path.mkdir()
    return path


@pytest.fixture
def screen(home: Path) -> Iterator[Screen]:
    """Starts chats that end with the test."""
    started: list[Terminal] = []

    def start(
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        footer: str = FOOTER,
        env: Mapping[str, str] | None = None,
    ) -> Terminal:
        started.append(Terminal("chat", *arguments, home=home, columns=columns, rows=rows, footer=footer, env=env))
        return started[-1]

    yield start
    for terminal in started:
        terminal.close()
