"""From arrays that anybody may have written to a problem that can be trusted, or one sentence why not."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from duijie.matching.assignment.market import grouped, is_ascending
from duijie.matching.assignment.problem import TOP_UTILITY, Problem, ProblemError
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
    )
    _refuse_twins(problem)
    return problem


def whole(name: str, given: ArrayLike) -> NDArray[np.integer]:
    """Return a row of whole numbers, or raise ProblemError."""
    array = np.asarray(given)
    if array.ndim != 1:
        raise ProblemError(f"{name} must be a plain row of numbers, but has {array.ndim} dimensions.")
    if not array.size:
        return array.astype(np.int64)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        place = int(np.flatnonzero(~np.isfinite(array))[0])
        raise ProblemError(f"{name} must be whole numbers, but entry {place} is {array[place]}.")
    if array.dtype.kind not in "iu":
        raise ProblemError(f"{name} must be whole numbers, but its type is {array.dtype}.")
    return array


def amounts(name: str, given: ArrayLike) -> NDArray[np.int64]:
    """Return a row of whole numbers, none negative, or raise ProblemError."""
    array = whole(name, given)
    if array.size and array.min() < 0:
        place = int(np.flatnonzero(array < 0)[0])
        raise ProblemError(f"{name} must not be negative, but entry {place} is {array[place]}.")
    if array.size and array.max() > np.iinfo(np.int64).max:
        raise ProblemError(f"{name} is too large: {array.max()}.")
    return array.astype(np.int64, copy=False)


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


def within(name: str, array: NDArray[np.integer], end: int, what: str) -> None:
    """Raise ProblemError unless every entry is one of the numbers 0 … end − 1."""
    if array.size and (array.min() < 0 or array.max() >= end):
        place = int(np.flatnonzero((array < 0) | (array >= end))[0])
        raise ProblemError(f"{name} must lie in 0 … {end - 1} ({end} {what}), but entry {place} is {array[place]}.")


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
