"""Priced lists: benefit minus the price of the place for the days that it will be taken, prices as far as foreseen.

Every other day the prices of the days to come are found anew, beginning at the last ones: for the places still free
or coming back, the needs that wait, and needs of earlier years in place of those to come (after the potentials of
Annie MOORE: Ahani, Gölz, Procaccia, Teytelboym, Trapp, Operations Research 2024).
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.demand import Demand, demand_between, joined, seen_demand, sorted_by_day, waiting_demand
from duijie.matching.simulation.policy import Moment
from duijie.matching.simulation.pricing import DAYS_PRICED, find_prices, paid_until, value_at
from duijie.matching.simulation.settings import REPLY_DAYS, SPAN
from duijie.matching.simulation.world import World

EVERY_DAYS = 2
HORIZON = 56  # days whose prices are found anew; later ones stay as the first look over the year left them
FIRST_STEPS, STEPS = 100, 10
EXPOSURE = 1  # lists in which a free place stands at once: those that gain most by not waiting
PATIENCE = 0.97  # of what waiting promises must be met today


class PricedLists:
    """w − λ with foresight; an entry is shown when it is worth about as much as what waiting promises."""

    is_list = True

    def __init__(self, world: World) -> None:
        self._capacity, self._pairs = world.offers.capacity, world.year.pairs
        self._year = seen_demand(world.year)
        self._expected = self._foreseen(world)
        self._prices: NDArray[np.float64] | None = None
        self._paid = np.empty((0, 0))
        self._priced_on = -EVERY_DAYS

    @staticmethod
    def _foreseen(world: World) -> Demand:
        return sorted_by_day(joined([seen_demand(year, 1 / len(world.past)) for year in world.past]))

    def score(self, moment: Moment) -> NDArray[np.float64]:
        """Return the index (w − cost) ÷ chance of acceptance: with refusals possible, the best order of asking."""
        if moment.day - self._priced_on >= EVERY_DAYS:
            self._foresee(moment)
        offer, work = self._pairs.offer[moment.pairs], self._year.terms[self._pairs.need[moment.pairs], 2]
        chance, worth = self._year.chances[moment.pairs].T
        replied, paid = moment.day + REPLY_DAYS, self._paid
        held = paid[offer, replied] - paid[offer, moment.day]
        index = (worth - held) / chance - (paid[offer, replied + work] - paid[offer, replied])
        later, _ = value_at(waiting_demand(self._year, moment, moment.day + 1), paid)
        lead = index - PATIENCE * np.repeat(later, np.diff(moment.starts))
        is_shown = (index > 0) & (lead >= 0) & is_among_first(offer, lead, EXPOSURE * moment.free)
        return np.where(is_shown, index, -np.inf)

    def _foresee(self, moment: Moment) -> None:
        is_first = self._prices is None
        last = SPAN if is_first else moment.day + HORIZON
        coming = demand_between(self._expected, moment.day, last)
        self._prices = find_prices(
            joined([waiting_demand(self._year, moment, moment.day), coming]),
            room_from(moment),
            steps=FIRST_STEPS if is_first else STEPS,
            prices=self._prices,
            until=last,
        ).settled
        self._paid = paid_until(self._prices)
        self._priced_on = moment.day


class ToldArrivals(PricedLists):
    """No policy but a yardstick: the same lists by somebody whom an oracle told the needs of the year.

    What it wins more than priced lists is what not knowing the future costs; what it misses to the bound is the cost
    of whole places, of luck, and of deciding by prices alone.
    """

    @staticmethod
    def _foreseen(world: World) -> Demand:
        return seen_demand(world.year)


def is_among_first(group: NDArray[np.int64], lead: NDArray[np.float64], most: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which entries (E,) are among the `most` (groups,) with the greatest lead of their group."""
    order = np.lexsort((-lead, group))
    sorted_group = group[order]
    rank = np.arange(len(group)) - np.searchsorted(sorted_group, sorted_group)
    is_first = np.empty(len(group), np.bool_)
    is_first[order] = rank < most[sorted_group]
    return is_first


def room_from(moment: Moment) -> NDArray[np.float64]:
    """Return the days of places (O, DAYS_PRICED) that are free, or will be as far as agreed, from a day on."""
    days = np.zeros((len(moment.free), DAYS_PRICED))
    coming = np.cumsum(moment.returning[:, moment.day + 1 :], axis=1) + moment.free[:, None]
    days[:, moment.day] = moment.free
    days[:, moment.day + 1 :] = coming[:, -1:]
    days[:, moment.day + 1 : moment.day + 1 + coming.shape[1]] = coming
    return days
