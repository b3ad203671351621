"""How a message is signed, as the Standard Webhooks specification 1.0 says. Plain Python.

Signed are `<id>.<timestamp>.<body>` with HMAC-SHA256; the key is what stands behind `whsec_` in base64. Receivers in
most languages have a ready library for it. https://github.com/standard-webhooks/standard-webhooks
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

PREFIX: Final = "whsec_"
KEY_BYTES: Final = 32


def new_secret() -> str:
    """A fresh secret for one receiver."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """What stands in `webhook-signature`; `timestamp` in seconds since 1970.

    Raises:
        ValueError: this is no secret of a webhook.
    """
    if not secret.startswith(PREFIX):
        raise ValueError(f"the secret of a webhook begins with {PREFIX}")
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = f"{message_id}.{timestamp}.".encode("ascii") + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")


def signed_headers(secret: str, *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """All that a receiver needs beside the body."""
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id=message_id, timestamp=timestamp, body=body),
    }
