"""Getting the files of a log over HTTP. What comes is not believed: whoever asked for it judges it."""

import http.client
from collections.abc import Sequence
from http import HTTPStatus

from duijie.ledger.connecting import connection_to
from duijie.ledger.errors import FormatError, LedgerError, LogDamaged
from duijie.ledger.following.problems import Silent
from duijie.ledger.formats.bundles import LONGEST_ENTRY, decode_bundle
from duijie.ledger.formats.hashing import HASH_SIZE
from duijie.ledger.formats.notes import LONGEST_NOTE, Note, parse_note
from duijie.ledger.formats.tiles import FULL, entries_path, tile_path
from duijie.ledger.reading.folders import CHECKPOINT

PATIENCE = 30.0
_TIMES_ASKED = 2
_LONGEST_BUNDLE = FULL * (LONGEST_ENTRY + 2)


class LogAddress:
    """A log at an address, as `https://log.example/log/620000/2026`; one connection is kept for all of its files."""

    def __init__(self, address: str, seconds: float = PATIENCE) -> None:
        try:
            self._connection, folder = connection_to(address, seconds)
        except FormatError as error:
            raise LedgerError(f"{address} is no address of a log, as https://log.example/log/620000/2026.") from error
        self.address = address
        self._folder = folder.rstrip("/")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def note(self) -> Note:
        """The newest checkpoint, not verified.

        Raises:
            LogDamaged: there is none.
            FormatError: it is none.
        """
        return parse_note(self._read(CHECKPOINT, LONGEST_NOTE))

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
        return decode_bundle(self._read(full, _LONGEST_BUNDLE), FULL, full)[:width]

    def find(self, name: str, most: int) -> bytes | None:
        """A file of at most so many bytes; None when the log does not have it.

        Raises:
            Silent: there is no answer, or one that has nothing to do with the question.
            LogDamaged: the file is longer.
        """
        status, data = self._exchange(name, most)
        if status == HTTPStatus.NOT_FOUND:
            return None
        if status != HTTPStatus.OK:
            raise Silent(f"{self.address} answers {status} when it is asked for {name}.")
        if len(data) > most:
            raise LogDamaged(f"{name} has more than {most} bytes.")
        return data

    def _tile(self, level: int, index: int, width: int) -> bytes:
        path = tile_path(level, index, width)
        data = self.find(path, FULL * HASH_SIZE)
        if data is None and width < FULL:  # the log grew meanwhile: the full tile has taken the place
            data = self.find(tile_path(level, index), FULL * HASH_SIZE)
            data = data[: width * HASH_SIZE] if data else data
        if data is None:
            raise LogDamaged(f"The log at {self.address} has no {path}.")
        if len(data) != width * HASH_SIZE:
            raise LogDamaged(f"{path} has {len(data)} bytes instead of {width * HASH_SIZE}.")
        return data

    def _read(self, name: str, most: int) -> bytes:
        data = self.find(name, most)
        if data is None:
            raise LogDamaged(f"The log at {self.address} has no {name}.")
        return data

    def _exchange(self, name: str, most: int) -> tuple[int, bytes]:
        """Ask; a connection that the other side had closed meanwhile is opened again once."""
        problem = ""
        for _ in range(_TIMES_ASKED):
            try:
                self._connection.request("GET", f"{self._folder}/{name}")
                answer = self._connection.getresponse()
                data = answer.read(most + 1)
                if len(data) > most:
                    self._connection.close()  # what is not read must not be taken for the next answer
                elif answer.length:
                    raise http.client.IncompleteRead(data)  # read(n) does not say by itself that the line was cut
                else:
                    answer.close()
            except (OSError, http.client.HTTPException) as error:
                problem = str(error) or type(error).__name__
                self._connection.close()
            else:
                return answer.status, data
        raise Silent(f"{self.address} does not answer ({problem}).")
