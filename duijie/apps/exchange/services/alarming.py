"""Tell the officials who follow a log that it is late, silent or does not hold: once for each change, not each look.

What mends itself is no alarm: a log that does not answer is told of when it has not answered for half an hour. One that
contradicts itself is told of at once.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction

from duijie.apps.accounts.selectors import accounts_for
from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import mark

ALARM: Final = "exchange.source.alarm"
LINKS: Final = {Role.MINISTRY: "/office/exchange/units/", Role.PROVINCE_OFFICE: "/office/exchange/sources/"}
PATIENCE: Final = {
    SourceState.LATE: timedelta(minutes=30),
    SourceState.SILENT: timedelta(minutes=30),
    SourceState.CONTRADICTS: timedelta(0),
    SourceState.DAMAGED: timedelta(0),
}
STAGES: Final = {
    SourceState.LATE: mark("The log of %(place)s is late"),
    SourceState.SILENT: mark("The log of %(place)s does not answer"),
    SourceState.CONTRADICTS: mark("The log of %(place)s contradicts itself; the evidence is kept"),
    SourceState.DAMAGED: mark("The log of %(place)s shows something that does not hold; nothing of it was taken"),
}


def alarm_offices(*, actor: Actor) -> int:
    """Tell of each source that stands badly for long enough and was not told of since; returns how many there were."""
    sources = Source.objects.filter(ended_at=None, state__in=list(STAGES))
    return sum(_alarm(actor, each) for each in sources if _is_due(each))


def _is_due(source: Source) -> bool:
    """Whether it stands badly, and has for long enough."""
    patience = PATIENCE.get(SourceState(source.state))
    return patience is not None and source.state_since + patience <= now()


@transaction.atomic
def _alarm(actor: Actor, source: Source) -> bool:
    """Tell of one; the row's lock keeps two workers from telling the same."""
    fresh = Source.objects.select_for_update().get(pk=source.pk)
    since = fresh.state_since.isoformat()
    told = AuditEntry.objects.filter(action=ALARM, subject_id=fresh.pk, details__since=since)
    if not _is_due(fresh) or told.exists():
        return False
    entry = record(actor, ALARM, fresh, details={"state": fresh.state, "since": since, "log": fresh.log_name})
    role = Role.MINISTRY if fresh.division_path == "/" else Role.PROVINCE_OFFICE
    seats = accounts_for(role, fresh.division_path)
    notify(
        entry,
        [Recipient(account_id=seat.pk, because=Because.OFFICE) for seat in seats],
        stage=STAGES[SourceState(fresh.state)],
        params={"place": fresh.name},
        link=LINKS[role],
    )
    return True
