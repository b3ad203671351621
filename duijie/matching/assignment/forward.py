"""The forward auction: needs bid for places and prices rise, until nobody wants more at these prices.

A need's units bid as one lot; an offer keeps its lots in a heap, the cheapest on top, and costs what the cheapest
pays once it is full (Bertsekas and Castañon 1989, for persons and objects that are alike).
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.market import Market
from duijie.matching.assignment.state import NO_SEAT, SEVERAL, State
from duijie.matching.compiled import compiled


@compiled
def settle(lots: NDArray[np.int32], low: int, count: int, at: int) -> None:
    """Move the lot at a place of the heap that begins at `low` down until none below it is cheaper."""
    bid, place, need, units = lots[low + at, 0], lots[low + at, 1], lots[low + at, 2], lots[low + at, 3]
    while True:
        child = 2 * at + 1
        if child >= count:
            break
        if child + 1 < count and lots[low + child + 1, 0] < lots[low + child, 0]:
            child += 1
        if lots[low + child, 0] >= bid:
            break
        lots[low + at] = lots[low + child]
        at = child
    lots[low + at, 0], lots[low + at, 1], lots[low + at, 2], lots[low + at, 3] = bid, place, need, units


@compiled
def put(lots: NDArray[np.int32], low: int, count: int, lot: tuple[int, int, int, int]) -> None:
    """Add a lot to the heap of `count` lots that begins at `low`."""
    bid, place, need, units = lot
    at = count
    while at > 0 and lots[low + (at - 1) // 2, 0] > bid:
        lots[low + at] = lots[low + (at - 1) // 2]
        at = (at - 1) // 2
    lots[low + at, 0], lots[low + at, 1], lots[low + at, 2], lots[low + at, 3] = bid, place, need, units


@compiled
def keep(market: Market, state: State, step: int) -> NDArray[np.int32]:  # noqa: C901 (machine code pays for each call)
    """Empty the heaps, put back every lot that is within the step of its need's best, and return who must bid."""
    rows, options = market.rows, market.options
    prices, seats, stalls, units = state.prices, state.seats, state.stalls, state.units
    waiting = np.empty(len(seats), np.int32)
    count = 0
    stalls[:, 2] = 0
    for need in range(len(seats)):
        begin, end = rows[need, 0], rows[need, 1]
        several = seats[need, 0] == SEVERAL
        if seats[need, 0] != NO_SEAT:
            best = 0
            for place in range(begin, end):
                offer = options[place, 0]
                if not (several and units[place] > 0 and units[place] == stalls[offer, 3]):
                    best = max(best, options[place, 1] - prices[offer])
            if not several:
                begin, end = seats[need, 0], seats[need, 0] + 1
            for place in range(begin, end):
                carried = units[place] if several else 1
                if carried == 0:
                    continue
                offer = options[place, 0]
                if options[place, 1] - prices[offer] >= best - step:
                    put(state.lots, stalls[offer, 1], stalls[offer, 2], (prices[offer], place, need, carried))
                    stalls[offer, 2] += 1
                else:
                    stalls[offer, 0] += carried
                    seats[need, 3] += carried
                    if several:
                        units[place] = 0
                    else:
                        seats[need, 0] = NO_SEAT
        if seats[need, 3] > 0:
            waiting[count] = need
            count += 1
    return waiting[:count]


@compiled
def forward(market: Market, state: State, waiting: NDArray[np.int32], step: int) -> int:  # noqa: C901, PLR0912, PLR0915 (one kernel)
    """Let the needs that wait bid until each has its units or wants nothing at these prices; return the bids made."""
    rows, options = market.rows, market.options
    prices, seats, stalls, lots, units = state.prices, state.seats, state.stalls, state.lots, state.units
    needs = len(seats)
    queue = np.empty(needs + 1, np.int32)
    queue[: len(waiting)] = waiting
    waits = np.zeros(needs, np.bool_)
    waits[waiting] = True
    head, tail, made = 0, len(waiting), 0
    while head != tail:
        need = queue[head]
        head = 0 if head == needs else head + 1
        waits[need] = False
        several = seats[need, 0] == SEVERAL
        while seats[need, 3] > 0:
            first, second, best = 0, 0, -1
            for place in range(rows[need, 0], rows[need, 1]):
                gain = options[place, 1] - prices[options[place, 0]]
                if gain > second:
                    if several and units[place] > 0 and units[place] == stalls[options[place, 0], 3]:
                        continue  # all that this offer has is the need's own
                    if gain > first:
                        first, second, best = gain, first, place
                    else:
                        second = gain
            if best < 0:
                break
            made += 1
            offer, utility, wanted = options[best, 0], options[best, 1], seats[need, 3]
            low, count = stalls[offer, 1], stalls[offer, 2]
            bid = min(max(utility - second, prices[offer] + step), utility)
            own = several and units[best] > 0
            if own:
                for at in range(count):
                    if lots[low + at, 1] == best:
                        lots[low + at, 0] = bid
                        settle(lots, low, count, at)
                        break
            taken = min(wanted, stalls[offer, 0])
            stalls[offer, 0] -= taken
            while taken < wanted and count > 0 and lots[low, 0] < bid:
                loser, moved = lots[low, 2], min(wanted - taken, lots[low, 3])
                taken += moved
                lots[low, 3] -= moved
                seats[loser, 3] += moved
                if seats[loser, 0] == SEVERAL:
                    units[lots[low, 1]] -= moved
                else:
                    seats[loser, 0] = NO_SEAT
                if not waits[loser]:
                    waits[loser] = True
                    queue[tail] = loser
                    tail = 0 if tail == needs else tail + 1
                if lots[low, 3] == 0:
                    count -= 1
                    if count > 0:
                        lots[low] = lots[low + count]
                        settle(lots, low, count, 0)
            if own:
                for at in range(count):
                    if lots[low + at, 1] == best:
                        lots[low + at, 3] += taken
            elif taken > 0:
                put(lots, low, count, (bid, best, need, taken))
                count += 1
            stalls[offer, 2] = count
            seats[need, 3] -= taken
            if several:
                units[best] += taken
            else:
                seats[need, 0], seats[need, 1], seats[need, 2] = best, offer, utility
            if stalls[offer, 0] == 0:
                prices[offer] = lots[low, 0]
    return made
