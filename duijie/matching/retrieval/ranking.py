"""The search of one segment: whole numbers added up block by block, and only what can still win looked at.

A query's weights are whole numbers of 1/32 767 of their sum, so that a block's sums fit in 16 bits with a bit to spare:
four neighbours are compared with the weakest kept score by one addition on 64 bits. Rows of common terms are added
only to chunks of 64 documents in which one could still come in with them (maxscore after Turtle and Flood, "Query
evaluation: strategies and optimizations", 1995, by chunks instead of documents). Filters are asked last, of those who
would come in. What lies far off in memory is asked for before it is needed. Equal scores go by the rank of the id.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.pairs.fetching import fetch_row
from duijie.matching.retrieval.questions import Common, Demand, Job
from duijie.matching.retrieval.segment import (
    BLOCK,
    BLOCK_BITS,
    CAPACITY,
    CHUNK,
    FIRST_DAY,
    FLAGS,
    FORMS_FROM,
    LAST_DAY,
    PAPERS,
    RANK,
    TILE,
    Columns,
    Whole,
)

KEY_BITS, LAST_RANK = 32, 2**32 - 1
_OFTEN, _FADING = 0.3, 0.75
_FEW = 64


@compiled
def passes(place: Whole, columns: Columns, demand: Demand, passing: NDArray[np.int64]) -> bool:
    """Whether the document at a place meets every demand and lies in one of the ranges."""
    low, high = 0, passing.shape[0]
    while low < high:
        middle = (low + high) // 2
        if passing[middle, 1] <= place:
            low = middle + 1
        else:
            high = middle
    if low == passing.shape[0] or passing[low, 0] > place:
        return False
    facts = columns.facts[place]
    flags, papers = facts[FLAGS], facts[PAPERS]
    if (flags & demand.flags_set) != demand.flags_set or flags & demand.flags_unset:
        return False
    if facts[CAPACITY] < demand.capacity or facts[LAST_DAY] < demand.open_on or facts[FIRST_DAY] > demand.begins_by:
        return False
    if demand.forms and flags >> FORMS_FROM and not flags & demand.forms:
        return False
    return bool((papers & demand.required) == demand.required and not papers & demand.refused and columns.alive[place])


@compiled
def first_at_least(places: NDArray[np.uint16], guess: Whole, wanted: Whole) -> int:
    """The first of sorted places that is at least the wanted one; the nearer the guess, the sooner."""
    low, high, step = np.int64(0), np.int64(places.size), np.int64(4)
    at = min(np.int64(guess), high - 1)
    if at >= 0 and places[at] < wanted:
        low = at + 1
        while low + step < high and places[low + step] < wanted:
            low, step = low + step + 1, step * 2
        high = min(high, low + step)
    elif at >= 0:
        high = at
        while high - step > low and places[high - step] >= wanted:
            high, step = high - step, step * 2
        low = max(low, high - step)
    while low < high:
        middle = (low + high) >> 1
        if places[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return int(low)


@compiled
def add_postings(
    lanes: NDArray[np.uint16], places: NDArray[np.uint16], impacts: NDArray[np.uint8], weight: Whole
) -> None:
    """Add a term's contribution to every document of a block that holds it."""
    factor = np.uint32(weight)
    for at in range(places.size):
        lanes[places[at]] += np.uint16((np.uint32(impacts[at]) * factor + np.uint32(128)) >> np.uint32(8))


@compiled
def add_row(lanes: NDArray[np.uint16], row: NDArray[np.uint8], weight: Whole) -> None:
    """The same for a stretch of a row."""
    factor = np.uint32(weight)
    for at in range(lanes.size):
        lanes[at] += np.uint16((np.uint32(row[at]) * factor + np.uint32(128)) >> np.uint32(8))


@compiled
def reaches(sums: NDArray[np.uint64], needed: Whole) -> bool:
    """Whether one of the sums of a chunk is at least what is needed."""
    if needed <= 0:
        return True
    lift = np.uint64(0x8000 - needed) * np.uint64(0x0001000100010001)
    reached = np.uint64(0)
    for at in range(CHUNK // 4):
        reached |= sums[at] + lift
    return bool((reached & np.uint64(0x8000800080008000)) != 0)


@compiled
def insert(best: NDArray[np.int64], found: int, key: Whole) -> int:
    """Put a key where it belongs among the best, of which the last may drop out; return how many there are."""
    found = min(found + 1, best.size)
    to = found - 1
    while to > 0 and best[to - 1] < key:
        best[to] = best[to - 1]
        to -= 1
    best[to] = key
    return found


@compiled
def fetch_terms(job: Job, block: Whole, low: Whole, high: Whole) -> None:
    """Ask for what `add_terms` will look at first of these places, all at once instead of one after another."""
    postings, query = job.postings, job.query
    blocks = (postings.starts.size - 1) // postings.row_of.size
    for nth in range(query.terms.size):
        cell = query.terms[nth] * blocks + block
        one, other = np.int64(postings.starts[cell]), np.int64(postings.starts[cell + 1])
        for place in (low, high):
            at = one + ((place * (other - one)) >> BLOCK_BITS)
            fetch_row(postings.places, at)
            fetch_row(postings.impacts, at)


@compiled
def add_terms(job: Job, lanes: NDArray[np.uint16], block: Whole, low: Whole, high: Whole) -> None:
    """Add the terms that have postings to the places from `low` to before `high` of a block.

    A few postings are added whole, which is sooner done than looked for; nobody reads the sums of other places.
    """
    postings, query = job.postings, job.query
    blocks = (postings.starts.size - 1) // postings.row_of.size
    for nth in range(query.terms.size):
        cell = query.terms[nth] * blocks + block
        one, other = np.int64(postings.starts[cell]), np.int64(postings.starts[cell + 1])
        if other - one > _FEW and high - low < BLOCK:
            places = postings.places[one:other]
            begin = first_at_least(places, (low * places.size) >> BLOCK_BITS, low)
            end = first_at_least(places[begin:], ((high - low) * places.size) >> BLOCK_BITS, high)
            one, other = one + begin, one + begin + end
        add_postings(lanes, postings.places[one:other], postings.impacts[one:other], query.weights[nth])


@compiled
def take_best(job: Job, lanes: NDArray[np.uint16], base: Whole, best: NDArray[np.int64], found: int) -> int:
    """Let those of a chunk that begins at `base` in, if they are good enough and pass; return how many are in."""
    for at in range(lanes.size):
        score, place = np.int64(lanes[at]), np.int64(base + at)
        if score == 0 or (found == best.size and score < best[found - 1] >> KEY_BITS):
            continue
        if passes(place, job.columns, job.demand, job.passing):
            key = (score << KEY_BITS) | (LAST_RANK - job.columns.facts[place, RANK])
            if found < best.size or key > best[found - 1]:
                found = insert(best, found, key)
    return found


@compiled
def look_through(  # noqa: PLR0917 (machine code takes no keywords)
    job: Job,
    sums: NDArray[np.uint64],
    stretch: tuple[Whole, Whole, Whole],
    common: Common,
    best: NDArray[np.int64],
    found: int,
) -> int:
    """Add rows to a tile as far as they are needed, and let its best in; return how many are in.

    `stretch` is where the block begins among all documents, and where in it the tile begins and ends.
    """
    lanes = sums.view(np.uint16)
    base, low, high = stretch
    lower, upper = low // CHUNK * CHUNK, (high + CHUNK - 1) // CHUNK * CHUNK
    bar = best[found - 1] >> KEY_BITS if found == best.size else np.int64(1)
    left, at_once = common.most.sum(), 0
    while at_once < common.rows.size and (bar <= left or common.share[at_once] >= _OFTEN):
        row = job.postings.rows[common.rows[at_once]]
        add_row(lanes[lower:upper], row[base + lower : base + upper], common.weights[at_once])
        left -= common.most[at_once]
        common.share[at_once] *= _FADING
        at_once += 1
    common.share[at_once:] = 0
    for chunk in range(lower, upper, CHUNK):
        part, open_rows, nth = sums[chunk // 4 : (chunk + CHUNK) // 4], left, at_once
        is_in = reaches(part, bar - open_rows)
        while is_in and nth < common.rows.size:
            row = job.postings.rows[common.rows[nth]]
            add_row(lanes[chunk : chunk + CHUNK], row[base + chunk : base + chunk + CHUNK], common.weights[nth])
            open_rows -= common.most[nth]
            common.share[nth] += CHUNK / (upper - lower)
            is_in = reaches(part, bar - open_rows)
            nth += 1
        if is_in:
            first, last = max(chunk, low), min(chunk + CHUNK, high)
            found = take_best(job, lanes[first:last], base + first, best, found)
            bar = best[found - 1] >> KEY_BITS if found == best.size else np.int64(1)
    return found


@compiled
def rank_segment(job: Job, scanned: NDArray[np.int64], sums: NDArray[np.uint64], best: NDArray[np.int64]) -> int:
    """Fill `best` (k,) with keys, best first, and return how many there are.

    A key is the score, and in the lower 32 bits how far the id's rank is from the last possible one. `scanned`
    (ranges, 2) holds all places that can pass, perhaps more; `sums` is scratch for a block.
    """
    lanes, found = sums.view(np.uint16), 0
    row_of = job.postings.row_of[job.query.terms]
    weights = job.query.weights[row_of >= 0]
    common = Common(row_of[row_of >= 0], weights, (255 * weights + 128) >> 8, np.ones(weights.size))
    blocks = (job.postings.starts.size - 1) // job.postings.row_of.size
    for term in job.query.terms:
        fetch_row(job.postings.starts, term * blocks)
    for which in range(scanned.shape[0]):
        begin, end = scanned[which, 0], scanned[which, 1]
        for block in range(begin >> BLOCK_BITS, ((end - 1) >> BLOCK_BITS) + 1):
            base = block << BLOCK_BITS
            low, high = max(begin - base, 0), min(end - base, BLOCK)
            fetch_terms(job, block, low, high)
            sums[low // CHUNK * CHUNK // 4 : (high + CHUNK - 1) // CHUNK * CHUNK // 4] = 0
            add_terms(job, lanes, block, low, high)
            for tile in range(low // TILE * TILE, high, TILE):
                stretch = (base, max(tile, low), min(tile + TILE, high))
                found = look_through(job, sums, stretch, common, best, found)
    return found
