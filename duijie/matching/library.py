"""需求项目库 and 供给项目库 in memory: the terms of each item beside the index of its words.

Built once per process and kept current with `add` and `remove`; whoever shares one between threads holds a lock.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from duijie.matching.index import Corpus, Index


class _Titled(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def fields(self) -> frozenset[str]: ...


Item = TypeVar("Item", bound=_Titled)


class Library(Generic[Item]):
    """Needs or offers by id. Two libraries that share a `Corpus` give a pair the same score from either side."""

    def __init__(self, items: Iterable[Item] = (), *, corpus: Corpus | None = None) -> None:
        self.index = Index(corpus)
        self._items: dict[str, Item] = {}
        self._by_field: dict[str, dict[str, Item]] = {}
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

    def in_fields(self, fields: frozenset[str]) -> Iterator[Item]:
        """The items of any of these fields and those of no field, each once; all items when no field is given."""
        if not fields:
            return iter(self)
        found: dict[str, Item] = {}
        for field in ("", *fields):
            found.update(self._by_field.get(field, {}))
        return iter(found.values())

    def add(self, item: Item) -> None:
        """Add an item, or put it in the place of the one with the same id."""
        known = self._items.get(item.id)
        if known is not None:
            self._leave_fields(known)
        if known is None or (known.title, known.text) != (item.title, item.text):
            self.index.add(item.id, item.title, item.text)
        self._items[item.id] = item
        for field in item.fields or ("",):
            self._by_field.setdefault(field, {})[item.id] = item

    def remove(self, item_id: str) -> None:
        """Take an item out; KeyError when it is not there."""
        self._leave_fields(self._items.pop(item_id))
        self.index.remove(item_id)

    def _leave_fields(self, item: Item) -> None:
        for field in item.fields or ("",):
            del self._by_field[field][item.id]
