"""Needs or offers as rows of whole numbers, with items that come and go, each in the time that its own row takes."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from duijie.matching.pairs import kernel
from duijie.matching.pairs.codes import Codes, Shape, cut
from duijie.matching.pairs.encoding import Row, encode
from duijie.matching.terms import NeedTerms, OfferTerms

_FIRST_ROOM = 16


class Columns:
    """One side of a market: needs, or offers. Not safe for writing from several threads.

    A removed item leaves its row to the next; `row_of` says where an item stands, `ids` who stands in a row. Two that
    share `codes` can be scored against each other.
    """

    def __init__(self, items: Iterable[NeedTerms | OfferTerms] = (), *, codes: Codes | None = None) -> None:
        self.codes = codes or Codes()
        self.ids: list[str | None] = []
        self.row_of: dict[str, int] = {}
        self._free: list[int] = []
        self._shape = self.codes.shape()
        self._rows = _room(_FIRST_ROOM, self._shape)
        self._areas = np.zeros(_FIRST_ROOM, dtype=np.int64)
        self._areas_used = self._areas_left_behind = 0
        for item in items:
            self.add(item)

    def __len__(self) -> int:
        return len(self.row_of)

    def add(self, item: NeedTerms | OfferTerms) -> None:
        """Add an item, or put it in the place of the one with the same id.

        Raises:
            FaultyTerms: something of it cannot be; the columns stay as they were.
        """
        self.codes.learn(item)
        row = encode(item, self.codes)
        place = self.row_of.get(item.id)
        if place is None:
            place = self._take_place(item.id)
        else:
            self._leave_areas(place)
        rows = self.rows()
        rows[place] = lay(row, self._shape)
        rows[place, kernel.DAYS] += self._keep_areas(row.areas) << kernel.HALF

    def remove(self, item_id: str) -> None:
        """Take an item out; KeyError when it is not there."""
        place = self.row_of.pop(item_id)
        self._leave_areas(place)
        self._rows[place] = 0
        self.ids[place] = None
        self._free.append(place)

    def rows(self) -> NDArray[np.int64]:
        """All rows, free ones zero, as wide as `codes.shape()` says at this moment."""
        old, new = self._shape, self.codes.shape()
        if new != old:
            wider = _room(self._rows.shape[0], new)
            ends, begins = kernel.SETS + old.sets, kernel.SETS + new.sets
            wider[:, :ends] = self._rows[:, :ends]
            wider[:, begins : begins + old.more_records] = self._rows[:, ends : ends + old.more_records]
            self._rows, self._shape = wider, new
        return self._rows

    def areas(self) -> NDArray[np.int64]:
        """The areas and paired divisions of all offers, to which their rows point."""
        return self._areas

    def _take_place(self, item_id: str) -> int:
        if self._free:
            place = self._free.pop()
            self.ids[place] = item_id
        else:
            place = len(self.ids)
            self.ids.append(item_id)
            if place == self._rows.shape[0]:
                larger = _room(2 * place, self._shape)
                larger[:place] = self._rows
                self._rows = larger
        self.row_of[item_id] = place
        return place

    def _leave_areas(self, place: int) -> None:
        self._areas_left_behind += _areas_of(self._rows[place])
        if self._areas_left_behind > max(self._areas_used // 2, _FIRST_ROOM):
            self._rows[place] = 0
            self._close_gaps()

    def _keep_areas(self, areas: list[int]) -> int:
        start, end = self._areas_used, self._areas_used + len(areas)
        if end > self._areas.size:
            self._areas = np.concatenate([self._areas, np.zeros(max(end, self._areas.size), dtype=np.int64)])
        self._areas[start:end] = areas
        self._areas_used = end
        return start if areas else 0

    def _close_gaps(self) -> None:
        """Move the areas together, now that more than half of them belong to nobody."""
        kept, self._areas_used, self._areas_left_behind = self._areas.copy(), 0, 0
        for place in self.row_of.values():
            row = self._rows[place]
            start, count = row[kernel.DAYS] >> kernel.HALF, _areas_of(row)
            if count:
                row[kernel.DAYS] += self._keep_areas(list(kept[start : start + count])) - start << kernel.HALF


def _width(shape: Shape) -> int:
    """Whole cache lines."""
    return -(-(kernel.SETS + shape.sets + shape.more_records) // kernel.LINE) * kernel.LINE


def _room(rows: int, shape: Shape) -> NDArray[np.int64]:
    """Zeros for so many rows, each beginning with a cache line."""
    width = _width(shape)
    plenty = np.zeros(rows * width + kernel.LINE, dtype=np.int64)
    first = -(plenty.ctypes.data // plenty.itemsize) % kernel.LINE
    return plenty[first : first + rows * width].reshape(rows, width)


def lay(row: Row, shape: Shape) -> NDArray[np.int64]:
    """A row as one line of 64-bit numbers."""
    line = [*row.fixed, *cut(row.sets, shape.sets), *cut(row.records, shape.more_records)]
    return np.array(line + [0] * (_width(shape) - len(line)), dtype=np.int64)


def _areas_of(row: NDArray[np.int64]) -> int:
    """How many areas and paired divisions an offer has; a need has none."""
    flags = int(row[kernel.FLAGS])
    return (flags >> kernel.HALF & kernel.MOST_AREAS) + (flags >> kernel.PAIRED_COUNT)
