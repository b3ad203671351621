"""What a round is for: the greatest sum of utilities, or the greatest welfare over counties.

An aim is seen at a point (the sum itself, or the means of the counties). There it says how much each edge counts, and
which bound follows from a bound on the sum of these weighed utilities.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.problem import TOP_UTILITY, Problem
from duijie.matching.assignment.welfare import EPSILON, Counties, means_of, slopes, touching, welfare

LARGEST = 1 << 29  # of a weighed utility
HALVINGS = 30


class Aim(Protocol):
    """A concave function of what an assignment brings; points are those of `point`."""

    scale: float  # of weighed utilities to the whole numbers of an auction
    counties: Counties | None  # whose welfare it is, None for a plain sum

    def point(self, units: NDArray[np.int64], /) -> NDArray[np.float64]:
        """Return where units (E,) lead."""

    def value(self, point: NDArray[np.float64], /) -> float:
        """Return how good a point is."""

    def weighed(self, point: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return what a unit on each edge (E,) counts at a point."""

    def bound(self, point: NDArray[np.float64], linear: float, /) -> float:
        """Return the bound that follows when no assignment has more than this sum of what counts at a point."""

    def between(self, start: NDArray[np.float64], end: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return the best point on the way from one to the other."""


class Total:
    """The sum of utilities."""

    scale = 1.0
    counties: Counties | None = None

    def __init__(self, problem: Problem) -> None:
        self.utility = problem.utility

    def point(self, units: NDArray[np.int64]) -> NDArray[np.float64]:
        """The sum alone."""
        return np.array([float(units @ self.utility)])

    def value(self, point: NDArray[np.float64]) -> float:
        """The sum."""
        return float(point[0])

    def weighed(self, _point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Utilities as they are, wherever the point."""
        return self.utility.astype(np.float64)

    def bound(self, _point: NDArray[np.float64], linear: float) -> float:
        """The bound itself."""
        return linear

    def between(self, _start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
        """The end: all points are alike."""
        return end


class Welfare:
    """Nash welfare over counties; a point is their means, what counts leans towards those that have little."""

    def __init__(self, problem: Problem, counties: Counties) -> None:
        self.problem = problem
        self.counties: Counties | None = counties
        self._counties = counties
        self.county = counties.of_need[problem.need]
        steepest = float(counties.weight.max(initial=0.0)) / EPSILON * TOP_UTILITY
        self.scale = min(1.0, LARGEST / steepest) if steepest else 1.0

    def point(self, units: NDArray[np.int64]) -> NDArray[np.float64]:
        """The means of the counties (C,)."""
        return means_of(self.problem, self._counties, units)

    def value(self, point: NDArray[np.float64]) -> float:
        """Welfare."""
        return welfare(self._counties, point)

    def weighed(self, point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Each utility times the slope of its county, in millionths of welfare."""
        return slopes(self._counties, point)[self.county] * self.problem.utility

    def bound(self, point: NDArray[np.float64], linear: float) -> float:
        """What the tangent at the point allows."""
        return touching(self._counties, point) + linear / TOP_UTILITY

    def between(self, start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
        """The point of greatest welfare, by halving."""
        low, high, way = 0.0, 1.0, end - start
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            rises = (slopes(self._counties, start + middle * way) * self._counties.asked) @ way > 0
            low, high = (middle, high) if rises else (low, middle)
        return start + low * way
