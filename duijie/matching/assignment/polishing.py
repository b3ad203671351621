"""The last touch on a whole plan: one unit moves in, and who has to make room for it goes to the next best place.

Prices prove what divisible units could reach. Where counties ask for one or two units, or a budget pays for two or
three, whole plans lie below that, and prices alone do not say which of them is best: here each exchange is judged by
the aim itself.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.limits import drawn, limits_of
from duijie.matching.assignment.market import Market
from duijie.matching.assignment.problem import TOP_UTILITY, Problem
from duijie.matching.assignment.welfare import EPSILON, Counties
from duijie.matching.compiled import compiled

MOST_LOOKS = 20_000_000  # at holders and their other options, in all: a few tenths of a second
TINY = 1e-9


class Plan(NamedTuple):
    """A plan by place and what is left of everything; the arrays change in place."""

    units: NDArray[np.int64]  # (E,)
    utility: NDArray[np.int64]  # (E,)
    draws: NDArray[np.int64]  # (E, 3) from the offer's limits
    of_offer: NDArray[np.int32]  # (O, 3)
    wanted: NDArray[np.int64]  # (N,)
    free: NDArray[np.int64]  # (O,)
    amounts: NDArray[np.int64]  # (K,)
    county: NDArray[np.int32]  # (N,)
    asked: NDArray[np.float64]  # (C,) 0: utility counts as it is
    weight: NDArray[np.float64]  # (C,)
    sums: NDArray[np.float64]  # (C,) utility that reaches the county, in units of 1


def polished(
    problem: Problem, market: Market, units: NDArray[np.int64], counties: Counties | None
) -> NDArray[np.int64]:
    """Return units (E,) that are as good or better; the problem has its edges in the order of the market's options."""
    needs, offers, limits = len(problem.quantity), len(problem.capacity), limits_of(problem)
    if counties is None:
        counties = Counties(np.zeros(needs, np.int32), np.zeros(1), np.ones(1))
    amounts = np.zeros(1, np.int64)
    of_offer = np.full((offers, 3), -1, np.int32)
    if limits is not None:
        amounts, of_offer = limits.amount.copy(), limits.of_offer
    carried = np.flatnonzero(units)
    sums = np.bincount(
        counties.of_need[problem.need[carried]],
        units[carried] * problem.utility[carried] / TOP_UTILITY,
        len(counties.asked),
    )
    plan = Plan(
        units=np.zeros(len(units), np.int64),
        utility=problem.utility,
        draws=np.column_stack(drawn(problem)),
        of_offer=of_offer,
        wanted=problem.quantity.copy(),
        free=problem.capacity.copy(),
        amounts=amounts,
        county=counties.of_need,
        asked=counties.asked,
        weight=counties.weight,
        sums=sums.astype(np.float64),
    )
    for place in carried.tolist():
        move(market, plan, place, int(problem.need[place]), int(units[place]))
    exchange(market, plan, MOST_LOOKS)
    return plan.units


@compiled
def move(market: Market, plan: Plan, place: int, need: int, count: int) -> None:
    """Give units of an option to its need; a negative count takes them back."""
    offer = market.options[place, 0]
    plan.units[place] += count
    plan.wanted[need] -= count
    plan.free[offer] -= count
    for column in range(3):
        limit = plan.of_offer[offer, column]
        if limit >= 0:
            plan.amounts[limit] -= count * plan.draws[place, column]


@compiled
def fits(market: Market, plan: Plan, place: int) -> bool:
    """Whether the offer of an option has room for one unit more of it."""
    offer = market.options[place, 0]
    if plan.free[offer] <= 0:
        return False
    for column in range(3):
        limit = plan.of_offer[offer, column]
        if limit >= 0 and plan.draws[place, column] > plan.amounts[limit]:
            return False
    return True


@compiled
def worth(plan: Plan, county: int, more: float) -> float:
    """Return what so much more utility, in units of 1, is worth to the aim when it reaches a county."""
    asked = plan.asked[county]
    if asked == 0:
        return float(plan.weight[county] * more)
    before = EPSILON + plan.sums[county] / asked
    return float(asked * plan.weight[county] * np.log(max(before + more / asked, TINY) / before))


@compiled
def next_best(market: Market, plan: Plan, need: int, left: int) -> int:
    """Return the most useful option of a need that has room for one unit, other than the one that it left; −1 none."""
    best, most = -1, 0
    for place in range(market.rows[need, 0], market.rows[need, 1]):
        if place != left and plan.utility[place] > most and fits(market, plan, place):
            best, most = place, plan.utility[place]
    return best


@compiled
def exchange(market: Market, plan: Plan, most_looks: int) -> int:  # noqa: C901, PLR0912 (one kernel)
    """Let needs move in wherever the aim gains by it, until nobody can or enough was looked at; return the moves."""
    moves, looks, before = 0, 0, -1
    while moves > before and looks < most_looks:
        before = moves
        for need in range(len(plan.wanted)):
            for place in range(market.rows[need, 0], market.rows[need, 1]):
                given, offer = -1, market.options[place, 0]
                if plan.wanted[need] == 0:
                    for other in range(market.rows[need, 0], market.rows[need, 1]):
                        if plan.units[other] > 0 and (given < 0 or plan.utility[other] < plan.utility[given]):
                            given = other
                    if given < 0:
                        break
                own = (plan.utility[place] - (0 if given < 0 else plan.utility[given])) / TOP_UTILITY
                if own <= 0 or given == place:
                    continue
                if given >= 0:
                    move(market, plan, given, need, -1)
                county, best, holder, refuge = plan.county[need], TINY, -1, -1
                free = fits(market, plan, place)
                if not free:
                    for at in range(market.asked[offer, 0], market.asked[offer, 1]):
                        held, loser = market.places[at], market.asks[at, 0]
                        if plan.units[held] == 0 or loser == need or looks >= most_looks:
                            continue
                        looks += market.rows[loser, 1] - market.rows[loser, 0]
                        move(market, plan, held, loser, -1)
                        if fits(market, plan, place):
                            move(market, plan, place, need, 1)
                            flees = next_best(market, plan, loser, held)
                            less = ((0 if flees < 0 else plan.utility[flees]) - plan.utility[held]) / TOP_UTILITY
                            if plan.county[loser] == county:
                                gain = worth(plan, county, own + less)
                            else:
                                gain = worth(plan, county, own) + worth(plan, plan.county[loser], less)
                            if gain > best:
                                best, holder, refuge = gain, held, flees
                            move(market, plan, place, need, -1)
                        move(market, plan, held, loser, 1)
                if not free and holder < 0:
                    if given >= 0:
                        move(market, plan, given, need, 1)
                    continue
                moves += 1
                if holder >= 0:
                    loser = holder_of(market, offer, holder)
                    move(market, plan, holder, loser, -1)
                    less = ((0 if refuge < 0 else plan.utility[refuge]) - plan.utility[holder]) / TOP_UTILITY
                    plan.sums[plan.county[loser]] += less
                move(market, plan, place, need, 1)
                plan.sums[county] += own
                if holder >= 0 and refuge >= 0:
                    move(market, plan, refuge, loser, 1)
    return moves


@compiled
def holder_of(market: Market, offer: int, place: int) -> int:
    """Return the need to which an option of this offer belongs."""
    for at in range(market.asked[offer, 0], market.asked[offer, 1]):
        if market.places[at] == place:
            return int(market.asks[at, 0])
    return -1
