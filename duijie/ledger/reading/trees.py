"""Roots and proofs of a log, computed from its tiles (RFC 6962, sections 2.1.1 and 2.1.2)."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.hashing import EMPTY_ROOT, HASH_SIZE, joined_root, perfect_root, split_before
from duijie.ledger.formats.tiles import FULL, HEIGHT, width_of


class HoldsTiles(Protocol):
    """Wherever the tiles of a log are read from: a folder, or an address."""

    def tiles(self, wanted: Sequence[tuple[int, int, int]]) -> list[bytes]:
        """The first hashes of each tile, which is named by its level, index and width."""


class Tree:
    """The tree over the first `size` leaves of a log; what was read or computed once is kept for the next proof."""

    def __init__(self, folder: HoldsTiles, size: int) -> None:
        self.size = size
        self._folder = folder
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._roots: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves."""
        self._demand(size)
        return self._proof([(0, size)])[0] if size else EMPTY_ROOT

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """The path of a leaf, from its sibling up to the child of the root.

        Raises:
            LedgerError: the log has no such leaf.
        """
        if not 0 <= index < self.size:
            raise LedgerError(f"A log of {self.size} leaves has no leaf {index}; the first is 0.")
        ranges = []
        low, high = 0, self.size
        while high - low > 1:
            middle = low + split_before(high - low)
            if index < middle:
                ranges.append((middle, high))
                high = middle
            else:
                ranges.append((low, middle))
                low = middle
        return self._proof(ranges)

    def consistency(self, old_size: int, size: int) -> tuple[bytes, ...]:
        """The proof that the tree of `size` leaves begins with that of `old_size`; empty from 0 and to itself.

        Raises:
            LedgerError: the sizes do not grow, or the log does not have so many leaves.
        """
        self._demand(size)
        if not 0 <= old_size <= size:
            raise LedgerError(f"A log cannot grow from {old_size} to {size} leaves.")
        if old_size in {0, size}:
            return ()
        ranges = []
        low, high = 0, size
        while high > old_size:
            middle = low + split_before(high - low)
            if old_size <= middle:
                ranges.append((middle, high))
                high = middle
            else:
                ranges.append((low, middle))
                low = middle
        if low:  # else the verifier knows this subtree: it is the old root
            ranges.append((low, high))
        return self._proof(ranges)

    def _proof(self, ranges: list[tuple[int, int]]) -> tuple[bytes, ...]:
        """The roots over ranges of leaves, the last first; all tiles for them are read at once.

        The beginning of a range is a multiple of a power of two not below its length.
        """
        subtrees = [list(_subtrees(low, high)) for low, high in ranges]
        coming = {_tile_of(*subtree)[:2] for each in subtrees for subtree in each if subtree not in self._roots}
        unread = sorted(coming - self._tiles.keys())
        tiles = self._folder.tiles([(level, index, width_of(self.size, level, index)) for level, index in unread])
        self._tiles.update(zip(unread, tiles, strict=True))
        return tuple(joined_root(map(self._perfect, each)) for each in reversed(subtrees))

    def _perfect(self, subtree: tuple[int, int]) -> bytes:
        """The root over a perfect subtree, whose tile has been read."""
        if subtree not in self._roots:
            level, index, at, count = _tile_of(*subtree)
            hashes = self._tiles[level, index][at * HASH_SIZE : (at + count) * HASH_SIZE]
            self._roots[subtree] = perfect_root(hashes)
        return self._roots[subtree]

    def _demand(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise LedgerError(f"The log has {self.size} leaves, not {size}.")


def _subtrees(low: int, high: int) -> Iterator[tuple[int, int]]:
    """First leaf and length of the perfect subtrees that make up a range, the last first."""
    while high > low:
        length = (high - low) & -(high - low)
        high -= length
        yield high, length


def _tile_of(low: int, length: int) -> tuple[int, int, int, int]:
    """Where the hashes lie below the root of a perfect subtree: level and index of the tile, the first, how many."""
    level, height = divmod(length.bit_length() - 1, HEIGHT)
    index, at = divmod(low >> (HEIGHT * level), FULL)
    return level, index, at, 1 << height
