"""Judging a whole log on a disk: every row, every tile and the root, computed again from the rows."""

from collections.abc import Iterable
from pathlib import Path

from duijie.ledger.errors import LogDamaged, ProofProblem
from duijie.ledger.formats.bundles import decode_bundle
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.edges import Edge, Tile
from duijie.ledger.formats.hashing import HASH_SIZE, leaf_hashes
from duijie.ledger.formats.notes import parse_note
from duijie.ledger.formats.tiles import FULL, entries_path, tile_path, tiles_of
from duijie.ledger.verifying.opening import Opened, Trust, open_checkpoint


def verify_folder(folder: Path, trust: Trust, earlier: Checkpoint | None = None) -> Opened:
    """Check that the files are exactly what the signed checkpoint says; memory does not grow with the log.

    With `earlier`, a checkpoint kept from before, also that the log still begins with what was there then.

    Raises:
        LedgerError: the first thing that is wrong.
    """
    opened = open_checkpoint(parse_note(_read(folder, "checkpoint")), trust)
    checkpoint = opened.checkpoint
    if earlier and (earlier.origin != checkpoint.origin or earlier.size > checkpoint.size):
        raise ProofProblem(
            f"The earlier checkpoint is of {earlier.size} leaves of {earlier.origin}, "
            f"this one of {checkpoint.size} of {checkpoint.origin}: leaves were taken back."
        )
    edge = Edge()
    _demand_earlier(edge, earlier, b"")
    for index, width in tiles_of(checkpoint.size, 0):
        hashes = leaf_hashes(_entries(folder, index, width))
        _demand_earlier(edge, earlier, hashes)
        _demand_tiles(folder, edge.grow(hashes))
    _demand_tiles(folder, edge.partial_tiles())
    if edge.root() != checkpoint.root:
        raise LogDamaged("The root of the checkpoint is not that of the rows.")
    return opened


def _entries(folder: Path, index: int, width: int) -> list[bytes]:
    path, full = entries_path(index, width), entries_path(index)
    if _has_grown(folder, path, full):
        return decode_bundle(_read(folder, full), FULL, full)[:width]
    return decode_bundle(_read(folder, path), width, path)


def _demand_tiles(folder: Path, tiles: Iterable[Tile]) -> None:
    for tile in tiles:
        path, full = tile_path(tile.level, tile.index, tile.width), tile_path(tile.level, tile.index)
        has_grown = _has_grown(folder, path, full)
        hashes = _read(folder, full)[: len(tile.hashes)] if has_grown else _read(folder, path)
        if hashes != tile.hashes:
            raise LogDamaged(f"{path} does not hold the hashes of the rows.")


def _has_grown(folder: Path, path: str, full: str) -> bool:
    """Whether the log grew on since its checkpoint was read: then the full file has taken the place of the partial."""
    return path != full and not (folder / path).exists() and (folder / full).exists()


def _demand_earlier(edge: Edge, earlier: Checkpoint | None, coming: bytes) -> None:
    """When the earlier size lies within the coming leaf hashes, the root there must be the earlier one."""
    if not earlier or not edge.size <= earlier.size <= edge.size + len(coming) // HASH_SIZE:
        return
    then = edge.copied()
    then.grow(coming[: (earlier.size - edge.size) * HASH_SIZE])
    if then.root() != earlier.root:
        raise ProofProblem(f"The first {earlier.size} leaves are not those of the earlier checkpoint.")


def _read(folder: Path, path: str) -> bytes:
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise LogDamaged(f"{path} cannot be read: {error.strerror}.") from error
