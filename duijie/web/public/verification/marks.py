"""By what an entry is named in an address, and whose signatures count for it."""

from typing import Final

from django.urls import reverse

from duijie.apps.records.sequencing import logs
from duijie.apps.records.trusting import trust_of
from duijie.ledger.errors import SignatureProblem
from duijie.ledger.formats.checkpoints import parse_checkpoint
from duijie.ledger.formats.hashing import leaf_hash
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.verifying.opening import Trust

_MARK_SIZE: Final = 8


def mark_of(leaf: bytes) -> str:
    """A part of the leaf's hash, so that an address names this leaf and no other."""
    return leaf_hash(leaf)[:_MARK_SIZE].hex()


def entry_address(origin: str, index: int, leaf: bytes) -> str:
    """The page of an entry."""
    return reverse("public:entry", args=[logs.year_of(origin), index, mark_of(leaf)])


def trust_for(proof: LoggedProof) -> Trust:
    """The keys of our log that the proof is of.

    Raises:
        SignatureProblem: they cannot be read.
    """
    trust = trust_of(parse_checkpoint(proof.checkpoint.text).origin)
    if trust is None:
        raise SignatureProblem("The keys of this log cannot be read.")
    return trust
