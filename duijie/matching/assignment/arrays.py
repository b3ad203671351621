"""From arrays that anybody may have written to a problem that can be trusted, or one sentence why not."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from duijie.matching.assignment.limit_arrays import checked_limits
from duijie.matching.assignment.market import grouped, is_ascending
from duijie.matching.assignment.problem import TOP_UTILITY, Problem, ProblemError
from duijie.matching.assignment.rows import amounts, whole, within
from duijie.matching.compiled import compiled

MOST_UNITS = (1 << 31) - 2  # in all, so that the auction counts in 32 bits


def checked(
    *,
    need: ArrayLike,
    offer: ArrayLike,
    utility: ArrayLike,
    capacity: ArrayLike,
    quantity: ArrayLike | None = None,
    county: ArrayLike | None = None,
    weight: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    budget: ArrayLike | None = None,
    funder: ArrayLike | None = None,
    funder_budget: ArrayLike | None = None,
    funder_capacity: ArrayLike | None = None,
) -> Problem:
    """Return the problem, or raise ProblemError with one sentence; shapes and units are those of Problem.

    Without `quantity` every need asks for one unit, and there are as many needs as `county` or the edges name.
    """
    needs, offers, utilities = whole("need", need), whole("offer", offer), whole("utility", utility)
    capacities = amounts("capacity", capacity)
    if not len(needs) == len(offers) == len(utilities):
        raise ProblemError(
            f"need, offer and utility have one entry an edge, but {len(needs)}, {len(offers)} and {len(utilities)}."
        )
    if not len(capacities):
        raise ProblemError("There are 0 offers: capacity is empty.")
    counties = None if county is None else whole("county", county)
    quantities = _quantities(quantity, counties, needs)
    within("need", needs, len(quantities), "needs")
    within("offer", offers, len(capacities), "offers")
    within("utility", utilities, TOP_UTILITY + 1, "steps of utility")
    weights = _weights(weight, counties, len(quantities))
    problem = Problem(
        need=needs.astype(np.int32, copy=False),
        offer=offers.astype(np.int32, copy=False),
        utility=utilities.astype(np.int64, copy=False),
        capacity=capacities,
        quantity=quantities,
        county=None if counties is None else counties.astype(np.int32, copy=False),
        weight=weights,
        **checked_limits(
            {
                "cost": cost,
                "budget": budget,
                "funder": funder,
                "funder_budget": funder_budget,
                "funder_capacity": funder_capacity,
            },
            edges=len(needs),
            offers=len(capacities),
        ),
    )
    _refuse_twins(problem)
    return problem


def _quantities(
    given: ArrayLike | None, counties: NDArray[np.integer] | None, needs: NDArray[np.integer]
) -> NDArray[np.int64]:
    if given is None:
        named = int(needs.max()) + 1 if needs.size else 0
        return np.ones(named if counties is None else len(counties), np.int64)
    quantities = amounts("quantity", given)
    if counties is not None and len(counties) != len(quantities):
        raise ProblemError(f"county and quantity have one entry a need, but {len(counties)} and {len(quantities)}.")
    if float(quantities.sum(dtype=np.float64)) > MOST_UNITS:
        raise ProblemError(f"quantity must not exceed {MOST_UNITS} in all.")
    return quantities


def _weights(given: ArrayLike | None, counties: NDArray[np.integer] | None, needs: int) -> NDArray[np.float64] | None:
    if counties is None:
        if given is not None:
            raise ProblemError("weight is per county, but there is no county.")
        return None
    named = int(counties.max()) + 1 if needs else 0
    if counties.size and counties.min() < 0:
        within("county", counties, named, "counties")
    if given is None:
        return np.ones(named, np.float64)
    weights = np.asarray(given)
    if weights.ndim != 1 or weights.dtype.kind not in "iuf":
        raise ProblemError(f"weight must be a plain row of numbers, but its type is {weights.dtype}.")
    within("county", counties, len(weights), "counties")
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights > 0)))
    if wrong.size:
        raise ProblemError(f"weight must be above 0 and finite, but entry {wrong[0]} is {weights[wrong[0]]}.")
    return weights.astype(np.float64, copy=False)


def _refuse_twins(problem: Problem) -> None:
    """Raise ProblemError when a need names an offer twice."""
    needs, offers, order = problem.need, problem.offer, None
    if not is_ascending(needs):
        order = grouped(needs, len(problem.quantity))[1]
        needs, offers = needs[order], offers[order]
    twin = find_twin(needs, offers, len(problem.capacity))
    if twin >= 0:
        edges = np.flatnonzero((problem.need == needs[twin]) & (problem.offer == offers[twin]))
        raise ProblemError(f"need {needs[twin]} names offer {offers[twin]} twice: edges {edges[0]} and {edges[1]}.")


@compiled
def find_twin(needs: NDArray[np.int32], offers: NDArray[np.int32], count: int) -> int:
    """Return an edge whose pair stood there before, −1 when there is none; the edges of a need lie together."""
    named_by = np.full(count, -1, np.int32)
    for edge in range(len(needs)):
        if named_by[offers[edge]] == needs[edge]:
            return edge
        named_by[offers[edge]] = needs[edge]
    return -1
