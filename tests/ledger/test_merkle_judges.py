"""Two Merkle trees that share no line with ours, pymerkle's and sigstore's, come to the same roots and proofs."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pymerkle import InmemoryTree
from pymerkle import verify_inclusion as pymerkle_accepts
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError

from duijie.ledger.formats.hashing import leaf_hash
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.merkle import verify_consistency, verify_inclusion
from duijie.ledger.writing.writer import LogWriter
from tests.ledger.made import leaves, log_key, written_log

SIZE = 300


@pytest.fixture(scope="module")
def theirs() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(leaves(SIZE))
    return tree


def test_pymerkle_comes_to_the_same_roots_and_paths_for_every_leaf_of_every_size_up_to_300(theirs, folder_in_memory):
    hashes = [leaf_hash(each) for each in leaves(SIZE)]
    for size, tree in growing_log(folder_in_memory / "growing"):
        root = theirs.get_root(size)
        assert tree.root(size) == root
        for index in range(size):
            path = tree.inclusion(index)
            proof = theirs.prove_inclusion(index + 1, size)
            assert [hashes[index], *path] == proof.path
            verify_inclusion(hashes[index], index, size, path, root)
        pymerkle_accepts(hashes[size - 1], root, proof, index=size, size=size)


def growing_log(folder: Path) -> Iterator[tuple[int, Tree]]:
    """A log that is published after each of its leaves."""
    with LogWriter(folder, log_key()) as writer:
        for size, entry in enumerate(leaves(SIZE), 1):
            writer.append([entry])
            writer.stage()
            writer.publish()
            yield size, Tree(LogFolder(folder), size)


def test_pymerkle_comes_to_the_same_proof_of_every_growth_up_to_300(theirs, tmp_path):
    tree = Tree(written_log(tmp_path, leaves(SIZE)), SIZE)
    roots = [theirs.get_root(size) for size in range(SIZE + 1)]
    for size in range(2, SIZE + 1):
        for old in range(1, size):
            proof = tree.consistency(old, size)
            assert list(proof) == as_the_rfc_has_it(theirs.prove_consistency(old, size))
            verify_consistency(old, size, roots[old], roots[size], proof)


def as_the_rfc_has_it(proof) -> list[bytes]:
    """pymerkle goes down to the first leaf after the old tree; RFC 6962 stops where the old tree ends."""
    first_old = proof.subset.index(1)
    after = proof.path[0]
    for right in proof.path[1:first_old]:
        after = proof.hasher.hash_pair(after, right)
    is_old_root = proof.prior_size & (proof.prior_size - 1) == 0
    ending = [] if is_old_root else [proof.path[first_old]]
    return [*ending, after, *proof.path[first_old + 1 :]]


def sigstore_judges(entry: bytes, index: int, size: int, path: list[bytes], root: bytes) -> None:
    proof = SimpleNamespace(log_index=index, tree_size=size, hashes=path, root_hash=root)
    verify_merkle_inclusion(SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=entry)))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, SIZE])
def test_sigstore_accepts_our_path_of_every_leaf_and_refuses_a_broken_one(tmp_path, size):
    tree = Tree(written_log(tmp_path, leaves(size)), size)
    root = tree.root(size)
    for index, entry in enumerate(leaves(size)):
        path = [*tree.inclusion(index)]
        sigstore_judges(entry, index, size, path, root)
        broken = [path[1:], [*path, root]] if path else [[root]]
        if path:
            broken.append([leaf_hash(path[0]), *path[1:]])
        for wrong in broken:
            with pytest.raises(VerificationError):
                sigstore_judges(entry, index, size, wrong, root)
        for changed in ((entry + b"?", root), (entry, leaf_hash(root))):
            with pytest.raises(VerificationError):
                sigstore_judges(changed[0], index, size, path, changed[1])
