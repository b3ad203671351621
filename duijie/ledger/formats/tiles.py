"""Where the hashes of a tree lie (C2SP tlog-tiles): tiles of 256 hashes, eight levels of the tree each.

Tile `index` of `level` holds the roots of the subtrees of 256**level leaves from `256 * index` on. Only the last tile
of a level may be partial; its width is part of its name, so no published file ever changes.
"""

from collections.abc import Iterator

HEIGHT = 8
FULL = 1 << HEIGHT


def tile_path(level: int, index: int, width: int = FULL) -> str:
    """`tile/<level>/<index>`, with `.p/<width>` when partial (1 … 255)."""
    return f"tile/{level}/{_numbered(index, width)}"


def entries_path(index: int, width: int = FULL) -> str:
    """`tile/entries/<index>`, with `.p/<width>` when partial (1 … 255)."""
    return f"tile/entries/{_numbered(index, width)}"


def _numbered(index: int, width: int) -> str:
    """1234067 becomes x001/x234/067."""
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.append(f"x{index % 1000:03}")
    return "/".join(reversed(parts)) + ("" if width == FULL else f".p/{width}")


def levels_of(size: int) -> range:
    """The levels on which a log of this many leaves has tiles."""
    return range(-(-size.bit_length() // HEIGHT))


def hashes_at(size: int, level: int) -> int:
    """How many hashes the level has."""
    return size >> (HEIGHT * level)


def width_of(size: int, level: int, index: int) -> int:
    """Hashes in one tile; 0 when the log of this size has no such tile."""
    return max(0, min(FULL, hashes_at(size, level) - FULL * index))


def tiles_of(size: int, level: int) -> Iterator[tuple[int, int]]:
    """Index and width of every tile of a level."""
    for index in range(-(-hashes_at(size, level) // FULL)):
        yield index, width_of(size, level, index)
