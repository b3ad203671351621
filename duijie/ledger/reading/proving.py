"""What a log can prove of itself: that a leaf is in it, and that it only grew."""

from duijie.ledger.formats.checkpoints import parse_checkpoint
from duijie.ledger.formats.hashing import leaf_hash
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.merkle import verify_consistency, verify_inclusion


def prove_entry(folder: LogFolder, index: int) -> LoggedProof:
    """The proof of one leaf against the newest checkpoint; none is given that would not verify.

    Raises:
        LedgerError: there is no such leaf, or the files contradict each other.
    """
    note = folder.note()
    checkpoint = parse_checkpoint(note.text)
    path = Tree(folder, checkpoint.size).inclusion(index)
    leaf = leaf_hash(folder.entry(index, checkpoint.size))
    verify_inclusion(leaf, index, checkpoint.size, path, checkpoint.root)
    return LoggedProof(index, path, note)


def prove_growth(folder: LogFolder, old_size: int, size: int) -> tuple[bytes, ...]:
    """The consistency proof between two sizes; none is given that would not verify up to the newest checkpoint.

    Raises:
        LedgerError: the log never had these sizes, or the files contradict each other.
    """
    checkpoint = folder.checkpoint()
    tree = Tree(folder, checkpoint.size)
    proof = tree.consistency(old_size, size)
    root = tree.root(size)
    verify_consistency(old_size, size, tree.root(old_size), root, proof)
    verify_consistency(size, checkpoint.size, root, checkpoint.root, tree.consistency(size, checkpoint.size))
    return proof
