"""Cohorts and their figures, computed from records and never typed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from duijie.apps.figures.rules import Figures, NeedRecord, Quarter, Rate, Ratio, Share, figures_of, quarter_of
from duijie.apps.figures.selectors.records import confirmations_at, midnight, records_of
from duijie.apps.needs.models import Need, Referral
from duijie.apps.projects.models import Confirmation
from duijie.kernel.clock import today


@dataclass(frozen=True, slots=True)
class Reading:
    """A cohort's figures as of a day with the records they come from, and the shares verified and referred.

    `taken_back` are the needs counted as fulfilled on that day of which a confirmation was taken back afterwards.
    """

    quarter: Quarter
    as_of: date
    records: Sequence[NeedRecord]
    figures: Figures
    verified: Ratio
    referred: Ratio
    confirmed_by: Sequence[tuple[str, int]]
    revisited: Ratio
    taken_back: int


def reading(quarter: Quarter, *, scope: str, as_of: date) -> Reading:
    """The figures of a quarter's cohort within a division path (`/` is the whole country), as of a day."""
    rows, until = cohort_needs(quarter, scope), midnight(as_of + timedelta(days=1))
    records = records_of(rows, as_of)
    whole = sent_needs(quarter, scope).count()
    verified, referred = (needs_of_share(each, quarter, scope=scope, as_of=as_of).count() for each in Share)
    confirmed = [each.number for each in records if each.confirmed_on]
    return Reading(
        quarter=quarter,
        as_of=as_of,
        records=records,
        figures=figures_of(records, as_of),
        verified=Ratio(verified, whole),
        referred=Ratio(referred, whole),
        confirmed_by=_confirmed_by(rows, until),
        revisited=Ratio(rows.filter(number__in=confirmed, revisited_at__lt=until).count(), len(confirmed)),
        taken_back=_taken_back(rows.filter(number__in=confirmed), until),
    )


def headline(quarter: Quarter, *, scope: str = "/") -> Ratio:
    """落实率 as of now in two counts, for pages that must not read the whole cohort."""
    rows = cohort_needs(quarter, scope)
    standing = Confirmation.objects.filter(project__need=OuterRef("pk"), revoked_at=None).order_by()
    met = standing.values("project__need").annotate(total=Sum("quantity")).values("total")
    confirmed = rows.annotate(met=Subquery(met, output_field=DecimalField())).filter(met__gte=F("quantity"))
    return Ratio(confirmed.count(), rows.count())


def cohort_needs(quarter: Quarter, scope: str) -> QuerySet[Need]:
    """The needs that were verified in a quarter within a division path."""
    return _between(Need.objects.filter(division_path__startswith=scope), "verified_at", quarter)


def sent_needs(quarter: Quarter, scope: str) -> QuerySet[Need]:
    """The needs that were sent for verification in a quarter within a division path."""
    return _between(Need.objects.filter(division_path__startswith=scope), "submitted_at", quarter)


def needs_of_share(share: Share, quarter: Quarter, *, scope: str, as_of: date) -> QuerySet[Need]:
    """Those of the needs sent in a quarter that had been verified, or referred to a policy, by the end of a day."""
    sent, until = sent_needs(quarter, scope), midnight(as_of + timedelta(days=1))
    if share is Share.VERIFIED:
        return sent.filter(verified_at__lt=until)
    return sent.filter(Exists(Referral.objects.filter(need=OuterRef("pk"), created_at__lt=until)))


def sent_by_place(share: Share, quarter: Quarter, *, scope: str, as_of: date) -> list[tuple[str, int, int]]:
    """How many needs were sent in a quarter from each place, by division path, and how many of them a share counts."""
    counted = needs_of_share(share, quarter, scope=scope, as_of=as_of).values("pk")
    sent = sent_needs(quarter, scope).order_by().values_list("division_path")
    return list(sent.annotate(sent=Count("id"), counted=Count("id", filter=Q(pk__in=counted))))


def needs_behind(found: Reading, rate: Rate | None, *, scope: str) -> QuerySet[Need]:
    """The needs that a figure counts, newest first; without a rate the whole cohort."""
    rows = cohort_needs(found.quarter, scope)
    if rate is not None:
        rows = rows.filter(number__in=[each.number for each in found.records if each.has(rate, found.as_of)])
    return rows.order_by("-verified_at", "id")


def quarters_with_needs(scope: str) -> list[Quarter]:
    """The quarters in which needs were verified, newest first; at least the present one."""
    days = Need.objects.filter(division_path__startswith=scope, verified_at__isnull=False).dates("verified_at", "month")
    return sorted({quarter_of(day) for day in days} | {quarter_of(today())}, reverse=True)


def counts_below(quarter: Quarter, scope: str) -> list[tuple[str, int]]:
    """How many needs were verified in each place next below a path, by path, in the order of the codes."""
    paths = cohort_needs(quarter, scope).order_by().values_list("division_path").annotate(count=Count("id"))
    counts: dict[str, int] = {}
    for path, count in paths:
        below = path[len(scope) :].partition("/")[0]
        if below:
            counts[f"{scope}{below}/"] = counts.get(f"{scope}{below}/", 0) + count
    return sorted(counts.items())


def _confirmed_by(rows: QuerySet[Need], until: datetime) -> list[tuple[str, int]]:
    return sorted(confirmations_at(rows, until).values_list("by").annotate(count=Count("id")))


def _taken_back(rows: QuerySet[Need], until: datetime) -> int:
    later = confirmations_at(rows, until).exclude(revoked_at=None)
    return later.aggregate(needs=Count("project__need", distinct=True))["needs"] or 0


def _between(rows: QuerySet[Need], column: str, quarter: Quarter) -> QuerySet[Need]:
    return rows.filter(**{f"{column}__gte": midnight(quarter.first), f"{column}__lt": midnight(quarter.end)})
