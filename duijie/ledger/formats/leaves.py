"""The leaf of a public act: what the log holds of it, byte for byte, so that anybody can make it again and hash it.

RFC 8785 JSON of six texts. For texts alone the standard library writes just that: sorted keys, no blanks, UTF-8, and
only the quotation mark, the backslash and control characters escaped. Described in docs/reference/ledger-leaves.md.
"""

import json

as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""Kept, because making an encoder for each of thousands of records is half of the work."""


def leaf_bytes(*, kind: str, hour: str, division: str, subject: str, role: str, root: str) -> bytes:
    """The bytes of a leaf.

    `hour` is the full hour in UTC as `2026-11-21T09Z`, `division` a code of at most six digits, `subject` and `root`
    are hexadecimal (16 and 32 bytes).
    """
    fields = {"kind": kind, "hour": hour, "division": division, "subject": subject, "role": role, "root": root}
    return as_json(fields).encode()
