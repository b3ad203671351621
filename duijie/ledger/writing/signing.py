"""Private keys: made, kept in a file that only its owner can read, and used to sign notes.

The file holds one word, `PRIVATE+KEY+<name>+<id>+<base64 of type and seed>`, as other programs of the field write it.
"""

import os
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from duijie.ledger.errors import FormatError, LedgerError
from duijie.ledger.formats.encoding import decode_base64, encode_base64
from duijie.ledger.formats.keys import TIMESTAMP_SIZE, KeyType, VerifierKey, cosigned_message
from duijie.ledger.formats.notes import Note, SignatureLine, is_key_name

SEED_SIZE = 32
_PREFIX = "PRIVATE+KEY+"
_PARTS = 3


class Signer(Protocol):
    """Whatever signs as a log: a key in a file, or one that never leaves its token (PKCS#11)."""

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""

    def sign(self, text: str) -> Note:
        """Sign a text as the log that it speaks of."""


class SigningKey:
    """A private key with its name; what it signs can be checked with `verifier`."""

    def __init__(self, name: str, key_type: KeyType, seed: bytes) -> None:
        if not is_key_name(name):
            raise FormatError(f"“{name}” cannot name a key: it must not be empty or have white space or a plus.")
        if len(seed) != SEED_SIZE:
            raise FormatError(f"The private key of {name} has {len(seed)} bytes instead of {SEED_SIZE}.")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._verifier = VerifierKey(name, key_type, public)

    @property
    def verifier(self) -> VerifierKey:
        """The public half, which checks what this key signs."""
        return self._verifier

    def sign(self, text: str) -> Note:
        """Sign a text as the log that it speaks of."""
        return Note(text, (self._line(self._private.sign(text.encode())),))

    def cosign(self, text: str, time: int) -> SignatureLine:
        """Sign a checkpoint as a witness that saw it at a POSIX time in seconds."""
        signature = self._private.sign(cosigned_message(text, time))
        return self._line(time.to_bytes(TIMESTAMP_SIZE, "big") + signature)

    def _line(self, signature: bytes) -> SignatureLine:
        return SignatureLine(self.verifier.name, self.verifier.id, signature)


def new_seed() -> bytes:
    """32 random bytes: the secret of a new key."""
    return os.urandom(SEED_SIZE)


def make_key_file(path: Path, name: str, key_type: KeyType) -> SigningKey:
    """Make a key and keep it in a new file that only its owner can read.

    Raises:
        LedgerError: the file is there already or cannot be written, or the name cannot name a key.
    """
    seed = new_seed()
    key = SigningKey(name, key_type, seed)
    word = f"{_PREFIX}{name}+{key.verifier.id.hex()}+{encode_base64(bytes([key_type]) + seed)}\n"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(word)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise LedgerError(f"The key {path} cannot be written: {error.strerror}.") from error
    return key


def read_key_file(path: Path) -> SigningKey:
    """Read a private key.

    Raises:
        LedgerError: the file cannot be read, or holds no key of a type that we use.
    """
    try:
        word = path.read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"The key {path} cannot be read.") from error
    parts = word.removeprefix(_PREFIX).split("+", _PARTS - 1)
    if not word.startswith(_PREFIX) or len(parts) < _PARTS:
        raise FormatError(f"{path} holds no private key.")
    data = decode_base64(parts[2], f"The private key in {path}")
    if data[0] not in set(KeyType):
        raise FormatError(f"The private key in {path} is of type {data[0]}, which we cannot use.")
    key = SigningKey(parts[0], KeyType(data[0]), data[1:])
    if key.verifier.id.hex() != parts[1]:
        raise FormatError(f"The private key in {path} does not have the id that it states.")
    return key
