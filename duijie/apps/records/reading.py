"""Read what the published logs show: entries with their proofs, for anybody."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Model

from duijie.apps.records.models import Leaf
from duijie.apps.records.rules import PUBLISHED
from duijie.apps.records.selectors import body_of, leaves_of
from duijie.apps.records.sequencing import logs
from duijie.ledger.disclosing.disclosures import Field, demand_leaf
from duijie.ledger.errors import LedgerError
from duijie.ledger.following.records import Line
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.reading.proving import prove_entry

_AT_ONCE = 2_000


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


def published_records(origin: str, day: date, kind: str, first: int = 0) -> Iterator[Line] | None:
    """What stands behind the published leaves of a kind and a day (UTC) from `first` on, in their order.

    None where there is no such log, or the kind is not given out.
    """
    if kind not in PUBLISHED or not logs.is_on():
        return None
    try:
        size = logs.folder_of(origin).checkpoint().size
    except LedgerError:
        return None
    begin = datetime.combine(day, time(), UTC)
    rows = Leaf.objects.filter(log__origin=origin, kind=kind, hour__gte=begin, hour__lt=begin + timedelta(days=1))
    shown = rows.filter(index__gte=first, index__lt=size).order_by("index")
    return map(_line_of, shown.iterator(_AT_ONCE))


def _line_of(leaf: Leaf) -> Line:
    facts, salts = leaf.facts, leaf.salts or {}
    fields = None if facts is None else tuple(Field(each, facts[each], bytes.fromhex(salts[each])) for each in facts)
    return Line(leaf.index or 0, demand_leaf(json.loads(body_of(leaf).as_bytes())), fields)


def leaves_to_show(subject: Model) -> list[Leaf]:
    """The leaves of a row with their logs, oldest first. The caller has shown that the actor may see the row."""
    return list(leaves_of(subject).select_related("log"))


def leaf_to_show(subject: Model, leaf_id: UUID) -> Leaf | None:
    """One of them."""
    return leaves_of(subject).select_related("log").filter(pk=leaf_id).first()
