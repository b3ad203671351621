"""Policies that look at one need at a time: first come first served, greedy, popularity-penalized."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.policy import Moment
from duijie.matching.simulation.world import World


class FirstCome:
    """The catalogue: whoever comes takes what fits and has room, in the order of publication, without any score."""

    is_list = True

    def __init__(self, world: World) -> None:
        self._offer = world.year.pairs.offer

    def score(self, moment: Moment) -> NDArray[np.float64]:
        """Return scores that fall with the number of the offer."""
        return -self._offer[moment.pairs].astype(np.float64)


class Greedy:
    """Each need sees its own best offers with room, whoever may need them more tomorrow."""

    is_list = True

    def __init__(self, world: World) -> None:
        self._worth = world.year.pairs.seen_worth

    def score(self, moment: Moment) -> NDArray[np.float64]:
        """Return expected benefits."""
        return self._worth[moment.pairs]


class LessPopular:
    """Greedy, but what was asked for often already sinks: the usual cure for congestion in recommenders."""

    is_list = True

    def __init__(self, world: World) -> None:
        self._pairs, self._capacity = world.year.pairs, world.offers.capacity

    def score(self, moment: Moment) -> NDArray[np.float64]:
        """Return expected benefits, divided by one plus the logarithm of questions a place."""
        offer = self._pairs.offer[moment.pairs]
        popularity = np.log1p(moment.asked[offer] / self._capacity[offer])
        worth: NDArray[np.float64] = self._pairs.seen_worth[moment.pairs] / (1 + popularity)
        return worth
