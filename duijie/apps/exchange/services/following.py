"""One cycle over a source: what its log has grown by is judged, copied, and becomes rows together with how far it is.

It may be ended anywhere. The copy goes on from where its files are whole, the rows from the position that was written
in their own transaction; a record that was taken twice is there once.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from duijie.apps.exchange.folders import folder_of
from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.sources import SourceState, state_after, trusts
from duijie.apps.exchange.services.taking import take
from duijie.apps.records.rules import PUBLISHED
from duijie.kernel.clock import now
from duijie.ledger.errors import LedgerError, LogDamaged, LogInUse
from duijie.ledger.following.carrying import CarriedLog
from duijie.ledger.following.cycle import Followed, follow_once, last_seen
from duijie.ledger.following.fetching import LogAddress
from duijie.ledger.following.problems import Late
from duijie.ledger.following.records import HasFiles, ShownRecord, shown_records
from duijie.ledger.formats.notes import LONGEST_NOTE
from duijie.ledger.reading.folders import CHECKPOINT, LogFolder
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.writing.durable import DurableFolder

AT_ONCE = 500
"""Records that become rows in one transaction."""
PATIENCE = 15.0
LATE_AFTER = 24 * 3600
"""Seconds without a word of the witnesses that this is all."""
LogOf = Callable[[int], AbstractContextManager[HasFiles]]


def follow(source: Source, *, seconds: float = PATIENCE) -> int:
    """Look once at the address of a source; returns how many records were new.

    What is wrong becomes the state of the source and is not raised. A source that somebody looks at in this moment,
    that has ended or has no address is left alone.
    """
    with _alone(source) as is_alone:
        source.refresh_from_db()
        if not is_alone or source.ended_at or not source.log_address:
            return 0
        return _look(source, _years(source), lambda year: closing(LogAddress(f"{source.log_address}{year}", seconds)))


def follow_packed(source: Source, file: Path) -> int | None:
    """The same from a file that was carried here; None where the source is left alone.

    Raises:
        LogDamaged: the file is none, or has nothing of this source.
    """
    with _alone(source) as is_alone:
        source.refresh_from_db()
        if not is_alone or source.ended_at:
            return None
        carried = {year: trust for year, trust in _years(source).items() if _is_carried(file, trust)}
        if not carried:
            raise LogDamaged(f"There is nothing of {source.log_name} in it from the year on that is held.")
        return _look(source, carried, lambda year: closing(_carried(file, carried[year])))


def _years(source: Source) -> dict[int, Trust]:
    """The years to follow, from the held one on."""
    found = trusts(source.keys, source.policy)
    return {year: trust for year, trust in found.items() if year >= (source.held_year or year)}


def _carried(file: Path, trust: Trust) -> CarriedLog:
    return CarriedLog(file, trust.log.name.partition("/")[2])


def _is_carried(file: Path, trust: Trust) -> bool:
    with closing(_carried(file, trust)) as log:
        return log.find(CHECKPOINT, LONGEST_NOTE) is not None


def _look(source: Source, years: Mapping[int, Trust], log_of: LogOf) -> int:
    """Follow these years, and say how the source stands."""
    taken, last = 0, None
    try:
        for year, trust in years.items():
            with log_of(year) as log:
                if last is None or log.find(CHECKPOINT, LONGEST_NOTE) is not None:  # the year has begun
                    followed, count = _follow_year(source, year, trust, log)
                    taken, last = taken + count, (followed, trust, log)
        if last and isinstance(last[2], LogAddress):
            _demand_news(*last[:2])
    except LogInUse:
        return taken
    except LedgerError as problem:
        _stand(source, state_after(problem), str(problem))
        return taken
    _stand(source, SourceState.FOLLOWING, "")
    return taken


def _follow_year(source: Source, year: int, trust: Trust, log: HasFiles) -> tuple[Followed, int]:
    with closing(DurableFolder(folder_of(source, year))) as files:
        followed = follow_once(files, log, trust)
        size = followed.opened.checkpoint.size
        first = source.held_size if source.held_year == year else 0
        records = shown_records(LogFolder(files.path), log, first, size, PUBLISHED)
        taken = 0
        while some := list(islice(records, AT_ONCE)):
            taken += _keep(source, trust, some, year, some[-1].index + 1)
        source.witnesses, source.agreed_at = len(followed.opened.witnessed), now()
        _keep(source, trust, [], year, size)
    return followed, taken


@transaction.atomic
def _keep(source: Source, trust: Trust, some: list[ShownRecord], year: int, size: int) -> int:
    """Take records, and with them how far we are."""
    taken = take(source, trust.log.name, some)
    source.held_year, source.held_size = year, size
    source.save(update_fields=["held_year", "held_size", "witnesses", "agreed_at"])
    return taken


def _demand_news(followed: Followed, trust: Trust) -> None:
    """Demand that witnesses have said within a day that this is all; nobody says it where there are none.

    Raises:
        Late: they have not.
    """
    seen = last_seen(followed.opened, trust)
    if seen is not None and now().timestamp() - seen > LATE_AFTER:
        raise Late(f"The witnesses of {trust.log.name} have not said for a day that this is its newest state.")


def _stand(source: Source, state: SourceState, sentence: str) -> None:
    """Write down how a look ended, and since when it ends so."""
    source.looked_at = now()
    if source.state != state:
        source.state, source.state_since = state, source.looked_at
    source.sentence = sentence
    source.save(update_fields=["state", "state_since", "sentence", "looked_at"])


@contextmanager
def _alone(source: Source) -> Iterator[bool]:
    """Whether nobody else looks at the source meanwhile, on whichever machine.

    The lock belongs to the session, because no transaction may stay open while a network answers; inside somebody
    else's transaction it belongs to that.
    """
    kind = "xact_lock" if connection.in_atomic_block else "lock"
    name = [f"exchange {source.pk}"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_{kind}(hashtextextended(%s, 0))", name)
        (is_alone,) = cursor.fetchone() or (False,)
    try:
        yield is_alone
    finally:
        if is_alone and kind == "lock":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
