"""A dense code as decimal digits: QR codes hold them at 3.3 bits a digit, and any reader gives them back unchanged.

Readers take other bytes for text in one encoding or another, and browsers hand over nothing but that text.
17 bytes become 41 digits (0.3 % longer than bytes); the rest at the end as many as its largest number has.
"""

import re
from typing import Final

from duijie.ledger.errors import FormatError

_BYTES: Final = 17
_DIGITS: Final = 41
_LONGEST: Final = 20_000
_BYTES_OF: Final = {len(str(256**size - 1)): size for size in range(1, _BYTES + 1)}
_CODE: Final = re.compile(rb"(?:https?://[!-~]*#)?([0-9]{41,})")


def as_digits(data: bytes) -> str:
    """The digits of some bytes, at least one."""
    pieces = [data[at : at + _BYTES] for at in range(0, len(data), _BYTES)]
    return "".join(f"{int.from_bytes(each, 'big'):0{len(str(256 ** len(each) - 1))}d}" for each in pieces)


def from_digits(digits: str) -> bytes:
    """The bytes of such digits.

    Raises:
        FormatError: no bytes have these.
    """
    if len(digits) > _LONGEST:
        raise FormatError(f"A dense code has {len(digits)} digits; at most {_LONGEST} are read.")
    found = b""
    for at in range(0, len(digits), _DIGITS):
        piece = digits[at : at + _DIGITS]
        size = _BYTES_OF.get(len(piece), 0)
        if not size or int(piece) >= 256**size:
            raise FormatError("These digits are no dense code: some are missing or changed.")
        found += int(piece).to_bytes(size, "big")
    return found


def code_in(data: bytes) -> str | None:
    """The digits in what was typed or scanned, alone or after an address; None where it is something else."""
    if len(data) > _LONGEST * 2:
        return None
    found = _CODE.fullmatch(b"".join(data.split()))
    return found[1].decode("ascii") if found else None
