"""The proof of a plain round: a bound that holds for any prices, whoever made them.

OPT ≤ Σ_j λ_j C_j + Σ_i (best m_i units by w_ij − λ_j, where positive, at most min(m_i, C_j) of them on one edge):
what an assignment gains beyond the prices it pays cannot exceed what each need would take alone at those prices.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.market import NO_PLACE, Market
from duijie.matching.assignment.problem import Problem
from duijie.matching.compiled import compiled


def plain_bound(problem: Problem, prices: NDArray[np.int64]) -> int:
    """Return the bound for prices (O,) ≥ 0."""
    gain = problem.utility - prices[problem.offer]
    open_edges = np.flatnonzero(gain > 0)
    order = open_edges[np.lexsort((-gain[open_edges], problem.need[open_edges]))]
    need, gain = problem.need[order], gain[order]
    room = np.minimum(problem.quantity[need], problem.capacity[problem.offer[order]])
    before = np.cumsum(room) - room
    starts = np.searchsorted(need, need, side="left")
    left = problem.quantity[need] - (before - before[starts]) if len(need) else room
    return int(prices @ problem.capacity) + int(gain @ np.clip(left, 0, room))


@compiled
def bound_at(market: Market, prices: NDArray[np.int32]) -> int:
    """Return the same bound, read off a market need by need, in one pass."""
    total = 0
    for offer in range(len(prices)):
        if prices[offer] < NO_PLACE:
            total += prices[offer] * market.capacity[offer]
    for need in range(len(market.quantity)):
        left, ceiling = market.quantity[need], NO_PLACE
        while left > 0 and ceiling > 0:
            best, room = 0, 0
            for place in range(market.starts[need], market.starts[need + 1]):
                gain = market.options[place, 1] - prices[market.options[place, 0]]
                if best < gain < ceiling:
                    best, room = gain, market.capacity[market.options[place, 0]]
                elif gain == best:
                    room += market.capacity[market.options[place, 0]]
            ceiling = best
            total += best * min(left, room)
            left -= min(left, room)
    return total
