"""Measures on one scale: how far an offer stands out for a need, less how far it stands out for every need.

Scores of different measures, and of one measure for a short and a long need, are no numbers to add up. Within a need
they become distances from the mean in standard deviations. An offer that is near to everything (a hub) is no answer to
anything; half of its mean distance for the needs that it is nearest to is taken off, after the cross-domain similarity
of Conneau et al., "Word Translation Without Parallel Data" (2018), section 2.3.
"""

import numpy as np
from numpy.typing import NDArray

NEAREST = 10


def standardized(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each row in distances from its mean, in its standard deviations; a row of equal scores becomes 0."""
    distances = scores - scores.mean(axis=1, keepdims=True)
    spread = scores.std(axis=1, keepdims=True)
    told_apart = spread > np.finfo(np.float64).eps * np.abs(scores).max(axis=1, keepdims=True, initial=1.0)
    found: NDArray[np.float64] = np.divide(distances, spread, out=np.zeros_like(distances), where=told_apart)
    return found


def hubness(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half of each column's mean over the `NEAREST` rows with the largest values; 0 where there are no rows."""
    if not len(distances):
        return np.zeros(distances.shape[1])
    largest = np.sort(distances, axis=0)[-NEAREST:]
    found: NDArray[np.float64] = largest.mean(axis=0) / 2
    return found
