"""Roots and proofs: the known answers of RFC 6962's reference tree, and every pair of sizes up to 300."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.ledger.errors import LedgerError, ProofProblem
from duijie.ledger.formats.edges import Edge
from duijie.ledger.formats.hashing import EMPTY_ROOT, leaf_hash
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.merkle import verify_consistency, verify_inclusion
from tests.ledger.made import leaves, written_log
from tests.ledger.naive import NaiveTree

# The tree that the implementations of Certificate Transparency share as a test.
REFERENCE_LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
# Paths (leaf, size) and proofs of growth (old size, size) of that tree, as the same implementations test them.
REFERENCE_PATHS = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
REFERENCE_GROWTH = {
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
SIZE = 300


@pytest.fixture(scope="module")
def naive():
    return NaiveTree(leaves(SIZE))


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return Tree(written_log(tmp_path_factory.mktemp("log"), leaves(SIZE)), SIZE)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_tree(size):
    edge = Edge()
    edge.grow(b"".join(map(leaf_hash, REFERENCE_LEAVES[:size])))
    assert edge.root().hex() == REFERENCE_ROOTS[size]


@pytest.mark.parametrize(("place", "path"), REFERENCE_PATHS.items())
def test_paths_are_those_of_the_reference_tree(tmp_path, place, path):
    index, size = place
    tree = Tree(written_log(tmp_path, REFERENCE_LEAVES[:size]), size)
    assert tuple(each.hex() for each in tree.inclusion(index)) == path


@pytest.mark.parametrize(("sizes", "proof"), REFERENCE_GROWTH.items())
def test_proofs_of_growth_are_those_of_the_reference_tree(tmp_path, sizes, proof):
    old, size = sizes
    tree = Tree(written_log(tmp_path, REFERENCE_LEAVES[:size]), size)
    assert tuple(each.hex() for each in tree.consistency(old, size)) == proof


def test_the_root_of_nothing_is_the_hash_of_nothing(tree):
    assert tree.root(0) == Edge().root() == EMPTY_ROOT


def test_a_tree_of_three_levels_of_tiles_has_the_root_of_its_leaves():
    count = 256 * 256 + 256 + 3
    hashes = [leaf_hash(bytes([number % 251])) for number in range(count)]
    edge = Edge()
    for begin in range(0, count, 256):
        edge.grow(b"".join(hashes[begin : begin + 256]))
    assert edge.root() == NaiveTree([bytes([number % 251]) for number in range(count)]).root(0, count)
    assert [(each.level, each.index, each.width) for each in edge.partial_tiles()] == [
        (0, 257, 3),
        (1, 1, 1),
        (2, 0, 1),
    ]


def test_every_growth_up_to_300_leaves_has_the_proof_of_the_definition_and_verifies(tree, naive):
    for size in range(1, SIZE + 1):
        for old in range(1, size):
            proof = tree.consistency(old, size)
            assert list(proof) == naive.growth(old, 0, size)
            verify_consistency(old, size, naive.root(0, old), naive.root(0, size), proof)


def test_every_leaf_of_300_has_the_path_of_the_definition_and_verifies(tree, naive):
    for index in range(SIZE):
        path = tree.inclusion(index)
        assert list(path) == naive.path(index, 0, SIZE)
        verify_inclusion(leaf_hash(naive.leaves[index]), index, SIZE, path, naive.root(0, SIZE))


@given(size=st.integers(1, SIZE), data=st.data())
def test_a_path_holds_for_no_other_leaf_place_or_size(naive, size, data):
    index = data.draw(st.integers(0, size - 1))
    path, root, leaf = naive.path(index, 0, size), naive.root(0, size), leaf_hash(naive.leaves[index])
    verify_inclusion(leaf, index, size, path, root)
    for wrong in ([*path, root], [root, *path], path[:-1] or [root], path[1:] or [root]):
        with pytest.raises(ProofProblem):
            verify_inclusion(leaf, index, size, wrong, root)
    other = data.draw(st.integers(0, size - 1))
    if naive.leaves[other] != naive.leaves[index]:
        with pytest.raises(ProofProblem):
            verify_inclusion(leaf_hash(naive.leaves[other]), index, size, path, root)
    with pytest.raises(ProofProblem):
        verify_inclusion(leaf, size, size, path, root)


@given(size=st.integers(2, SIZE), data=st.data())
def test_a_proof_of_growth_holds_for_no_other_history(naive, size, data):
    old = data.draw(st.integers(1, size - 1))
    proof, old_root, root = naive.growth(old, 0, size), naive.root(0, old), naive.root(0, size)
    at = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:at], leaf_hash(proof[at]), *proof[at + 1 :]]
    forged = leaf_hash(b"forged")
    for wrong in ((old_root, root, changed), (forged, root, proof), (old_root, forged, proof)):
        with pytest.raises(ProofProblem):
            verify_consistency(old, size, *wrong)
    for wrong in (proof[:-1], [*proof, root], []):
        with pytest.raises(ProofProblem):
            verify_consistency(old, size, old_root, root, wrong)


def test_growth_from_nothing_and_to_itself_needs_no_hashes(tree, naive):
    root = naive.root(0, SIZE)
    assert tree.consistency(0, SIZE) == tree.consistency(SIZE, SIZE) == ()
    verify_consistency(0, SIZE, EMPTY_ROOT, root, ())
    verify_consistency(SIZE, SIZE, root, root, ())
    for old, old_root, proof in ((0, EMPTY_ROOT, [root]), (SIZE, root, [root]), (SIZE, EMPTY_ROOT, []), (0, root, [])):
        with pytest.raises(ProofProblem):
            verify_consistency(old, SIZE, old_root, root, proof)


def test_there_is_no_proof_of_what_the_log_does_not_have(tree):
    for ask in (
        lambda: tree.inclusion(SIZE),
        lambda: tree.inclusion(-1),
        lambda: tree.consistency(5, SIZE + 1),
        lambda: tree.consistency(6, 5),
        lambda: tree.root(SIZE + 1),
    ):
        with pytest.raises(LedgerError):
            ask()
