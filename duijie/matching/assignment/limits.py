"""Limits beyond capacities: what an offer may spend, and what a funder may spend or take on over several implementers.

Each limit has a price too, in millionths for a fen or a unit drawn. Who uses an edge pays for all that it draws,
rounded down to a whole, so for any prices μ_k ≥ 0

Σ_e ⌊Σ_k μ_k d_ke / 10⁶⌋ x_e ≤ ⌊Σ_k μ_k L_k / 10⁶⌋,

and the bound of a round stays valid in whole numbers: the right side is added, the left is taken from what edges yield.
"""

from typing import NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.problem import Problem, ProblemError

MILLION = 1_000_000
NAMES = ("budget", "funder_budget", "funder_capacity")
DEAREST = 1 << 60  # what a unit may cost in millionths for one limit: three of them still fit 64 bits


class Limits(NamedTuple):
    """All limits of a problem in one row: offers' budgets, funders' budgets, funders' capacities."""

    amount: NDArray[np.int64]  # (K,) fen, fen, units
    of_offer: NDArray[np.int32]  # (O, 3) the limits of an offer, in the order of NAMES; −1 none
    sizes: tuple[int, int, int]  # how many of each kind the row has


def limits_of(problem: Problem) -> Limits | None:
    """Return the limits, None for a problem without any."""
    given = [getattr(problem, name) for name in NAMES]
    if all(each is None for each in given):
        return None
    rows = [np.zeros(0, np.int64) if each is None else each for each in given]
    offers, first = len(problem.capacity), 0
    of_offer = np.full((offers, 3), -1, np.int32)
    for column, (row, group) in enumerate(zip(rows, (np.arange(offers), problem.funder, problem.funder), strict=True)):
        if len(row) and group is not None:
            of_offer[:, column] = np.where((group >= 0) & (row[group] >= 0), group + first, -1)
        first += len(row)
    return Limits(np.concatenate(rows), of_offer, (len(rows[0]), len(rows[1]), len(rows[2])))


def refuse_limits(problem: Problem, what: str) -> None:
    """Raise ProblemError for a problem with limits, where something keeps none."""
    if limits_of(problem) is not None:
        raise ProblemError(f"{what} keeps no budgets and no limits of funders.")


def drawn(problem: Problem, edges: NDArray[np.integer] | slice = slice(None)) -> list[NDArray[np.int64]]:
    """Return what a unit on each of these edges draws from its three limits."""
    units = np.ones(len(problem.need), np.int64)[edges]
    cost = units if problem.cost is None else problem.cost[edges]
    return [cost, cost, units]


def charges(problem: Problem, limits: Limits, prices: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what a unit on each edge (E,) pays at the limits' prices (K,)."""
    total = np.zeros(len(problem.need), np.int64)
    padded = np.append(prices, 0)  # −1 costs nothing
    for column, draw in enumerate(drawn(problem)):
        if (padded[limits.of_offer[:, column]] > 0).any():
            total += padded[limits.of_offer[:, column]][problem.offer] * draw
    return total // MILLION


def worth_of(limits: Limits, prices: NDArray[np.int64]) -> int:
    """Return what all limits are worth at these prices (K,): the sum that is added to the bound."""
    priced = np.flatnonzero(prices)
    return sum(int(prices[each]) * max(int(limits.amount[each]), 0) for each in priced) // MILLION


def used(problem: Problem, limits: Limits, units: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what units (E,) draw from each limit (K,)."""
    carried = np.flatnonzero(units)
    total = np.zeros(len(limits.amount), np.int64)
    for column, draw in enumerate(drawn(problem, carried)):
        limit = limits.of_offer[problem.offer[carried], column]
        np.add.at(total, limit[limit >= 0], (units[carried] * draw)[limit >= 0])
    return total


def most_units(problem: Problem) -> NDArray[np.int64]:
    """Return how many units each edge (E,) could carry alone, by need, offer and every limit."""
    most = np.minimum(problem.quantity[problem.need], problem.capacity[problem.offer])
    limits = limits_of(problem)
    if limits is not None:
        for column, draw in enumerate(drawn(problem)):
            limit = limits.of_offer[problem.offer, column]
            bound = (limit >= 0) & (draw > 0)
            most[bound] = np.minimum(most[bound], limits.amount[limit[bound]] // draw[bound])
    return most


class ToldPrices(TypedDict):
    """Prices of limits under the names of Result; None for limits that the problem has not."""

    budget_price: NDArray[np.int64] | None
    funder_budget_price: NDArray[np.int64] | None
    funder_capacity_price: NDArray[np.int64] | None


def told_prices(problem: Problem, prices: NDArray[np.int64] | None) -> ToldPrices:
    """Return the prices (K,) as a result tells them."""
    limits = limits_of(problem)
    if limits is None or prices is None:
        return ToldPrices(budget_price=None, funder_budget_price=None, funder_capacity_price=None)
    own, funders, units = np.split(prices, np.cumsum(limits.sizes)[:-1])
    return ToldPrices(
        budget_price=None if problem.budget is None else own,
        funder_budget_price=None if problem.funder_budget is None else funders,
        funder_capacity_price=None if problem.funder_capacity is None else units,
    )
