"""The proof of a plain round: a bound that holds for any prices, whoever made them.

OPT ≤ Σ_j λ_j C_j + Σ_i (best m_i units by w_ij − λ_j, where positive, at most min(m_i, C_j) of them on one edge):
what an assignment gains beyond the prices it pays cannot exceed what each need would take alone at those prices.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.limits import charges, limits_of, most_units, worth_of
from duijie.matching.assignment.market import NO_PLACE, Market
from duijie.matching.assignment.problem import Problem
from duijie.matching.compiled import compiled


def plain_bound(problem: Problem, prices: NDArray[np.int64], limit_prices: NDArray[np.int64] | None = None) -> int:
    """Return the bound for prices (O,) and, where there are limits, their prices (K,), all ≥ 0."""
    gains, worth = net_of_limits(problem, problem.utility, limit_prices)
    return int(prices @ problem.capacity) + worth + int(taken_alone(problem, gains - prices[problem.offer]))


def net_of_limits(problem: Problem, gains: NDArray[Any], prices: NDArray[np.int64] | None) -> tuple[NDArray[Any], int]:
    """Return what edges (E,) yield after they paid the limits, and what the limits are worth at these prices (K,)."""
    limits = limits_of(problem)
    if limits is None or prices is None:
        return gains, 0
    return gains - charges(problem, limits, prices), worth_of(limits, prices)


def taken_alone(problem: Problem, gains: NDArray[Any]) -> float:
    """Return the sum over needs of the best that each could take were it alone, for the gain (E,) of each edge."""
    if problem.cost is None and problem.quantity.max(initial=0) <= 1 and problem.capacity.min() > 0:
        best = np.zeros(len(problem.quantity), gains.dtype)
        np.maximum.at(best, problem.need, gains)
        return float(best @ problem.quantity) if gains.dtype.kind == "f" else int(best @ problem.quantity)
    worth = np.flatnonzero(gains > 0)
    order = worth[np.lexsort((-gains[worth], problem.need[worth]))]
    need, room = problem.need[order], most_units(problem)[order]
    before = np.cumsum(room) - room
    first = np.searchsorted(need, need, side="left")
    left = problem.quantity[need] - (before - before[first])
    total = gains[order] @ np.clip(left, 0, room)
    return float(total) if gains.dtype.kind == "f" else int(total)


@compiled
def bound_at(market: Market, prices: NDArray[np.int32]) -> int:
    """Return the plain bound, read off a market need by need, in one pass."""
    total = 0
    for offer in range(len(prices)):
        if prices[offer] < NO_PLACE:
            total += prices[offer] * market.capacity[offer]
    for need in range(len(market.quantity)):
        left, ceiling = market.quantity[need], NO_PLACE
        while left > 0 and ceiling > 0:
            best, room = 0, 0
            for place in range(market.rows[need, 0], market.rows[need, 1]):
                gain = market.options[place, 1] - prices[market.options[place, 0]]
                if best < gain < ceiling:
                    best, room = gain, market.capacity[market.options[place, 0]]
                elif gain == best:
                    room += market.capacity[market.options[place, 0]]
            ceiling = best
            total += best * min(left, room)
            left -= min(left, room)
    return total
