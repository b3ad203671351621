"""One province's share of the country's round: what it would take at given prices, what it makes of given places.

An offer that several provinces name is shared. Nobody but its own province ever sees a province's needs and edges:
out go prices that it would pay and how many places it uses, in come prices and how many places it may use.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment import Problem, checked, solve
from duijie.matching.assignment.certificate import plain_bound
from duijie.matching.country.edges import Edges

_MORE = 1 << 40


class Bids(NamedTuple):
    """Prices for places of shared offers, which go by their number among the shared ones."""

    offer: NDArray[np.int32]
    price: NDArray[np.int64]


class Demand(NamedTuple):
    """What a province takes at given prices: up to which price each taken place is kept, and what others would pay."""

    taken: Bids  # one entry a place
    outside: Bids  # of those who go without the best, one entry an offer
    excess: Bids  # how much dearer an offer would be if all its places were the province's, one entry an offer
    bound: int  # no assignment of the province gains more beyond these prices


class Placed(NamedTuple):
    """What a province made of its places."""

    objective: int
    unused: Bids  # places, in the column of prices
    wanted: Bids  # what one place more would add; each need bids for one offer only


class Part:
    """A province's needs, edges, and prices of its last solution; needs and offers are numbered within the part."""

    def __init__(self, edges: Edges, quantity: NDArray[np.integer], capacity: NDArray[np.integer], first: int) -> None:
        self.offers, local = np.unique(edges.offer, return_inverse=True)
        self.problem: Problem = checked(
            need=edges.need - np.int32(first),
            offer=local.astype(np.int32),
            utility=edges.utility,
            capacity=capacity[self.offers],
            quantity=quantity,
        )
        self.place = np.full(len(self.offers), -1, np.int64)
        self.prices: NDArray[np.int64] | None = None
        self.edges = np.empty(0, np.int64)

    def share(self, shared: NDArray[np.int32]) -> None:
        """Learn which offers (S, ascending) are shared."""
        found = np.searchsorted(shared, self.offers)
        known = np.append(shared, -1)[found] == self.offers
        self.place = np.where(known, found, -1)

    def demand(self, prices: NDArray[np.int64], gap: float) -> Demand:
        """What the province takes at these prices (S,), as if it alone might take all places."""
        whole = self.problem
        reduced = replace(whole, utility=np.maximum(whole.utility - self._local(prices)[whole.offer], 0))
        units, gain, bound = self._solve(reduced, gap)
        other = best_of(whole, np.where(units > 0, 0, gain))
        kept = np.flatnonzero((units > 0) & self._is_shared()[whole.offer] & (reduced.utility > 0))
        kept = np.repeat(kept, units[kept])
        pays = np.where(units > 0, 0, whole.utility - keeps_of(whole, units, gain)[whole.need])
        best = np.zeros(len(self.offers), np.int64)
        np.maximum.at(best, whole.offer, pays)
        outside = np.flatnonzero((best > 0) & self._is_shared())
        return Demand(
            taken=self._bids(whole.offer[kept], whole.utility[kept] - other[whole.need[kept]]),
            outside=self._bids(outside, best[outside]),
            excess=self._excess(),
            bound=bound,
        )

    def certify(self, prices: NDArray[np.int64]) -> tuple[int, NDArray[np.int64]]:
        """The part of the bound that is this province's, and all its prices: these (S,) and its own of the last demand.

        Its bound is without the shared places' worth, which counts once for the country.
        """
        local, is_shared = self._local(prices), self._is_shared()
        beyond = np.zeros(len(local), np.int64) if self.prices is None else self.prices
        told = np.where(is_shared, local, beyond)
        self.prices = told
        counted_elsewhere = int((told * self.problem.capacity)[is_shared].sum())
        return plain_bound(self.problem, told) - counted_elsewhere, told

    def assign(self, places: NDArray[np.int32], has_free: NDArray[np.bool_], gap: float) -> Placed:
        """Assign with so many places (S,) of each shared offer, and bid for those that have free ones (S,)."""
        whole, is_shared = self.problem, self._is_shared()
        capacity = np.where(is_shared, np.append(places, 0)[self.place], whole.capacity)
        before = self.prices
        units, gain, _ = self._solve(replace(whole, capacity=capacity), gap)
        if before is not None and self.prices is not None:  # an offer without places learns no price
            self.prices = np.where(capacity > 0, self.prices, before)
        left = np.where(is_shared, capacity - np.bincount(whole.offer, units, len(capacity)).astype(np.int64), 0)
        adds = whole.utility - keeps_of(whole, units, gain)[whole.need]
        adds[(units > 0) | ~(is_shared & np.append(has_free, False)[self.place])[whole.offer]] = 0
        bidding = np.flatnonzero((adds > 0) & (adds == best_of(whole, adds)[whole.need]))
        bidding = bidding[np.unique(whole.need[bidding], return_index=True)[1]]
        unused = np.flatnonzero(left)
        return Placed(
            objective=int(units @ whole.utility),
            unused=self._bids(unused, left[unused]),
            wanted=self._bids(whole.offer[bidding], adds[bidding]),
        )

    def _solve(self, problem: Problem, gap: float) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
        """Units and gain of each edge, and the bound; a place that is not there gains nothing."""
        result = solve(problem, prices=self.prices, gap=gap)
        self.prices, self.edges = result.prices, result.edges
        gain = np.where(problem.capacity[problem.offer] > 0, problem.utility - result.prices[problem.offer], 0)
        return np.bincount(result.edges, minlength=len(problem.need)), np.maximum(gain, 0), int(result.bound)

    def _excess(self) -> Bids:
        prices = np.zeros(len(self.offers), np.int64) if self.prices is None else self.prices
        dearer = np.flatnonzero((prices > 0) & self._is_shared())
        return self._bids(dearer, prices[dearer])

    def _is_shared(self) -> NDArray[np.bool_]:
        return self.place >= 0

    def _local(self, prices: NDArray[np.int64]) -> NDArray[np.int64]:
        """Prices (S,) for the offers of the part, 0 for its own."""
        return np.append(prices, 0)[self.place]

    def _bids(self, offers: NDArray[np.integer], prices: NDArray[np.int64]) -> Bids:
        return Bids(self.place[offers].astype(np.int32), prices)


def best_of(problem: Problem, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The greatest value (E,) of each need's edges (N,), at least 0."""
    best = np.zeros(len(problem.quantity), np.int64)
    np.maximum.at(best, problem.need, values)
    return best


def keeps_of(problem: Problem, units: NDArray[np.int64], gain: NDArray[np.int64]) -> NDArray[np.int64]:
    """What each need (N,) gains by the least useful of its units, 0 while it wants more."""
    least = np.full(len(problem.quantity), _MORE)
    carrying = np.flatnonzero(units)
    np.minimum.at(least, problem.need[carrying], gain[carrying])
    got = np.bincount(problem.need, units, len(least))
    least[got < problem.quantity] = 0
    return least
