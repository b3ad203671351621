"""From the outbox to the disk: rows are deleted, leaves forced to the disk, and places written, in this order.

Rows are taken by DELETE … RETURNING, never from where a last id was: a transaction that commits late has an early id.
"""

from uuid import UUID

from django.db import connection, transaction

from duijie.apps.records.models import Leaf
from duijie.apps.records.selectors import body_of
from duijie.apps.records.sequencing.opening import Behind, OpenLog
from duijie.apps.records.sequencing.placing import lock, place, remember

MOST_AT_ONCE = 2_000
_TAKE = """
DELETE FROM records_pending WHERE id IN (SELECT id FROM records_pending ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, leaf_id
"""


def drain(opened: OpenLog) -> int:
    """Move at most one batch; returns how many leaves are safe on the disk and in their places now.

    When this raises, the log is to be closed and opened again: the folder may be ahead of the database.

    Raises:
        Behind: another folder of this log was written to meanwhile.
    """
    with transaction.atomic():
        lock(opened.row.origin)
        taken = _take()
        if not taken:
            return 0
        _refuse_strangers_work(opened)
        bodies = {leaf.pk: body_of(leaf).as_bytes() for leaf in Leaf.objects.filter(pk__in=taken, index=None)}
        taken = [leaf for leaf in taken if leaf in bodies]
        places = opened.writer.append([bodies[leaf] for leaf in taken])
        opened.writer.stage()
        place(opened.row, dict(zip(taken, places, strict=True)))
        remember(opened.row, opened.writer)
    return len(taken)


def _refuse_strangers_work(opened: OpenLog) -> None:
    opened.row.refresh_from_db()
    if (opened.row.size, opened.row.root) != (opened.writer.size, opened.writer.root.hex()):
        raise Behind(
            f"Another copy of {opened.row.origin} was written to meanwhile: {opened.row.size} leaves there, "
            f"{opened.writer.size} here. One sequencer a log, with one folder."
        )


def _take() -> list[UUID]:
    """The leaves of the oldest outbox rows, in the order in which they were written."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [MOST_AT_ONCE])
        return [leaf for _, leaf in sorted(cursor.fetchall())]
