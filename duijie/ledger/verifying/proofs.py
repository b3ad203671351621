"""Verifying a proof that travelled alone, against nothing but the keys that one trusts."""

from duijie.ledger.formats.hashing import leaf_hash
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.verifying.merkle import verify_inclusion
from duijie.ledger.verifying.opening import Opened, Trust, open_checkpoint


def verify_logged_proof(proof: LoggedProof, entry: bytes, trust: Trust) -> Opened:
    """Check that the entry stands in the log where the proof says; return the checkpoint that says so.

    Raises:
        FormatError, SignatureProblem: the checkpoint cannot be trusted.
        ProofProblem: the entry does not stand there.
    """
    opened = open_checkpoint(proof.checkpoint, trust)
    checkpoint = opened.checkpoint
    verify_inclusion(leaf_hash(entry), proof.index, checkpoint.size, proof.path, checkpoint.root)
    return opened
