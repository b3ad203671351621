"""Arrays of budgets and of funders' limits: checked, or one sentence that says what is wrong."""

from collections.abc import Mapping
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from duijie.matching.assignment.problem import ProblemError
from duijie.matching.assignment.rows import amounts, whole

MOST_FEN = 10**15  # what anybody can spend or a unit can cost: ten thousand billion yuan


class LimitArrays(TypedDict):
    """The arrays under their names in Problem."""

    cost: NDArray[np.int64] | None
    budget: NDArray[np.int64] | None
    funder: NDArray[np.int32] | None
    funder_budget: NDArray[np.int64] | None
    funder_capacity: NDArray[np.int64] | None


def checked_limits(given: Mapping[str, ArrayLike | None], *, edges: int, offers: int) -> LimitArrays:
    """Return the arrays (E,), (O,), (O,), (F,), (F,), or raise ProblemError."""
    present = {name for name, each in given.items() if each is not None}
    for name, needs, why in (
        ("budget", "cost", "what a unit on each edge costs"),
        ("funder_budget", "cost", "what a unit on each edge costs"),
        ("funder_budget", "funder", "who pays for each offer"),
        ("funder_capacity", "funder", "who pays for each offer"),
    ):
        if name in present and needs not in present:
            raise ProblemError(f"{name} is there, but {needs} is missing: {why}.")
    if "cost" in present and not present & {"budget", "funder_budget"}:
        raise ProblemError("cost is there, but neither budget nor funder_budget.")
    cost = None if given["cost"] is None else _costs(given["cost"], edges)
    budget = None if given["budget"] is None else _limits("budget", given["budget"], offers, "offers")
    funder, funders = None, 0
    if given["funder"] is not None:
        funder, funders = _funders(given["funder"], given["funder_budget"], given["funder_capacity"], offers)
    shared = {
        name: None if given[name] is None else _limits(name, given[name], funders, "funders")
        for name in ("funder_budget", "funder_capacity")
    }
    return LimitArrays(
        cost=cost,
        budget=budget,
        funder=funder,
        funder_budget=shared["funder_budget"],
        funder_capacity=shared["funder_capacity"],
    )


def _costs(given: ArrayLike, edges: int) -> NDArray[np.int64]:
    cost = amounts("cost", given)
    _demand_length("cost", cost, edges, "edges")
    _refuse_more("cost", cost)
    return cost


def _limits(name: str, given: ArrayLike | None, count: int, what: str) -> NDArray[np.int64]:
    """Return limits, −1 for none."""
    limits = whole(name, () if given is None else given)
    _demand_length(name, limits, count, what)
    low = np.flatnonzero(limits < -1)
    if low.size:
        raise ProblemError(f"{name} must be −1 (no limit) or more, but entry {low[0]} is {limits[low[0]]}.")
    _refuse_more(name, limits)
    return limits.astype(np.int64, copy=False)


def _funders(
    given: ArrayLike, budget: ArrayLike | None, capacity: ArrayLike | None, offers: int
) -> tuple[NDArray[np.int32], int]:
    """Return who pays for each offer, and how many there are."""
    funder = whole("funder", given)
    _demand_length("funder", funder, offers, "offers")
    sizes = {len(whole("funder limit", each)) for each in (budget, capacity) if each is not None}
    if not sizes:
        raise ProblemError("funder is there, but neither funder_budget nor funder_capacity.")
    if len(sizes) > 1:
        few, many = sorted(sizes)
        raise ProblemError(f"funder_budget and funder_capacity have one entry a funder each, but {few} and {many}.")
    count = sizes.pop()
    if not count:
        raise ProblemError("There are 0 funders: what each may give is empty.")
    strange = np.flatnonzero((funder < -1) | (funder >= count))
    if strange.size:
        raise ProblemError(
            f"funder must be −1 (nobody else) or one of {count}, but entry {strange[0]} is {funder[strange[0]]}."
        )
    return funder.astype(np.int32), count


def _demand_length(name: str, array: NDArray[np.integer], length: int, what: str) -> None:
    if len(array) != length:
        raise ProblemError(f"{name} must have {length} entries, as there are {what}, but has {len(array)}.")


def _refuse_more(name: str, array: NDArray[np.integer]) -> None:
    if array.size and array.max() > MOST_FEN:
        raise ProblemError(f"{name} must not exceed {MOST_FEN}, but is {array.max()}.")
