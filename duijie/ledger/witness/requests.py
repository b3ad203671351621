"""What a log sends to a witness: the size that the witness should hold, the proof of growth, the new checkpoint."""

from dataclasses import dataclass

from duijie.ledger.formats.lines import cut_at_gap, decode_hashes, encode_hashes, numbered_line
from duijie.ledger.formats.notes import Note, parse_note


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """One request to cosign a checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        """The body of the request."""
        return f"old {self.old_size}\n{encode_hashes(self.proof)}\n{self.checkpoint}"


def parse_request(body: bytes) -> AddCheckpoint:
    """Read the body of a request; nothing is verified yet.

    Raises:
        FormatError: it is none.
    """
    lines, note = cut_at_gap(body, "A request")
    return AddCheckpoint(numbered_line(lines[0], "old"), decode_hashes(lines[1:]), parse_note(note))
