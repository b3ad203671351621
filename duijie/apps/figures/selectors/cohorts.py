"""Cohorts and their figures, computed from records and never typed in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.timezone import localtime, make_aware

from duijie.apps.figures.rules import Figures, NeedRecord, Quarter, Rate, Ratio, figures_of, quarter_of
from duijie.apps.needs.models import Need
from duijie.apps.projects.models import Confirmation
from duijie.kernel.clock import today

STRATA = ("track", "maker", "field", "county")
_RATE_FIELD = {Rate.TAKEN: "taken_at", Rate.AGREED: "agreed_at", Rate.CONFIRMED: "confirmed_at"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A cohort's figures as of a day, with the shares of verified and referred needs beside them."""

    quarter: Quarter
    as_of: date
    figures: Figures
    verified: Ratio
    referred: Ratio
    confirmed_by: Sequence[tuple[str, int]]
    revisited: Ratio


def reading(quarter: Quarter, *, scope: str, as_of: date) -> Reading:
    """The figures of a quarter's cohort within a division path (`/` is the whole country), as of a day."""
    rows = cohort_needs(quarter, scope)
    records = records_of(rows, as_of)
    sent = _between(Need.objects.filter(division_path__startswith=scope), "submitted_at", quarter)
    whole = sent.count()
    confirmed = [each.number for each in records if each.confirmed_on and each.confirmed_on <= as_of]
    return Reading(
        quarter=quarter,
        as_of=as_of,
        figures=figures_of(records, as_of),
        verified=Ratio(sent.filter(verified_at__isnull=False).count(), whole),
        referred=Ratio(sent.filter(referrals__isnull=False).distinct().count(), whole),
        confirmed_by=_confirmed_by(rows, as_of),
        revisited=Ratio(rows.filter(number__in=confirmed, revisited_at__isnull=False).count(), len(confirmed)),
    )


def cohort_needs(quarter: Quarter, scope: str) -> QuerySet[Need]:
    """The needs that were verified in a quarter within a division path."""
    return _between(Need.objects.filter(division_path__startswith=scope), "verified_at", quarter)


def needs_behind(quarter: Quarter, *, scope: str, rate: Rate | None, as_of: date) -> QuerySet[Need]:
    """The needs that a figure counts, newest first; without a rate the whole cohort."""
    rows = cohort_needs(quarter, scope)
    if rate in _RATE_FIELD:
        rows = rows.filter(**{f"{_RATE_FIELD[rate]}__lt": _midnight(as_of + timedelta(days=1))})
    return rows.order_by("-verified_at", "id")


def by_stratum(quarter: Quarter, stratum: str, *, scope: str, as_of: date) -> list[tuple[str, Figures]]:
    """The figures of a cohort cut by track, maker, field or kind of county, by name of the part."""
    parts: dict[str, list[NeedRecord]] = defaultdict(list)
    for record in records_of(cohort_needs(quarter, scope), as_of):
        parts[record.strata[stratum]].append(record)
    return [(name, figures_of(records, as_of)) for name, records in sorted(parts.items())]


def quarters_with_needs(scope: str) -> list[Quarter]:
    """The quarters in which needs were verified, newest first; at least the present one."""
    days = Need.objects.filter(division_path__startswith=scope, verified_at__isnull=False).dates("verified_at", "month")
    return sorted({quarter_of(day) for day in days} | {quarter_of(today())}, reverse=True)


def records_of(rows: QuerySet[Need], as_of: date) -> list[NeedRecord]:
    """Needs as the rules of the figures read them, with what had been confirmed by a day."""
    needs = list(rows)
    met, last = _confirmed(needs, as_of)
    return [_record(need, met.get(need.pk, Decimal(0)), last.get(need.pk)) for need in needs]


def _record(need: Need, met: Decimal, last: datetime | None) -> NeedRecord:
    return NeedRecord(
        number=need.number,
        submitted_on=_day(need.submitted_at),
        verified_on=_day(need.verified_at),
        taken_on=_day(need.taken_at),
        agreed_on=_day(need.agreed_at),
        confirmed_on=_day(last) if met >= need.quantity else None,
        state=need.state,
        asked=need.quantity,
        met=met,
        amount_fen=need.total_fen,
        strata={
            "track": need.track,
            "maker": need.maker,
            "field": need.field,
            "county": "key" if need.is_key_county else "other",
        },
    )


def _confirmed(needs: Iterable[Need], as_of: date) -> tuple[dict[UUID, Decimal], dict[UUID, datetime]]:
    standing = Confirmation.objects.filter(
        project__need__in=[need.pk for need in needs],
        revoked_at=None,
        at__lt=_midnight(as_of + timedelta(days=1)),
    )
    rows = standing.values_list("project__need_id").annotate(met=Sum("quantity"), last=Max("at"))
    met, last = {}, {}
    for need_id, quantity, newest in rows:
        met[need_id], last[need_id] = quantity, newest
    return met, last


def _confirmed_by(rows: QuerySet[Need], as_of: date) -> list[tuple[str, int]]:
    standing = Confirmation.objects.filter(
        project__need__in=rows, revoked_at=None, at__lt=_midnight(as_of + timedelta(days=1))
    )
    return sorted(standing.values_list("by").annotate(count=Count("id")))


def _between(rows: QuerySet[Need], column: str, quarter: Quarter) -> QuerySet[Need]:
    return rows.filter(**{f"{column}__gte": _midnight(quarter.first), f"{column}__lt": _midnight(quarter.end)})


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _day(moment: datetime | None) -> date | None:
    return localtime(moment).date() if moment else None
