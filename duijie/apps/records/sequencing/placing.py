"""Writing down where leaves stand and how far a log has come, in the transaction that empties the outbox."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from duijie.apps.records.models import Log
from duijie.ledger.writing.writer import LogWriter

_PLACE = """
UPDATE records_leaf SET log_id = %s, "index" = given.place
FROM unnest(%s::uuid[], %s::bigint[]) AS given (id, place) WHERE records_leaf.id = given.id
"""


def lock(origin: str) -> None:
    """Let nobody else write to this log until the transaction ends; a lock that goes by itself, even by kill -9."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger {origin}"])


def place(log: Log, places: Mapping[UUID, int]) -> None:
    """Write down the index of each leaf."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [log.pk, list(places), list(places.values())])


def remember(log: Log, writer: LogWriter) -> None:
    """Write down what is safe in the folder now."""
    log.size, log.root = writer.size, writer.root.hex()
    log.save(update_fields=["size", "root"])
