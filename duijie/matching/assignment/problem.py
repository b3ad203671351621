"""What a round decides: which needs are recommended to which offers, and what the answer must prove.

maximize Σ w_e x_e over whole x_e ≥ 0, where a need takes at most its quantity and an offer at most its capacity.
Both limits together already keep x_e ≤ min(quantity, capacity), so the problem is a flow and its optimum is whole.
With budgets and limits of funders (`limits.py`) it is one no more: the bound is then that of divisible units.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

TOP_UTILITY = 1_000_000


class ProblemError(ValueError):
    """The arrays describe no problem; the message is one sentence that says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A checked problem of E edges, N needs, O offers and C counties; make it with `arrays.checked`."""

    need: NDArray[np.int32]  # (E,) the need of each edge
    offer: NDArray[np.int32]  # (E,) its offer; a pair stands there once
    utility: NDArray[np.int64]  # (E,) 0 … 1 000 000: benefit times probability of success
    capacity: NDArray[np.int64]  # (O,) units that an offer can take, 0 or more
    quantity: NDArray[np.int64]  # (N,) units that a need asks for, 0 or more
    county: NDArray[np.int32] | None = None  # (N,)
    weight: NDArray[np.float64] | None = None  # (C,) weight of a county, above 1 for a key county
    cost: NDArray[np.int64] | None = None  # (E,) fen that a unit on this edge costs
    budget: NDArray[np.int64] | None = None  # (O,) fen that an offer can spend, −1 for no such limit
    funder: NDArray[np.int32] | None = None  # (O,) who pays for an offer, −1 nobody else
    funder_budget: NDArray[np.int64] | None = None  # (F,) fen for all offers of a funder together, −1 no limit
    funder_capacity: NDArray[np.int64] | None = None  # (F,) units of all its offers together, −1 no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An assignment with its certificate: no assignment at all is better than `bound`.

    Plain: objective and bound are whole sums of utilities. Fair (Nash): both are Σ n_c ω_c log(ε + U_c / n_c).
    """

    edges: NDArray[np.int64]  # chosen edges, ascending; an edge stands there once for each unit that it carries
    prices: NDArray[np.int64]  # (O,) 0 or more: what a unit of the offer is worth to those who did not get it
    objective: float
    bound: float
    gap: float  # (bound − objective) / the greater of their absolute values; 0 when they are equal
    seconds: float  # of the processor, not of the clock on the wall
    method: str
    tangent: NDArray[np.float64] | None = None  # (C,) fair only: means of the counties at which welfare is bounded
    budget_price: NDArray[np.int64] | None = None  # (O,) millionths of a price for a fen, where there are budgets
    funder_budget_price: NDArray[np.int64] | None = None  # (F,) the same for a fen of the funder
    funder_capacity_price: NDArray[np.int64] | None = None  # (F,) millionths of a price for a unit


def in_order(problem: Problem, moved: NDArray[np.int32] | None) -> Problem:
    """Return the problem with its edges in another order (E,), as it is without one."""
    if moved is None:
        return problem
    cost = None if problem.cost is None else problem.cost[moved]
    moved_edges = {name: getattr(problem, name)[moved] for name in ("need", "offer", "utility")}
    return replace(problem, **moved_edges, cost=cost)


def with_utilities(problem: Problem, utility: NDArray[np.int64]) -> Problem:
    """Return the problem with other utilities (E,)."""
    return replace(problem, utility=utility)


def relative_gap(objective: float, bound: float) -> float:
    """Return how far the objective may lie below the optimum, as a share."""
    return (bound - objective) / max(abs(bound), abs(objective)) if bound != objective else 0.0
