"""How far a mean, and a difference of two means on the same needs, could be chance: percentiles of drawn samples.

After Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 13; all methods are measured on the same
drawn needs, so a difference is not blurred by easy and hard needs (paired).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DRAWS = 5000
LEVEL = 0.95


class Interval(NamedTuple):
    """The middle 95 % of what was drawn."""

    low: float
    high: float


class Bootstrap:
    """Draws of needs, the same for every method and for every run with one seed."""

    def __init__(self, needs: int, *, seed: int = 0, draws: int = DRAWS) -> None:
        drawn = np.random.default_rng(seed).multinomial(needs, np.full(needs, 1 / needs), size=draws)
        self._shares = drawn / needs

    def interval(self, values: NDArray[np.float64]) -> Interval:
        """The interval of the mean of `values`, one a need; of a difference when they are differences."""
        edge = (1 - LEVEL) / 2
        low, high = np.quantile(self._shares @ values, (edge, 1 - edge))
        return Interval(float(low), float(high))
