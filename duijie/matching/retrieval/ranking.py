"""The search of one segment: whole numbers added up block by block, and only what can still win looked at.

A query's weights are whole numbers of 1/32 767 of their sum, so that a block's sums fit in 16 bits with a bit to spare:
four neighbours are compared with the weakest kept score by one addition on 64 bits. Rows of common terms are added
only to chunks of 64 documents in which one could still come in with them (maxscore after Turtle and Flood, "Query
evaluation: strategies and optimizations", 1995, by chunks instead of documents). Filters are asked last, of those who
would come in. Tiles grow, so that the first ones find a score to beat. Equal scores go by the rank of the id.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.pairs.fetching import fetch_row
from duijie.matching.retrieval.adding import add_terms, fetch_terms
from duijie.matching.retrieval.lanes import add_chunk, reaching
from duijie.matching.retrieval.passing import passes, stretches_of
from duijie.matching.retrieval.questions import Common, Job, Scratch
from duijie.matching.retrieval.segment import BLOCK_BITS, CHUNK, RANK, TILE, Ids, Whole

KEY_BITS, LAST_RANK = 32, 2**32 - 1
_FIRST_TILE = 128

Stretch = tuple[Whole, Whole, Whole]


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
def most_of(weight: Whole) -> Whole:
    """The most that a row adds at a weight."""
    return (255 * weight + 128) >> 8


@compiled
def add_rows(job: Job, scratch: Scratch, stretch: Stretch, common: Common, bar: Whole) -> int:
    """Add rows to a tile as far as they are needed; return how many chunks can hold a score of the bar, put in scratch.

    `stretch` is where the block begins among all documents, and where in it the tile begins and ends.
    """
    lanes, chunks, rows = scratch.lanes, scratch.chunks, common.rows
    base, left, count = stretch[0], np.int64(0), 0
    for weight in common.weights:
        left += most_of(weight)
    ahead = max(1, TILE // (stretch[2] - stretch[1]))
    for chunk in range(stretch[1] // CHUNK * CHUNK, stretch[2], CHUNK):
        if reaching(lanes, chunk, np.uint16(max(bar - left, 0))):
            chunks[count] = chunk
            count += 1
            for nth in range(min(ahead, rows.size)):
                fetch_row(job.postings.rows[rows[nth]], base + chunk)
    for nth in range(rows.size):
        row, coming = job.postings.rows[rows[nth]], job.postings.rows[rows[min(nth + ahead, rows.size - 1)]]
        left -= most_of(common.weights[nth])
        weight, needed, was, count = np.uint16(common.weights[nth]), np.uint16(max(bar - left, 0)), count, 0
        for which in range(was):
            chunk = chunks[which]
            if add_chunk(lanes, chunk, row, base + chunk, weight, needed):
                fetch_row(coming, base + chunk)
                chunks[count] = chunk
                count += 1
    return count


@compiled
def look_through(
    job: Job, scratch: Scratch, stretch: Stretch, common: Common, taken: tuple[NDArray[np.int64], int]
) -> int:
    """Let the best of a tile in, if they are good enough and pass; return how many are in."""
    lanes, near, count = scratch.lanes, scratch.places, np.int64(0)
    best, found = taken
    base, low, high = stretch
    bar = best[found - 1] >> KEY_BITS if found == best.size else np.int64(1)
    for which in range(add_rows(job, scratch, stretch, common, bar)):
        chunk = scratch.chunks[which]
        if reaching(lanes, chunk, np.uint16(bar)):
            for at in range(max(chunk, low), min(chunk + CHUNK, high)):
                near[count] = at
                count += np.int64(lanes[at] >= bar)
    for nth in range(count):
        fetch_row(job.columns.facts, base + near[nth])
        fetch_row(job.columns.alive, base + near[nth])
    for nth in range(count):
        score, place = np.int64(lanes[near[nth]]), base + near[nth]
        if found == best.size and score < best[found - 1] >> KEY_BITS:
            continue
        key = (score << KEY_BITS) | (LAST_RANK - job.columns.facts[place, RANK])
        if (found < best.size or key > best[found - 1]) and passes(place, job.columns, job.demand, job.passing):
            found = insert(best, found, key)
    return found


@compiled
def common_of(job: Job) -> Common:
    """The terms of a query that are rows, heaviest first."""
    terms, row_of, count = job.query.terms, job.postings.row_of, 0
    rows, weights = np.empty(terms.size, np.int64), np.empty(terms.size, np.int64)
    for nth in range(terms.size):
        if row_of[terms[nth]] >= 0:
            at, weight = count, job.query.weights[nth]
            while at > 0 and weights[at - 1] < weight:
                rows[at], weights[at] = rows[at - 1], weights[at - 1]
                at -= 1
            rows[at], weights[at] = row_of[terms[nth]], weight
            count += 1
    return Common(rows[:count], weights[:count])


@compiled
def find_ids(ids: Ids, best: NDArray[np.int64], bounds: NDArray[np.int64]) -> None:
    """Where the id of each key begins and ends among the ids."""
    for nth in range(best.size):
        fetch_row(ids.ends, LAST_RANK - (best[nth] & LAST_RANK))
    for nth in range(best.size):
        rank = LAST_RANK - (best[nth] & LAST_RANK)
        bounds[nth, 0], bounds[nth, 1] = ids.ends[rank - 1] if rank else 0, ids.ends[rank]
        fetch_row(ids.text, bounds[nth, 0])


@compiled
def rank_segment(job: Job, lanes: NDArray[np.uint16], best: NDArray[np.int64], bounds: NDArray[np.int64]) -> int:
    """Fill `best` (k,) with keys, best first, and `bounds` (k, 2) with where their ids are; return how many there are.

    A key is the score, and in the lower 32 bits how far the id's rank is from the last possible one; `lanes` is scratch
    for a block.
    """
    postings, query, common = job.postings, job.query, common_of(job)
    scratch = Scratch(lanes, np.empty(TILE // CHUNK, np.int64), np.empty(TILE, np.int64))
    stretches = stretches_of(job.passing)
    first, found, tile = 0, 0, _FIRST_TILE
    while first < stretches.shape[0]:
        last = first + 1
        while last < stretches.shape[0] and stretches[last, 0] == stretches[first, 0]:
            last += 1
        if first == 0:
            fetch_terms(postings, query, stretches[:last])
        add_terms(postings, query, stretches[first:last], lanes)
        after = last
        while after < stretches.shape[0] and stretches[after, 0] == stretches[last, 0]:
            after += 1
        if after > last:
            fetch_terms(postings, query, stretches[last:after])
        for which in range(first, last):
            base, low, high = stretches[which, 0] << BLOCK_BITS, stretches[which, 1], stretches[which, 2]
            while low < high:
                upto = min(high, low // CHUNK * CHUNK + tile)
                found = look_through(job, scratch, (base, low, upto), common, (best, found))
                low, tile = upto, min(2 * tile, TILE)
        first = last
    find_ids(job.ids, best[:found], bounds)
    return found
