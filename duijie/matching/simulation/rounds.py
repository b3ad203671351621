"""Rounds: all who wait and all places that are free, assigned at once, with or without equity between counties."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment import Problem, checked, solve
from duijie.matching.assignment.problem import TOP_UTILITY
from duijie.matching.simulation.policy import Moment
from duijie.matching.simulation.world import World

EVERY_DAYS = 3
FLOOR = 0.05  # ε of log(ε + U_c / n_c): benefit a need below which a county is not weighed any higher
KEY_WEIGHT = 1.5


class Rounds:
    """Every third day the assignment of greatest benefit; each need gets one recommendation."""

    is_list = False

    def __init__(self, world: World) -> None:
        self._world, self._pairs = world, world.year.pairs

    def score(self, moment: Moment) -> NDArray[np.float64]:
        """Return 1 for the pairs that the round chose."""
        scores = np.full(len(moment.pairs), -np.inf)
        if moment.day % EVERY_DAYS == 0:
            scores[solve(self._problem(moment)).edges] = 1
        return scores

    def _problem(self, moment: Moment) -> Problem:
        return round_problem(moment, self._pairs.offer, self._benefit(moment))

    def _benefit(self, moment: Moment) -> NDArray[np.float64]:
        return self._pairs.seen_worth[moment.pairs]


class FairRounds(Rounds):
    """Rounds that climb Σ n_c ω_c log(ε + U_c / n_c) from where the counties stand.

    The slope of Nash welfare at what each county has got so far weighs its benefits: the Frank–Wolfe step, with the
    year as its iterations. U_c is the expected benefit of recommendations so far, n_c the needs so far.
    """

    def _benefit(self, moment: Moment) -> NDArray[np.float64]:
        needs, counties = self._world.year.needs, self._world.counties
        tried = np.flatnonzero(moment.tried)
        count = len(counties.size)
        got = np.bincount(needs.county[self._pairs.need[tried]], self._pairs.seen_worth[tried], count)
        come = np.bincount(needs.county[needs.day <= moment.day], minlength=count)
        slope = np.where(counties.is_key, KEY_WEIGHT, 1.0) / (FLOOR + got / np.maximum(come, 1))
        weighed: NDArray[np.float64] = super()._benefit(moment) * slope[needs.county[self._pairs.need[moment.pairs]]]
        return weighed


class LastPrices:
    """Lists by w − λ with the prices of the last weekly round over those who wait: no look ahead."""

    is_list = True

    def __init__(self, world: World) -> None:
        self._pairs = world.year.pairs
        self._utility = np.rint(self._pairs.seen_worth * TOP_UTILITY).astype(np.int64)
        self.prices = np.zeros(len(world.offers.capacity), np.int64)

    def score(self, moment: Moment) -> NDArray[np.float64]:
        """Return utility less price, as `matching.lists` does; whose price exceeds its worth is not shown."""
        if moment.day % 7 == 0:
            problem = round_problem(moment, self._pairs.offer, self._pairs.seen_worth[moment.pairs], scale=1.0)
            self.prices = solve(problem).prices
        gain = self._utility[moment.pairs] - self.prices[self._pairs.offer[moment.pairs]]
        return np.where(gain >= 0, gain, -np.inf)


def round_problem(
    moment: Moment, offer_of: NDArray[np.int64], benefit: NDArray[np.float64], scale: float | None = None
) -> Problem:
    """Return the round of a day in whole utilities; without a scale the greatest benefit becomes TOP_UTILITY."""
    top = scale or float(benefit.max(initial=1e-9))
    return checked(
        need=np.repeat(np.arange(len(moment.waiting)), np.diff(moment.starts)),
        offer=offer_of[moment.pairs],
        utility=np.rint(benefit / top * TOP_UTILITY).astype(np.int64),
        capacity=moment.free,
        quantity=np.ones(len(moment.waiting), np.int64),
    )
