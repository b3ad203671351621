"""Verifier keys and what their signatures say (C2SP signed-note and tlog-cosignature).

A key is `<name>+<id as 8 hex digits>+<base64 of type and public key>`; its id is the beginning of
SHA-256(name, line end, type, public key), so a key with another name or another type is another key.
"""

from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from duijie.ledger.errors import FormatError, SignatureProblem
from duijie.ledger.formats.encoding import BIGGEST_SIZE, decode_base64, encode_base64
from duijie.ledger.formats.notes import KEY_ID_SIZE, SignatureLine, is_key_name

PUBLIC_KEY_SIZE = 32
TIMESTAMP_SIZE = 8
_PARTS = 3


class KeyType(IntEnum):
    """The signature types that we know, by the byte that the specification gives them."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key: enough to check, never to sign."""

    name: str
    type: KeyType
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that, with the name, say which key signed."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:KEY_ID_SIZE]

    def __str__(self) -> str:
        """The key as one word."""
        return f"{self.name}+{self.id.hex()}+{encode_base64(bytes([self.type]) + self.public)}"

    def made(self, line: SignatureLine) -> bool:
        """Whether the line says that this key made it."""
        return (line.name, line.key_id) == (self.name, self.id)

    def check(self, text: str, line: SignatureLine) -> int | None:
        """Check that the line signs the text; return the POSIX time of a cosignature.

        Raises:
            SignatureProblem: it does not.
        """
        time, signature = None, line.signature
        message = text.encode()
        if self.type is KeyType.COSIGNATURE:
            time = int.from_bytes(signature[:TIMESTAMP_SIZE], "big")
            signature = signature[TIMESTAMP_SIZE:]
            message = cosigned_message(text, time)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise SignatureProblem(f"The signature of {self.name} does not hold.") from None
        if time is not None and time > BIGGEST_SIZE:
            raise SignatureProblem(f"The cosignature of {self.name} gives a time that no clock can show.")
        return time


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs: the text of the checkpoint as seen at a POSIX time in seconds."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def parse_key(word: str) -> VerifierKey:
    """Read a verifier key.

    Raises:
        FormatError: it is none, or of a type that we cannot check.
    """
    parts = word.split("+", _PARTS - 1)
    if len(parts) < _PARTS or not is_key_name(parts[0]):
        raise FormatError("A verifier key has a name, 8 hexadecimal digits and base64, with a plus between them.")
    data = decode_base64(parts[2], f"The verifier key of {parts[0]}")
    if data[0] not in set(KeyType):
        raise FormatError(f"The verifier key of {parts[0]} is of type {data[0]}, which we cannot check.")
    if len(data) != 1 + PUBLIC_KEY_SIZE:
        raise FormatError(f"The verifier key of {parts[0]} has {len(data) - 1} bytes instead of {PUBLIC_KEY_SIZE}.")
    key = VerifierKey(parts[0], KeyType(data[0]), data[1:])
    if parts[1] != key.id.hex():
        raise FormatError(f"The verifier key of {parts[0]} does not have the id that it states.")
    return key


def parse_keys(data: bytes) -> tuple[VerifierKey, ...]:
    """Read a file of verifier keys, one a line, the log's first.

    Raises:
        FormatError: there is none, a line is none, or a key stands there twice.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise FormatError("The file of verifier keys is not UTF-8.") from None
    lines = text.removesuffix("\n").split("\n")
    keys = tuple(parse_key(line) for line in lines)
    if len(set(keys)) < len(keys):
        raise FormatError("A verifier key stands there twice.")
    return keys
