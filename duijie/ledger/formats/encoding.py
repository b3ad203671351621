"""Base64 and decimal numbers with one spelling each: a changed character must never decode to the same value."""

from base64 import b64decode, b64encode
from binascii import Error

from duijie.ledger.errors import FormatError

BIGGEST_SIZE = 2**63 - 1


def encode_base64(data: bytes) -> str:
    """Standard base64 (RFC 4648, section 4) with padding."""
    return b64encode(data).decode("ascii")


def decode_base64(text: str, what: str) -> bytes:
    """Decode strictly: no other alphabet, no white space, no bits set that padding ignores.

    Raises:
        FormatError: the text is not the one spelling of its value; `what` names it.
    """
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, Error):
        data = b""
    if not text or encode_base64(data) != text:
        raise FormatError(f"{what} is not strict base64.")
    return data


def decode_number(text: str, what: str) -> int:
    """Decode an ASCII decimal without leading zeros, below 2**63.

    Raises:
        FormatError: it is none; `what` names it.
    """
    is_decimal = text.isascii() and text.isdigit()
    if not is_decimal or (text[0] == "0" and text != "0") or len(text) > len(str(BIGGEST_SIZE)):
        raise FormatError(f"{what} is not a whole number without leading zeros.")
    if (number := int(text)) > BIGGEST_SIZE:
        raise FormatError(f"{what} is larger than any log can be.")
    return number
