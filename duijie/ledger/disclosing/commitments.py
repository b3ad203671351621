"""How the fields of an act become the one root on its leaf, so that each can be shown without the others.

All is RFC 8785 JSON. For texts, whole numbers that JSON holds exactly, yes/no and nothing, under ASCII names, the
standard library writes just that.
"""

from collections.abc import Iterable
from hashlib import sha256

from duijie.ledger.formats.leaves import as_json

Value = str | int | bool | None
BIGGEST_NUMBER = 2**53 - 1
SALT_SIZE = 16


def canonical(value: object) -> bytes:
    """RFC 8785 JSON of lists and of objects with ASCII names, made of values as above.

    Raises:
        UnicodeEncodeError: a text has half a surrogate pair.
    """
    return as_json(value).encode()


def field_digest(salt: bytes, name: str, value: Value) -> bytes:
    """`SHA-256(JCS([salt in hexadecimal, name, value]))`, 32 bytes."""
    return sha256(canonical([salt.hex(), name, value])).digest()


def root_of(digests: Iterable[bytes]) -> bytes:
    """SHA-256 over the sorted digests, one after another."""
    return sha256(b"".join(sorted(digests))).digest()
