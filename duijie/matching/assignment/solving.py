"""One round: assign, prove, and say how far from the optimum the answer can be at most."""

from time import process_time

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.certificate import plain_bound
from duijie.matching.assignment.exact import optimal_flow, proving_prices
from duijie.matching.assignment.problem import Problem, Result, relative_gap


def solve(
    problem: Problem, *, prices: NDArray[np.int64] | None = None, exact: bool = False, gap: float = 0.001
) -> Result:
    """Return an assignment of greatest total utility within the gap, whatever the counties.

    prices: (O,) of the last round, where there was one; exact: by OR-Tools, gap 0.
    """
    started = process_time()
    units = optimal_flow(problem)
    found = proving_prices(problem, units)
    objective, bound = int(units @ problem.utility), plain_bound(problem, found)
    return Result(
        edges=np.repeat(np.arange(len(units)), units),
        prices=found,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        seconds=process_time() - started,
        method="exact" if exact else "auction",
    )
