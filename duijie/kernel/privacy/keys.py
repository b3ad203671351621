"""The keys of encrypted fields and of digests: from the environment, else from files that only their owner reads."""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FIELD_KEYS_VARIABLE = "DUIJIE_FIELD_KEYS"
DIGEST_KEY_VARIABLE = "DUIJIE_DIGEST_KEY"
KEY_BYTES = 32
_KEY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")


class KeysMissing(ImproperlyConfigured):
    """A key is missing or malformed; the sentence names the variable and the file, never the key."""


@dataclass(frozen=True)
class FieldKeys:
    """Keys of encrypted fields by id; the newest encrypts, all of them decrypt."""

    newest: str
    by_id: Mapping[str, bytes] = field(repr=False)


def field_keys() -> FieldKeys:
    """The keys of encrypted fields, newest first: `id:base64,id2:base64`, or one a line in the file `keys/fields`.

    Raises:
        KeysMissing: there is none, or one is not 32 bytes of base64 with an id.
    """
    return _parse_field_keys(_text_of(FIELD_KEYS_VARIABLE, "fields"))


def digest_key() -> bytes:
    """The key of look-up digests, base64 of 32 bytes. It cannot be rotated without making every digest anew.

    Raises:
        KeysMissing: there is none, or it is not 32 bytes of base64.
    """
    return _decode(_text_of(DIGEST_KEY_VARIABLE, "digest"), DIGEST_KEY_VARIABLE)


def new_field_key(key_id: str) -> str:
    """One line `id:base64` with a fresh random key."""
    if not _KEY_ID.fullmatch(key_id):
        raise KeysMissing(f"{key_id!r} is no key id: 1–16 of a–z, 0–9 and hyphen.")
    return f"{key_id}:{_fresh()}"


def make_demo_keys(folder: Path) -> None:
    """Make the key files of a demo or test that do not exist yet, readable by their owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(folder / "fields", new_field_key("demo"))
    _write_once(folder / "digest", _fresh())


def _write_once(path: Path, line: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _text_of(variable: str, file_name: str) -> str:
    text = os.environ.get(variable, "").strip()
    return text or _file_text(Path(settings.ENVIRONMENT.home) / "keys" / file_name, variable)


@lru_cache(maxsize=8)
def _file_text(path: Path, variable: str) -> str:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise KeysMissing(f"Set {variable}, or put the key into {path} ({problem.__class__.__name__}).") from None
    if not text:
        raise KeysMissing(f"Set {variable}, or put the key into {path}, which is empty.")
    return text


@lru_cache(maxsize=8)
def _parse_field_keys(text: str) -> FieldKeys:
    by_id: dict[str, bytes] = {}
    for entry in re.split(r"[,\s]+", text):
        key_id, _, encoded = entry.partition(":")
        if not _KEY_ID.fullmatch(key_id) or key_id in by_id:
            raise KeysMissing(
                f"{FIELD_KEYS_VARIABLE}: each key is `id:base64`; ids differ and are of a–z, 0–9, hyphen."
            )
        by_id[key_id] = _decode(encoded, FIELD_KEYS_VARIABLE)
    return FieldKeys(newest=next(iter(by_id)), by_id=by_id)


def _decode(encoded: str, variable: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeysMissing(f"{variable}: a key is {KEY_BYTES} random bytes in base64.")
    return key
