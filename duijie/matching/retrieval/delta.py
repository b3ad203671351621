"""What came since the segment was built: a few thousand documents as rows of terms, read through at every search.

Arrays only grow; a reader who keeps a `Delta` sees it as it was. Flags are copied before one is changed.
"""

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.retrieval.codes import Codes
from duijie.matching.retrieval.documents import Where
from duijie.matching.retrieval.questions import Demand, Query
from duijie.matching.retrieval.segment import FORMS_FROM, Columns

Scalar = TypeVar("Scalar", bound=np.generic)


class Delta(NamedTuple):
    """Documents in the order in which they came; only the first `size` entries are theirs.

    `ids` are shared and only grow; `cells` int64, group · 2³² + reach; `tokens` int32, `impacts` uint8 and
    `offsets` int64 are their terms in CSR.
    """

    size: int
    ids: list[str]
    cells: NDArray[np.int64]
    columns: Columns
    tokens: NDArray[np.int32]
    impacts: NDArray[np.uint8]
    offsets: NDArray[np.int64]


class Row(NamedTuple):
    """One document to be added: its columns as arrays of one."""

    id: str
    cell: int
    columns: Columns
    tokens: NDArray[np.int32]
    impacts: NDArray[np.uint8]


def empty_delta() -> Delta:
    """Nothing has come yet."""
    none = Columns(np.empty(0, np.uint8), np.empty((0, 6), np.int32))
    return Delta(
        0, [], np.empty(0, np.int64), none, np.empty(0, np.int32), np.empty(0, np.uint8), np.zeros(1, np.int64)
    )


def with_row(delta: Delta, row: Row) -> Delta:
    """The same and one more."""
    count, begin = delta.size, int(delta.offsets[delta.size])
    delta.ids.append(row.id)
    return Delta(
        count + 1,
        delta.ids,
        _put(delta.cells, count, np.array([row.cell])),
        Columns(
            _put(delta.columns.alive, count, row.columns.alive), _put(delta.columns.facts, count, row.columns.facts)
        ),
        _put(delta.tokens, begin, row.tokens),
        _put(delta.impacts, begin, row.impacts),
        _put(delta.offsets, count + 1, np.array([begin + row.tokens.size])),
    )


def without(delta: Delta, at: int) -> Delta:
    """The same with one document dead."""
    alive = delta.columns.alive.copy()
    alive[at] = 0
    return delta._replace(columns=delta.columns._replace(alive=alive))


def passing_rows(delta: Delta, where: Where, demand: Demand, codes: Codes) -> NDArray[np.int64]:
    """The documents that meet every demand."""
    flags, capacity, first_day, last_day, papers, _ = delta.columns.facts[: delta.size].T
    is_in = ((flags & demand.flags_set) == demand.flags_set) & ((flags & demand.flags_unset) == 0)
    is_in &= (capacity >= demand.capacity) & (first_day <= demand.begins_by) & (last_day >= demand.open_on)
    is_in &= ((papers & demand.required) == demand.required) & ((papers & demand.refused) == 0)
    is_in &= delta.columns.alive[: delta.size] == 1
    if demand.forms:
        is_in &= ((flags >> FORMS_FROM) == 0) | ((flags & demand.forms) != 0)
    cells, groups, reaches = delta.cells[: delta.size], codes.wanted_groups(where), codes.wanted_reaches(where)
    if groups is not None:
        is_in &= np.isin(cells >> 32, np.array(groups, np.int64))
    if reaches is not None:
        is_in &= np.isin(cells & 0xFFFFFFFF, np.array(reaches, np.int64))
    return np.flatnonzero(is_in)


@compiled
def score_rows(
    rows: NDArray[np.int64],
    words: tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.int64]],
    query: Query,
    terms: int,
) -> NDArray[np.int64]:
    """The scores of these rows, in the whole numbers of `rank_segment`."""
    tokens, impacts, offsets = words
    weight_of, scores = np.zeros(terms, np.int32), np.zeros(rows.size, np.int64)
    for at in range(query.terms.size):
        weight_of[query.terms[at]] = query.weights[at]
    for at in range(rows.size):
        for token in range(offsets[rows[at]], offsets[rows[at] + 1]):
            scores[at] += (np.int64(impacts[token]) * weight_of[tokens[token]] + 128) >> 8
    return scores


def score_passing(delta: Delta, passing: NDArray[np.int64], query: Query, terms: int) -> list[tuple[int, str]]:
    """Score and id of those passing documents that hold a term of the query; `terms` is the size of the vocabulary."""
    if not passing.size or not query.terms.size:
        return []
    scores = score_rows(passing, (delta.tokens, delta.impacts, delta.offsets), query, terms)
    found = np.flatnonzero(scores)
    return [(score, delta.ids[row]) for score, row in zip(scores[found].tolist(), passing[found].tolist(), strict=True)]


def _put(array: NDArray[Scalar], at: int, values: NDArray[Scalar]) -> NDArray[Scalar]:
    """The array with values from a place on; longer, and another one, when they have no room."""
    if at + len(values) > len(array):
        array = np.concatenate([array[:at], np.empty((at + 2 * len(values) + 64, *array.shape[1:]), array.dtype)])
    array[at : at + len(values)] = values
    return array
