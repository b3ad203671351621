"""A query's postings added up, block by block.

Nobody reads the sums of places that no range holds, so that where a term's postings of a range begin and end need not
be found exactly: a few too many are sooner added than told apart. What lies far off in memory is asked for before.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.pairs.fetching import fetch_row
from duijie.matching.retrieval.lanes import add_postings
from duijie.matching.retrieval.questions import Query
from duijie.matching.retrieval.segment import BLOCK, BLOCK_BITS, CHUNK, Postings, Whole

_FEW = 96
_NEAR = 16
_LINE, _MOST = 32, 512


@compiled
def bracket(
    places: NDArray[np.uint16], within: tuple[Whole, Whole], guess: Whole, wanted: Whole
) -> tuple[np.int64, np.int64]:
    """Two postings at most 16 apart: before the one all places are less than the wanted one, from the other on none.

    The places between the two of `within` are sorted; the nearer the guess, the sooner.
    """
    low, high = np.int64(within[0]), np.int64(within[1])
    at, step = min(np.int64(guess), high - 1), np.int64(_NEAR)
    if at >= low and places[at] < wanted:
        low = at + 1
        while low + step < high and places[low + step] < wanted:
            low, step = low + step + 1, step * 2
        high = min(high, low + step)
    elif at >= low:
        high = at
        while high - step > low and places[high - step] >= wanted:
            high, step = high - step, step * 2
        low = max(low, high - step)
    while high - low > _NEAR:
        middle = (low + high) >> 1
        if places[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low, high


@compiled
def fetch_terms(postings: Postings, query: Query, stretches: NDArray[np.int64]) -> None:
    """Ask for what `add_terms` will look at, all at once instead of one after another; long runs come by themselves."""
    blocks = (postings.starts.size - 1) // postings.row_of.size
    for nth in range(query.terms.size):
        cell = query.terms[nth] * blocks + stretches[0, 0]
        one, other = np.int64(postings.starts[cell]), np.int64(postings.starts[cell + 1])
        for which in range(stretches.shape[0] if other > one else 0):
            begin = one + ((stretches[which, 1] * (other - one)) >> BLOCK_BITS)
            end = one + ((stretches[which, 2] * (other - one)) >> BLOCK_BITS)
            for at in range(max(begin - _LINE, one), min(min(end, begin + _MOST) + _LINE, other), _LINE):
                fetch_row(postings.places, at)
                fetch_row(postings.impacts, at)


@compiled
def add_terms(postings: Postings, query: Query, stretches: NDArray[np.int64], lanes: NDArray[np.uint16]) -> None:
    """Add the terms that have postings to the stretches of one block, each place once; few are added whole."""
    blocks = (postings.starts.size - 1) // postings.row_of.size
    places, impacts = postings.places, postings.impacts
    for which in range(stretches.shape[0]):
        low, high = stretches[which, 1], stretches[which, 2]
        lanes[low // CHUNK * CHUNK : (high + CHUNK - 1) // CHUNK * CHUNK] = 0
    for nth in range(query.terms.size):
        cell, weight = query.terms[nth] * blocks + stretches[0, 0], query.weights[nth]
        begin, last = np.int64(postings.starts[cell]), np.int64(postings.starts[cell + 1])
        size = last - begin
        if size <= _FEW:
            add_postings(lanes, places[begin:last], impacts[begin:last], weight)
            continue
        for which in range(stretches.shape[0]):
            low, high, end = stretches[which, 1], stretches[which, 2], last
            if low > 0:
                begin = bracket(places, (begin, last), last - (((BLOCK - low) * size) >> BLOCK_BITS), low)[0]
            if high < BLOCK:
                end = bracket(places, (begin, last), begin + (((high - low) * size) >> BLOCK_BITS), high)[1]
            add_postings(lanes, places[begin:end], impacts[begin:end], weight)
            begin = end
