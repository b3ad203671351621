"""Candidate edges: for each need the offers that pass all filters and read most alike, with utilities."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.country.describing import TODAY, demand_of, index_of, need_terms, offer_terms, words_of
from duijie.matching.country.made import Country
from duijie.matching.learning.benefit import benefit
from duijie.matching.learning.model import PRIOR
from duijie.matching.learning.success import Success
from duijie.matching.pairs.codes import Codes
from duijie.matching.pairs.columns import Columns
from duijie.matching.pairs.scored import score_edges
from duijie.matching.retrieval import Found, RetrievalIndex

CANDIDATES = 20
_CHUNK = 2_000
_NOTHING = Found([], np.empty(0))
Say = Callable[[str], None]


class Edges(NamedTuple):
    """Edges in the order of their needs, each array of shape (E,), int32."""

    need: NDArray[np.int32]
    offer: NDArray[np.int32]
    utility: NDArray[np.int32]


class Menu(NamedTuple):
    """All that a need is compared with; any number of threads may read it."""

    offers_by_words: RetrievalIndex
    offers: Columns
    row_of: NDArray[np.int32]  # (O,) where an offer stands in the columns, −1 for one that is not there
    success: Success


def menu_of(country: Country, index: RetrievalIndex | None = None, *, only: NDArray[np.intp] | None = None) -> Menu:
    """Index the offers, unless that is done, and put them into columns; `only` these where others never pass."""
    codes = Codes()
    _, first = np.unique(country.needs.county, return_index=True)
    for need in first.tolist():  # so that nothing is left to learn while threads read
        codes.learn(need_terms(country, need))
    wanted = np.arange(len(country.offers)) if only is None else only
    columns = Columns((offer_terms(country, offer) for offer in wanted.tolist()), codes=codes)
    row_of = np.full(len(country.offers), -1, np.int32)
    row_of[wanted] = np.arange(len(wanted))
    return Menu(index or index_of(country), columns, row_of, Success(PRIOR))


def find_edges(country: Country, menu: Menu, needs: range, *, threads: int = 1, say: Say | None = None) -> Edges:
    """The candidate edges of a run of needs, chunk by chunk, so that little more than the edges is ever in memory."""
    room = [np.empty(len(needs) * CANDIDATES, np.int32) for _ in Edges._fields]
    end = 0
    for chunk, found in _in_order(country, menu, needs, threads):
        begin, end = end, end + len(found.need)
        for whole, part in zip(room, found, strict=True):
            whole[begin:end] = part
        if say and (chunk.stop - needs.start) % (25 * _CHUNK) == 0:
            say(f"{chunk.stop - needs.start} of {len(needs)} needs have their candidates")
    return Edges(*(whole[:end] for whole in room))


def _in_order(country: Country, menu: Menu, needs: range, threads: int) -> Iterator[tuple[range, Edges]]:
    """Chunks by several threads, in order, a few ahead of whoever takes them."""
    chunks = [needs[begin : begin + _CHUNK] for begin in range(0, len(needs), _CHUNK)]
    waiting: list[tuple[range, Future[Edges]]] = []
    with ThreadPoolExecutor(threads) as pool:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_edges_of, country, menu, chunk)))
            if len(waiting) > 2 * threads:
                first, future = waiting.pop(0)
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()


def _edges_of(country: Country, menu: Menu, needs: range) -> Edges:
    """The edges of a chunk, searched field by field: the next search finds the same offers in the cache (13 % less)."""
    terms = [need_terms(country, need) for need in needs]
    found: list[Found] = [_NOTHING] * len(terms)
    for place in np.argsort(country.needs.field[needs.start : needs.stop], kind="stable").tolist():
        words, where = words_of(country, needs[place]), demand_of(terms[place])
        found[place] = menu.offers_by_words.search(words, CANDIDATES, where)
    counts = [len(each.ids) for each in found]
    rows = np.repeat(np.arange(len(needs), dtype=np.int32), counts)
    offers = np.fromiter((int(offer) for each in found for offer in each.ids), np.int32, len(rows))
    relevance = np.concatenate([each.scores for each in found])
    columns = Columns(terms, codes=menu.offers.codes)
    scored = score_edges(columns, menu.offers, rows, menu.row_of[offers], relevance, today=TODAY)
    benefits = np.array([benefit(each) for each in terms], np.int64)
    utility = menu.success.utilities(scored.terms, benefits[rows])
    kept = np.flatnonzero(scored.failed == 0)
    return Edges(rows[kept] + np.int32(needs.start), offers[kept], utility[kept])
