"""What everybody may see of the record as a whole: how far it is, who cosigns it, its newest entries, a month's end."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max
from django.utils.timezone import make_aware

from duijie.apps.records.models import Leaf, Log, WitnessState
from duijie.apps.records.sequencing import logs
from duijie.kernel.clock import now
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.encoding import encode_base64
from duijie.ledger.formats.notes import Note

_PAST_THE_MONTH = timedelta(days=32)


class Head(NamedTuple):
    """The record as it stood at the end of a month (or stands now): how many entries, and the value that fixes them."""

    origin: str
    size: int
    root: str
    until: datetime
    is_final: bool


def current_log() -> Log | None:
    """The log that entries are written to; None where there is none yet, or the ledger is off."""
    return next(reversed(logs.kept()), None)


def newest_leaves(log: Log, most: int) -> list[Leaf]:
    """The newest published leaves, newest first."""
    return list(Leaf.objects.filter(log=log, index__lt=log.published_size).order_by("-index")[:most])


def witnesses_of(log: Log) -> list[WitnessState]:
    """The witnesses that were asked, by name."""
    return list(log.witnesses.order_by("name"))


def published_note(log: Log) -> Note | None:
    """The signed state that anybody can fetch; None before the first."""
    try:
        return logs.folder_of(log.origin).note()
    except LedgerError:
        return None


def head_of(log: Log, year: int, month: int) -> Head | None:
    """The record at the end of a month in China's time, or now while the month lasts; None where it had no entry.

    Raises:
        LedgerError: the files of the log cannot be read.
    """
    begin = make_aware(datetime(year, month, 1))  # noqa: DTZ001 - made aware in the platform's zone
    end = make_aware(datetime(*(begin + _PAST_THE_MONTH).timetuple()[:2], 1))  # noqa: DTZ001
    shown = Leaf.objects.filter(log=log, index__lt=log.published_size, hour__lt=end.astimezone(UTC))
    last = shown.aggregate(last=Max("index"))["last"]
    if last is None or begin > now():
        return None
    root = logs.open_tree(log.origin).root(last + 1)
    return Head(log.origin, last + 1, encode_base64(root), min(end, now()), is_final=end <= now())
