"""Who has what while an auction runs, and at which prices: records that lie together, for memory costs the time."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.market import NO_PLACE, Market

NO_SEAT, SEVERAL = -1, -2  # in the place of a seat: a need of one unit without a place, a need of several units


class State(NamedTuple):
    """Arrays that the auctions change in place; numba takes it as it is.

    A need of one unit has its place in its seat, one of several units has them in `units`.
    """

    prices: NDArray[np.int32]  # (O,)
    seats: NDArray[np.int32]  # (N, 4) place in the options, offer, utility; units still without a place
    keeps: NDArray[np.int32]  # (N,) gain of the need's least useful unit; the reverse auction's
    stalls: NDArray[np.int32]  # (O, 4) units left, where its lots begin, lots in hand, capacity
    lots: NDArray[np.int32]  # (…, 4) what it pays for a unit, place in the options, need, units; a heap for each offer
    units: NDArray[np.int32]  # (E,) carried by each option; memory is taken only where a need of several units looks


def fresh(market: Market, prices: NDArray[np.int32]) -> State:
    """Return a state in which nobody has anything yet, at these prices (O,)."""
    lots = np.minimum(market.capacity, market.asked[:, 1] - market.asked[:, 0])
    stalls = np.zeros((len(lots), 4), np.int32)
    stalls[:, 0], stalls[:, 1], stalls[:, 3] = market.capacity, np.cumsum(lots) - lots, market.capacity
    seats = np.full((len(market.quantity), 4), NO_SEAT, np.int32)
    seats[:, 3] = market.quantity
    seats[market.quantity != 1, 0] = SEVERAL
    return State(
        prices=np.where(market.capacity > 0, prices, NO_PLACE).astype(np.int32),
        seats=seats,
        keeps=np.zeros(len(seats), np.int32),
        stalls=stalls,
        lots=np.empty((int(lots.sum()), 4), np.int32),
        units=np.zeros(len(market.options), np.int32),
    )


def take_seats(market: Market, state: State, needs: NDArray[np.int32], places: NDArray[np.int64]) -> None:
    """Let a fresh state begin with these units: the need and the place of each. Whoever has too many begins anew."""
    offers = market.options[places, 0]
    got, gave = np.bincount(needs, minlength=len(state.seats)), np.bincount(offers, minlength=len(state.stalls))
    kept = (got <= market.quantity)[needs] & (gave <= market.capacity)[offers]
    needs, places, offers = needs[kept], places[kept], offers[kept]
    state.stalls[:, 0] -= np.bincount(offers, minlength=len(state.stalls)).astype(np.int32)
    state.seats[:, 3] -= np.bincount(needs, minlength=len(state.seats)).astype(np.int32)
    single = market.quantity[needs] == 1
    state.seats[needs[single], 0], state.seats[needs[single], 1] = places[single], offers[single]
    state.seats[needs[single], 2] = market.options[places[single], 1]
    np.add.at(state.units, places[~single], 1)
