"""The files of somebody else's log, wherever they come from: nothing of them is believed, whoever asked judges them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from duijie.ledger.errors import LogDamaged
from duijie.ledger.formats.bundles import LONGEST_ENTRY, decode_bundle
from duijie.ledger.formats.hashing import HASH_SIZE
from duijie.ledger.formats.notes import LONGEST_NOTE, Note, parse_note
from duijie.ledger.formats.tiles import FULL, entries_path, tile_path
from duijie.ledger.reading.folders import CHECKPOINT

_LONGEST_BUNDLE = FULL * (LONGEST_ENTRY + 2)


class HasFiles(ABC):
    """A log that gives its files out by name: at an address, or carried by hand.

    `place` names it in sentences; `first` is the leaf with which it begins, more than 0 only where it is a part.
    """

    place: str
    first: int = 0

    @abstractmethod
    def find(self, name: str, most: int) -> bytes | None:
        """A file of at most so many bytes; None when the log does not have it.

        Raises:
            LogDamaged: the file is longer.
            Silent: there is no answer.
        """

    @abstractmethod
    def close(self) -> None:
        """End the connection, or close the file."""

    def read(self, name: str, most: int) -> bytes:
        """The same of a file that must be there.

        Raises:
            LogDamaged: it is not, or it is longer.
        """
        data = self.find(name, most)
        if data is None:
            raise LogDamaged(f"The log at {self.place} has no {name}.")
        return data

    def note(self) -> Note:
        """The newest checkpoint, not verified.

        Raises:
            LogDamaged: there is none.
            FormatError: it is none.
        """
        return parse_note(self.read(CHECKPOINT, LONGEST_NOTE))

    def tiles(self, wanted: Sequence[tuple[int, int, int]]) -> list[bytes]:
        """The first `width` hashes of each tile, by its level, index and width.

        Raises:
            LogDamaged: one is missing or too short.
        """
        return [self._tile(*each) for each in wanted]

    def entries(self, index: int, width: int) -> list[bytes]:
        """The first `width` leaves of a bundle.

        Raises:
            LogDamaged, FormatError: it is missing, or no bundle of so many leaves.
        """
        path, full = entries_path(index, width), entries_path(index)
        data = self.find(path, _LONGEST_BUNDLE)
        if data is not None:
            return decode_bundle(data, width, path)
        return decode_bundle(self.read(full, _LONGEST_BUNDLE), FULL, full)[:width]

    def _tile(self, level: int, index: int, width: int) -> bytes:
        path = tile_path(level, index, width)
        data = self.find(path, FULL * HASH_SIZE)
        if data is None and width < FULL:  # the log grew meanwhile: the full tile has taken the place
            data = self.find(tile_path(level, index), FULL * HASH_SIZE)
            data = data[: width * HASH_SIZE] if data else data
        if data is None:
            raise LogDamaged(f"The log at {self.place} has no {path}.")
        if len(data) != width * HASH_SIZE:
            raise LogDamaged(f"{path} has {len(data)} bytes instead of {width * HASH_SIZE}.")
        return data
