"""How the logs of the reporting units stand, for whoever looks after the whole country; never public, never ranked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from duijie.apps.exchange.models import FollowedRecord, Source
from duijie.apps.exchange.rules.country import READERS, READING, Stated, stated_in
from duijie.apps.exchange.selectors.sources import sources_of
from duijie.apps.regions.models import ReportingUnit
from duijie.apps.regions.rules import code_of_segment, segments_of
from duijie.apps.regions.selectors import reporting_units
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import NotAllowed

WHOLE_COUNTRY = "/"


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit with the source that follows its log (None: not connected), its last public record, its newest reading."""

    unit: ReportingUnit
    source: Source | None = None
    last_hour: datetime | None = None
    newest: Stated | None = None


def units_of(actor: Actor) -> list[ReportingUnit]:
    """The units by code; none for an auditor of a part of the country.

    Raises:
        NotAllowed: the actor is neither of the ministry nor an auditor.
    """
    if actor.role not in READERS:
        raise NotAllowed
    if actor.division_path != WHOLE_COUNTRY:
        return []
    return sorted(reporting_units(), key=lambda each: each.code)


def sources_by_unit(actor: Actor) -> dict[str, Source]:
    """The sources that are followed, by the 12-digit code of the unit; of two of one unit the later one counts."""
    rows = sources_of(actor).filter(ended_at=None).order_by("added_at")
    return {code_of_segment(each.province_code): each for each in rows}


def standings(actor: Actor) -> list[UnitStanding]:
    """Every unit with how its log stands, by code, whatever their number in a few queries."""
    units, sources = units_of(actor), sources_by_unit(actor)
    records = FollowedRecord.objects.filter(source=OuterRef("pk"))
    newest = records.filter(kind=READING, division__in=own_divisions(units), facts__isnull=False)
    told = Source.objects.filter(pk__in=[each.pk for each in sources.values()]).values_list(
        "pk",
        Subquery(records.order_by("-origin", "-index").values("hour")[:1]),
        Subquery(newest.order_by("-hour", "-index").values("division")[:1]),
        Subquery(newest.order_by("-hour", "-index").values("facts")[:1]),
    )
    parts = {pk: (hour, stated_in(division or "", facts) if facts else None) for pk, hour, division, facts in told}
    found = []
    for unit in units:
        source = sources.get(unit.code)
        found.append(UnitStanding(unit, source, *parts[source.pk]) if source else UnitStanding(unit))
    return found


def own_divisions(units: list[ReportingUnit]) -> set[str]:
    """The divisions of which the units' own logs state a reading, as leaves name them."""
    return {segments_of(path)[-1] for unit in units for path in unit.paths}
