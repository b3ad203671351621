"""The files of a log in a folder: any web server gives the same ones out."""

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
        path, full = tile_path(level, index, width), tile_path(level, index)
        hashes = self.read(path if (self.path / path).exists() else full)[: width * HASH_SIZE]
        if len(hashes) != width * HASH_SIZE:
            raise LogDamaged(f"{path} has {len(hashes)} bytes instead of {width * HASH_SIZE}.")
        return hashes

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
