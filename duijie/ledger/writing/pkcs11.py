"""The program that has a PKCS#11 token sign: `python -m duijie.ledger.writing.pkcs11 MODULE --token … --key … --pin …`.

It stands in the second line of a token's file (`tokens`): text comes on its standard input, the 64 bytes of the Ed25519
signature (PKCS#11 3.0, CKM_EDDSA) go to its standard output. MODULE is the library that the token's maker gives out.
With `--name ORIGIN` it prints the verifier key instead, which is the first line of that file.
"""

import argparse
import ctypes
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import Structure, byref, c_ubyte, c_ulong, c_void_p, cast, create_string_buffer, sizeof
from pathlib import Path

from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.keys import PUBLIC_KEY_SIZE, KeyType, VerifierKey

SIGNATURE_SIZE = 64
_EDDSA = 0x1057
_CLASS, _LABEL, _POINT = 0x0, 0x3, 0x181
_PUBLIC, _PRIVATE = 2, 3
_OCTETS = bytes((0x04, PUBLIC_KEY_SIZE))
_SERIAL_SESSION, _USER = 4, 1
_LABEL_SIZE, _INFO_SIZE = 32, 1024


class _Attribute(Structure):
    _fields_ = (("type", c_ulong), ("value", c_void_p), ("length", c_ulong))


class _Mechanism(Structure):
    _fields_ = (("type", c_ulong), ("parameter", c_void_p), ("length", c_ulong))


class Token:
    """One session with the token of a label, through the library of its maker."""

    def __init__(self, module: Path, label: str) -> None:
        try:
            self._library = ctypes.CDLL(str(module))
        except OSError as error:
            raise LedgerError(f"{module} cannot be loaded: it is no library of a token.") from error
        self._call("C_Initialize", None)
        self._session = c_ulong()
        slot = self._slot(label)
        self._call("C_OpenSession", slot, c_ulong(_SERIAL_SESSION), None, None, byref(self._session))

    def close(self) -> None:
        """End the session, and with it what the PIN opened."""
        self._call("C_Finalize", None)

    def unlock(self, pin: str) -> None:
        """Give the PIN of its user."""
        given = pin.encode()
        self._call("C_Login", self._session, c_ulong(_USER), given, c_ulong(len(given)))

    def sign(self, key: str, text: bytes) -> bytes:
        """Have the private key of a label sign.

        Raises:
            LedgerError: there is no such key, or the token refuses.
        """
        mechanism = _Mechanism(_EDDSA, None, 0)
        self._call("C_SignInit", self._session, byref(mechanism), self._find(_PRIVATE, key))
        signature, length = create_string_buffer(SIGNATURE_SIZE), c_ulong(SIGNATURE_SIZE)
        self._call("C_Sign", self._session, text, c_ulong(len(text)), signature, byref(length))
        return signature.raw[: length.value]

    def public(self, key: str) -> bytes:
        """The public key of a label: 32 bytes, which some tokens give bare and others as a DER octet string.

        Raises:
            LedgerError: there is no such key, or it is not of Ed25519.
        """
        room = create_string_buffer(_INFO_SIZE)
        wanted = _Attribute(_POINT, cast(room, c_void_p), _INFO_SIZE)
        self._call("C_GetAttributeValue", self._session, self._find(_PUBLIC, key), byref(wanted), c_ulong(1))
        point = room.raw[: wanted.length]
        public = point.removeprefix(_OCTETS) if len(point) > PUBLIC_KEY_SIZE else point
        if len(public) != PUBLIC_KEY_SIZE:
            raise LedgerError(f"The key {key} of the token is not one of Ed25519.")
        return public

    def _slot(self, label: str) -> c_ulong:
        count = c_ulong()
        self._call("C_GetSlotList", c_ubyte(1), None, byref(count))
        slots = (c_ulong * count.value)()
        self._call("C_GetSlotList", c_ubyte(1), slots, byref(count))
        for slot in slots:
            info = create_string_buffer(_INFO_SIZE)
            self._call("C_GetTokenInfo", c_ulong(slot), info)
            if info.raw[:_LABEL_SIZE].decode("utf-8", "replace").rstrip() == label:
                return c_ulong(slot)
        raise LedgerError(f"No token {label} is plugged in.")

    def _find(self, kind: int, label: str) -> c_ulong:
        name, number = create_string_buffer(label.encode()), c_ulong(kind)
        wanted = (_Attribute * 2)(
            _Attribute(_CLASS, cast(byref(number), c_void_p), sizeof(number)),
            _Attribute(_LABEL, cast(name, c_void_p), len(label.encode())),
        )
        self._call("C_FindObjectsInit", self._session, wanted, c_ulong(len(wanted)))
        found, count = c_ulong(), c_ulong()
        self._call("C_FindObjects", self._session, byref(found), c_ulong(1), byref(count))
        self._call("C_FindObjectsFinal", self._session)
        if not count.value:
            raise LedgerError(f"The token has no key {label}.")
        return found

    def _call(self, name: str, *given: object) -> None:
        answer = getattr(self._library, name)(*given) & 0xFFFF_FFFF
        if answer:
            raise LedgerError(f"The token answers {name} with 0x{answer:08x}.")


@contextmanager
def opened(module: Path, label: str) -> Iterator[Token]:
    """A token, closed at the end."""
    token = Token(module, label)
    try:
        yield token
    finally:
        token.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Sign, or print the verifier key; 1 with one sentence when the token does not do it."""
    parser = argparse.ArgumentParser(prog="python -m duijie.ledger.writing.pkcs11", description=__doc__)
    parser.add_argument("module", type=Path, metavar="MODULE")
    parser.add_argument("--token", required=True, metavar="LABEL")
    parser.add_argument("--key", required=True, metavar="LABEL")
    parser.add_argument("--pin", required=True, type=Path, metavar="FILE", help="a file that only its owner can read")
    parser.add_argument("--name", metavar="ORIGIN", help="print the verifier key under this name")
    given = parser.parse_args(arguments)
    try:
        with opened(given.module, given.token) as token:
            token.unlock(_pin(given.pin))
            if given.name:
                sys.stdout.write(f"{VerifierKey(given.name, KeyType.ED25519, token.public(given.key))}\n")
            else:
                sys.stdout.buffer.write(token.sign(given.key, sys.stdin.buffer.read()))
    except LedgerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _pin(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise LedgerError(f"Others can read the PIN in {path}; chmod 600 takes that away.")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"The PIN in {path} cannot be read.") from error


if __name__ == "__main__":
    sys.exit(main())
