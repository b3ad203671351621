"""A log carried by hand: a ZIP file of the paths below its address, for platforms that no network connects.

It holds what a follower of the first `first` leaves would fetch. Nothing in it is believed, as at an address:
the signed checkpoint covers the tiles, these the leaves, and these the records. So it needs no signature of its own.
Beside the logs it may hold messages to others, each signed by itself: `pledges/<last part of the log's name>/<id>`.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from duijie.ledger.errors import LogDamaged
from duijie.ledger.following.files import HasFiles
from duijie.ledger.formats.bundles import encode_entries
from duijie.ledger.formats.hashing import HASH_SIZE
from duijie.ledger.formats.tiles import FULL, HEIGHT, entries_path, hashes_at, levels_of, tile_path, width_of
from duijie.ledger.reading.folders import CHECKPOINT, LogFolder

FIRST = "first"
MOST_FILES = 1_000_000
_BIGGEST_NUMBER = 20
_NAME = re.compile(
    r"[0-9A-Za-z][0-9A-Za-z.-]{0,40}/[0-9]{4}/(?:checkpoint|first|tile/(?:entries|[0-7])/(?:x[0-9]{3}/){0,5}[0-9]{3}"
    r"(?:\.p/[0-9]{1,3})?|records/[0-9]{4}-[0-9]{2}-[0-9]{2}/[a-z_.]{1,80}\.jsonl)|"
    r"pledges/[0-9A-Za-z][0-9A-Za-z.-]{0,40}/[0-9A-Za-z-]{1,40}",
    re.ASCII,
)
_MESSAGES = "pledges/"


class CarriedLog(HasFiles):
    """The log of one year in such a file; `folder` is its place there, as `620000/2026`."""

    def __init__(self, file: Path, folder: str) -> None:
        self.place = str(file)
        self._folder = folder
        try:
            self._zip = ZipFile(file)
        except (OSError, BadZipFile, ValueError, NotImplementedError) as error:
            raise LogDamaged(f"{file} is no ZIP file, or is damaged.") from error
        try:
            self._demand_names()
            self.first = self._first()
        except LogDamaged:
            self._zip.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def find(self, name: str, most: int) -> bytes | None:
        """A file of at most so many bytes; None when it is not carried.

        Raises:
            LogDamaged: it is longer, or cannot be unpacked.
        """
        return self._find(f"{self._folder}/{name}", most)

    def message_names(self) -> list[str]:
        """The messages in it, to whomever; the middle of a name is what `message_name` makes of the log it is for."""
        return [name for name in self._zip.namelist() if name.startswith(_MESSAGES)]

    def message(self, name: str, most: int) -> bytes:
        """One of them, of at most so many bytes; whose it is its own signature says.

        Raises:
            LogDamaged: it is longer, or cannot be unpacked.
        """
        return self._find(name, most) or b""

    def _find(self, name: str, most: int) -> bytes | None:
        try:
            held = self._zip.getinfo(name)
        except KeyError:
            return None
        if held.file_size > most:
            raise LogDamaged(f"{name} in {self.place} has more than {most} bytes.")
        try:
            with self._zip.open(held) as opened:
                data = opened.read(most + 1)
        except (OSError, BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise LogDamaged(f"{name} in {self.place} cannot be unpacked.") from error
        if len(data) != held.file_size:
            raise LogDamaged(f"{name} in {self.place} has another length than the file says.")
        return data

    def _demand_names(self) -> None:
        names = self._zip.namelist()
        if len(names) > MOST_FILES or len({*names}) < len(names):
            raise LogDamaged(f"{self.place} holds a file twice, or more than {MOST_FILES} files.")
        strange = next((name for name in names if not _NAME.fullmatch(name)), None)
        if strange is not None:
            raise LogDamaged(f"{self.place} holds {strange[:80]!a}, which is no file of a log.")

    def _first(self) -> int:
        text = (self.find(FIRST, _BIGGEST_NUMBER) or b"0").strip()
        if not text.isdigit():
            raise LogDamaged(f"{FIRST} in {self.place} is no number.")
        return int(text)


def message_name(to: str, number: str) -> str:
    """Where a message lies in such a file: by the log it is for (without its year) and its own id.

    Raises:
        LogDamaged: no file can have this name.
    """
    name = f"{_MESSAGES}{to.rpartition('/')[2]}/{number}"
    if not _NAME.fullmatch(name):
        raise LogDamaged(f"{name[:80]!a} cannot be the name of a message.")
    return name


def carried_files(folder: LogFolder, first: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of what a follower who has the first leaves needs of a log to have all.

    The checkpoint, the bundles from that of `first` on, and on each level the tiles from the one on whose right edge
    the tree of `first` leaves ends: every node of a proof between the two trees lies in one of these.

    Raises:
        LogDamaged: a file is missing; or the log has fewer leaves.
    """
    note = folder.note()
    size = folder.checkpoint().size
    if first > size:
        raise LogDamaged(f"The log has {size} leaves, not {first}.")
    yield CHECKPOINT, str(note).encode()
    yield FIRST, f"{first}\n".encode()
    for index in range(first // FULL, -(-size // FULL)):
        width = width_of(size, 0, index)
        yield entries_path(index, width), _bundle(folder, index, width)
    for level in levels_of(size):
        for index in range(first >> HEIGHT * (level + 1), -(-hashes_at(size, level) // FULL)):
            width = width_of(size, level, index)
            yield tile_path(level, index, width), folder.tile(level, index, width)[: width * HASH_SIZE]


def _bundle(folder: LogFolder, index: int, width: int) -> bytes:
    return encode_entries(folder.entries(index, width))
