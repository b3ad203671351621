"""Where the documents that a filter lets pass can lie, and whether one of them does."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.retrieval.questions import Demand
from duijie.matching.retrieval.segment import (
    BLOCK,
    BLOCK_BITS,
    CAPACITY,
    FIRST_DAY,
    FLAGS,
    FORMS_FROM,
    LAST_DAY,
    PAPERS,
    Cells,
    Columns,
    Whole,
)

_GAP = 512


@compiled
def passes(place: Whole, columns: Columns, demand: Demand, passing: NDArray[np.int64]) -> bool:
    """Whether the document at a place meets every demand and lies in one of the ranges."""
    facts = columns.facts[place]
    flags, papers = facts[FLAGS], facts[PAPERS]
    if (flags & demand.flags_set) != demand.flags_set or flags & demand.flags_unset:
        return False
    if facts[CAPACITY] < demand.capacity or facts[LAST_DAY] < demand.open_on or facts[FIRST_DAY] > demand.begins_by:
        return False
    if demand.forms and flags >> FORMS_FROM and not flags & demand.forms:
        return False
    if (papers & demand.required) != demand.required or papers & demand.refused or not columns.alive[place]:
        return False
    low, high = 0, passing.shape[0]
    while low < high:
        middle = (low + high) // 2
        if passing[middle, 1] <= place:
            low = middle + 1
        else:
            high = middle
    return bool(low < passing.shape[0] and passing[low, 0] <= place)


@compiled
def cells_at(groups: NDArray[np.int64], reaches: NDArray[np.int64], cells: Cells) -> NDArray[np.int64]:
    """The ranges of the cells of these groups, by their first key, and reaches, in order."""
    passing = np.empty((groups.size * reaches.size, 2), np.int64)
    found = 0
    for group in groups:
        for reach in reaches:
            at = np.searchsorted(cells.keys, group + reach)
            if at < cells.keys.size and cells.keys[at] == group + reach:
                passing[found, 0], passing[found, 1] = cells.bounds[at], cells.bounds[at + 1]
                found += 1
    return passing[:found]


@compiled
def stretches_of(passing: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ranges with small gaps closed and cut into blocks: block, first place in it, and the one after the last."""
    count = passing.shape[0]
    found = np.empty((count + (passing[count - 1, 1] >> BLOCK_BITS) + 1 if count else 0, 3), np.int64)
    at = which = 0
    while which < count:
        begin, end = passing[which]
        while which + 1 < count and passing[which + 1, 0] - end <= _GAP:
            which += 1
            end = passing[which, 1]
        while begin < end:
            block, base = begin >> BLOCK_BITS, begin >> BLOCK_BITS << BLOCK_BITS
            upto = min(end, base + BLOCK)
            found[at, 0], found[at, 1], found[at, 2] = block, begin - base, upto - base
            begin, at = upto, at + 1
        which += 1
    return found[:at]
