"""需求项目库 and 供给项目库 in memory: the terms of each item, its row of numbers, and the index of its words.

Built once per process and kept current with `add` and `remove`; whoever shares one between threads holds a lock.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from duijie.matching.index import Corpus, Index
from duijie.matching.pairs.columns import Columns
from duijie.matching.terms import NeedTerms, OfferTerms
from duijie.matching.words import count_terms

Item = TypeVar("Item", NeedTerms, OfferTerms)


class Library(Generic[Item]):
    """Needs or offers by id. Two libraries that share a `Corpus` give a pair the same score from either side."""

    def __init__(self, items: Iterable[Item] = (), *, corpus: Corpus | None = None) -> None:
        self.index = Index(corpus)
        self._items: dict[str, Item] = {}
        self.columns = Columns()
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
            self.index.add(item.id, item.title, item.text)
        self._items[item.id] = item

    def remove(self, item_id: str) -> None:
        """Take an item out; KeyError when it is not there."""
        del self._items[item_id]
        self.columns.remove(item_id)
        self.index.remove(item_id)

    def relevances(self, asked: NeedTerms | OfferTerms) -> NDArray[np.float64]:
        """The relevance of every row's text to that of an item from the other side, 0 for a free row."""
        found: Mapping[str, float] = self.index.relevances(count_terms(asked.title, asked.text))
        places = self.columns.row_of
        by_row = np.zeros(len(self.columns.ids))
        by_row[[places[item_id] for item_id in found]] = list(found.values())
        return by_row
