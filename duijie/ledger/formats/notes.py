"""Signed notes (C2SP signed-note): a text, an empty line, and signature lines `— <key name> <base64>`."""

from dataclasses import dataclass

from duijie.ledger.errors import FormatError
from duijie.ledger.formats.encoding import decode_base64, encode_base64

KEY_ID_SIZE = 4
LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_FIRST_PRINTABLE = " "
_DASH = "— "


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Who says to have signed (name and 4 bytes of key id), and the bytes of the signature."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """The line, with its end."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """The signed text, with its last line end, and the signature lines in their order."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def __str__(self) -> str:
        """The whole note."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


def is_key_name(name: str) -> bool:
    """Whether a key may have this name: not empty, no white space, no plus, no control characters."""
    return bool(name) and not any(sign.isspace() or sign == "+" or sign < _FIRST_PRINTABLE for sign in name)


def parse_note(data: bytes) -> Note:
    """Read a signed note; nothing is verified yet.

    Raises:
        FormatError: it is none.
    """
    text = _decode(data)
    body, gap, signed = text.rpartition("\n\n")
    if not gap or not signed.endswith("\n"):
        raise FormatError("A signed note has a text, an empty line and signature lines, each with its line end.")
    lines = signed[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise FormatError(f"A note has {len(lines)} signatures; at most {MOST_SIGNATURES} are read.")
    return Note(body + "\n", tuple(parse_signature(line) for line in lines))


def parse_signature(line: str) -> SignatureLine:
    """Read one signature line, without its end.

    Raises:
        FormatError: it is none.
    """
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name):
        raise FormatError("A signature line has a dash (U+2014), the name of a key and base64, one space between them.")
    data = decode_base64(encoded, f"The signature of {name}")
    if len(data) <= KEY_ID_SIZE:
        raise FormatError(f"The signature of {name} is too short.")
    return SignatureLine(name, data[:KEY_ID_SIZE], data[KEY_ID_SIZE:])


def _decode(data: bytes) -> str:
    if len(data) > LONGEST_NOTE:
        raise FormatError(f"A note has {len(data)} bytes; at most {LONGEST_NOTE} are read.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise FormatError("A note is not UTF-8.") from None
    if any(sign < _FIRST_PRINTABLE and sign != "\n" for sign in text):
        raise FormatError("A note has control characters.")
    return text
