"""Count tries. Pages call this before the act, so that a refused act does not roll its own count back.

Tries of one mark wait for one another: two at once both count, and the last one that is left is given once.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction

from duijie.kernel.clock import now
from duijie.kernel.errors import TooOften, mark
from duijie.kernel.limits.models import Attempt

TRIES = 10
WINDOW = timedelta(hours=1)


def count_try(purpose: str, marks: Iterable[str], *, tries: int = TRIES, window: timedelta = WINDOW) -> None:
    """Count one try for each mark (device, network address: keyed digests).

    Raises:
        TooOften: one of the marks has used up its tries.
    """
    for each in marks:
        with transaction.atomic():
            _wait_for_turn(purpose, each)
            rows = Attempt.objects.filter(purpose=purpose, mark=each)
            rows.filter(at__lt=now() - window).delete()
            if rows.count() >= tries:
                raise TooOften(mark("Too many tries. Please wait an hour and try again, or ask your village office."))
            Attempt.objects.create(purpose=purpose, mark=each)


def _wait_for_turn(purpose: str, mark: str) -> None:
    """Hold a lock on the mark until the transaction ends: a first try has no row that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{purpose} {mark}"])
