"""需求项目库 and 供给项目库 in memory: the terms of each item, its row of numbers, and the words of its text.

Built once per process and kept current with `add` and `remove`; whoever shares one between threads holds a lock.
A small library is scored as a whole. In a large one (`SEARCHED_FROM`) a search finds what is worth scoring: of what
passes the hard filters, the `CANDIDATES` that share most with what is asked; only where those are fewer than are
wanted, the best of what shares nothing follow.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from duijie.matching.index import Asked, Corpus
from duijie.matching.pairs.columns import Columns
from duijie.matching.pairs.kernel import BARRED
from duijie.matching.pairs.scored import score_against
from duijie.matching.searching import Search
from duijie.matching.terms import NeedTerms, OfferTerms
from duijie.matching.wording import Wording, wording

Item = TypeVar("Item", NeedTerms, OfferTerms)
SEARCHED_FROM = 5_000
"""Items from which on a library is searched; to score fewer of them takes no longer."""
CANDIDATES = 500
"""The most that a search hands on; more when a longer list is asked for."""


class Library(Generic[Item]):
    """Needs or offers by id. Two libraries that share a `Corpus` give a pair the same score from either side."""

    def __init__(
        self, items: Iterable[Item] = (), *, corpus: Corpus | None = None, searched_from: int = SEARCHED_FROM
    ) -> None:
        self.corpus = corpus or Corpus()
        self.columns = Columns()
        self._items: dict[str, Item] = {}
        self._wordings: dict[str, Wording] = {}
        self._search: Search | None = None
        self._searched_from = searched_from
        for item in items:
            self.add(item)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __getitem__(self, item_id: str) -> Item:
        return self._items[item_id]

    def add(self, item: Item) -> None:
        """Add an item, or put it in the place of the one with the same id.

        Raises:
            FaultyTerms: something of it cannot be compared; the library stays as it was.
        """
        known = self._items.get(item.id)
        self.columns.add(item)
        if known is None or (known.title, known.text) != (item.title, item.text):
            said = wording(item.title, item.text)
            if known is not None:
                self.corpus.remove(self._wordings[item.id])
            self.corpus.add(said)
            self._wordings[item.id] = said
        self._items[item.id] = item
        if self._search is not None:
            self._search.add(item, self._wordings[item.id])

    def remove(self, item_id: str) -> None:
        """Take an item out; KeyError when it is not there."""
        del self._items[item_id]
        self.columns.remove(item_id)
        self.corpus.remove(self._wordings.pop(item_id))
        if self._search is not None:
            self._search.remove(item_id)

    def wording(self, item_id: str) -> Wording:
        """What an item's text says; KeyError when it is not there."""
        return self._wordings[item_id]

    def candidates(
        self, asked: NeedTerms | OfferTerms, *, wanted: int, today: date
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The rows worth scoring for an item of the other side, and how relevant each one's text is to its own."""
        ready = Asked(self.corpus, wording(asked.title, asked.text))
        if len(self) < self._searched_from:
            rows = self._passing(asked, today)
        else:
            rows = self._found(asked, ready, wanted, today)
        ids = [str(self.columns.ids[row]) for row in rows.tolist()]
        found = [ready.relevance(self._wordings[item_id]) for item_id in ids]
        return rows, np.array(found, dtype=np.float64)

    def _passing(self, asked: NeedTerms | OfferTerms, today: date) -> NDArray[np.int64]:
        return np.flatnonzero(self._bare_totals(asked, today) != BARRED)

    def _found(self, asked: NeedTerms | OfferTerms, ready: Asked, wanted: int, today: date) -> NDArray[np.int64]:
        if self._search is None:
            self._search = Search(((item, self._wordings[item.id]) for item in self), self.corpus)
        found = self._search.find(asked, ready, max(CANDIDATES, wanted), today)
        rows = np.array([self.columns.row_of[item_id] for item_id in found], dtype=np.int64)
        if len(rows) >= wanted:
            return rows
        totals = self._bare_totals(asked, today)
        totals[rows] = BARRED
        others = np.flatnonzero(totals != BARRED)
        missing = wanted - len(rows)
        if missing < others.size:
            last = np.partition(totals[others], others.size - missing)[others.size - missing]
            others = others[totals[others] >= last]
        return np.concatenate([rows, others])

    def _bare_totals(self, asked: NeedTerms | OfferTerms, today: date) -> NDArray[np.int32]:
        """The score of every row as if no text shared a word; `BARRED` where a filter fails."""
        return score_against(asked, self.columns, np.zeros(len(self.columns.ids)), today=today).totals
