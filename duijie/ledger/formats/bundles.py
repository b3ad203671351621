"""Entry bundles (C2SP tlog-tiles): up to 256 leaves, each after its length as two bytes, the most significant first."""

from collections.abc import Sequence

from duijie.ledger.errors import FormatError

LONGEST_ENTRY = 0xFFFF
_PREFIX = 2


def encode_entries(entries: Sequence[bytes]) -> bytes:
    """The entries, each after its length.

    Raises:
        FormatError: one is longer than 65 535 bytes.
    """
    try:
        return b"".join([len(entry).to_bytes(_PREFIX, "big") + entry for entry in entries])
    except OverflowError:
        longest = max(map(len, entries))
        raise FormatError(f"An entry has {longest} bytes; at most {LONGEST_ENTRY} fit.") from None


def decode_bundle(data: bytes, width: int, what: str) -> list[bytes]:
    """Return exactly `width` entries.

    Raises:
        FormatError: entries are missing, cut off, or something follows them; `what` names the bundle.
    """
    entries = []
    at = 0
    for _ in range(width):
        end = at + _PREFIX + int.from_bytes(data[at : at + _PREFIX], "big")
        if at + _PREFIX > len(data) or end > len(data):
            raise FormatError(f"{what} ends before its {width} entries do.")
        entries.append(data[at + _PREFIX : end])
        at = end
    if at != len(data):
        raise FormatError(f"{what} has {len(data) - at} bytes after its {width} entries.")
    return entries
