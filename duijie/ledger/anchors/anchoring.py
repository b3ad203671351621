"""What every anchor can do, and the order that all of them keep: a log's heads only grow."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.reading.trees import Tree


class AnchorProblem(LedgerError):
    """An anchor cannot be reached, refuses, or holds something else than the log says."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a head stands, in words that a person can look up with: a line, a stamp's number, a transaction."""

    anchor: str
    checkpoint: Checkpoint
    reference: str


class Anchor(Protocol):
    """A place that keeps heads of logs."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    def newest(self, origin: str) -> Checkpoint | None:
        """The greatest head of a log that stands here, None before the first.

        Raises:
            AnchorProblem: it cannot be read.
        """

    def anchor(self, checkpoint: Checkpoint) -> Receipt:
        """Keep a head; its signatures have been checked before.

        Raises:
            AnchorProblem: it is not greater than the newest that stands here, or could not be kept.
        """


def log_id(origin: str) -> bytes:
    """32 bytes that stand for a log where its name does not fit: SHA-256 of the origin."""
    return sha256(origin.encode()).digest()


def demand_growth(name: str, newest: Checkpoint | None, coming: Checkpoint) -> None:
    """Refuse a head that is not greater than the one before.

    Raises:
        AnchorProblem: leaves were taken back, or one size has two roots, or it stands there already.
    """
    if newest is None or coming.size > newest.size:
        return
    if coming.size < newest.size:
        raise AnchorProblem(f"{name} holds {newest.size} leaves of {coming.origin}, this head has {coming.size}.")
    if coming.root != newest.root:
        raise AnchorProblem(f"{name} holds another root for the {coming.size} leaves of {coming.origin}.")
    raise AnchorProblem(f"{name} holds the {coming.size} leaves of {coming.origin} already.")


def anchor_log(anchor: Anchor, tree: Tree, checkpoint: Checkpoint) -> Receipt | None:
    """Hold a log against the newest head that stands at an anchor, then anchor its own; None when that stands there.

    `tree` must have all leaves of the checkpoint, whose signatures have been checked before.

    Raises:
        AnchorProblem: the log does not begin with what was anchored, or the anchor fails.
    """
    newest = anchor.newest(checkpoint.origin)
    if newest and newest.size <= checkpoint.size and tree.root(newest.size) != newest.root:
        raise AnchorProblem(f"The first {newest.size} leaves of {checkpoint.origin} are not what {anchor.name} holds.")
    return None if newest == checkpoint else anchor.anchor(checkpoint)
