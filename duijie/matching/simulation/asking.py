"""How a list becomes a question: readers look from above, less and less often, and places run out while they read."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled


def attention_at(length: int, *, is_list: bool) -> NDArray[np.float64]:
    """Return the chance that each place of a list is noticed on a day (L,), falling as a power of the place.

    A recommendation that an official releases is no list: it reaches the organization the same day.
    """
    if not is_list:
        return np.ones(length)
    return np.asarray(0.9 / np.arange(1, length + 1) ** 0.7, np.float64)


@compiled
def ask_from_lists(  # noqa: PLR0917 - machine code takes its arrays by position
    starts: NDArray[np.int64],
    offers: NDArray[np.int64],
    scores: NDArray[np.float64],
    free: NDArray[np.int64],
    attention: NDArray[np.float64],
    coins: NDArray[np.float64],
    chosen: NDArray[np.int64],
    places: NDArray[np.int64],
) -> None:
    """Let each waiting need's reader go down his list and ask for the first entry that he notices.

    starts (W + 1,), offers and scores (E,) of the open pairs; free (O,) is used up; attention and coins (L,), (W, L);
    writes the pair (W,) or -1 and its place in the list. An entry is shown only while it has room and a finite score.
    """
    for reader in range(len(starts) - 1):
        chosen[reader] = -1
        low, high = starts[reader], starts[reader + 1]
        for place in range(len(attention)):
            best = -1
            for pair in range(low, high):
                is_open = free[offers[pair]] > 0 and scores[pair] > -np.inf
                if is_open and (best < 0 or scores[pair] > scores[best]):
                    best = pair
            if best < 0:
                break
            if coins[reader, place] < attention[place]:
                chosen[reader] = best
                places[reader] = place
                free[offers[best]] -= 1
                break
            scores[best] = -np.inf
