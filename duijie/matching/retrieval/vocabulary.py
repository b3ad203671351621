"""Terms by number, how many documents hold each, and so what each weighs in a query.

Weights of words are those of `duijie.matching.index`: log(1 + (N − n + ½)/(n + ½)) / log(1 + N), times the damped
count in the query, times K1 + 1 for the document's side; a sub-field (`#water`) counts half, once.
"""

from collections.abc import Mapping, Sequence
from itertools import repeat
from math import isfinite, log1p
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.index import K1, B
from duijie.matching.retrieval.errors import RetrievalError
from duijie.matching.retrieval.questions import FULL, Query
from duijie.matching.retrieval.segment import worth_of_255
from duijie.matching.words import SUBFIELD_MARK

MOST_TERMS = 256
_MARK_SHARE = 0.5
_MOST_TIMES = 2**31 - 1


class Vocabulary:
    """Numbers only grow. `holding` counts documents, those not yet forgotten by a merge included.

    `spread` float64 is where between 0 and 1 each term's scale of impacts lies; it comes from the term alone, so that
    indexes weigh alike.
    """

    def __init__(self, terms: Sequence[str], holding: NDArray[np.int64] | None = None) -> None:
        self.numbers = {term: number for number, term in enumerate(terms)}
        if len(self.numbers) != len(terms):
            raise RetrievalError("A term stands twice in the vocabulary.")
        self.holding = np.zeros(len(terms), np.int64) if holding is None else holding.astype(np.int64)
        self.is_mark = np.array([_is_mark(term) for term in terms], np.bool_)
        self.spread = np.array([_spread(term) for term in terms], np.float64)

    def __len__(self) -> int:
        return len(self.numbers)

    def learn(self, terms: Mapping[str, int]) -> NDArray[np.int32]:
        """The numbers of a new document's terms; each is held once more."""
        for term in terms:
            if term not in self.numbers:
                number = len(self.numbers)
                if number == self.holding.size:
                    self.holding = np.concatenate([self.holding, np.zeros(number + 64, np.int64)])
                    self.is_mark = np.concatenate([self.is_mark, np.zeros(number + 64, np.bool_)])
                    self.spread = np.concatenate([self.spread, np.zeros(number + 64)])
                self.is_mark[number], self.spread[number] = _is_mark(term), _spread(term)
                self.numbers[term] = number
        found = np.array([self.numbers[term] for term in terms], np.int32)
        self.holding[found] += 1
        return found

    def weigh(
        self, terms: Mapping[str, int], documents: int, average: float
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The known terms of a query, which was checked, and their weights."""
        known, counts, scale = self._known(terms, documents, average)
        return known, weights_of(known, counts, self.holding, self.is_mark, scale)

    def ask(self, terms: Mapping[str, int], documents: int, average: float) -> tuple[Query, float]:
        """The known terms of a query, which was checked, weighed in whole numbers; and what a score of 1 is worth."""
        if len(terms) > MOST_TERMS:
            return self.ask_weighted(*self.weigh(terms, documents, average), average)
        known, counts, scale = self._known(terms, documents, average)
        weights, worth = whole_weights_of(known, counts, self.holding, self.is_mark, self.spread, scale)
        return Query(known, weights), worth

    def ask_weighted(
        self, known: NDArray[np.int32], weights: NDArray[np.float64], average: float
    ) -> tuple[Query, float]:
        """The same of terms with weights, of which the heaviest 256 count."""
        if known.size > MOST_TERMS:
            heaviest = np.argsort(-weights, kind="stable")[:MOST_TERMS]
            known, weights = known[heaviest], weights[heaviest]
        whole, worth = in_whole_numbers(known, weights, self.spread, average)
        return Query(known, whole), worth

    def _known(
        self, terms: Mapping[str, int], documents: int, average: float
    ) -> tuple[NDArray[np.int32], NDArray[np.float64], tuple[float, float, float]]:
        """The numbers and counts of the known terms, and the scale of `weights_of`."""
        found, counts, unknown = list(map(self.numbers.get, terms, repeat(-1))), list(terms.values()), 0
        if -1 in found:
            unknown = sum(count for term, count in terms.items() if term not in self.numbers and not _is_mark(term))
            counts = [count for number, count in zip(found, counts, strict=True) if number >= 0]
            found = [number for number in found if number >= 0]
        return np.array(found, np.int32), np.array(counts, np.float64), (float(documents), average, float(unknown))


@compiled
def weights_of(
    terms: NDArray[np.int32],
    counts: NDArray[np.float64],
    holding: NDArray[np.int64],
    is_mark: NDArray[np.bool_],
    scale: tuple[float, float, float],
) -> NDArray[np.float64]:
    """The weights of terms that stand so often in a query.

    `scale` is how many documents there are, their average length, and how many words of the query nobody knows.
    """
    documents, average, length = scale
    for at in range(terms.size):
        length += 0.0 if is_mark[terms[at]] else counts[at]
    damping = K1 * (1 - B + B * length / average)
    weights = np.empty(terms.size)
    for at in range(terms.size):
        held = max(float(holding[terms[at]]), 1.0)
        total = max(documents, held)
        weight = log1p((total - held + 0.5) / (held + 0.5)) / log1p(total)
        damped = counts[at] * (K1 + 1) * (K1 + 1) / (counts[at] + damping)
        weights[at] = weight * (_MARK_SHARE if is_mark[terms[at]] else damped)
    return weights


@compiled
def in_whole_numbers(
    terms: NDArray[np.int32], weights: NDArray[np.float64], spread: NDArray[np.float64], average: float
) -> tuple[NDArray[np.int64], float]:
    """Weights in whole numbers that add up to at most `FULL`, and what a score of 1 is worth; terms at most 256."""
    whole, total = np.empty(terms.size, np.int64), 0.0
    for at in range(terms.size):
        total += weights[at] * worth_of_255(spread[terms[at]], average)
    scale = (FULL - terms.size / 2) / total if total > 0 else 1.0
    for at in range(terms.size):
        whole[at] = np.int64(weights[at] * worth_of_255(spread[terms[at]], average) * scale + 0.5)
    return whole, 256 / (255 * scale)


@compiled
def whole_weights_of(  # noqa: PLR0917 (machine code takes no keywords)
    terms: NDArray[np.int32],
    counts: NDArray[np.float64],
    holding: NDArray[np.int64],
    is_mark: NDArray[np.bool_],
    spread: NDArray[np.float64],
    scale: tuple[float, float, float],
) -> tuple[NDArray[np.int64], float]:
    """`in_whole_numbers` of `weights_of`, in one call."""
    return in_whole_numbers(terms, weights_of(terms, counts, holding, is_mark, scale), spread, scale[1])


def check_counts(terms: Mapping[str, int]) -> None:
    """Refuse counts that are no whole numbers from 1 on."""
    counts = terms.values()
    if counts and not (set(map(type, counts)) == {int} and 0 < min(counts) <= max(counts) <= _MOST_TIMES):
        raise RetrievalError(f"Counts must be whole numbers from 1 on, not {list(counts)[:20]}.")


def check_weights(weights: Mapping[str, float]) -> None:
    """Refuse weights that are no finite positive numbers."""
    for term, weight in weights.items():
        if not isfinite(weight) or weight <= 0:
            raise RetrievalError(f"A weight must be a finite number above 0; {term!r} has {weight!r}.")


def _is_mark(term: str) -> bool:
    return term.startswith(SUBFIELD_MARK)


def _spread(term: str) -> float:
    return 0.0 if _is_mark(term) else crc32(term.encode()) / 2**32
