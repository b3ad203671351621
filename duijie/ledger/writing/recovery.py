"""Opening a log again, whatever the last writer was doing when it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from duijie.ledger.errors import LogDamaged
from duijie.ledger.formats.bundles import encode_entries
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.edges import Edge
from duijie.ledger.formats.hashing import leaf_hashes
from duijie.ledger.formats.keys import VerifierKey
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.formats.tiles import FULL, entries_path, hashes_at, levels_of, tile_path
from duijie.ledger.reading.folders import CHECKPOINT, LogFolder
from duijie.ledger.verifying.opening import Trust, open_checkpoint
from duijie.ledger.writing.durable import DurableFolder

STAGED = ".writing/staged"
_MOST_LEVELS = 8


@dataclass(frozen=True, slots=True)
class State:
    """Where a log stands: its edge, its last unfilled bundle, what is published and what is staged."""

    edge: Edge
    bundle: bytes = b""
    published_size: int = 0
    staged: Note | None = None
    is_new: bool = False


def load_state(path: Path, key: VerifierKey) -> State:
    """Read where the log stands; an empty folder holds an empty log.

    Raises:
        LedgerError: the log is another's, or its files do not fit together.
    """
    folder = LogFolder(path)
    published, staged = _open(folder, CHECKPOINT, key), _open(folder, STAGED, key)
    published_size = published[1].size if published else 0
    if published and staged and staged[1].size <= published_size:
        staged = None  # published already; only its removal was missing
    _, newest = staged or published or (None, None)
    if newest is None:
        if (path / "tile").exists():
            raise LogDamaged(f"{path} has tiles but no checkpoint: bring the file “checkpoint” back before writing on.")
        return State(Edge(), is_new=True)
    edge = load_edge(folder, newest)
    return State(edge, _load_bundle(folder, newest.size), published_size, staged[0] if staged else None)


def _open(folder: LogFolder, name: str, key: VerifierKey) -> tuple[Note, Checkpoint] | None:
    if not (folder.path / name).exists():
        return None
    note = parse_note(folder.read(name))
    return note, open_checkpoint(note, Trust(key)).checkpoint


def load_edge(folder: LogFolder, checkpoint: Checkpoint) -> Edge:
    """The right edge of a log in a folder at a signed state.

    Raises:
        LogDamaged: tiles are missing, or do not lead to its root.
    """
    tiles = []
    for level in levels_of(checkpoint.size):
        index, width = divmod(hashes_at(checkpoint.size, level), FULL)
        tiles.append(folder.tile(level, index, width) if width else b"")
    edge = Edge(checkpoint.size, tuple(tiles))
    if edge.root() != checkpoint.root:
        raise LogDamaged("The tiles of the log do not lead to the root of its newest checkpoint.")
    return edge


def _load_bundle(folder: LogFolder, size: int) -> bytes:
    index, width = divmod(size, FULL)
    if not width:
        return b""
    entries = folder.entries(index, width)
    if leaf_hashes(entries) != folder.tile(0, index, width):
        raise LogDamaged(f"{entries_path(index, width)} does not hold the leaves of its tile.")
    return encode_entries(entries)


def clear_beyond(files: DurableFolder, size: int) -> None:
    """Remove tiles and bundles of leaves that no checkpoint counts: a broken attempt left them, one after the other."""
    for name, count in _kinds(size, range(_MOST_LEVELS)):
        index, width = divmod(count, FULL)
        last = index
        while (files.path / name(last, FULL)).exists() or (files.path / _partials(name, last + 1)).exists():
            last += 1
        for stray in range(last, index, -1):
            files.remove(_partials(name, stray))
            files.remove(name(stray, FULL))
        files.remove(name(index, FULL))
        for path in sorted((files.path / _partials(name, index)).glob("*")):
            if int(path.name) > width:
                files.remove(str(path.relative_to(files.path)))
    files.settle()


def clear_replaced(files: DurableFolder, before: int, after: int) -> None:
    """Remove the partial tiles and bundles of a former size whose full ones are there now."""
    levels = levels_of(after)
    for (name, old), (_, new) in zip(_kinds(before, levels), _kinds(after, levels), strict=True):
        for index in range(old // FULL, new // FULL):
            files.remove(_partials(name, index))


def _kinds(size: int, levels: range) -> list[tuple[Callable[[int, int], str], int]]:
    """How the tiles of each level and the bundles are called, and how many hashes or leaves they hold."""
    named = [(partial(tile_path, level), hashes_at(size, level)) for level in levels]
    return [*named, (entries_path, size)]


def _partials(name: Callable[[int, int], str], index: int) -> str:
    """The folder of the partial tiles of one index."""
    return name(index, 1).rpartition("/")[0]
