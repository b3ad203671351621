"""What needs can hope for at given prices of places and days, and which places they would then use.

For prices λ_jt ≥ 0 of a place of offer j on day t, a need's best plan is to ask offers one after the other in falling
order of gain ÷ chance of acceptance, each on its cheapest day (an index rule: a refusal costs only the held place).
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled


@compiled
def value_needs(  # noqa: PLR0917 - machine code takes its arrays by position
    terms: NDArray[np.int64],
    weight: NDArray[np.float64],
    starts: NDArray[np.int64],
    offers: NDArray[np.int64],
    chances: NDArray[np.float64],
    paid: NDArray[np.float64],
    reply: int,
    used: NDArray[np.float64],
    values: NDArray[np.float64],
) -> None:
    """Write each need's value (N,) and add its expected use of places as differences by day (O, T + 1).

    terms (N, 3): first and last day, days of work; chances (E, 2): of acceptance, expected benefit of asking;
    paid (O, T + 1): prices summed up to each day. A pair's index is (benefit − cost) ÷ chance of acceptance.
    """
    most = np.max(starts[1:] - starts[:-1]) if len(values) else 0
    index, asked = np.empty(most), np.empty(most, np.int64)
    for need in range(len(values)):
        low, count, work = starts[need], starts[need + 1] - starts[need], terms[need, 2]
        for place in range(count):
            offer, chance = offers[low + place], chances[low + place, 0]
            least = np.inf
            for day in range(terms[need, 0], terms[need, 1] + 1):
                replied = paid[offer, day + reply]
                cost = replied - paid[offer, day] + chance * (paid[offer, day + reply + work] - replied)
                if cost < least:
                    least, asked[place] = cost, day
            index[place] = (chances[low + place, 1] - least) / chance
        left, values[need] = 1.0, 0.0
        for place in np.argsort(-index[:count]):
            if index[place] <= 0:
                break
            chance, offer, day = chances[low + place, 0], offers[low + place], asked[place]
            values[need] += left * chance * index[place]
            share = left * weight[need]
            used[offer, day] += share
            used[offer, day + reply] -= share * (1 - chance)
            used[offer, day + reply + work] -= share * chance
            left *= 1 - chance
