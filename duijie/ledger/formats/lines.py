"""What tlog-proof and tlog-witness share: words, base64 hashes one a line, an empty line, a checkpoint."""

from duijie.ledger.errors import FormatError
from duijie.ledger.formats.encoding import decode_base64, decode_number, encode_base64
from duijie.ledger.formats.hashing import HASH_SIZE

MOST_HASHES = 63


def encode_hashes(hashes: tuple[bytes, ...]) -> str:
    """One base64 line a hash."""
    return "".join(f"{encode_base64(each)}\n" for each in hashes)


def decode_hashes(lines: list[str]) -> tuple[bytes, ...]:
    """Read such lines.

    Raises:
        FormatError: one is no hash, or there are more than any tree can need.
    """
    if len(lines) > MOST_HASHES:
        raise FormatError(f"A proof has {len(lines)} hashes; no tree needs more than {MOST_HASHES}.")
    hashes = tuple(decode_base64(line, "A hash of the proof") for line in lines)
    if any(len(each) != HASH_SIZE for each in hashes):
        raise FormatError(f"A hash of the proof does not have {HASH_SIZE} bytes.")
    return hashes


def numbered_line(line: str, word: str) -> int:
    """Read `word number`.

    Raises:
        FormatError: it is something else.
    """
    name, _, number = line.partition(" ")
    if name != word:
        raise FormatError(f"A line that begins with “{word} ” and a number is missing.")
    return decode_number(number, f"The number after “{word}”")


def cut_at_gap(data: bytes, what: str) -> tuple[list[str], bytes]:
    """Cut at the first empty line: the lines before it, and the checkpoint after it.

    Raises:
        FormatError: there is no empty line, or the lines before it are not ASCII.
    """
    head, gap, note = data.partition(b"\n\n")
    if not gap or not head.isascii():
        raise FormatError(f"{what} has lines in ASCII, an empty line and a checkpoint.")
    return head.decode("ascii").split("\n"), note
