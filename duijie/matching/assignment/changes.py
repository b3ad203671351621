"""What is different since the last round: who left or came, asks for something else, has more or less to give."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from duijie.matching.assignment.arrays import MOST_UNITS, find_twin
from duijie.matching.assignment.changing import Rows
from duijie.matching.assignment.market import grouped
from duijie.matching.assignment.problem import TOP_UTILITY, ProblemError
from duijie.matching.assignment.rows import amounts, whole, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Needs and offers by their numbers; new ones have the numbers after the last, without a hole.

    A changed need stands here with all its edges from now on: without those that were declined, with those to new
    offers, with none and quantity 0 when it is withdrawn.
    """

    needs: ArrayLike = ()  # (T,) the changed needs, each once
    quantity: ArrayLike = ()  # (T,) units that each asks for now
    need: ArrayLike = ()  # (E,) the edges of the changed needs, as in Problem
    offer: ArrayLike = ()  # (E,)
    utility: ArrayLike = ()  # (E,)
    offers: ArrayLike = ()  # (S,) the offers whose capacity changed, each once
    capacity: ArrayLike = ()  # (S,)


def checked_rows(changes: Changes, needs: int, offers: int, *, asked: int) -> Rows:
    """Return the rows of the changed needs among so many needs and offers, old and new; raise ProblemError.

    asked: units that all needs ask for before the changes.
    """
    changed, quantity = numbered("needs", changes.needs, needs), amounts("quantity", changes.quantity)
    need, offer, utility = (
        whole(name, given)
        for name, given in (("need", changes.need), ("offer", changes.offer), ("utility", changes.utility))
    )
    if len(changed) != len(quantity) or not len(need) == len(offer) == len(utility):
        raise ProblemError(
            "needs and quantity have one entry a changed need, need, offer and utility one an edge, "
            f"but {len(changed)} and {len(quantity)}, {len(need)}, {len(offer)} and {len(utility)}."
        )
    if asked + float(quantity.sum(dtype=np.float64)) > MOST_UNITS:
        raise ProblemError(f"quantity must not exceed {MOST_UNITS} in all, before and after the changes together.")
    within("offer", offer, offers, "offers")
    within("utility", utility, TOP_UTILITY + 1, "steps of utility")
    position = _positions(changed, need, needs)
    starts, moved = grouped(position, len(changed))
    options = np.column_stack((offer[moved], utility[moved])).astype(np.int32)
    twin = find_twin(position[moved], options[:, 0], offers)
    if twin >= 0:
        raise ProblemError(f"need {need[moved[twin]]} names offer {options[twin, 0]} twice.")
    return Rows(changed.astype(np.int32), quantity.astype(np.int32), starts, options)


def _positions(changed: NDArray[np.integer], need: NDArray[np.integer], needs: int) -> NDArray[np.int32]:
    """Return which of the changed needs each edge is of; raise ProblemError where it is of none."""
    position_of = np.full(needs, -1, np.int32)
    position_of[changed] = np.arange(len(changed))
    within("need", need, needs, "needs")
    position: NDArray[np.int32] = position_of[need]
    strange = np.flatnonzero(position < 0)
    if strange.size:
        raise ProblemError(f"edge {strange[0]} is of need {need[strange[0]]}, which is not among the changed needs.")
    return position


def numbered(name: str, given: ArrayLike, end: int) -> NDArray[np.integer]:
    """Return numbers below `end`, each once, or raise ProblemError."""
    numbers = whole(name, given)
    within(name, numbers, end, name)
    if len(np.unique(numbers)) < len(numbers):
        raise ProblemError(f"{name} must name each of the changed {name} once.")
    return numbers


def counted(name: str, given: ArrayLike, known: int) -> int:
    """Return how many there are with the new ones, whose numbers follow the last; raise ProblemError for a hole."""
    numbers = whole(name, given)
    new = np.unique(numbers[numbers >= known])
    if len(new) and new[-1] != known + len(new) - 1:
        raise ProblemError(f"new {name} must have the numbers from {known} on, without a hole.")
    return known + len(new)
