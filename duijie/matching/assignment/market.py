"""A problem laid out for the auction: what each need may take, side by side, and who asks for each offer."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.problem import Problem
from duijie.matching.compiled import compiled

NO_PLACE = 1 << 30  # the price of an offer that can take nothing: above every utility


class Market(NamedTuple):
    """Edges grouped by need and, a second time, by offer; numba takes it as it is."""

    rows: NDArray[np.int64]  # (N, 2) where a need's options begin and end
    options: NDArray[np.int32]  # (E, 2) offer, utility
    quantity: NDArray[np.int32]  # (N,)
    capacity: NDArray[np.int32]  # (O,) at most one more than all who ask for it want: then its price can only be 0
    asked: NDArray[np.int64]  # (O, 2) where an offer's asks begin and end; there may be spare room behind
    asks: NDArray[np.int32]  # (E or more, 2) need, utility
    places: NDArray[np.int32]  # (E or more,) where the same edge stands in `options`


@compiled
def grouped(keys: NDArray[np.int32], groups: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return where each group starts (groups + 1,) and the positions (E,) group by group, in their order."""
    starts = np.zeros(groups + 1, np.int64)
    for key in keys:
        starts[key + 1] += 1
    for group in range(groups):
        starts[group + 1] += starts[group]
    free = starts[:-1].copy()
    order = np.empty(len(keys), np.int32)
    for position in range(len(keys)):
        key = keys[position]
        order[free[key]] = position
        free[key] += 1
    return starts, order


def is_ascending(keys: NDArray[np.int32]) -> bool:
    """Whether the keys stand in order, so that nothing need be moved."""
    return not (keys[1:] < keys[:-1]).any()


@compiled
def fill_asks(market: Market, spare: int) -> None:
    """Write asks, places and capacities for options that are there already, with spare room behind each offer's."""
    asked, options = market.asked, market.options
    for need in range(len(market.quantity)):
        for place in range(market.rows[need, 0], market.rows[need, 1]):
            asked[options[place, 0], 1] += 1
    free = 0
    for offer in range(len(asked)):
        count = asked[offer, 1]
        asked[offer, 0], asked[offer, 1] = free, free
        free += count + spare
    wanted = np.ones(len(market.capacity), np.int64)
    for need in range(len(market.quantity)):
        for place in range(market.rows[need, 0], market.rows[need, 1]):
            offer = options[place, 0]
            at = asked[offer, 1]
            asked[offer, 1] += 1
            wanted[offer] += market.quantity[need]
            market.asks[at, 0], market.asks[at, 1], market.places[at] = need, options[place, 1], place
    for offer in range(len(market.capacity)):
        market.capacity[offer] = min(market.capacity[offer], wanted[offer])


def opened(problem: Problem, *, spare: int = 0) -> tuple[Market, NDArray[np.int32] | None]:
    """Return the market of a problem, and the edge that stands at each place of `options` (None: edges as they are).

    spare: how many more asks there shall be room for at each offer; as many more options are made room for in all.
    """
    needs, offers, edges, moved = len(problem.quantity), len(problem.capacity), len(problem.need), None
    room = edges + spare * offers
    options = np.empty((room, 2), np.int32) if room == edges else np.zeros((room, 2), np.int32)
    if is_ascending(problem.need):
        starts = np.searchsorted(problem.need, np.arange(needs + 1, dtype=np.int32))
        options[:edges, 0], options[:edges, 1] = problem.offer, problem.utility
    else:
        starts, moved = grouped(problem.need, needs)
        options[:edges, 0], options[:edges, 1] = problem.offer[moved], problem.utility[moved]
    market = Market(
        rows=np.column_stack((starts[:-1], starts[1:])),
        options=options,
        quantity=problem.quantity.astype(np.int32),
        capacity=np.minimum(problem.capacity, np.iinfo(np.int32).max).astype(np.int32),
        asked=np.zeros((offers, 2), np.int64),
        asks=np.empty((room, 2), np.int32),
        places=np.empty(room, np.int32),
    )
    fill_asks(market, spare)
    return market, moved
