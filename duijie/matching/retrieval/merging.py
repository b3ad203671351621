"""A segment and what came since → a new segment; impacts are carried over, words of dead documents are forgotten."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.retrieval.building import arrange, close_starts, make_room
from duijie.matching.retrieval.codes import Codes
from duijie.matching.retrieval.delta import Delta
from duijie.matching.retrieval.segment import BLOCK, BLOCK_BITS, RANK, Columns, Postings, Segment, Whole, blocks


@compiled
def put(fresh: Postings, term: Whole, place: Whole, impact: Whole, is_counting: bool) -> None:  # noqa: FBT001 (machine code)
    """Count a posting one cell late, or write it where its cell has got to."""
    if fresh.row_of[term] >= 0:
        fresh.rows[fresh.row_of[term], place] = impact
        return
    cell = term * ((fresh.starts.size - 1) // fresh.row_of.size) + (place >> BLOCK_BITS)
    if is_counting:
        fresh.starts[cell + 1] += 1
        return
    at = fresh.starts[cell]
    fresh.places[at] = place & 0xFFFF
    fresh.impacts[at] = impact
    fresh.starts[cell] += 1


@compiled
def carry_over(
    old: Postings,
    place_of: NDArray[np.int64],
    added: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]],
    fresh: Postings,
    is_counting: bool,  # noqa: FBT001 (machine code)
) -> None:
    """Count or write all postings, each term's in the order of new places.

    `place_of` gives an old place its new one, −1 for the dead; it rises, so that a term's old postings stay in order.
    `added` are terms, new places and impacts, in order of the first two.
    """
    terms, new_places, impacts = added
    number = (old.starts.size - 1) // max(old.row_of.size, 1)
    waiting = 0
    for term in range(fresh.row_of.size):
        if term < old.row_of.size:
            row = old.row_of[term]
            begin = np.int64(0 if row >= 0 else old.starts[term * number])
            end = np.int64(place_of.size if row >= 0 else old.starts[(term + 1) * number])
            block = np.int64(0)
            for at in range(begin, end):
                impact, place = np.int64(0), np.int64(at)
                if row >= 0:
                    impact = np.int64(old.rows[row, at])
                else:
                    while at >= old.starts[term * number + block + 1]:
                        block += 1
                    impact, place = np.int64(old.impacts[at]), block * BLOCK + np.int64(old.places[at])
                new = place_of[place]
                if impact == 0 or new < 0:
                    continue
                while waiting < terms.size and terms[waiting] == term and new_places[waiting] < new:
                    put(fresh, term, new_places[waiting], impacts[waiting], is_counting)
                    waiting += 1
                put(fresh, term, new, impact, is_counting)
        while waiting < terms.size and terms[waiting] == term:
            put(fresh, term, new_places[waiting], impacts[waiting], is_counting)
            waiting += 1


def merge(segment: Segment, delta: Delta, codes: Codes, terms: int) -> tuple[Segment, NDArray[np.int64], Codes]:
    """The new segment of what is alive, how many documents hold each term, and codes numbered afresh."""
    old_live = np.flatnonzero(segment.columns.alive)
    new_live = np.flatnonzero(delta.columns.alive[: delta.size])
    of_cells = np.repeat(segment.cells.keys, np.diff(segment.cells.bounds))
    fresh_codes, keys = codes.renumbered(np.concatenate([of_cells[old_live], delta.cells[new_live]]))
    ids = segment.ids.at_ranks(segment.columns.facts[old_live, RANK].tolist())
    ids += [delta.ids[at] for at in new_live.tolist()]
    order, found_ids, cells = arrange(ids, keys)
    del ids, of_cells, keys
    facts = np.concatenate([segment.columns.facts[old_live], delta.columns.facts[new_live]])[order]
    facts[found_ids.place, RANK] = np.arange(order.size)
    columns = Columns(np.ones(order.size, np.uint8), facts)
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    place_of = np.full(segment.size, -1, np.int64)
    place_of[old_live] = place[: old_live.size]
    added = _added(delta, new_live, place[old_live.size :])
    postings, holding = _carried(segment.postings, place_of, added, terms, order.size)
    return Segment(postings, columns, found_ids, cells), holding, fresh_codes


def _added(
    delta: Delta, live: NDArray[np.int64], places: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Terms, new places and impacts of the delta's live documents, in order of term and place."""
    sizes = np.diff(delta.offsets[: delta.size + 1])[live]
    firsts = delta.offsets[live]
    at = np.repeat(firsts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    terms, new_places, impacts = delta.tokens[at].astype(np.int64), np.repeat(places, sizes), delta.impacts[at]
    order = np.lexsort((new_places, terms))
    return terms[order], new_places[order], impacts[order]


def _carried(
    old: Postings,
    place_of: NDArray[np.int64],
    added: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]],
    terms: int,
    documents: int,
) -> tuple[Postings, NDArray[np.int64]]:
    starts = np.zeros(terms * blocks(documents) + 1, np.uint32)
    nothing = Postings(
        np.empty(0, np.uint16),
        np.empty(0, np.uint8),
        starts,
        np.empty((0, 0), np.uint8),
        np.full(terms, -1, np.int32),
    )
    carry_over(old, place_of, added, nothing, True)
    fresh, holding = make_room(starts, terms, documents)
    carry_over(old, place_of, added, fresh, False)
    close_starts(starts)
    return fresh, holding
