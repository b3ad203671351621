"""The right edge of a growing tree: all that one needs of a log to add leaves and to know the root."""

from collections.abc import Iterator
from dataclasses import dataclass

from duijie.ledger.formats.hashing import EMPTY_ROOT, HASH_SIZE, joined_root, perfect_root
from duijie.ledger.formats.tiles import FULL, HEIGHT

_FULL_BYTES = FULL * HASH_SIZE


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: its place and its concatenated hashes."""

    level: int
    index: int
    hashes: bytes

    @property
    def width(self) -> int:
        """How many hashes it has, 1 … 256."""
        return len(self.hashes) // HASH_SIZE


class Edge:
    """The last tile of each level of a tree, lowest first, never full."""

    def __init__(self, size: int = 0, last_tiles: tuple[bytes, ...] = ()) -> None:
        self.size = size
        self._levels = [bytearray(hashes) for hashes in last_tiles] or [bytearray()]

    @property
    def room(self) -> int:
        """How many leaves fill the lowest tile, 1 … 256."""
        return FULL - self.size % FULL

    def grow(self, leaf_hashes: bytes) -> list[Tile]:
        """Add at most `room` leaves; return the tiles that became full, lowest first."""
        self._levels[0] += leaf_hashes
        self.size += len(leaf_hashes) // HASH_SIZE
        filled = []
        level = 0
        while len(self._levels[level]) == _FULL_BYTES:
            hashes = bytes(self._levels[level])
            filled.append(Tile(level, (self.size >> (HEIGHT * (level + 1))) - 1, hashes))
            self._levels[level].clear()
            if level + 1 == len(self._levels):
                self._levels.append(bytearray())
            level += 1
            self._levels[level] += perfect_root(hashes)
        return filled

    def copied(self) -> "Edge":
        """The same edge, growing apart from now on."""
        return Edge(self.size, tuple(bytes(hashes) for hashes in self._levels))

    def partial_tiles(self) -> list[Tile]:
        """The last tile of each level that has one, lowest first."""
        return [
            Tile(level, self.size >> (HEIGHT * (level + 1)), bytes(hashes))
            for level, hashes in enumerate(self._levels)
            if hashes
        ]

    def root(self) -> bytes:
        """Root over all leaves so far."""
        return joined_root(self._subtrees()) if self.size else EMPTY_ROOT

    def _subtrees(self) -> Iterator[bytes]:
        for hashes in self._levels:
            end = len(hashes)
            while end:
                begin = end - (end & -end)
                yield perfect_root(bytes(hashes[begin:end]))
                end = begin
