"""SM2 verifier keys and their lines, as C2SP signed-note provides for types that it does not number.

A key is `<name>+<id>+<base64 of 0xff, "duijie/sm2-sm3/v1", 0x04, X, Y>`, its id made as for all keys. The line carries
r and s, 32 bytes each, so that a signature has one spelling only; other programs want them as the DER sequence of
GM/T 0009 (`der_signature`). What is signed is the text of the note, under the signer's identity that GM/T 0009 gives
to all who have none of their own.
"""

from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from duijie.ledger.errors import FormatError, LedgerError, SignatureProblem
from duijie.ledger.formats.encoding import decode_base64, encode_base64
from duijie.ledger.formats.notes import KEY_ID_SIZE, Note, SignatureLine, is_key_name

ALGORITHM = b"\xffduijie/sm2-sm3/v1"
SIGNER = b"1234567812345678"
POINT_SIZE = 65
NUMBER_SIZE = 32
_UNCOMPRESSED = b"\x04"
_PARTS = 3


@dataclass(frozen=True, slots=True)
class NationalKey:
    """The public half of an SM2 key; `public` is the point, uncompressed: 0x04, X, Y."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that, with the name, say which key signed."""
        return sha256(self.name.encode() + b"\n" + ALGORITHM + self.public).digest()[:KEY_ID_SIZE]

    def __str__(self) -> str:
        """The key as one word."""
        return f"{self.name}+{self.id.hex()}+{encode_base64(ALGORITHM + self.public)}"

    def check(self, note: Note) -> None:
        """Check that the note has a line of this key, and that it holds.

        Raises:
            SignatureProblem: it has none, or one does not hold.
            LedgerError: the extra `gm` is not installed.
        """
        lines = [line for line in note.signatures if (line.name, line.key_id) == (self.name, self.id)]
        if not lines:
            raise SignatureProblem(f"The note has no SM2 signature of {self.name}.")
        if not all(self._holds(note.text, line) for line in lines):
            raise SignatureProblem(f"The SM2 signature of {self.name} does not hold.")

    def _holds(self, text: str, line: SignatureLine) -> bool:
        gm = needed_library()
        if len(line.signature) != 2 * NUMBER_SIZE:
            return False
        try:
            held: bool = gm.sm2_verify(self.public[1:], text.encode(), der_signature(line), SIGNER)
        except gm.GmsslInnerError:
            return False
        return held


def der_signature(line: SignatureLine) -> bytes:
    """The signature of a line as a DER sequence of r and s."""
    r, s = line.signature[:NUMBER_SIZE], line.signature[NUMBER_SIZE:]
    return encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))


def parse_national_key(word: str) -> NationalKey:
    """Read an SM2 verifier key.

    Raises:
        FormatError: it is none.
    """
    parts = word.split("+", _PARTS - 1)
    if len(parts) < _PARTS or not is_key_name(parts[0]):
        raise FormatError("An SM2 key has a name, 8 hexadecimal digits and base64, with a plus between them.")
    data = decode_base64(parts[2], f"The SM2 key of {parts[0]}")
    public = data.removeprefix(ALGORITHM)
    if not data.startswith(ALGORITHM) or len(public) != POINT_SIZE or not public.startswith(_UNCOMPRESSED):
        raise FormatError(f"The key of {parts[0]} is not an SM2 key of the form that we use.")
    key = NationalKey(parts[0], public)
    if parts[1] != key.id.hex():
        raise FormatError(f"The SM2 key of {parts[0]} does not have the id that it states.")
    return key


def needed_library() -> ModuleType:
    """The library that computes SM2 and SM3.

    Raises:
        LedgerError: it is not installed.
    """
    try:
        return import_module("gmssl_pyx")
    except ImportError as error:
        raise LedgerError("SM2 signatures need the package gmssl-pyx; install the extra: pip install duijie[gm]") from (
            error
        )
