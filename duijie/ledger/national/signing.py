"""Signing with SM2 beside the log's own key; the private key is a file that only its owner can read.

The file holds one word, `PRIVATE+KEY+<name>+<id>+<base64 of the algorithm, the private number, the public point>`.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from duijie.ledger.errors import FormatError, LedgerError, SignatureProblem
from duijie.ledger.formats.encoding import decode_base64, encode_base64
from duijie.ledger.formats.keys import VerifierKey
from duijie.ledger.formats.notes import Note, SignatureLine, is_key_name
from duijie.ledger.national.keys import ALGORITHM, NUMBER_SIZE, SIGNER, NationalKey, needed_library, parse_national_key
from duijie.ledger.writing.signing import Signer

_PREFIX = "PRIVATE+KEY+"
_PARTS = 3


class NationalSigningKey:
    """A private SM2 key with its name; what it signs can be checked with `verifier`."""

    def __init__(self, verifier: NationalKey, private: bytes) -> None:
        self.verifier = verifier
        self._private = private

    def line(self, text: str) -> SignatureLine:
        """Sign a text."""
        signed = needed_library().sm2_sign(self._private, self.verifier.public[1:], text.encode(), SIGNER)
        signature = b"".join(number.to_bytes(NUMBER_SIZE, "big") for number in decode_dss_signature(signed))
        return SignatureLine(self.verifier.name, self.verifier.id, signature)


class TwofoldSigner:
    """Signs as the log's own key does, and adds the line of the SM2 key; goes to the writer in place of the first."""

    def __init__(self, first: Signer, second: NationalSigningKey) -> None:
        self._first = first
        self._second = second

    @property
    def verifier(self) -> VerifierKey:
        """The log's own key, by which all programs know it."""
        return self._first.verifier

    def sign(self, text: str) -> Note:
        """Sign with both."""
        note = self._first.sign(text)
        return Note(text, (*note.signatures, self._second.line(text)))


def make_national_key_file(path: Path, name: str) -> NationalSigningKey:
    """Make an SM2 key and keep it in a new file that only its owner can read.

    Raises:
        LedgerError: the file is there already or cannot be written, the name names no key, or the extra is missing.
    """
    if not is_key_name(name):
        raise FormatError(f"“{name}” cannot name a key: it must not be empty or have white space or a plus.")
    point, private = needed_library().sm2_key_generate()
    verifier = NationalKey(name, b"\x04" + point)
    secret = encode_base64(ALGORITHM + private + verifier.public)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{_PREFIX}{name}+{verifier.id.hex()}+{secret}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise LedgerError(f"The key {path} cannot be written: {error.strerror}.") from error
    return NationalSigningKey(verifier, private)


def read_national_key_file(path: Path) -> NationalSigningKey:
    """Read a private SM2 key, and see that its two halves belong together.

    Raises:
        LedgerError: the file cannot be read, holds no such key, or the extra is missing.
    """
    try:
        word = path.read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"The key {path} cannot be read.") from error
    parts = word.removeprefix(_PREFIX).split("+", _PARTS - 1)
    if not word.startswith(_PREFIX) or len(parts) < _PARTS:
        raise FormatError(f"{path} holds no private key.")
    data = decode_base64(parts[2], f"The private key in {path}")
    begin, end = len(ALGORITHM), len(ALGORITHM) + NUMBER_SIZE
    public = encode_base64(data[:begin] + data[end:])
    key = NationalSigningKey(parse_national_key(f"{parts[0]}+{parts[1]}+{public}"), data[begin:end])
    try:
        key.verifier.check(Note("trial\n", (key.line("trial\n"),)))
    except SignatureProblem as error:
        raise FormatError(f"The two halves of the key in {path} do not belong together.") from error
    return key
