"""The only thing that provinces share: prices of shared offers, and who may use how many of their places.

Prices move as in an auction of all offers at once (Bertsekas' Jacobi bidding): where provinces together take more
places than there are, the price rises to what the first that must go without would have paid; where they take fewer,
it falls until the best outsider comes in, or to 0. Each province's answer is exact for the prices it was told, so
every step proves a bound for the whole country.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duijie.matching.country.parts import Bids, Demand

FIRST_STEP, LARGEST_STEP = 0.05, 0.3
"""Shares of mean utility. Measured with the next two on made countries and on rounds of which every offer is shared."""
LONGER, SHORTER = 1.3, 0.6


class Exchange:
    """Prices (S,) and capacities (S,) of the shared offers.

    Each offer has a step of its own, longer while its price keeps its direction, shorter when it turns (after Rprop,
    Riedmiller and Braun 1993): wars over many alike offers end soon, and near its end a price no longer swings.
    """

    def __init__(self, capacity: NDArray[np.int64], mean_utility: float) -> None:
        self.capacity = capacity
        self.prices = np.zeros(len(capacity), np.int64)
        self._steps = np.full(len(capacity), FIRST_STEP * mean_utility)
        self._largest = max(1.0, LARGEST_STEP * mean_utility)
        self._direction = np.zeros(len(capacity), np.int8)

    def worth(self) -> int:
        """What all shared places cost together."""
        return int(self.prices @ self.capacity)

    def move(self, demands: Sequence[Demand]) -> None:
        """Raise the prices of what too many take, by a step at least, and lower those of what too few take."""
        ranked = _Ranked([each.taken for each in demands])
        demanded = np.bincount(ranked.offer, minlength=len(self.capacity))
        first_without, outside = (np.zeros(len(self.capacity), np.int64) for _ in range(2))
        is_without = ranked.rank >= self.capacity[ranked.offer]
        np.maximum.at(first_without, ranked.offer[is_without], ranked.price[is_without])
        for each in demands:
            np.maximum.at(outside, each.outside.offer, each.outside.price)
        rises, falls = demanded > self.capacity, (demanded < self.capacity) & (self.prices > 0)
        step = self._step(rises.astype(np.int8) - falls)
        risen = np.maximum(self.prices, first_without) + step
        fallen = np.maximum(np.minimum(self.prices - 1, outside - step), 0)
        self.prices = np.where(rises, risen, np.where(falls, fallen, self.prices))

    def _step(self, direction: NDArray[np.int8]) -> NDArray[np.int64]:
        """How far each price moves in this direction: 1 up, −1 down, 0 not at all."""
        same = direction * self._direction
        factor = np.where(same > 0, LONGER, np.where(same < 0, SHORTER, 1.0))
        self._steps = np.clip(self._steps * factor, 1.0, self._largest)
        self._direction = np.where(direction != 0, direction, self._direction).astype(np.int8)
        return self._steps.astype(np.int64)

    def include_excess(self, demands: Sequence[Demand]) -> None:
        """Raise each price to the highest that a province came to: one price for all proves at least as much."""
        excess = np.zeros(len(self.prices), np.int64)
        for each in demands:
            np.maximum.at(excess, each.excess.offer, each.excess.price)
        self.prices = self.prices + excess

    def split(self, demands: Sequence[Demand]) -> NDArray[np.int32]:
        """Give the places to those who would pay most: places (parts, S)."""
        ranked = _Ranked([each.taken for each in demands])
        return self._given(ranked, self.capacity, len(demands))

    def give(self, places: NDArray[np.int32], unused: Sequence[Bids], wanted: Sequence[Bids]) -> None:
        """Take back the places (parts, S) that are not used; give what is free to those to whom it adds most."""
        for mine, left in zip(places, unused, strict=True):
            mine[left.offer] -= left.price.astype(np.int32)
        places += self._given(_Ranked(wanted), self.free(places), len(wanted))

    def free(self, places: NDArray[np.int32]) -> NDArray[np.int64]:
        """How many places of each offer nobody has."""
        return np.asarray(self.capacity - places.sum(axis=0))

    def _given(self, ranked: "_Ranked", free: NDArray[np.int64], parts: int) -> NDArray[np.int32]:
        wins = ranked.rank < free[ranked.offer]
        places = np.zeros((parts, len(free)), np.int32)
        np.add.at(places, (ranked.part[wins], ranked.offer[wins]), 1)
        return places


class _Ranked:
    """Bids of all parts, offer by offer, the best first; equals in the order of the parts."""

    def __init__(self, bids: Sequence[Bids]) -> None:
        offer = np.concatenate([each.offer for each in bids])
        price = np.concatenate([each.price for each in bids])
        part = np.repeat(np.arange(len(bids), dtype=np.int32), [len(each.offer) for each in bids])
        order = np.lexsort((-price, offer))
        self.offer, self.price, self.part = offer[order], price[order], part[order]
        self.rank = np.arange(len(order)) - np.searchsorted(self.offer, self.offer)
