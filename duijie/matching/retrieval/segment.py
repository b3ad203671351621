"""The arrays of an index: postings by term and block, rows of common terms, and the columns of documents.

Documents are ordered by group (fields), reach (areas) and id, and cut into blocks of 65 536. A term's postings are
ordered by document; `starts[term * blocks + block]` says where those of a block begin, so a place inside its block fits
in 16 bits. A term that many documents share is a row instead: one byte a document, which costs less room than three
bytes a posting and is added by vector instructions, and only where a document can still come to the top.
"""

from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.index import K1, B

BLOCK_BITS = 16
BLOCK = 1 << BLOCK_BITS
CHUNK = 64
TILE = 4_096
STANDING, KEY_COUNTY = 1, 2
FORMS_FROM = 8
FLAGS, CAPACITY, FIRST_DAY, LAST_DAY, PAPERS, RANK = range(6)
_ROW_AT = 12
_LINE = 64

Scalar = TypeVar("Scalar", bound=np.generic)
Spread = TypeVar("Spread", float, NDArray[np.float64])
Whole = int | np.integer[Any]


class Postings(NamedTuple):
    """Which documents hold a term, and how much it says of them: 255 · tf / (tf + K1 (1 − b + b · length/average)).

    That is divided by `worth_of_255` of the term.

    `places` uint16 and `impacts` uint8 (postings,), `starts` uint32 (terms · blocks + 1,), `rows` uint8
    (rows, documents rounded up to whole chunks), `row_of` int32 (terms,), −1 for a term that has no row.
    """

    places: NDArray[np.uint16]
    impacts: NDArray[np.uint8]
    starts: NDArray[np.uint32]
    rows: NDArray[np.uint8]
    row_of: NDArray[np.int32]


class Columns(NamedTuple):
    """What filters look at, by place: `alive` uint8 (documents,), `facts` int32 (documents, 6).

    The facts of a document lie side by side, so that a filter costs one access to memory: flags with forms from bit 8
    on, capacity, first day, last day, qualifications, and the rank of its id.
    """

    alive: NDArray[np.uint8]
    facts: NDArray[np.int32]


class Ids(NamedTuple):
    """Ids in order as one run of UTF-8: `text` uint8, `ends` uint32; and the place of each rank, uint32."""

    text: NDArray[np.uint8]
    ends: NDArray[np.uint32]
    place: NDArray[np.uint32]

    def at_rank(self, rank: int) -> str:
        """The id of this rank."""
        return self.at_ranks([rank])[0]

    def at_ranks(self, ranks: list[int]) -> list[str]:
        """The ids of these ranks."""
        ends = self.ends
        return self.between([[ends.item(rank - 1) if rank else 0, ends.item(rank)] for rank in ranks])

    def between(self, bounds: list[list[int]]) -> list[str]:
        """The ids that begin and end so in the text."""
        text = self.text.data
        return [str(text[begin:end], "utf-8") for begin, end in bounds]

    def find(self, document: str) -> int | None:
        """The place of the document with this id."""
        low, high = 0, self.ends.size
        while low < high:
            middle = (low + high) // 2
            if self.at_rank(middle) < document:
                low = middle + 1
            else:
                high = middle
        return int(self.place[low]) if low < self.ends.size and self.at_rank(low) == document else None


class Cells(NamedTuple):
    """Runs of documents of one group and reach: `keys` int64 sorted, group · 2³² + reach; `bounds` int64, one more."""

    keys: NDArray[np.int64]
    bounds: NDArray[np.int64]


class Segment(NamedTuple):
    """A whole index of documents that do not change, but for the flag that says whether each is alive."""

    postings: Postings
    columns: Columns
    ids: Ids
    cells: Cells

    @property
    def size(self) -> int:
        """How many documents, dead ones included."""
        return self.ids.ends.size

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """All arrays by name."""
        parts = ("postings", "columns", "ids", "cells")
        return {f"{part}.{name}": array for part in parts for name, array in getattr(self, part)._asdict().items()}


def aligned(count: int, kind: type[Scalar]) -> NDArray[Scalar]:
    """Zeros that begin where a line of the processor's memory does, so that no chunk of 64 lies across two."""
    size = np.dtype(kind).itemsize
    room = np.zeros(count * size + _LINE, np.uint8)
    begin = -room.ctypes.data % _LINE
    return room[begin : begin + count * size].view(kind)


def blocks(documents: int) -> int:
    """How many blocks hold so many documents."""
    return max(1, -(-documents // BLOCK))


def takes_row(holding: NDArray[np.int64], documents: int) -> NDArray[np.bool_]:
    """Which terms become rows: those that at least one document in twelve holds, of more than a handful."""
    return (holding * _ROW_AT >= documents) & (holding >= CHUNK)


def norms(lengths: NDArray[np.int64], average: float) -> NDArray[np.float64]:
    """What a term count is damped by in documents of these lengths."""
    damping: NDArray[np.float64] = (K1 * (1 - B + B * lengths / average)).astype(np.float64)
    return damping


@compiled
def worth_of_255(spread: Spread, average: float) -> Spread:
    """What an impact of 255 stands for, by term: from what no count ever reaches, 1/(1 + K1 · b/average), to 1.

    In a document most terms stand once and so say equally much. On one scale all would be rounded the same way and
    their errors add up; on scales that differ from term to term they cancel, and none is larger than 1/510.
    """
    return 1 - spread * (1 - 1 / (1 + K1 * B / average))
