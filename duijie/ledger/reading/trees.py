"""Roots and proofs of a log, computed from its tiles (RFC 6962, sections 2.1.1 and 2.1.2)."""

from collections.abc import Iterator

from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.hashing import EMPTY_ROOT, HASH_SIZE, joined_root, perfect_root, split_before
from duijie.ledger.formats.tiles import FULL, HEIGHT, width_of
from duijie.ledger.reading.folders import LogFolder


class Tree:
    """The tree over the first `size` leaves of a folder; what was read or computed once is kept for the next proof."""

    def __init__(self, folder: LogFolder, size: int) -> None:
        self.size = size
        self._folder = folder
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._roots: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves."""
        self._demand(size)
        return self._between(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """The path of a leaf, from its sibling up to the child of the root.

        Raises:
            LedgerError: the log has no such leaf.
        """
        if not 0 <= index < self.size:
            raise LedgerError(f"A log of {self.size} leaves has no leaf {index}; the first is 0.")
        path = []
        low, high = 0, self.size
        while high - low > 1:
            middle = low + split_before(high - low)
            if index < middle:
                path.append(self._between(middle, high))
                high = middle
            else:
                path.append(self._between(low, middle))
                low = middle
        return tuple(reversed(path))

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
        proof = []
        low, high = 0, size
        while high > old_size:
            middle = low + split_before(high - low)
            if old_size <= middle:
                proof.append(self._between(middle, high))
                high = middle
            else:
                proof.append(self._between(low, middle))
                low = middle
        if low:  # else the verifier knows this subtree: it is the old root
            proof.append(self._between(low, high))
        return tuple(reversed(proof))

    def _between(self, low: int, high: int) -> bytes:
        """Root over leaves [low, high), where low is a multiple of a power of two not below the length."""
        return joined_root(self._subtrees(low, high))

    def _subtrees(self, low: int, high: int) -> Iterator[bytes]:
        """Perfect subtrees that make up the range, the last first."""
        while high > low:
            length = (high - low) & -(high - low)
            high -= length
            if (high, length) not in self._roots:
                self._roots[high, length] = self._perfect(high, length)
            yield self._roots[high, length]

    def _perfect(self, low: int, length: int) -> bytes:
        level, height = divmod(length.bit_length() - 1, HEIGHT)
        index, at = divmod(low >> (HEIGHT * level), FULL)
        if (level, index) not in self._tiles:
            self._tiles[level, index] = self._folder.tile(level, index, width_of(self.size, level, index))
        return perfect_root(self._tiles[level, index][at * HASH_SIZE : (at + (1 << height)) * HASH_SIZE])

    def _demand(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise LedgerError(f"The log has {self.size} leaves, not {size}.")
