"""What the figures know of each need as of a day: a commitment let go, or a confirmation taken back, counts no more."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet, Sum
from django.utils.timezone import localtime, make_aware

from duijie.apps.figures.rules import NeedRecord
from duijie.apps.matches.models import Match
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.vocabulary import Track
from duijie.apps.projects.models import Confirmation
from duijie.kernel.audit.models import AuditEntry

_COLUMNS = (
    "id",
    "number",
    "submitted_at",
    "verified_at",
    "state",
    "quantity",
    "unit",
    "total_fen",
    "track",
    "maker",
    "field",
    "is_key_county",
)
_LET_GO = "matches.match.drop"


def records_of(rows: QuerySet[Need], as_of: date) -> list[NeedRecord]:
    """Needs as the rules of the figures read them, with what stood on a day."""
    until = midnight(as_of + timedelta(days=1))
    taken, agreed = _taken(rows, until)
    met, last = _confirmed(rows, until)
    return [
        _record(
            need,
            taken_on=_day(taken.get(need["id"])),
            agreed_on=_day(agreed.get(need["id"])),
            met=met.get(need["id"], Decimal(0)),
            last=last.get(need["id"]),
        )
        for need in rows.values(*_COLUMNS)
    ]


def midnight(day: date) -> datetime:
    """The beginning of a day in the platform's time zone."""
    return make_aware(datetime.combine(day, time.min))


def _record(
    need: dict[str, Any], *, taken_on: date | None, agreed_on: date | None, met: Decimal, last: datetime | None
) -> NeedRecord:
    return NeedRecord(
        number=need["number"],
        submitted_on=_day(need["submitted_at"]),
        verified_on=_day(need["verified_at"]),
        taken_on=taken_on,
        agreed_on=agreed_on,
        confirmed_on=_day(last) if met >= need["quantity"] else None,
        state=need["state"],
        asked=need["quantity"],
        met=met,
        unit=need["unit"],
        amount_fen=need["total_fen"],
        strata={
            "track": need["track"],
            "maker": need["maker"],
            "field": need["field"],
            "county": "key" if need["is_key_county"] else "other",
        },
    )


def _taken(rows: QuerySet[Need], until: datetime) -> tuple[dict[UUID, datetime], dict[UUID, datetime]]:
    """When each need was first committed to and agreed on, by commitments that stood at a moment."""
    let_go = AuditEntry.objects.filter(subject_kind="match", subject_id=OuterRef("pk"), action=_LET_GO, at__lt=until)
    standing = Match.objects.filter(~Exists(let_go), need__in=rows.order_by().values("pk"), committed_at__lt=until)
    taken: dict[UUID, datetime] = {}
    agreed: dict[UUID, datetime] = {}
    for need_id, track, committed_at, signed_at in standing.order_by("committed_at").values_list(
        "need_id", "need__track", "committed_at", "project__signed_at"
    ):
        if committed_at is None:
            continue
        taken.setdefault(need_id, committed_at)
        moment = committed_at if track == Track.WISH else signed_at
        if moment is not None and moment < until:
            agreed[need_id] = min(agreed.get(need_id, moment), moment)
    return taken, agreed


def _confirmed(rows: QuerySet[Need], until: datetime) -> tuple[dict[UUID, Decimal], dict[UUID, datetime]]:
    standing = Confirmation.objects.filter(
        project__need__in=rows.order_by().values("pk"), revoked_at=None, at__lt=until
    )
    sums = standing.values_list("project__need_id").annotate(met=Sum("quantity"), last=Max("at"))
    met, last = {}, {}
    for need_id, quantity, newest in sums:
        met[need_id], last[need_id] = quantity, newest
    return met, last


def _day(moment: datetime | None) -> date | None:
    return localtime(moment).date() if moment else None
