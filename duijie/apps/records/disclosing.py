"""What proves one leaf to anybody: its fields, and its place in the published log."""

from collections.abc import Collection

from duijie.apps.records.models import Leaf
from duijie.apps.records.selectors import body_of, position_of
from duijie.apps.records.sequencing import logs
from duijie.ledger.disclosing.disclosures import Disclosure
from duijie.ledger.disclosing.making import disclose_entry
from duijie.ledger.errors import LogDamaged


def disclosure_of(leaf: Leaf, show: Collection[str] | None = None) -> Disclosure | None:
    """The named fields of a leaf (all when none are named) with their proof; None while it is unpublished, or erased.

    The caller has shown that the actor may see these facts.

    Raises:
        LedgerError: the log holds something else at the leaf's place.
    """
    place = position_of(leaf)
    if place is None or leaf.facts is None or leaf.salts is None or not is_published(leaf):
        return None
    origin, index = place
    salts = {name: bytes.fromhex(salt) for name, salt in leaf.salts.items()}
    found = disclose_entry(logs.folder_of(origin), index, leaf.facts, salts, show)
    if found.leaf_bytes != body_of(leaf).as_bytes():
        raise LogDamaged(f"Leaf {index} of {origin} is not the one of this row.")
    return found


def is_published(leaf: Leaf) -> bool:
    """Whether the log shows the leaf to anybody already."""
    return leaf.log is not None and leaf.index is not None and leaf.index < leaf.log.published_size
