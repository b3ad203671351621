"""The search of one segment: whole numbers added up block by block, and only what can still win looked at.

A query's weights are whole numbers of 1/32 767 of their sum, so that a block's sums fit in 16 bits with a bit to spare:
four neighbours are compared with the weakest kept score by one addition on 64 bits. Rows of common terms are added
only to chunks of 64 documents in which one could still come in with them (maxscore after Turtle and Flood, "Query
evaluation: strategies and optimizations", 1995, by chunks instead of documents). Filters are asked last, of those who
would come in. Equal scores go by the rank of the id.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.retrieval.questions import Demand, Job
from duijie.matching.retrieval.segment import BLOCK, BLOCK_BITS, CHUNK, Columns, Whole

_OFTEN, _FADING = 0.3, 0.75


@compiled
def passes(place: Whole, columns: Columns, demand: Demand, passing: NDArray[np.int64]) -> bool:
    """Whether the document at a place meets every demand and lies in one of the ranges."""
    flags = columns.flags[place]
    if (flags & demand.flags_set) != demand.flags_set or flags & demand.flags_unset:
        return False
    if columns.capacity[place] < demand.capacity or columns.last_day[place] < demand.open_on:
        return False
    if columns.first_day[place] > demand.begins_by:
        return False
    if demand.forms and columns.forms[place] and not columns.forms[place] & demand.forms:
        return False
    papers = columns.qualifications[place]
    if (papers & demand.required) != demand.required or papers & demand.refused:
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
        lanes[places[at]] += np.uint16((np.uint32(impacts[at]) * factor) >> np.uint32(8))


@compiled
def add_row(lanes: NDArray[np.uint16], row: NDArray[np.uint8], weight: Whole) -> None:
    """The same for a stretch of a row."""
    factor = np.uint32(weight)
    for at in range(lanes.size):
        lanes[at] += np.uint16((np.uint32(row[at]) * factor) >> np.uint32(8))


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
def insert(best: NDArray[np.int64], found: int, score: Whole, rank: Whole, place: Whole) -> int:
    """Put a document where it belongs among the best, of which the last may drop out; return how many there are."""
    found = min(found + 1, best.shape[0])
    to = found - 1
    while to > 0 and (best[to - 1, 0] < score or (best[to - 1, 0] == score and best[to - 1, 1] > rank)):
        best[to] = best[to - 1]
        to -= 1
    best[to, 0], best[to, 1], best[to, 2] = score, rank, place
    return found


@compiled
def add_terms(job: Job, lanes: NDArray[np.uint16], block: Whole, low: Whole, high: Whole) -> None:
    """Add the terms that have postings to the places from `low` to before `high` of a block."""
    postings, query = job.postings, job.query
    blocks = (postings.starts.size - 1) // postings.row_of.size
    for nth in range(query.terms.size):
        cell = query.terms[nth] * blocks + block
        one, other = np.int64(postings.starts[cell]), np.int64(postings.starts[cell + 1])
        if one < other and high - low < BLOCK:
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
        if score == 0 or (found == best.shape[0] and score < best[found - 1, 0]):
            continue
        rank = np.int64(job.rank[place])
        if found == best.shape[0] and score == best[found - 1, 0] and rank > best[found - 1, 1]:
            continue
        if passes(place, job.columns, job.demand, job.passing):
            found = insert(best, found, score, rank, place)
    return found


@compiled
def rank_segment(job: Job, scanned: NDArray[np.int64], sums: NDArray[np.uint64], best: NDArray[np.int64]) -> int:
    """Fill `best` (k, 3) with score, rank and place, best first; return how many there are.

    `scanned` (ranges, 2) holds all places that can pass, perhaps more; `sums` is scratch for a block. How often each
    row was asked for in the piece before decides whether it is added to the next piece at once, which is faster.
    """
    lanes, found = sums.view(np.uint16), 0
    terms, weights = job.query
    row_terms = np.flatnonzero(job.postings.row_of[terms] >= 0)
    most = (255 * weights[row_terms]) >> 8
    share = np.ones(row_terms.size)
    for which in range(scanned.shape[0]):
        begin, end = scanned[which, 0], scanned[which, 1]
        for block in range(begin >> BLOCK_BITS, ((end - 1) >> BLOCK_BITS) + 1):
            base = block << BLOCK_BITS
            low, high = max(begin - base, 0), min(end - base, BLOCK)
            lower, upper = low // CHUNK * CHUNK, (high + CHUNK - 1) // CHUNK * CHUNK
            sums[lower // 4 : upper // 4] = 0
            add_terms(job, lanes, block, low, high)
            bar = best[found - 1, 0] if found == best.shape[0] else np.int64(1)
            left, at_once = most.sum(), 0
            while at_once < row_terms.size and (bar <= left or share[at_once] >= _OFTEN):
                row = job.postings.rows[job.postings.row_of[terms[row_terms[at_once]]]]
                add_row(lanes[lower:upper], row[base + lower : base + upper], weights[row_terms[at_once]])
                left -= most[at_once]
                share[at_once] *= _FADING
                at_once += 1
            share[at_once:] = 0
            for chunk in range(lower, upper, CHUNK):
                part, open_rows, nth = sums[chunk // 4 : (chunk + CHUNK) // 4], left, at_once
                is_in = reaches(part, bar - open_rows)
                while is_in and nth < row_terms.size:
                    row = job.postings.rows[job.postings.row_of[terms[row_terms[nth]]]]
                    add_row(
                        lanes[chunk : chunk + CHUNK], row[base + chunk : base + chunk + CHUNK], weights[row_terms[nth]]
                    )
                    open_rows -= most[nth]
                    share[nth] += CHUNK / (upper - lower)
                    is_in = reaches(part, bar - open_rows)
                    nth += 1
                if is_in:
                    first, last = max(chunk, low), min(chunk + CHUNK, high)
                    found = take_best(job, lanes[first:last], base + first, best, found)
                    bar = best[found - 1, 0] if found == best.shape[0] else np.int64(1)
    return found
