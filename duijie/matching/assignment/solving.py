"""One round: assign, prove, and say how far from the optimum the answer can be at most."""

from time import process_time

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.aims import Total
from duijie.matching.assignment.auction import chosen_places, first_step, public_prices, run
from duijie.matching.assignment.certificate import bound_at, plain_bound
from duijie.matching.assignment.exact import optimal_flow, proving_prices
from duijie.matching.assignment.limits import limits_of, refuse_limits, told_prices
from duijie.matching.assignment.market import Market, opened
from duijie.matching.assignment.problem import TOP_UTILITY, Problem, ProblemError, Result, in_order, relative_gap
from duijie.matching.assignment.state import State, fresh, take_seats
from duijie.matching.assignment.turns import Turns


def solve(
    problem: Problem,
    *,
    prices: NDArray[np.int64] | None = None,
    chosen: NDArray[np.int64] | None = None,
    exact: bool = False,
    gap: float = 0.001,
) -> Result:
    """Return an assignment of greatest total utility within the gap, whatever the counties.

    prices, chosen: (O,) of the last round, where there was one, and those of this problem's edges that it chose (as in
    Result): they stay where they still are among the best. exact: by OR-Tools (ExactModeMissing without it), gap 0.
    Raises ProblemError when prices or chosen are not of this problem. With budgets or limits of funders the bound is
    that of divisible units, and whole assignments may lie further below it than the gap.
    """
    started = process_time()
    begun = starting_prices(problem, prices)
    if limits_of(problem) is not None:
        if exact:
            refuse_limits(problem, "The exact mode, a flow,")
        return _solve_within_limits(problem, begun, gap, started)
    market, moved = opened(problem)
    if exact:
        flow = optimal_flow(problem)
        edges = np.repeat(np.arange(len(flow)), flow)
        found = proving_prices(market, flow if moved is None else flow[moved])
        objective, bound = int(flow @ problem.utility), bound_at(market, found.astype(np.int32))
    else:
        state = fresh(market, begun)
        if chosen is not None:
            begin_with(problem, market, state, moved, chosen)
        step = first_step(market, warm=prices is not None, gap=gap)
        objective, bound, _ = run(market, state, step=step, gap=gap)
        places, found = chosen_places(state), public_prices(state)
        edges = places if moved is None else np.sort(moved[places]).astype(np.int64)
    return Result(
        edges=edges,
        prices=found,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        seconds=process_time() - started,
        method="exact flow" if exact else "auction",
    )


def _solve_within_limits(problem: Problem, prices: NDArray[np.int32], gap: float, started: float) -> Result:
    market, moved = opened(problem)
    ordered = in_order(problem, moved)
    turns = Turns(ordered, Total(ordered), market, fresh(market, prices))
    turns.improve(np.zeros(1), gap)
    found = turns.found
    bound = plain_bound(problem, found.prices, found.limit_prices)
    objective = int(found.units @ ordered.utility)
    return Result(
        edges=chosen_edges(found.units, moved),
        prices=found.prices,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        seconds=process_time() - started,
        method="auction within limits",
        **told_prices(problem, found.limit_prices),
    )


def chosen_edges(units: NDArray[np.int64], moved: NDArray[np.int32] | None) -> NDArray[np.int64]:
    """Return the edges of units (by place), ascending, once for each unit."""
    carrying = np.flatnonzero(units)
    edges = np.repeat(carrying if moved is None else moved[carrying], units[carrying])
    return np.sort(edges).astype(np.int64)


def begin_with(
    problem: Problem, market: Market, state: State, moved: NDArray[np.int32] | None, chosen: NDArray[np.int64]
) -> None:
    """Give the needs the edges that were chosen before; raise ProblemError for an edge that is not there."""
    if chosen.dtype.kind not in "iu" or (chosen.size and not 0 <= chosen.min() <= chosen.max() < len(problem.need)):
        raise ProblemError(f"chosen must be whole numbers in 0 … {len(problem.need) - 1}: edges of this problem.")
    places = chosen
    if moved is not None:
        place_of = np.empty(len(moved), np.int64)
        place_of[moved] = np.arange(len(moved))
        places = place_of[chosen]
    take_seats(market, state, problem.need[chosen], places)


def starting_prices(
    problem: Problem, prices: NDArray[np.int64] | None, greatest: int = TOP_UTILITY
) -> NDArray[np.int32]:
    """Return prices (O,) to start from; raise ProblemError when those given are not of these offers."""
    offers = len(problem.capacity)
    if prices is None:
        return np.zeros(offers, np.int32)
    given = np.asarray(prices)
    if given.shape != (offers,) or given.dtype.kind not in "iu" or given.min() < 0:
        raise ProblemError(f"prices must be {offers} whole numbers, one an offer and none negative.")
    return np.minimum(given, greatest).astype(np.int32)
