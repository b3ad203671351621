"""The measures by which the text of a need and the texts of offers are compared, each with its name."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from duijie.matching.ranking.bm25 import Bm25
from duijie.matching.ranking.kinds import agreement, all_kinds
from duijie.matching.ranking.texts import (
    Text,
    characters,
    groups_of_words,
    pairs_of_characters,
    words_of_the_trade,
)
from duijie.matching.semantic.encoding import Encoder

Scores = NDArray[np.float64]
_FEWEST_FOR_A_MEAN = 8


class Part(StrEnum):
    """The measures, the baseline first."""

    PAIRS = "bm25_bigrams"
    CHARACTERS = "bm25_characters"
    WORDS = "bm25_words"
    GROUPS = "bm25_groups"
    KINDS = "kinds"
    VECTORS = "vectors"


class Measure(Protocol):
    """Compares needs with the offers that it was made for."""

    def scores(self, needs: Sequence[Text]) -> Scores:
        """Each need (row) against each offer (column); only the order and the distances within a row mean anything."""
        ...


class _Pairs:
    def __init__(self, offers: Sequence[Text]) -> None:
        self._bm25 = Bm25([pairs_of_characters(offer) for offer in offers])

    def scores(self, needs: Sequence[Text]) -> Scores:
        return self._bm25.scores([pairs_of_characters(need) for need in needs])


class _Characters:
    def __init__(self, offers: Sequence[Text]) -> None:
        self._bm25 = Bm25([characters(offer) for offer in offers])

    def scores(self, needs: Sequence[Text]) -> Scores:
        return self._bm25.scores([characters(need) for need in needs])


class _Words:
    def __init__(self, offers: Sequence[Text], background: Sequence[Text]) -> None:
        documents, others = ([words_of_the_trade(text) for text in texts] for texts in (offers, background))
        self._bm25 = Bm25(documents, others, b=0.5, damped=True)

    def scores(self, needs: Sequence[Text]) -> Scores:
        return self._bm25.scores([words_of_the_trade(need) for need in needs])


class _Groups:
    def __init__(self, offers: Sequence[Text], background: Sequence[Text]) -> None:
        documents, others = ([groups_of_words(text) for text in texts] for texts in (offers, background))
        self._bm25 = Bm25(documents, others, b=0.5, damped=True)

    def scores(self, needs: Sequence[Text]) -> Scores:
        return self._bm25.scores([groups_of_words(need) for need in needs])


class _Kinds:
    def __init__(self, offers: Sequence[Text], background: Sequence[Text]) -> None:
        self._offers = all_kinds(offers)
        self._all = np.vstack((self._offers, all_kinds(background)))

    def scores(self, needs: Sequence[Text]) -> Scores:
        return agreement(all_kinds(needs), self._offers, self._all)


class _Vectors:
    """Cosines after each side's own mean is taken off: all of these texts are near each other before that."""

    def __init__(self, offers: Sequence[Text], background: Sequence[Text], encoder: Encoder) -> None:
        self._encoder = encoder
        vectors = self._encoded(offers)
        mean = vectors.mean(axis=0)
        self._offers = _of_length_one(vectors - mean)
        self._mean = self._encoded(background).mean(axis=0) if len(background) >= _FEWEST_FOR_A_MEAN else mean

    def scores(self, needs: Sequence[Text]) -> Scores:
        found: Scores = _of_length_one(self._encoded(needs) - self._mean) @ self._offers.T
        return found

    def _encoded(self, texts: Sequence[Text]) -> NDArray[np.float64]:
        return self._encoder.encode([f"{text.title} {text.text}" for text in texts]).astype(np.float64)


def _of_length_one(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return directions


def measures(offers: Sequence[Text], background: Sequence[Text], encoder: Encoder | None) -> dict[Part, Measure]:
    """Every measure that can be had here; `background` are other needs, which say what is common and what is rare."""
    found: dict[Part, Measure] = {
        Part.PAIRS: _Pairs(offers),
        Part.CHARACTERS: _Characters(offers),
        Part.WORDS: _Words(offers, background),
        Part.GROUPS: _Groups(offers, background),
        Part.KINDS: _Kinds(offers, background),
    }
    if encoder is not None:
        found[Part.VECTORS] = _Vectors(offers, background, encoder)
    return found
