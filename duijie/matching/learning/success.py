"""From the terms of pairs to their chances and utilities, in whole numbers, with reasons that add up.

success = Success(PRIOR)
success.utilities(found.terms, benefits)  # w = v · p of many pairs, 0 … 1 000 000
success.explain(reasons)                  # the same of one pair, factor by factor, in points
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.learning.adding import add_up
from duijie.matching.learning.factors import SUCCESS_TERMS, Factor
from duijie.matching.learning.model import KNOTS, MILLION, Model
from duijie.matching.reasons import MAXIMA, Reason, Term

_MOST = np.array(list(MAXIMA.values()), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class FactorExplained:
    """One factor of a pair: the points of `terms` add up to `points`, which mean `chance` (millionths)."""

    factor: Factor
    terms: tuple[tuple[Term, int], ...]
    points: int
    chance: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A pair under a model: the points of `reasons` add up to `score`, and those of all factors and tilts do too."""

    reasons: tuple[Reason, ...]
    score: int
    factors: tuple[FactorExplained, ...]
    chance: int


class Success:
    """A model made ready: every number that a term or a factor can have, looked up instead of worked out."""

    def __init__(self, model: Model) -> None:
        self.model = model
        tables = [_by_points(model, term) for term in SUCCESS_TERMS]
        sizes = [len(table) for table in tables]
        self._points = np.concatenate(tables)
        self._starts = np.cumsum([0, *sizes[:-1]])
        self._columns = np.array([list(Term).index(term) for term in SUCCESS_TERMS])
        lines = [
            _by_sum(model, factor, int(sum(max(table[:, number]) for table in tables)))
            for number, factor in enumerate(Factor)
        ]
        self._chances = np.concatenate(lines)
        self._lines = np.cumsum([0, *(len(line) for line in lines[:-1])])

    def factor_points(self, terms: NDArray[np.int32]) -> NDArray[np.int32]:
        """The points of each factor: (pairs, 12) points of the rule score → (pairs, 3)."""
        points = np.zeros((len(terms), len(Factor)), dtype=np.int32)
        self._add_up(terms, np.zeros(1, dtype=np.int64), points, np.zeros(0, dtype=np.int32))
        return points

    def chances(self, terms: NDArray[np.int32]) -> NDArray[np.int64]:
        """The chance of each factor in millionths, (pairs, 3)."""
        return np.asarray(self._chances[self._lines + self.factor_points(terms)])

    def utilities(self, terms: NDArray[np.int32], benefits: NDArray[np.int64] | int) -> NDArray[np.int32]:
        """Work out w = v · p of each pair, 0 … 1 000 000, both v and p in millionths; rounded down, p to the nearest.

        `benefits` is one number for all pairs, or one for each.

        Raises:
            ValueError: a benefit is not between 0 and 1 000 000, or their number is wrong.
        """
        given = np.atleast_1d(np.asarray(benefits, dtype=np.int64))
        if len(given) not in {1, len(terms)}:
            raise ValueError(f"There are {len(terms)} pairs, but {len(given)} benefits.")
        if given.size and not (given.min() >= 0 and given.max() <= MILLION):
            raise ValueError(f"A benefit lies between 0 and {MILLION}.")
        found = np.empty(len(terms), dtype=np.int32)
        self._add_up(terms, given, np.zeros((0, len(Factor)), dtype=np.int32), found)
        return found

    def explain(self, reasons: tuple[Reason, ...]) -> Explained:
        """The reasons of one pair (as `scoring.reasons` gives them) with the points of this model."""
        terms = np.array([[each.points for each in reasons]], dtype=np.int32)
        by_term = [
            self._points[start + terms[0, column]] for start, column in zip(self._starts, self._columns, strict=True)
        ]
        points, chances = self.factor_points(terms)[0], self.chances(terms)[0]
        factors = tuple(
            FactorExplained(
                factor,
                tuple((term, int(row[number])) for term, row in zip(SUCCESS_TERMS, by_term, strict=True)),
                int(points[number]),
                int(chances[number]),
            )
            for number, factor in enumerate(Factor)
        )
        worth = {term: int(row.sum()) for term, row in zip(SUCCESS_TERMS, by_term, strict=True)}
        told = tuple(each._replace(points=worth.get(each.term, each.points)) for each in reasons)
        return Explained(told, sum(each.points for each in told), factors, int(self.utilities(terms, MILLION)[0]))

    def _add_up(
        self,
        terms: NDArray[np.int32],
        benefits: NDArray[np.int64],
        points: NDArray[np.int32],
        utilities: NDArray[np.int32],
    ) -> None:
        if terms.ndim != 2 or terms.shape[1] != len(_MOST):  # noqa: PLR2004 - rows and columns
            raise ValueError(f"The terms of a pair are {len(_MOST)} numbers.")
        given = np.ascontiguousarray(terms, dtype=np.int32)
        tables = (_MOST, self._points, self._starts, self._columns, self._chances, self._lines)
        if add_up(given, *tables, benefits, points, utilities) < len(terms):
            raise ValueError("The points of a term lie between 0 and its most.")


def _by_points(model: Model, term: Term) -> NDArray[np.int32]:
    """What each number of points of the rule score is worth for every factor, (most + 1, 3).

    The sum over the factors is a straight line between knots, and so are all factors but ACCEPTS, which takes what
    rounding left: so the prior's points add up to those of the rule score exactly.
    """
    most = MAXIMA[term]
    own = np.arange(most + 1, dtype=np.int64) * KNOTS
    knot = np.minimum(own // most, KNOTS - 1)
    rest = own - knot * most
    tables = np.array([model.points[factor][term] for factor in Factor], dtype=np.int64)

    def worth(table: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(table[knot] + (table[knot + 1] - table[knot]) * rest // most)

    others = [worth(table) for table in tables[1:]]
    first = np.maximum(worth(tables.sum(axis=0)) - sum(others), 0)
    return np.stack([first, *others], axis=1).astype(np.int32)


def _by_sum(model: Model, factor: Factor, most: int) -> NDArray[np.int64]:
    """The chance of each sum of points up to the most, in millionths; a straight line between knots, rounded down."""
    knots = np.array(model.chances[factor], dtype=np.int64)
    sums = np.arange(most + 1, dtype=np.int64)
    if len(knots) == 1:
        return np.full(most + 1, knots[0, 1])
    inside = np.clip(sums, knots[0, 0], knots[-1, 0])
    place = np.clip(np.searchsorted(knots[:, 0], inside, side="right") - 1, 0, len(knots) - 2)
    low, high = knots[place], knots[place + 1]
    return np.asarray(low[:, 1] + (high[:, 1] - low[:, 1]) * (inside - low[:, 0]) // (high[:, 0] - low[:, 0]))
