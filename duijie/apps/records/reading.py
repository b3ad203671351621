"""Read what the published logs show: entries with their proofs, for anybody."""

import json
from typing import NamedTuple
from uuid import UUID

from django.db.models import Model

from duijie.apps.records.models import Leaf
from duijie.apps.records.selectors import leaves_of
from duijie.apps.records.sequencing import logs
from duijie.ledger.disclosing.disclosures import demand_leaf
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.reading.proving import prove_entry


class PublishedEntry(NamedTuple):
    """An entry as the log shows it: the six texts of the leaf, its bytes, and the proof of its place."""

    leaf: dict[str, str]
    data: bytes
    proof: LoggedProof


def published_entry(year: int, index: int) -> PublishedEntry | None:
    """The entry at a place of a year's log; None where there is none."""
    if not logs.is_on():
        return None
    folder = logs.folder_of(logs.origin_of(year))
    try:
        proof = prove_entry(folder, index)
        data = folder.entry(index, folder.checkpoint().size)
        return PublishedEntry(demand_leaf(json.loads(data)), data, proof)
    except LedgerError:
        return None


def leaves_to_show(subject: Model) -> list[Leaf]:
    """The leaves of a row with their logs, oldest first. The caller has shown that the actor may see the row."""
    return list(leaves_of(subject).select_related("log"))


def leaf_to_show(subject: Model, leaf_id: UUID) -> Leaf | None:
    """One of them."""
    return leaves_of(subject).select_related("log").filter(pk=leaf_id).first()
