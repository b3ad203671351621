"""An anchor that is a file which only grows: on another machine, on a disk that is written once, printed each month."""

import fcntl
import os
from pathlib import Path

from duijie.ledger.anchors.anchoring import AnchorProblem, Receipt, demand_growth
from duijie.ledger.errors import FormatError
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.encoding import decode_base64, decode_number, encode_base64

_PARTS = 3


class FileAnchor:
    """One line a head, `<size> <root in base64> <origin>`; lines are added at the end and never changed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"the file {self._path.name}"

    def newest(self, origin: str) -> Checkpoint | None:
        """The greatest head of a log that stands here, None before the first.

        Raises:
            AnchorProblem: the file cannot be read, or a line in it is none of ours.
        """
        try:
            return self._newest(self._path.read_bytes(), origin)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AnchorProblem(f"{self._path} cannot be read: {error.strerror}.") from error

    def anchor(self, checkpoint: Checkpoint) -> Receipt:
        """Add a line; it is on the disk when this returns.

        Raises:
            AnchorProblem: the head is not greater than the newest, or the file cannot be written.
        """
        try:
            with self._path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                data = file.read()
                number = data.count(b"\n") + 1
                demand_growth(self.name, self._newest(data, checkpoint.origin), checkpoint)
                file.write(f"{checkpoint.size} {encode_base64(checkpoint.root)} {checkpoint.origin}\n".encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise AnchorProblem(f"{self._path} cannot be written: {error.strerror}.") from error
        return Receipt(self.name, checkpoint, f"line {number}")

    def _newest(self, data: bytes, origin: str) -> Checkpoint | None:
        if data and not data.endswith(b"\n"):
            raise AnchorProblem(f"The last line of {self._path} is not whole: the machine stopped there; take it away.")
        newest = None
        for number, line in enumerate(data.decode("utf-8", "replace").split("\n")[:-1], 1):
            checkpoint = self._head(number, line)
            if checkpoint.origin == origin:
                newest = checkpoint
        return newest

    def _head(self, number: int, line: str) -> Checkpoint:
        size, root, origin = [*line.split(" ", _PARTS - 1), "", ""][:_PARTS]
        try:
            return Checkpoint(origin, decode_number(size, "Its size"), decode_base64(root, "Its root"))
        except FormatError as error:
            raise AnchorProblem(f"Line {number} of {self._path} is no head of a log. {error}") from error
