"""The machine code that adds up the points of many pairs and multiplies their chances, all in whole numbers."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled

_MILLION = 1_000_000


@compiled
def add_up(  # noqa: PLR0917 - machine code takes arrays, not objects
    terms: NDArray[np.int32],
    most: NDArray[np.int64],
    worth: NDArray[np.int32],
    starts: NDArray[np.int64],
    columns: NDArray[np.int64],
    chances: NDArray[np.int64],
    lines: NDArray[np.int64],
    benefits: NDArray[np.int64],
    points: NDArray[np.int32],
    utilities: NDArray[np.int32],
) -> int:
    """Fill in the points of three factors, or the utilities, or both; an output without rows is left out.

    Returns how many pairs were done: all of them, or those before one with a term below 0 or above its `most`.

    `worth[starts[t] + points of the rule score]` are a term's points for each factor, `chances[lines[f] + points of
    the factor]` millionths; a product of three fits into 64 bits.
    """
    for pair in range(terms.shape[0]):
        accepts, confirms, delivers = 0, 0, 0
        for number in range(terms.shape[1]):
            if not 0 <= terms[pair, number] <= most[number]:
                return pair
        for number in range(starts.shape[0]):
            row = worth[starts[number] + terms[pair, columns[number]]]
            accepts += row[0]
            confirms += row[1]
            delivers += row[2]
        if points.shape[0]:
            points[pair, 0], points[pair, 1], points[pair, 2] = accepts, confirms, delivers
        if utilities.shape[0]:
            chance = chances[lines[0] + accepts] * chances[lines[1] + confirms] * chances[lines[2] + delivers]
            chance = (chance + _MILLION * _MILLION // 2) // (_MILLION * _MILLION)
            benefit = benefits[pair] if benefits.shape[0] > 1 else benefits[0]
            utilities[pair] = benefit * chance // _MILLION
    return int(terms.shape[0])
