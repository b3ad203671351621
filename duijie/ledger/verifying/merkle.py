"""Inclusion and consistency proofs, verified from hashes alone.

RFC 9162 (sections 2.1.3.2 and 2.1.4.2) writes out how; the trees are those of RFC 6962.
"""

from collections.abc import Sequence

from duijie.ledger.errors import ProofProblem
from duijie.ledger.formats.hashing import EMPTY_ROOT, node_hash


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf hash stands at an index of the tree of this size and root.

    Raises:
        ProofProblem: it does not, or the path is longer or shorter than it must be.
    """
    if root_from_path(leaf, index, size, path) != root:
        raise ProofProblem("The proof of the leaf does not lead to the root.")


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root of a tree of this size that has a leaf hash at an index, with this path.

    Raises:
        ProofProblem: there is no such index, or the path is longer or shorter than it must be.
    """
    if not 0 <= index < size:
        raise ProofProblem(f"A log of {size} leaves has no leaf {index}.")
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofProblem("The proof of the leaf is too long.")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofProblem("The proof of the leaf is too short.")
    return found


def verify_consistency(old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of the old size and root is the beginning of the other.

    Every tree begins with the empty one, and with itself; both are proven without hashes.

    Raises:
        ProofProblem: it is not, or the proof is longer or shorter than it must be.
    """
    if not 0 <= old_size <= size:
        raise ProofProblem(f"A log cannot grow from {old_size} to {size} leaves.")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise ProofProblem("A log without leaves has the root of the empty tree.")
    if old_size == size and old_root != root:
        raise ProofProblem(f"Two logs of {size} leaves have different roots.")
    if old_size in {0, size}:
        if proof:
            raise ProofProblem("The proof of growth must be empty.")
        return
    if not old_size & (old_size - 1):
        proof = [old_root, *proof]
    if not proof:
        raise ProofProblem("The proof of growth is too short.")
    if _roots(old_size, size, proof) != (old_root, root):
        raise ProofProblem("The proof of growth does not lead from the old root to the new.")


def _roots(old_size: int, size: int, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that a proof (with the first old subtree before it) leads to."""
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = proof[0]
    for each in proof[1:]:
        if last == 0:
            raise ProofProblem("The proof of growth is too long.")
        if place & 1 or place == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, each)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofProblem("The proof of growth is too short.")
    return old, new
