"""A fair round: greatest Nash welfare over counties, by plain rounds whose utilities lean towards those left behind."""

from time import process_time

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.aims import LARGEST, Welfare
from duijie.matching.assignment.auction import first_step, run, units_by_place
from duijie.matching.assignment.limits import refuse_limits, told_prices
from duijie.matching.assignment.market import NO_PLACE, opened
from duijie.matching.assignment.problem import Problem, Result, in_order, relative_gap
from duijie.matching.assignment.solving import chosen_edges, starting_prices
from duijie.matching.assignment.state import fresh
from duijie.matching.assignment.turns import ROUGH, Turns
from duijie.matching.assignment.welfare import counties_of, fair_bound


def solve_fairly(
    problem: Problem,
    *,
    prices: NDArray[np.int64] | None = None,
    tangent: NDArray[np.float64] | None = None,
    exact: bool = False,
    gap: float = 0.001,
) -> Result:
    """Return an assignment of greatest Nash welfare, within the gap if it can be proven, and what proves it.

    prices, tangent: (O,) and (C,) of the last fair round. exact: as many turns as help, then one linear round by
    OR-Tools. The bound is that of divisible units: where counties ask for few units, whole assignments may lie further
    below it than the gap. Raises ProblemError when the problem has no counties, or the prices are not of these offers.
    """
    started = process_time()
    counties = counties_of(problem)
    if exact:
        refuse_limits(problem, "The exact mode, a flow,")
    begun = starting_prices(problem, prices, LARGEST)
    market, moved = opened(problem)
    ordered = in_order(problem, moved)
    turns = Turns(ordered, Welfare(ordered, counties), market, fresh(market, np.zeros_like(begun)))
    fits = tangent is not None and tangent.shape == counties.asked.shape and bool((tangent >= 0).all())
    if prices is not None and tangent is not None and fits:
        turns.state = fresh(market, (begun * turns.aim.scale).astype(np.int32))
        first = tangent
    else:
        first = _begin(turns)
    turns.improve(first, 0.0 if exact else gap)
    if exact:
        turns.judge()
    found = turns.found
    bound = fair_bound(problem, counties, found.point, found.prices, found.limit_prices)
    return Result(
        edges=chosen_edges(found.units, moved),
        prices=found.prices,
        objective=found.objective,
        bound=bound,
        gap=relative_gap(found.objective, bound),
        seconds=process_time() - started,
        method="fair auction" + (" and exact flow" if exact else ""),
        tangent=found.point,
        **told_prices(problem, found.limit_prices),
    )


def _begin(turns: Turns) -> NDArray[np.float64]:
    """Start from a rough plain round, and return where it leads; its prices grow as utilities do by leaning."""
    market, state = turns.market, turns.state
    run(market, state, step=first_step(market, warm=False, gap=ROUGH), gap=ROUGH)
    point, plain = turns.aim.point(units_by_place(state)), turns.mean_leaning()
    turns.lean(point)
    open_offers = state.prices < NO_PLACE
    steeper = turns.mean_leaning() / max(plain, 1.0)
    state.prices[open_offers] = np.minimum(state.prices[open_offers] * steeper, LARGEST)
    return point
