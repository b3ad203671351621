"""The files of a log in a folder: any web server gives the same ones out."""

import os
from collections.abc import Sequence
from pathlib import Path

from duijie.ledger.errors import LedgerError, LogDamaged
from duijie.ledger.formats.bundles import decode_bundle
from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.formats.hashing import HASH_SIZE
from duijie.ledger.formats.keys import VerifierKey, parse_keys
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.formats.tiles import FULL, entries_path, tile_path, width_of

CHECKPOINT = "checkpoint"
VERIFIER_KEYS = "vkeys"


class LogFolder:
    """A log on a disk. A partial tile that is gone is read from the full one that took its place."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self) -> Note:
        """The signed checkpoint, not verified."""
        return parse_note(self.read(CHECKPOINT))

    def checkpoint(self) -> Checkpoint:
        """What the checkpoint says, not verified."""
        return parse_checkpoint(self.note().text)

    def keys(self) -> tuple[VerifierKey, ...]:
        """The keys of the file `vkeys`, the log's first."""
        return parse_keys(self.read(VERIFIER_KEYS))

    def tile(self, level: int, index: int, width: int) -> bytes:
        """The first `width` hashes of a tile, concatenated.

        Raises:
            LogDamaged: the file is missing or too short.
        """
        return self.tiles([(level, index, width)])[0]

    def tiles(self, wanted: Sequence[tuple[int, int, int]]) -> list[bytes]:
        """The same of several, each by its level, index and width: the disk is told of all before one is waited for.

        Raises:
            LogDamaged: a file is missing or too short.
        """
        opened: list[int] = []
        try:
            for level, index, width in wanted:
                opened.append(self._open(tile_path(level, index, width), tile_path(level, index)))
                if hasattr(os, "posix_fadvise"):  # not everywhere; without it the disk is waited for tile by tile
                    os.posix_fadvise(opened[-1], 0, 0, os.POSIX_FADV_WILLNEED)
            found = [os.pread(file, width * HASH_SIZE, 0) for file, (_, _, width) in zip(opened, wanted, strict=True)]
        finally:
            for file in opened:
                os.close(file)
        for hashes, (level, index, width) in zip(found, wanted, strict=True):
            if len(hashes) != width * HASH_SIZE:
                path = tile_path(level, index, width)
                raise LogDamaged(f"{path} has {len(hashes)} bytes instead of {width * HASH_SIZE}.")
        return found

    def _open(self, path: str, full: str) -> int:
        """A partial file, or the full one that took its place."""
        try:
            return os.open(f"{self.path}/{path}", os.O_RDONLY)
        except OSError as error:
            if isinstance(error, FileNotFoundError) and path != full:
                return self._open(full, full)
            raise LogDamaged(f"{path} cannot be read: {error.strerror}.") from error

    def entries(self, index: int, width: int) -> list[bytes]:
        """The first `width` leaves of a bundle.

        Raises:
            LogDamaged, FormatError: the file is missing or is no bundle of so many leaves.
        """
        path = entries_path(index, width)
        if width == FULL or (self.path / path).exists():
            return decode_bundle(self.read(path), width, path)
        return decode_bundle(self.read(entries_path(index)), FULL, entries_path(index))[:width]

    def entry(self, index: int, size: int) -> bytes:
        """One leaf of the log as it was with `size` leaves.

        Raises:
            LedgerError: there is no such leaf.
        """
        if not 0 <= index < size:
            raise LedgerError(f"A log of {size} leaves has no leaf {index}; the first is 0.")
        bundle = index // FULL
        return self.entries(bundle, width_of(size, 0, bundle))[index % FULL]

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            LogDamaged: it cannot be read.
        """
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise LogDamaged(f"{name} cannot be read: {error.strerror}.") from error
