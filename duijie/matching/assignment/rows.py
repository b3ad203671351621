"""Rows of whole numbers that anybody may have written: taken as they are, or one sentence why not."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from duijie.matching.assignment.problem import ProblemError


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


def within(name: str, array: NDArray[np.integer], end: int, what: str) -> None:
    """Raise ProblemError unless every entry is one of the numbers 0 … end − 1."""
    if array.size and (array.min() < 0 or array.max() >= end):
        place = int(np.flatnonzero((array < 0) | (array >= end))[0])
        raise ProblemError(f"{name} must lie in 0 … {end - 1} ({end} {what}), but entry {place} is {array[place]}.")
