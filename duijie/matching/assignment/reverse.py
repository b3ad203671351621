"""The reverse auction: an offer that stayed free at a price lowers it until a need comes over, or to 0.

Without it prices that were too high at the start would stay too high (Bertsekas, Castañon and Tsaknakis 1993).
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.market import NO_PLACE, Market
from duijie.matching.assignment.state import NO_SEAT, SEVERAL, State
from duijie.matching.compiled import compiled


@compiled
def weakest(market: Market, state: State, need: int, here: int) -> tuple[int, int]:
    """Return the gain of the least useful unit that a need of several has elsewhere, and its place (−1: none yet)."""
    if state.seats[need, 3] > 0:
        return 0, -1
    least, weak = NO_PLACE, -1
    for place in range(market.rows[need, 0], market.rows[need, 1]):
        gain = market.options[place, 1] - state.prices[market.options[place, 0]]
        if place != here and state.units[place] > 0 and gain < least:
            least, weak = gain, place
    return least, weak


@compiled
def come_over(market: Market, state: State, place: int, need: int, pile: tuple[NDArray[np.int32], int]) -> int:
    """Move the least useful units of a need of several to the free offer at this place; return the pile's new size."""
    weak = weakest(market, state, need, place)[1]
    offer, size = market.options[place, 0], pile[1]
    if weak < 0:
        moved = min(state.stalls[offer, 0], state.seats[need, 3])
        state.seats[need, 3] -= moved
    else:
        left = market.options[weak, 0]
        moved = min(state.stalls[offer, 0], state.units[weak])
        if state.stalls[left, 0] == 0 and state.prices[left] > 0:
            pile[0][size] = left
            size += 1
        state.stalls[left, 0] += moved
        state.units[weak] -= moved
    state.stalls[offer, 0] -= moved
    state.units[place] += moved
    return size


@compiled
def reverse(market: Market, state: State, step: int) -> int:  # noqa: C901, PLR0912, PLR0915 (one kernel)
    """Let free offers with a price lower it, those that lose a need by it too; return the number of turns."""
    prices, keeps, seats, stalls = state.prices, state.keeps, state.seats, state.stalls
    asked, asks = market.asked, market.asks
    for need in range(len(seats)):
        if seats[need, 0] == SEVERAL:
            keeps[need] = -NO_PLACE  # it is asked each time
        else:
            keeps[need] = 0 if seats[need, 0] == NO_SEAT else seats[need, 2] - prices[seats[need, 1]]
    pile = np.empty(len(prices), np.int32)
    size, turns = 0, 0
    for offer in range(len(prices)):
        if stalls[offer, 0] > 0 and 0 < prices[offer] < NO_PLACE:
            pile[size] = offer
            size += 1
    while size > 0:
        size -= 1
        offer = pile[size]
        while stalls[offer, 0] > 0 and prices[offer] > 0:
            turns += 1
            first, second, best = step, 0, -1
            for at in range(asked[offer, 0], asked[offer, 1]):
                need = asks[at, 0]
                gain = asks[at, 1] - keeps[need]
                if gain > second:
                    if seats[need, 0] == SEVERAL:
                        gain = asks[at, 1] - weakest(market, state, need, market.places[at])[0]
                    elif seats[need, 1] == offer and seats[need, 0] != NO_SEAT:
                        continue
                    if gain > first:
                        first, second, best = gain, first, at
                    else:
                        second = max(second, gain)
            if best >= 0 and seats[asks[best, 0], 0] == SEVERAL:
                size = come_over(market, state, market.places[best], asks[best, 0], (pile, size))
                again = asks[best, 1] - weakest(market, state, asks[best, 0], market.places[best])[0]
                second = max(second, again)
            price = 0 if best < 0 else min(prices[offer], second, first - step)
            if price < prices[offer]:
                if stalls[offer, 3] > 1:
                    for at in range(asked[offer, 0], asked[offer, 1]):
                        need = asks[at, 0]
                        if seats[need, 1] == offer and seats[need, 0] >= 0:
                            keeps[need] += prices[offer] - price
                prices[offer] = price
            if best >= 0 and seats[asks[best, 0], 0] != SEVERAL:
                winner = asks[best, 0]
                left = seats[winner, 1]
                if seats[winner, 0] == NO_SEAT:
                    seats[winner, 3] = 0
                else:
                    if stalls[left, 0] == 0 and prices[left] > 0:
                        pile[size] = left
                        size += 1
                    stalls[left, 0] += 1
                stalls[offer, 0] -= 1
                seats[winner, 0], seats[winner, 1], seats[winner, 2] = market.places[best], offer, asks[best, 1]
                keeps[winner] = asks[best, 1] - price
    return turns
