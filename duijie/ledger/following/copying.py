"""Copying the leaves and tiles that a log has grown by, each judged before it counts.

A copy is a log folder like any other. It is whole at every moment for the checkpoint that lies in it; what lies beyond
was on its way when the copying was cut, and is used again, not believed.
"""

from duijie.ledger.errors import FormatError, LogDamaged
from duijie.ledger.following.evidence import Head
from duijie.ledger.following.files import HasFiles
from duijie.ledger.formats.bundles import encode_entries
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.edges import Edge, Tile
from duijie.ledger.formats.hashing import HASH_SIZE, leaf_hashes
from duijie.ledger.formats.tiles import FULL, entries_path, tile_path, width_of
from duijie.ledger.reading.folders import CHECKPOINT, LogFolder
from duijie.ledger.writing.durable import DurableFolder
from duijie.ledger.writing.recovery import clear_beyond, clear_replaced, load_edge


def copy_growth(files: DurableFolder, log: HasFiles, held: Head | None, coming: Head) -> None:
    """Fetch what the coming state has more than the held one, and take the coming one for held when all fits.

    Raises:
        Silent: the log does not answer (any more); the next time it goes on from here.
        LogDamaged, FormatError: a file of the log is not what was signed; nothing of it is kept.
    """
    before = held.checkpoint.size if held else 0
    edge = load_edge(LogFolder(files.path), held.checkpoint) if held else Edge()
    try:
        _grow(files, log, edge, coming.checkpoint)
    except (LogDamaged, FormatError):
        clear_beyond(files, before)
        raise
    files.settle()
    keep_checkpoint(files, coming)
    clear_replaced(files, before, coming.checkpoint.size)
    files.settle()


def _grow(files: DurableFolder, log: HasFiles, edge: Edge, coming: Checkpoint) -> None:
    while edge.size < coming.size:
        _copy_bundle(files, log, edge, coming.size)
    for tile in edge.partial_tiles():
        _copy_tile(files, log, tile)
    if edge.root() != coming.root:
        raise LogDamaged(f"The leaves of {coming.origin} do not lead to its signed root.")


def keep_checkpoint(files: DurableFolder, head: Head) -> None:
    """Take a state for the held one: its files are safe by now."""
    files.write(CHECKPOINT, str(head.note).encode())
    files.settle()


def _copy_bundle(files: DurableFolder, log: HasFiles, edge: Edge, size: int) -> None:
    """Grow the edge by the leaves of the next bundle, as far as the log of this size has it."""
    index, at = divmod(edge.size, FULL)
    width = width_of(size, 0, index)
    path = entries_path(index, width)
    is_here = width == FULL and (files.path / path).exists() and (files.path / tile_path(0, index)).exists()
    source = LogFolder(files.path) if is_here else log
    entries = source.entries(index, width)
    hashes = leaf_hashes(entries)
    if source.tiles([(0, index, width)])[0] != hashes:
        raise LogDamaged(f"{path} does not hold the leaves of its tile.")
    if at and edge.partial_tiles()[0].hashes != hashes[: at * HASH_SIZE]:
        raise LogDamaged(f"{path} does not begin with the leaves that are held of it.")
    if not is_here:
        files.write(path, encode_entries(entries))
    for tile in edge.grow(hashes[at * HASH_SIZE :]):
        _copy_tile(files, log, tile)


def _copy_tile(files: DurableFolder, log: HasFiles, tile: Tile) -> None:
    """Keep a tile that was computed here; the log's own must be the same."""
    path = tile_path(tile.level, tile.index, tile.width)
    if (files.path / path).exists() and LogFolder(files.path).tile(tile.level, tile.index, tile.width) == tile.hashes:
        return
    if log.tiles([(tile.level, tile.index, tile.width)])[0] != tile.hashes:
        raise LogDamaged(f"{path} does not hold the hashes of the leaves.")
    files.write(path, tile.hashes)
