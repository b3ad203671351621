"""Proofs that travel alone (C2SP tlog-proof): where a leaf stands, its path to the root, and the signed checkpoint."""

from dataclasses import dataclass

from duijie.ledger.errors import FormatError
from duijie.ledger.formats.encoding import decode_base64, encode_base64
from duijie.ledger.formats.lines import cut_at_gap, decode_hashes, encode_hashes, numbered_line
from duijie.ledger.formats.notes import Note, parse_note

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_EXTRA = "extra "


@dataclass(frozen=True, slots=True)
class LoggedProof:
    """That the leaf of this index is in the log; `extra` is proven by nothing."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes = b""

    def __str__(self) -> str:
        """The proof as a text file."""
        extra = f"{_EXTRA}{encode_base64(self.extra)}\n" if self.extra else ""
        return f"{_FIRST_LINE}\n{extra}index {self.index}\n{encode_hashes(self.path)}\n{self.checkpoint}"


def parse_logged_proof(data: bytes) -> LoggedProof:
    """Read such a text; nothing is verified yet.

    Raises:
        FormatError: it is none.
    """
    lines, note = cut_at_gap(data, "A proof")
    if lines.pop(0) != _FIRST_LINE:
        raise FormatError(f"A proof begins with the line {_FIRST_LINE}.")
    extra = b""
    if lines and lines[0].startswith(_EXTRA):
        extra = decode_base64(lines.pop(0).removeprefix(_EXTRA), "The extra data of the proof")
    index = numbered_line(lines.pop(0) if lines else "", "index")
    return LoggedProof(index, decode_hashes(lines), parse_note(note), extra)
