"""Identifiers: UUIDv7 for rows, short public numbers for people."""

import secrets
from uuid import UUID

import uuid_utils

_DIGITS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 7


def new_id() -> UUID:
    """A UUID of version 7: sorts by time of creation, RFC 9562."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def public_number(prefix: str) -> str:
    """A number for people such as `N-7QK2M4T`: random, so it tells nothing about how many there are (30⁷ ≈ 2·10¹⁰)."""
    return f"{prefix}-{''.join(secrets.choice(_DIGITS) for _ in range(_LENGTH))}"
