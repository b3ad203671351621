"""What the figures know of each need as of a day.

A commitment let go, or a confirmation taken back, counts no more from that day on; a reading of an earlier day counts
what stood then, asks for the quantity that was asked for then, and finds each need in the state that it had then.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
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
    "division_path",
)
_NEED = "need"
_LET_GO = "matches.match.drop"
_REVISED = "needs.need.revise"


def records_of(rows: QuerySet[Need], as_of: date) -> list[NeedRecord]:
    """Needs as the rules of the figures read them, with what stood on a day."""
    until = midnight(as_of + timedelta(days=1))
    taken, agreed = _taken(rows, until)
    met, last = _confirmed(rows, until)
    asked, states = _asked_before(rows, until), _states_before(rows, until)
    return [
        _record(
            need
            | {
                "quantity": asked.get(need["id"], need["quantity"]),
                "state": states.get(need["id"], need["state"]),
            },
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


def confirmations_at(rows: QuerySet[Need], until: datetime) -> QuerySet[Confirmation]:
    """The confirmations of needs that stood just before a moment, whatever became of them later."""
    standing = Q(revoked_at=None) | Q(revoked_at__gte=until)
    return Confirmation.objects.filter(standing, project__need__in=rows.order_by().values("pk"), at__lt=until)


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
        place=need["division_path"],
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
    sums = confirmations_at(rows, until).values_list("project__need_id").annotate(met=Sum("quantity"), last=Max("at"))
    met, last = {}, {}
    for need_id, quantity, newest in sums:
        met[need_id], last[need_id] = quantity, newest
    return met, last


def _asked_before(rows: QuerySet[Need], until: datetime) -> dict[UUID, Decimal]:
    """The quantities asked for at a moment, of needs whose quantity was changed since."""
    later = AuditEntry.objects.filter(action=_REVISED, at__gte=until, subject_id__in=rows.order_by().values("pk"))
    changes = later.order_by("-at", "-pk").values_list("subject_id", "details__before")
    return {need_id: Decimal(before) for need_id, before in changes}


def _states_before(rows: QuerySet[Need], until: datetime) -> dict[UUID, str]:
    """The states at a moment of needs on which anything was done since: that of the last act before it."""
    acts = AuditEntry.objects.filter(subject_kind=_NEED, subject_id__in=rows.order_by().values("pk"))
    changed = list(acts.filter(at__gte=until).order_by().values_list("subject_id", flat=True).distinct())
    before = AuditEntry.objects.filter(subject_kind=_NEED, subject_id__in=changed, at__lt=until)
    last = before.order_by("subject_id", "-at", "-id").distinct("subject_id")
    return dict(last.values_list("subject_id", "state_after")) if changed else {}


def _day(moment: datetime | None) -> date | None:
    return localtime(moment).date() if moment else None
