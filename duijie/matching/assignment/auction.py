"""Our auction, phase by phase: each with a finer step and from the last one's prices, until the proof is close enough.

A phase is a forward and a reverse auction; after it everybody is within the step of the best that the prices allow.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.certificate import bound_at
from duijie.matching.assignment.forward import forward, keep
from duijie.matching.assignment.market import NO_PLACE, Market
from duijie.matching.assignment.problem import relative_gap
from duijie.matching.assignment.reverse import reverse
from duijie.matching.assignment.state import SEVERAL, State

COLD, WARM = 0.1, 12.0  # first step: a share of the greatest utility; times the gap, of the mean utility
SHRINKS, MARGIN = 0.7, 0.8  # measured: the gap falls about as the step to the power of 1 / 0.7
SLOWEST, FASTEST = 0.5, 0.03


def first_step(market: Market, *, warm: bool, gap: float) -> int:
    """Return the step of the first phase, in units of utility."""
    utilities = market.options[:, 1]
    if not len(utilities):
        return 1
    return max(1, int(WARM * gap * utilities.mean()) if warm else int(COLD * utilities.max()))


def run_phase(market: Market, state: State, step: int) -> None:
    """Leave everybody within the step of the best that the prices allow, and nothing free above price 0."""
    forward(market, state, keep(market, state, step), step)
    reverse(market, state, step)


def run(market: Market, state: State, *, step: int, gap: float) -> tuple[int, int, int]:
    """Run phases from this step on until the gap is proven, or the step is 1; return objective, bound and last step."""
    while True:
        run_phase(market, state, step)
        objective = total_utility(market, state)
        bound = bound_at(market, state.prices)
        found = relative_gap(objective, bound)
        if found <= gap or step == 1:
            return objective, bound, step
        step = finer(step, gap, found)


def finer(step: int, gap: float, found: float) -> int:
    """Return the step of the next phase, when this one left a gap that is too wide."""
    return max(1, int(step * min(SLOWEST, max(FASTEST, MARGIN * (gap / found) ** SHRINKS))))


def total_utility(market: Market, state: State) -> int:
    """Return the sum of utilities of all units that have a place."""
    single = state.seats[:, 0] >= 0
    total = int(state.seats[single, 2].sum(dtype=np.int64))
    if (state.seats[:, 0] == SEVERAL).any():
        total += int(state.units.astype(np.int64) @ market.options[:, 1])
    return total


def chosen_places(state: State) -> NDArray[np.int64]:
    """Return the places that carry units, ascending, once for each unit."""
    single: NDArray[np.int64] = state.seats[state.seats[:, 0] >= 0, 0].astype(np.int64)
    if not (state.seats[:, 0] == SEVERAL).any():
        return single  # needs stand in order, and so do their options
    several = np.flatnonzero(state.units)
    return np.sort(np.concatenate((single, np.repeat(several, state.units[several]))))


def units_by_place(state: State) -> NDArray[np.int64]:
    """Return the units (E,) of each option."""
    units = state.units.astype(np.int64)
    units[state.seats[state.seats[:, 0] >= 0, 0]] = 1
    return units


def public_prices(state: State) -> NDArray[np.int64]:
    """Return the prices (O,), 0 for an offer that has no place."""
    return np.where(state.prices == NO_PLACE, 0, state.prices).astype(np.int64)
