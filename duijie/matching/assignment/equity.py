"""What an assignment means for the counties: in all, how unequal, and for those that fare worst."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.problem import TOP_UTILITY, Problem
from duijie.matching.assignment.welfare import counties_of, means_of

WORST = 0.01  # the share of counties, one at least


class Equity(NamedTuple):
    """Figures over the counties that ask for something, each counted once; a mean is utility per unit asked for."""

    utility: float  # of all units together, in units of 1
    gini: float  # of the counties' means: 0 when all are equal
    worst: float  # mean of the lowest 1 % of the counties' means
    key: float  # mean over counties of weight above 1; 0 without any
    others: float


def equity_of(problem: Problem, edges: NDArray[np.int64]) -> Equity:
    """Return the figures of chosen edges (as in Result); raise ProblemError for a problem without counties."""
    counties = counties_of(problem)
    units = np.bincount(edges, minlength=len(problem.need))
    asking = counties.asked > 0
    means, is_key = means_of(problem, counties, units)[asking], (counties.weight > 1)[asking]
    return Equity(
        utility=float(units @ problem.utility) / TOP_UTILITY,
        gini=gini(means),
        worst=_mean(np.sort(means)[: max(1, int(WORST * len(means)))]),
        key=_mean(means[is_key]),
        others=_mean(means[~is_key]),
    )


def gini(means: NDArray[np.float64]) -> float:
    """Return the Gini coefficient: half the mean difference of two drawn at random, as a share of the mean."""
    total, count = float(means.sum()), len(means)
    if total == 0:
        return 0.0
    ranks = np.arange(1, count + 1)
    return float((2 * ranks - count - 1) @ np.sort(means)) / (count * total)


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else 0.0
