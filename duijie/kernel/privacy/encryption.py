"""AES-256-GCM with the key's id in the token, bound to the place where the token belongs."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from duijie.kernel.privacy.keys import field_keys

_NONCE_BYTES = 12


class Undecipherable(Exception):
    """A token was changed, moved to another field, or its key is gone; says where, never what."""


def encrypt(text: str, *, context: str) -> str:
    """A token `key-id.base64url(nonce + ciphertext + tag)`; `context`, `app.model.field`, is authenticated with it."""
    keys = field_keys()
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(keys.by_id[keys.newest]).encrypt(nonce, text.encode("utf-8"), context.encode("utf-8"))
    return token_prefix(keys.newest) + base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def decrypt(token: str, *, context: str) -> str:
    """The text of a token.

    Raises:
        Undecipherable: the key is not among the keys, or the token does not belong to this context.
    """
    key_id, _, encoded = token.partition(".")
    key = field_keys().by_id.get(key_id)
    if key is None:
        raise Undecipherable(f"{context}: there is no key with the id {key_id[:16]!r}")
    try:
        sealed = base64.urlsafe_b64decode(encoded)
        opened = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode("utf-8"))
    except (InvalidTag, binascii.Error, ValueError):
        raise Undecipherable(f"{context}: the value was changed or belongs elsewhere (key {key_id})") from None
    return opened.decode("utf-8")


def token_prefix(key_id: str) -> str:
    """How every token of this key begins."""
    return f"{key_id}."
