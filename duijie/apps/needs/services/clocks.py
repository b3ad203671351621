"""The clocks of offices: a reminder before the time is over, and a word to the level above when it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules import needs, requests
from duijie.apps.needs.rules.steps import OFFICES, Office, Step, office_of, one_up
from duijie.apps.needs.services.telling import tell_awaited, tell_office
from duijie.apps.notices.rules import Because
from duijie.kernel.access.actors import SYSTEM, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import mark

REMIND_BEFORE: Final = timedelta(hours=12)
_AT_ONCE: Final = 500
_REMINDERS = {
    Request: mark("A request should be verified within twelve hours"),
    Need: mark("A need should be decided on within twelve hours"),
}
_OVERDUE = {
    Request: mark("A request has waited longer than its time"),
    Need: mark("A need has waited longer than its time"),
}


def remind() -> int:
    """Remind the offices whose time is nearly over, once for each clock; returns of how many rows."""
    moment = now()
    return sum(_told_once(row, "remind") for row in _waiting(since=moment, until=moment + REMIND_BEFORE))


def escalate() -> int:
    """Tell the level above of what has waited longer than its time, once for each clock; returns of how many rows."""
    moment = now()
    return sum(_told_once(row, "overdue") for row in _waiting(since=moment - timedelta(days=90), until=moment))


def _waiting(*, since: datetime, until: datetime) -> Iterator[Request | Need]:
    for model in (Request, Need):
        rows = model.objects.filter(state="submitted", awaiting_until__gte=since, awaiting_until__lt=until)
        yield from rows.order_by("awaiting_until")[:_AT_ONCE]


@transaction.atomic
def _told_once(row: Request | Need, event: str) -> bool:
    """Tell, unless that was done for this very clock; the audit entry remembers it."""
    kind = "request" if isinstance(row, Request) else "need"
    action, clock = f"needs.{kind}.{event}", {"until": str(row.awaiting_until)}
    if AuditEntry.objects.filter(subject_kind=kind, subject_id=row.pk, action=action, details=clock).exists():
        return False
    entry = record(SYSTEM, action, row, details=clock)
    if event == "remind":
        tell_awaited(entry, row, stage=_REMINDERS[type(row)])
    else:
        _tell_above(entry, row)
    return True


def _tell_above(entry: AuditEntry, row: Request | Need) -> None:
    highest = requests.HIGHEST if isinstance(row, Request) else needs.HIGHEST
    level = one_up(Office(row.awaiting_role, row.awaiting_path), highest=highest)
    if not level:
        tell_awaited(entry, row, stage=_OVERDUE[type(row)])
        return
    office = office_of(Step(OFFICES[level], level, 0), row.division_path)
    tell_office(entry, row, Role(office.role), office.path, stage=_OVERDUE[type(row)], because=Because.ABOVE)
