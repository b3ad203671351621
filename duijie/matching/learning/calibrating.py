"""From points to chances that hold: isotonic regression over groups of equal size.

The same number of pairs in each group keeps the line short and its ends away from 0 and 1, which no number of answers
proves. Isotonic regression is that of `scipy.optimize` (pool adjacent violators).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from duijie.matching.learning.model import MILLION, Line

GROUPS = 20
_PAIRS_IN_A_GROUP = 25


class Group(NamedTuple):
    """Pairs of like points: their number, what was expected of them and what came, both as shares of one."""

    pairs: int
    expected: float
    came: float


def groups_of(points: NDArray[np.integer]) -> list[NDArray[np.int64]]:
    """Pairs in order of points, cut into groups; pairs of the same points stay together."""
    order = np.argsort(points, kind="stable")
    count = max(min(GROUPS, len(points) // _PAIRS_IN_A_GROUP), 1)
    edges = np.linspace(0, len(points), count + 1).astype(np.int64)[1:-1]
    in_order = points[order]
    cuts = np.unique(np.searchsorted(in_order, in_order[edges], side="left"))
    return [part for part in np.split(order, cuts) if part.size]


def calibrate(points: NDArray[np.integer], came: NDArray[np.int64], propensities: NDArray[np.float64]) -> Line:
    """The line from points to the chance among pairs that somebody looked at, in millionths."""
    found = groups_of(points)
    sizes = np.array([part.size for part in found], dtype=np.float64)
    looked = np.array([propensities[part].sum() for part in found])
    hits = np.array([came[part].sum() for part in found], dtype=np.float64)
    overall = hits.sum() / looked.sum()
    shares = (hits + overall) / (looked + 1)
    rising = isotonic_regression(np.minimum(shares, 1.0), weights=sizes).x
    middles = [int(np.mean(points[part])) for part in found]
    line: dict[int, int] = {}
    for middle, chance in zip(middles, rising, strict=True):
        line[middle] = int(chance * MILLION)
    return tuple(sorted(line.items()))


def compare(expected: NDArray[np.float64], came: NDArray[np.int64]) -> list[Group]:
    """Expected and real shares by groups of like expectation: what a calibration table and its picture show."""
    parts = groups_of((expected * MILLION).astype(np.int64))
    return [Group(part.size, float(expected[part].mean()), float(came[part].mean())) for part in parts]
