"""Documents and their words → a segment: order the documents, count, make room once, fill."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.retrieval.codes import Codes
from duijie.matching.retrieval.documents import Documents
from duijie.matching.retrieval.errors import RetrievalError
from duijie.matching.retrieval.segment import (
    BLOCK_BITS,
    CHUNK,
    FORMS_FROM,
    KEY_COUNTY,
    RANK,
    STANDING,
    Cells,
    Columns,
    Ids,
    Postings,
    Segment,
    aligned,
    blocks,
    norms,
    takes_row,
    worth_of_255,
)
from duijie.matching.retrieval.vocabulary import Vocabulary

_MOST = 2**32 - 1
_ENCODED_AT_ONCE = 65_536


class Words(NamedTuple):
    """The words of documents in CSR: `tokens` int32, `offsets` int64 (documents + 1,), `counts` int32 or empty.

    Without counts each is 1. A term may stand several times in a document; its counts add up.
    """

    tokens: NDArray[np.int32]
    offsets: NDArray[np.int64]
    counts: NDArray[np.int32]


@compiled
def count_words(
    words: Words,
    is_mark: NDArray[np.bool_],
    order: NDArray[np.int64],
    starts: NDArray[np.uint32],
    lengths: NDArray[np.int64],
) -> None:
    """Add to `starts[term * blocks + block + 1]` how many documents hold the term; put the lengths by place."""
    tokens, offsets, counts = words
    number = (starts.size - 1) // max(is_mark.size, 1)
    last = np.full(is_mark.size, -1, np.int64)
    for place in range(order.size):
        block, length = place >> BLOCK_BITS, 0
        for at in range(offsets[order[place]], offsets[order[place] + 1]):
            term = tokens[at]
            if not is_mark[term]:
                length += counts[at] if counts.size else 1
            if last[term] != place:
                last[term] = place
                starts[term * number + block + 1] += 1
        lengths[place] = length


@compiled
def fill_postings(
    words: Words,
    is_mark: NDArray[np.bool_],
    order: NDArray[np.int64],
    scale: tuple[NDArray[np.float64], NDArray[np.float64]],
    postings: Postings,
) -> None:
    """Write every posting where its term and block have got to; `starts` is moved on and holds the ends afterwards.

    `scale` is the damping of each place, and what an impact of 255 is worth of each term.
    """
    tokens, offsets, counts = words
    places, impacts, starts, rows, row_of = postings
    damping, worth = scale
    number = (starts.size - 1) // max(is_mark.size, 1)
    times = np.zeros(is_mark.size, np.int64)
    for place in range(order.size):
        block, begin, end = place >> BLOCK_BITS, offsets[order[place]], offsets[order[place] + 1]
        for at in range(begin, end):
            times[tokens[at]] += counts[at] if counts.size else 1
        for at in range(begin, end):
            term = tokens[at]
            count = times[term]
            if count == 0:
                continue
            times[term] = 0
            impact = 255
            if not is_mark[term]:
                impact = max(1, min(255, int(255.0 * count / (count + damping[place]) / worth[term] + 0.5)))
            if row_of[term] >= 0:
                rows[row_of[term], place] = impact
            else:
                cell = term * number + block
                places[starts[cell]] = place & 0xFFFF
                impacts[starts[cell]] = impact
                starts[cell] += 1


def build_segment(
    documents: Documents, words: Words, vocabulary: Vocabulary, codes: Codes, average: float
) -> tuple[Segment, NDArray[np.int64], float]:
    """The segment, how many documents hold each term, and the average length (worked out when `average` is 0)."""
    key_of_profile = _cell_keys(documents, codes)
    order, ids, cells = arrange(documents.ids, key_of_profile[documents.profile_of])
    columns = columns_of(documents, codes, order)
    columns.facts[ids.place, RANK] = np.arange(order.size)
    postings, holding, average = _postings(words, vocabulary, order, average)
    return Segment(postings, columns, ids, cells), holding, average


def arrange(ids: Sequence[str], keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], Ids, Cells]:
    """Documents in the order of their cells, then of their ids: which stands at each place, the ids, the cells."""
    ranked = _ranked(ids)
    order = np.argsort(keys[ranked], kind="stable")
    cells, found = _cells(keys[ranked][order]), _ids(ids, ranked, order)
    return ranked[order], found, cells


def _ranked(ids: Sequence[str]) -> NDArray[np.int64]:
    """The documents in the order of their ids."""
    if all(one < other for one, other in pairwise(ids)):
        return np.arange(len(ids))
    order = sorted(range(len(ids)), key=ids.__getitem__)
    for one, other in pairwise(order):
        if ids[one] == ids[other]:
            raise RetrievalError(f"Two documents have the id {ids[one]!r}.")
    return np.array(order, np.int64)


def _cell_keys(documents: Documents, codes: Codes) -> NDArray[np.int64]:
    codes.learn(documents.profiles)
    return np.fromiter(map(codes.key, documents.profiles), np.int64, len(documents.profiles))


def _cells(keys: NDArray[np.int64]) -> Cells:
    """Runs of equal keys in sorted keys."""
    last = np.flatnonzero(np.diff(keys, append=-1))
    return Cells(keys=keys[last], bounds=np.concatenate([[0], last + 1]))


def _ids(ids: Sequence[str], ranked: NDArray[np.int64], order: NDArray[np.int64]) -> Ids:
    text, lengths = bytearray(), np.empty(ranked.size, np.int64)
    for begin in range(0, ranked.size, _ENCODED_AT_ONCE):
        part = [ids[at].encode() for at in ranked[begin : begin + _ENCODED_AT_ONCE].tolist()]
        text += b"".join(part)
        lengths[begin : begin + len(part)] = [len(each) for each in part]
    if len(text) > _MOST:
        raise RetrievalError("The ids take more than 4 GB together.")
    place = np.empty(order.size, np.uint32)
    place[order] = np.arange(order.size, dtype=np.uint32)
    return Ids(np.frombuffer(bytes(text), np.uint8), np.cumsum(lengths).astype(np.uint32), place)


def columns_of(documents: Documents, codes: Codes, order: NDArray[np.int64]) -> Columns:
    """The columns of documents in an order, their forms and qualifications as bits."""
    of_profile = np.array(
        [
            (
                KEY_COUNTY * each.is_for_key_counties,
                codes.forms.learn(each.forms),
                codes.qualifications.learn(each.qualifications),
            )
            for each in documents.profiles
        ],
        np.int32,
    ).reshape(-1, 3)
    flags, forms, papers = of_profile[documents.profile_of[order]].T
    columns = (
        flags | (documents.in_good_standing[order] * np.int32(STANDING)) | (forms << FORMS_FROM),
        documents.capacity[order],
        documents.first_day[order],
        documents.last_day[order],
        papers,
    )
    facts = np.zeros((order.size, 6), np.int32)
    for which, column in enumerate(columns):
        facts[:, which] = column
    return Columns(np.ones(order.size, np.uint8), facts)


def _postings(
    words: Words, vocabulary: Vocabulary, order: NDArray[np.int64], average: float
) -> tuple[Postings, NDArray[np.int64], float]:
    is_mark, terms, number = vocabulary.is_mark, len(vocabulary), blocks(order.size)
    starts = np.zeros(terms * number + 1, np.uint32)
    lengths = np.zeros(order.size, np.int64)
    count_words(words, is_mark, order, starts, lengths)
    average = average or float(lengths.mean() if lengths.any() else 1.0)
    postings, holding = make_room(starts, terms, order.size)
    scale = norms(lengths, average), worth_of_255(vocabulary.spread, average)
    fill_postings(words, is_mark, order, scale, postings)
    close_starts(starts)
    return postings, holding, average


def close_starts(starts: NDArray[np.uint32]) -> None:
    """Each cell's end, where filling left off, is the start of the next."""
    starts[1:] = starts[:-1]
    starts[0] = 0


def make_room(starts: NDArray[np.uint32], terms: int, documents: int) -> tuple[Postings, NDArray[np.int64]]:
    """Empty postings for counts that stand one cell late in `starts`, and how many documents hold each term."""
    counts = starts[1:].reshape(terms, blocks(documents))
    holding = counts.sum(axis=1, dtype=np.int64)
    is_row = takes_row(holding, documents)
    counts[is_row] = 0
    total = int(holding[~is_row].sum())
    if total > _MOST:
        raise RetrievalError(f"{total} postings are more than one index holds (4 294 967 295): split the documents.")
    np.cumsum(starts, dtype=np.uint32, out=starts)
    row_of = np.full(terms, -1, np.int32)
    row_of[is_row] = np.arange(is_row.sum())
    count, length = int(is_row.sum()), -(-documents // CHUNK) * CHUNK
    rows = aligned(count * length, np.uint8).reshape(count, length)
    return Postings(np.empty(total, np.uint16), np.empty(total, np.uint8), starts, rows, row_of), holding
