"""Many pairs filtered and scored in one call: one item against a whole library, or any list of edges.

codes = Codes()
needs, offers = Columns([...], codes=codes), Columns([...], codes=codes)
found = score_edges(needs, offers, need_rows, offer_rows, relevances, today=date(2026, 11, 21))
found.totals[3]  # the score of the fourth edge, or −1; found.terms[3] its twelve terms in the order of `Term`
"""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.filters import Filter
from duijie.matching.pairs import kernel
from duijie.matching.pairs.columns import Columns, lay
from duijie.matching.pairs.encoding import LAST_DAY, NO_DAY, day_number, encode
from duijie.matching.pairs.points import tables
from duijie.matching.reasons import HALF_OF_WORDS_AT
from duijie.matching.terms import NeedTerms, OfferTerms

FAILED: tuple[Filter | None, ...] = (
    None,
    Filter.FIELD,
    Filter.STANDING,
    Filter.FORM,
    Filter.KEY_COUNTIES,
    Filter.AREA,
    Filter.QUALIFICATION,
    Filter.CAPACITY,
    Filter.ENDED,
    Filter.TOO_LATE,
)
"""The filter that each number of `Scored.failed` stands for; ABSENT, the next number, is a row that nobody has."""


class Scored(NamedTuple):
    """One row a pair: the filter that failed (0 for none), the score (−1 with a filter), the points of each term.

    `terms` has shape (pairs, 12), or (0, 12) when the terms were not asked for.
    """

    failed: NDArray[np.int8]
    totals: NDArray[np.int32]
    terms: NDArray[np.int32]


def score_edges(
    needs: Columns,
    offers: Columns,
    need_rows: NDArray[np.integer],
    offer_rows: NDArray[np.integer],
    relevances: NDArray[np.float64],
    *,
    today: date,
    out: Scored | None = None,
) -> Scored:
    """Score pairs given as rows of both columns; edges that are sorted by need are the quickest.

    `out` is an earlier answer of the same length, which is written over instead of taking new memory.

    Raises:
        ValueError: the columns do not share their codes, the arrays differ in length, a row does not exist, or a
            relevance is negative or no number.
    """
    if needs.codes is not offers.codes:
        raise ValueError("Needs and offers can only be compared when they share their codes.")
    edges = _Edges(
        _rows(need_rows, len(needs.ids), "need"), _rows(offer_rows, len(offers.ids), "offer"), _checked(relevances)
    )
    if not len(edges.needs) == len(edges.offers) == len(edges.relevances):
        raise ValueError("Each edge has one need, one offer and one relevance.")
    count = len(edges.needs)
    found = out or _empty(count, with_terms=True)
    if not len(found.failed) == len(found.totals) == len(found.terms) == count:
        raise ValueError(f"There are {count} edges, but room for {len(found.failed)}.")
    return _run(needs.rows(), offers.rows(), offers.areas(), offers.codes.kinds(), edges, today, found)


def score_against(
    item: NeedTerms | OfferTerms,
    others: Columns,
    relevances: NDArray[np.float64],
    *,
    today: date,
    rows: NDArray[np.integer] | None = None,
    with_terms: bool = False,
) -> Scored:
    """Score one need against rows of offers, or one offer against rows of needs; every row when none are named.

    `relevances` has one number for each of these rows, free rows included. The item teaches the columns no codes.

    Raises:
        ValueError: the number of relevances is not that of rows, one of them is negative or no number, or a row does
            not exist.
    """
    given = np.arange(len(others.ids)) if rows is None else rows
    count = len(given)
    if len(relevances) != count:
        raise ValueError(f"There are {count} rows, but {len(relevances)} relevances.")
    row = encode(item, others.codes)
    lines, kinds = others.rows(), others.codes.kinds()
    own = lay(row, others.codes.shape())[np.newaxis, :]
    found = _empty(count, with_terms=with_terms)
    first = np.zeros(count, dtype=np.uint32)
    if isinstance(item, NeedTerms):
        edges = _Edges(first, _rows(given, len(others.ids), "offer"), _checked(relevances))
        return _run(own, lines, others.areas(), kinds, edges, today, found)
    edges = _Edges(_rows(given, len(others.ids), "need"), first, _checked(relevances))
    return _run(lines, own, np.array([*row.areas, 0], dtype=np.int64), kinds, edges, today, found)


class _Edges(NamedTuple):
    needs: NDArray[np.uint32]
    offers: NDArray[np.uint32]
    relevances: NDArray[np.float64]


def _run(  # noqa: PLR0917 - what the machine code takes
    needs: NDArray[np.int64],
    offers: NDArray[np.int64],
    areas: NDArray[np.int64],
    kinds: NDArray[np.int64],
    edges: _Edges,
    today: date,
    found: Scored,
) -> Scored:
    day = day_number(today)
    if not NO_DAY < day < LAST_DAY:
        raise ValueError(f"{today} is no day on which anybody matches needs and offers.")
    kernel.score_edges(needs, offers, areas, kinds, tables(), HALF_OF_WORDS_AT, day, *edges, *found)
    return found


def _empty(count: int, *, with_terms: bool) -> Scored:
    return Scored(
        np.empty(count, dtype=np.int8),
        np.empty(count, dtype=np.int32),
        np.empty((count if with_terms else 0, kernel.TERMS), dtype=np.int32),
    )


def _rows(rows: NDArray[np.integer], count: int, side: str) -> NDArray[np.uint32]:
    if rows.dtype == np.int32:
        rows = rows.view(np.uint32)  # a negative one becomes too large
    if rows.size and (int(rows.max()) >= count or (rows.dtype.kind != "u" and int(rows.min()) < 0)):
        raise ValueError(f"An edge names a row of the {side}s that is not there.")
    return np.ascontiguousarray(rows, dtype=np.uint32)


def _checked(relevances: NDArray[np.float64]) -> NDArray[np.float64]:
    if relevances.size and not (float(relevances.min()) >= 0 and float(relevances.max()) < np.inf):
        raise ValueError("A relevance is a number, and never negative.")
    return np.ascontiguousarray(relevances, dtype=np.float64)
