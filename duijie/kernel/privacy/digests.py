"""Find a person by phone or ID number without keeping either in the clear."""

import hashlib
import hmac

from duijie.kernel.privacy.keys import digest_key


def keyed_digest(text: str, purpose: str) -> str:
    """HMAC-SHA-256 in hex (64 characters); digests of different purposes cannot be joined.

    The caller brings the text into one form first (a phone in E.164, an ID in capitals): digests compare exactly.
    """
    purpose_key = hmac.digest(digest_key(), purpose.encode("utf-8"), hashlib.sha256)
    return hmac.new(purpose_key, text.encode("utf-8"), hashlib.sha256).hexdigest()
