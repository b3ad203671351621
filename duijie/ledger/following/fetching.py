"""Getting the files of a log over HTTP. What comes is not believed: whoever asked for it judges it."""

import http.client
from http import HTTPStatus

from duijie.ledger.connecting import connection_to
from duijie.ledger.errors import FormatError, LedgerError, LogDamaged
from duijie.ledger.following.files import HasFiles
from duijie.ledger.following.problems import Silent

PATIENCE = 30.0
_TIMES_ASKED = 2


class LogAddress(HasFiles):
    """A log at an address, as `https://log.example/log/620000/2026`; one connection is kept for all of its files."""

    def __init__(self, address: str, seconds: float = PATIENCE) -> None:
        try:
            self._connection, folder = connection_to(address, seconds)
        except FormatError as error:
            raise LedgerError(f"{address} is no address of a log, as https://log.example/log/620000/2026.") from error
        self.place = address
        self._folder = folder.rstrip("/")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

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
            raise Silent(f"{self.place} answers {status} when it is asked for {name}.")
        if len(data) > most:
            raise LogDamaged(f"{name} has more than {most} bytes.")
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
        raise Silent(f"{self.place} does not answer ({problem}).")
