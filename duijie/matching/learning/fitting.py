"""LightGBM trees of one question each: their sum is one table a term, so what is learned can be read and added up.

Accepting is learned from lists (lambdarank: which of the shown pairs was taken), the later steps from yes and no. What
was taken at a place that few look at counts more (inverse propensity, after Joachims, Swaminathan and Schnabel,
"Unbiased Learning-to-Rank with Biased Feedback", 2017). The prior counts as so many outcomes beside what is learned.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.learning.factors import MONOTONE, SUCCESS_TERMS, Factor, most_points
from duijie.matching.learning.model import KNOTS, PRIOR, Table
from duijie.matching.reasons import MAXIMA, Term

PRIOR_COUNTS_AS = 200
SMALLEST_PROPENSITY = 0.05
"""Below it a single answer would count for more than twenty."""
_ROUNDS, _RATE, _ROWS_IN_A_LEAF = 150, 0.1, 20
_COLUMNS = [list(Term).index(term) for term in SUCCESS_TERMS]
_MOST = np.array([MAXIMA[term] for term in SUCCESS_TERMS], dtype=np.float64)


class Examples(NamedTuple):
    """Pairs to learn one factor from: terms (pairs, 12), what came of each (0 or 1), propensity, list number."""

    terms: NDArray[np.int32]
    came: NDArray[np.int64]
    propensities: NDArray[np.float64]
    lists: NDArray[np.int64]

    def in_order(self) -> "Examples":
        """The same pairs, list by list."""
        order = np.argsort(self.lists, kind="stable")
        return Examples(self.terms[order], self.came[order], self.propensities[order], self.lists[order])


class LearningMissing(ValueError):
    """LightGBM is not installed."""


def fit(factor: Factor, examples: Examples, seed: int) -> dict[Term, Table]:
    """Learn the points of every term for a factor, adding up to the most that the factor can reach or a little less.

    Raises:
        LearningMissing: LightGBM is not installed.
    """
    booster = _train(factor, examples, seed)
    tables = _tables_of(booster)
    learned = _to_points(tables, most_points(factor))
    own = np.array([PRIOR.points[factor][term] for term in SUCCESS_TERMS], dtype=np.float64)
    outcomes = min(int(examples.came.sum()), int((1 - examples.came).sum()))
    share = outcomes / (outcomes + PRIOR_COUNTS_AS) if learned.any() else 0.0
    mixed = _to_points(share * learned + (1 - share) * own, most_points(factor))
    return {term: tuple(int(points) for points in table) for term, table in zip(SUCCESS_TERMS, mixed, strict=True)}


def weights(examples: Examples) -> NDArray[np.float64]:
    """What each pair counts: those that came count the more, the fewer people look at their position."""
    lifted = 1 / np.maximum(examples.propensities, SMALLEST_PROPENSITY)
    return np.where(examples.came == 1, lifted, 1.0)


def _train(factor: Factor, examples: Examples, seed: int) -> Any:
    try:
        import lightgbm  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise LearningMissing("Learning needs LightGBM: pip install 'duijie[learning]'.") from error
    given = examples.in_order()
    ranks = factor is Factor.ACCEPTS
    data = lightgbm.Dataset(
        given.terms[:, _COLUMNS] / _MOST,
        label=given.came,
        weight=weights(given),
        group=np.unique(given.lists, return_counts=True)[1] if ranks else None,
        params={"min_data_in_bin": 1, "verbosity": -1},
    )
    settings = {
        "objective": "lambdarank" if ranks else "binary",
        "num_leaves": 2,
        "learning_rate": _RATE,
        "min_data_in_leaf": _ROWS_IN_A_LEAF,
        "min_sum_hessian_in_leaf": 1e-3,
        "monotone_constraints": [1 if term in MONOTONE else 0 for term in SUCCESS_TERMS],
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": seed,
        "verbosity": -1,
    }
    return lightgbm.train(settings, data, num_boost_round=_ROUNDS)


def _tables_of(booster: Any) -> NDArray[np.float64]:
    """The sum of the trees for each term alone, at the knots: (terms, KNOTS + 1), beginning at 0."""
    count = len(SUCCESS_TERMS)
    asked = np.zeros((count, KNOTS + 1, count))
    for number in range(count):
        asked[number, :, number] = np.arange(KNOTS + 1) / KNOTS
    found = np.asarray(booster.predict(asked.reshape(-1, count)), dtype=np.float64)
    if booster.params["objective"] == "binary":
        found = np.log(found / (1 - found))
    tables = found.reshape(count, KNOTS + 1)
    return np.asarray(tables - tables.min(axis=1, keepdims=True))


def _to_points(tables: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """The same tables, stretched so that their greatest values add up to the most, rounded down."""
    total = tables.max(axis=1).sum()
    return np.floor(tables * (most / total)) if total > 0 else np.zeros_like(tables)
