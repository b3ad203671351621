"""Hashes of the Merkle tree (RFC 6962, section 2.1): leaves and inner nodes are told apart by their first byte."""

from collections.abc import Iterable
from functools import reduce
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> bytes:
    """The hashes of leaves, concatenated."""
    return b"".join([sha256(b"\x00" + entry).digest() for entry in entries])


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: bytes) -> bytes:
    """Root over 2**k concatenated hashes."""
    while len(hashes) > HASH_SIZE:
        pairs = range(0, len(hashes), 2 * HASH_SIZE)
        hashes = b"".join([sha256(b"\x01" + hashes[at : at + 2 * HASH_SIZE]).digest() for at in pairs])
    return hashes


def joined_root(roots: Iterable[bytes]) -> bytes:
    """Root over perfect subtrees of falling height, given from the last (lowest) to the first; at least one."""
    return reduce(lambda right, left: node_hash(left, right), roots)


def split_before(size: int) -> int:
    """The largest power of two smaller than the size (≥ 2): where RFC 6962 cuts a tree in two."""
    return 1 << (size - 1).bit_length() - 1
