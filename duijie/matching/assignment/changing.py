"""Changes between two rounds, written into a market in place: only what changed is touched.

A changed need lets go what it has and gets a new row of options; the asks of the offers follow.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.forward import put
from duijie.matching.assignment.market import Market
from duijie.matching.assignment.state import NO_SEAT, SEVERAL, State
from duijie.matching.compiled import compiled


class Room(NamedTuple):
    """Where there is room in a market's arrays, and what is wanted of each offer; numba takes it as it is."""

    limits: NDArray[np.int64]  # (O,) where the room for an offer's asks ends
    ends: NDArray[np.int64]  # (2,) from where on options and asks are free
    wanted: NDArray[np.int64]  # (O,) units that all who ask for an offer want, and one more


class Rows(NamedTuple):
    """The changed needs, each once, with all their options from now on."""

    needs: NDArray[np.int32]  # (T,)
    quantity: NDArray[np.int32]  # (T,)
    starts: NDArray[np.int64]  # (T + 1,) where the options of each begin
    options: NDArray[np.int32]  # (…, 2) offer, utility


@compiled
def remove_ask(market: Market, need: int, offer: int) -> None:
    """Take a need from the asks of an offer; the last one moves to its place."""
    last = market.asked[offer, 1] - 1
    for at in range(market.asked[offer, 0], last + 1):
        if market.asks[at, 0] == need:
            market.asks[at, 0], market.asks[at, 1] = market.asks[last, 0], market.asks[last, 1]
            market.places[at] = market.places[last]
            break
    market.asked[offer, 1] = last


@compiled
def add_ask(market: Market, room: Room, need: int, place: int) -> bool:
    """Add a need's option to the asks of its offer, which move to the end when their room is full; False: no room."""
    offer = market.options[place, 0]
    begin, end = market.asked[offer, 0], market.asked[offer, 1]
    if end == room.limits[offer]:
        moved, larger = room.ends[1], end - begin + (end - begin) // 2 + 4
        if moved + larger > len(market.asks):
            return False
        room.ends[1] += larger
        room.limits[offer] = moved + larger
        for at in range(begin, end):
            market.asks[moved + at - begin, 0] = market.asks[at, 0]
            market.asks[moved + at - begin, 1] = market.asks[at, 1]
            market.places[moved + at - begin] = market.places[at]
        market.asked[offer, 0], end = moved, moved + end - begin
    market.asks[end, 0], market.asks[end, 1], market.places[end] = need, market.options[place, 1], place
    market.asked[offer, 1] = end + 1
    return True


@compiled
def replace_rows(market: Market, state: State, room: Room, rows: Rows) -> bool:
    """Give the needs their new rows; False: the rows are right, but the asks had no room and must be made anew."""
    fits = True
    for number in range(len(rows.needs)):
        need = rows.needs[number]
        begin, end = market.rows[need, 0], market.rows[need, 1]
        if state.seats[need, 0] >= 0:
            state.stalls[state.seats[need, 1], 0] += 1
        for place in range(begin, end):
            offer = market.options[place, 0]
            room.wanted[offer] -= market.quantity[need]
            state.stalls[offer, 0] += state.units[place]
            state.units[place] = 0
            if fits:
                remove_ask(market, need, offer)
        first, count = rows.starts[number], rows.starts[number + 1] - rows.starts[number]
        if count > end - begin:
            begin = room.ends[0]
            room.ends[0] += count
        market.rows[need, 0], market.rows[need, 1] = begin, begin + count
        market.quantity[need] = rows.quantity[number]
        for place in range(begin, begin + count):
            offer = rows.options[first + place - begin, 0]
            market.options[place, 0], market.options[place, 1] = offer, rows.options[first + place - begin, 1]
            room.wanted[offer] += market.quantity[need]
            fits = fits and add_ask(market, room, need, place)
        state.seats[need, 0] = NO_SEAT if market.quantity[need] == 1 else SEVERAL
        state.seats[need, 1] = NO_SEAT
        state.seats[need, 3] = market.quantity[need]
    return fits


@compiled
def refill(market: Market, state: State) -> None:
    """Fill the heaps of all offers anew with what the needs have, at the present prices."""
    seats, stalls = state.seats, state.stalls
    stalls[:, 2] = 0
    for need in range(len(seats)):
        begin, end = seats[need, 0], seats[need, 0] + 1
        several = begin == SEVERAL
        if several:
            begin, end = market.rows[need, 0], market.rows[need, 1]
        elif begin == NO_SEAT:
            continue
        for place in range(begin, end):
            carried = state.units[place] if several else 1
            if carried > 0:
                offer = market.options[place, 0]
                put(state.lots, stalls[offer, 1], stalls[offer, 2], (state.prices[offer], place, need, carried))
                stalls[offer, 2] += 1
