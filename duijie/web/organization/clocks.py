"""How long there is left, and how long something has waited: in words that need no arithmetic of the reader."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duijie.kernel.clock import now, today
from duijie.web.frame.states import ATTENTION, MOVING, WAITING

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Clock:
    """What a row's clock says, and the shape that says it without colour."""

    words: str
    shape: str = WAITING


def answer_clock(until: datetime | None) -> Clock:
    """Up to when an answer is awaited: hours on the last two days, days before; none where no rule sets a time."""
    if until is None:
        return Clock("")
    left = until - now()
    if left <= timedelta(0):
        return Clock(_("Time is up"), ATTENTION)
    if left < 2 * _DAY:
        hours = max(left // _HOUR, 1)
        words = ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
        return Clock(words, ATTENTION if left < _DAY else MOVING)
    return Clock(_days_left(left // _DAY))


def due_clock(day: date | None) -> Clock:
    """Up to which day something was promised; none where no day was agreed."""
    if day is None:
        return Clock("")
    days = (day - today()).days
    if days < 0:
        words = ngettext("%(count)d day past the agreed day", "%(count)d days past the agreed day", -days)
        return Clock(words % {"count": -days}, ATTENTION)
    if days == 0:
        return Clock(_("Due today"), ATTENTION)
    return Clock(_days_left(days), MOVING if days <= SOON_DAYS else WAITING)


def waited_clock(since: datetime | None) -> Clock:
    """For how long somebody else's answer has been awaited."""
    if since is None:
        return Clock("")
    days = (today() - localtime(since).date()).days
    if days < 1:
        return Clock(_("Since today"))
    return Clock(ngettext("For %(count)d day", "For %(count)d days", days) % {"count": days})


def _days_left(days: int) -> str:
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
