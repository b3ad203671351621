"""Comparing rows and leaves, both ways: what the database says was done, and what the log holds of it."""

import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from duijie.apps.records import rules
from duijie.apps.records.models import Leaf, Log
from duijie.apps.records.selectors import body_of, is_intact
from duijie.apps.records.sequencing import logs
from duijie.kernel.audit.models import AuditEntry
from duijie.ledger.formats.tiles import FULL, tiles_of
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust

_AT_ONCE = 1_000


def reconcile() -> Iterator[str]:
    """Each thing that does not fit, one sentence.

    Raises:
        LedgerError: the files of a log do not hold together by themselves.
    """
    yield from _acts_without_leaf()
    yield from _leaves_without_place()
    yield from _facts_that_differ()
    for row in logs.kept():
        yield from _leaves_of(row)


def _acts_without_leaf() -> Iterator[str]:
    known = Leaf.objects.filter(entry_id=OuterRef("pk"))
    acts = AuditEntry.objects.filter(~Exists(known), facts__isnull=False, action__in=list(rules.FACTS))
    for entry in acts.order_by("id").iterator(_AT_ONCE):
        yield f"act without a leaf: {entry.action} {entry.subject_number} ({entry.pk})"


def _leaves_without_place() -> Iterator[str]:
    for leaf in Leaf.objects.filter(index=None, pending=None).order_by("id").iterator(_AT_ONCE):
        yield f"leaf that is neither in a log nor in the outbox: {leaf} ({leaf.pk})"


def _facts_that_differ() -> Iterator[str]:
    entry = AuditEntry.objects.filter(pk=OuterRef("entry_id"))
    for leaf in Leaf.objects.annotate(said=entry.values("facts")[:1]).order_by("id").iterator(_AT_ONCE):
        if not is_intact(leaf):
            yield f"facts that do not make their root: {leaf} ({leaf.pk})"
        elif leaf.entry_id and leaf.said != leaf.facts:
            yield f"facts that differ from the act's: {leaf} ({leaf.pk})"


def _leaves_of(row: Log) -> Iterator[str]:
    folder = logs.folder_of(row.origin)
    size = verify_folder(folder.path, Trust(folder.keys()[0])).checkpoint.size
    for bundle, width in tiles_of(size, 0):
        yield from _leaves_between(row, folder, bundle, width)
    for leaf in row.leaves.filter(index__gte=max(size, row.size)).order_by("index"):
        yield f"row whose leaf is not in {row.origin}: {leaf}, said to stand at {leaf.index} ({leaf.pk})"


def _leaves_between(row: Log, folder: LogFolder, bundle: int, width: int) -> Iterator[str]:
    first = bundle * FULL
    rows = {leaf.index: leaf for leaf in row.leaves.filter(index__gte=first, index__lt=first + width)}
    for index, entry in enumerate(folder.entries(bundle, width), start=first):
        leaf = rows.get(index)
        if leaf is None and not (index == 0 and json.loads(entry)["kind"] == rules.OPENING):
            yield f"leaf without a row: {row.origin}, {index}"
        elif leaf and body_of(leaf).as_bytes() != entry:
            yield f"row that differs from its leaf: {row.origin}, {index}, {leaf} ({leaf.pk})"
