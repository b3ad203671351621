"""Means over seeds with 95 % intervals (Student's t), and differences between policies seed by seed."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

LEVEL = 0.95


class Interval(NamedTuple):
    """A mean and how far the truth may lie from it to either side; infinite with fewer than two figures."""

    mean: float
    margin: float


def mean_interval(figures: Sequence[float]) -> Interval:
    """Return the mean of independent figures with its 95 % interval; NaN figures are left out."""
    from scipy.special import stdtrit  # noqa: PLC0415 - scipy is slow to load and needed last

    given = np.array([figure for figure in figures if not np.isnan(figure)])
    if len(given) == 0:
        return Interval(float("nan"), float("nan"))
    if len(given) == 1:
        return Interval(float(given[0]), float("inf"))
    spread = float(given.std(ddof=1)) / np.sqrt(len(given))
    return Interval(float(given.mean()), float(stdtrit(len(given) - 1, (1 + LEVEL) / 2)) * float(spread))


def paired_interval(figures: Sequence[float], others: Sequence[float]) -> Interval:
    """Return the mean difference of figures that belong together in pairs."""
    return mean_interval([one - other for one, other in zip(figures, others, strict=True)])
