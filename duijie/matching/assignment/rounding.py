"""A plan that keeps every limit, made of one that may not: the best first, then whatever still fits."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.limits import Limits, drawn
from duijie.matching.assignment.problem import Problem
from duijie.matching.compiled import compiled


def within_limits(
    problem: Problem, limits: Limits, units: NDArray[np.int64], gains: NDArray[np.float64], paid: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return units (E,) that keep all limits.

    units: what an auction gave. gains, paid: (E,) what a unit yields beyond the price of its place, and what it pays to
    the limits; who yields most for what he pays goes first.
    """
    draws = np.column_stack(drawn(problem))
    left = problem.quantity.copy(), problem.capacity.copy(), limits.amount.copy()
    given = np.zeros(len(units), np.int64)
    edges = np.column_stack((problem.need, problem.offer))
    carried = np.flatnonzero(units)
    order = carried[np.argsort(-gains[carried] / np.maximum(paid[carried], 0.5), kind="stable")]
    give(order, units, (edges, draws, limits.of_offer), left, given)
    open_edges = np.flatnonzero((left[0][problem.need] > 0) & (left[1][problem.offer] > 0) & (problem.utility > 0))
    order = open_edges[np.argsort(-(gains - paid)[open_edges], kind="stable")]
    give(order, problem.quantity[problem.need], (edges, draws, limits.of_offer), left, given)
    return given


@compiled
def give(
    order: NDArray[np.int64],
    most: NDArray[np.int64],
    edges: tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]],
    left: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    given: NDArray[np.int64],
) -> None:
    """Give each edge in this order what it may have at most and what need, offer and limits still allow."""
    pairs, draws, of_offer = edges
    wanted, free, amounts = left
    for edge in order:
        need, offer = pairs[edge, 0], pairs[edge, 1]
        units = min(most[edge], wanted[need], free[offer])
        for column in range(3):
            limit = of_offer[offer, column]
            if limit >= 0 and draws[edge, column] > 0:
                units = min(units, amounts[limit] // draws[edge, column])
        if units <= 0:
            continue
        given[edge] += units
        wanted[need] -= units
        free[offer] -= units
        for column in range(3):
            limit = of_offer[offer, column]
            if limit >= 0:
                amounts[limit] -= units * draws[edge, column]
