"""Checkpoints (C2SP tlog-checkpoint): the text that a log signs: its origin, how many leaves, and their root."""

from dataclasses import dataclass

from duijie.ledger.errors import FormatError
from duijie.ledger.formats.encoding import decode_base64, decode_number, encode_base64
from duijie.ledger.formats.hashing import HASH_SIZE

_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One state of a log; `extensions` are lines that say nothing to us."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encode_base64(self.root), *self.extensions))


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint.

    Raises:
        FormatError: it is none.
    """
    lines = text.split("\n")
    if len(lines) <= _LINES or lines.pop() or not all(lines):
        raise FormatError("A checkpoint has three lines (origin, size, root) or more, none of them empty.")
    root = decode_base64(lines[2], "The root of the checkpoint")
    if len(root) != HASH_SIZE:
        raise FormatError(f"The root of the checkpoint has {len(root)} bytes instead of {HASH_SIZE}.")
    return Checkpoint(lines[0], decode_number(lines[1], "The size of the checkpoint"), root, tuple(lines[_LINES:]))
