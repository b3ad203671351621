"""The figures of the country, added up from verified records of the reporting units, and counted again from others.

Only what a unit's own log says of the unit's own places counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from duijie.apps.exchange.models import FollowedRecord, Source
from duijie.apps.exchange.rules.country import (
    READING,
    Choice,
    Recount,
    Stated,
    counts_of_unit,
    stated_in,
    total,
)
from duijie.apps.exchange.selectors.units import own_divisions, sources_by_unit, units_of
from duijie.apps.figures.rules.places import Counts
from duijie.apps.figures.selectors.records import midnight
from duijie.apps.regions.models import ReportingUnit
from duijie.apps.regions.rules import segments_of
from duijie.kernel.access.actors import Actor

_PUBLISH, _FULFIL, _COMMIT = "needs.need.publish", "needs.need.reflect", "matches.match.commit"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What a unit states (None: nothing of this reading), and what its other records show when counted again."""

    unit: ReportingUnit
    source: Source | None
    counts: Counts | None
    recount: Recount | None


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """A reading of the country: the choice (None where nobody has stated any), all choices, the units by code."""

    choice: Choice | None
    choices: Sequence[Choice]
    units: Sequence[UnitFigures]

    @property
    def stating(self) -> list[UnitFigures]:
        """The units that are in the sum."""
        return [each for each in self.units if each.counts is not None]

    @property
    def missing(self) -> list[UnitFigures]:
        """The units that are not."""
        return [each for each in self.units if each.counts is None]

    @property
    def counts(self) -> Counts:
        """The sum over the units that are in it."""
        return total([each.counts for each in self.units if each.counts is not None])


def country_figures(actor: Actor, wanted: Choice | None = None) -> CountryFigures:
    """The sum of one reading; without a wish the newest one that any unit has stated.

    Raises:
        NotAllowed: the actor is neither of the ministry nor an auditor.
    """
    units, sources = units_of(actor), sources_by_unit(actor)
    own = {unit.code: sources[unit.code] for unit in units if unit.code in sources}
    stated = _stated(units, own.values())
    choices = sorted({Choice(each.as_of, each.quarter) for found in stated.values() for each in found}, reverse=True)
    choice = wanted or (choices[0] if choices else None)
    if choice is None:
        return CountryFigures(None, choices, [UnitFigures(each, own.get(each.code), None, None) for each in units])
    recounts = _recounts([(unit, own[unit.code]) for unit in units if unit.code in own], choice)
    return CountryFigures(
        choice,
        choices,
        [_figures(unit, own.get(unit.code), stated, recounts, choice) for unit in units],
    )


def _figures(
    unit: ReportingUnit,
    source: Source | None,
    stated: Mapping[UUID, Sequence[Stated]],
    recounts: Mapping[UUID, Recount],
    choice: Choice,
) -> UnitFigures:
    if source is None:
        return UnitFigures(unit, None, None, None)
    of_choice = [each for each in stated.get(source.pk, ()) if Choice(each.as_of, each.quarter) == choice]
    by_division = {each.division: each.counts for each in reversed(of_choice)}
    counts = counts_of_unit(by_division, unit.paths, unit.excluded)
    return UnitFigures(unit, source, counts, None if counts is None else recounts.get(source.pk, Recount()))


def _stated(units: list[ReportingUnit], sources: Iterable[Source]) -> dict[UUID, list[Stated]]:
    """The readings of each source, oldest first; what is stated twice counts as it was stated first."""
    excluded = {segments_of(path)[-1] for unit in units for path in unit.excluded}
    rows = FollowedRecord.objects.filter(
        source__in=list(sources), kind=READING, division__in={"", *own_divisions(units), *excluded}
    )
    found: dict[UUID, list[Stated]] = {}
    for source_id, division, facts in rows.order_by("origin", "index").values_list("source_id", "division", "facts"):
        stated = stated_in(division, facts or {})
        if stated:
            found.setdefault(source_id, []).append(stated)
    return found


def _recounts(pairs: Sequence[tuple[ReportingUnit, Source]], choice: Choice) -> dict[UUID, Recount]:
    """The cohort's needs counted again in three queries, whatever the number of units."""
    cohort, until = _cohort([source for _unit, source in pairs], choice), midnight(choice.as_of + timedelta(days=1))
    same_need = FollowedRecord.objects.filter(source=OuterRef("source"), kind=_FULFIL, subject=OuterRef("subject"))
    commits = FollowedRecord.objects.filter(source=OuterRef("source"), kind=_COMMIT, hour__lt=until)
    taken = commits.alias(need=KT("facts__need")).filter(need=OuterRef("need_number"))
    fulfilled = Exists(same_need.filter(hour__lt=until))
    rows = cohort.alias(need_number=KT("facts__number")).order_by().values_list("source_id", "division")
    counted = rows.annotate(
        verified=Count("subject", distinct=True),
        taken=Count("subject", distinct=True, filter=Q(Exists(taken))),
        confirmed=Count("subject", distinct=True, filter=Q(fulfilled)),
        erased=Count("subject", distinct=True, filter=Q(facts__isnull=True)),
    )
    left_out = {source.pk: tuple(segments_of(path)[-1] for path in unit.excluded) for unit, source in pairs}
    sums: dict[UUID, Recount] = {}
    for source_id, division, *counts in counted:
        if not any(division.startswith(each) for each in left_out[source_id]):
            sums[source_id] = sums.get(source_id, Recount()) + Recount(*counts)
    return sums


def _cohort(sources: Sequence[Source], choice: Choice) -> QuerySet[FollowedRecord]:
    """The first publications of needs in the quarter; leaves give the full hour, and quarters begin on one."""
    begin, end = midnight(choice.quarter.first), midnight(choice.quarter.end)
    earlier = FollowedRecord.objects.filter(
        source=OuterRef("source"), kind=_PUBLISH, subject=OuterRef("subject"), hour__lt=begin
    )
    rows = FollowedRecord.objects.filter(source__in=sources, kind=_PUBLISH, hour__gte=begin, hour__lt=end)
    return rows.filter(~Exists(earlier))
