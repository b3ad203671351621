"""Reads: one division, its neighbours up and down, the county lists on a day, the reporting units.

Divisions are public; the county lists are public too, with a mark on rows that nobody has checked yet.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from duijie.apps.regions.models import Division, KeyCounty, LiftedCounty, ReportingUnit
from duijie.apps.regions.rules import (
    SEE_LISTING,
    code_of_path,
    county_code_of,
    paths_above,
)
from duijie.apps.regions.searching import resolve, search
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.errors import NotFound, mark

__all__ = [
    "ancestors",
    "children",
    "county_code_of",
    "county_listing",
    "find",
    "full_name",
    "full_names",
    "get",
    "inside_unit",
    "is_key_county",
    "is_lifted_county",
    "key_counties",
    "lifted_counties",
    "listings",
    "reporting_unit_of",
    "reporting_units",
    "resolve",
    "search",
]

Listing = TypeVar("Listing", KeyCounty, LiftedCounty)


def get(code: str) -> Division:
    """The division of a code.

    Raises:
        NotFound: there is none.
    """
    division = find(code)
    if division is None:
        raise NotFound(mark("There is no such place."), field="division")
    return division


def find(code: str) -> Division | None:
    """The division of a code, or None."""
    return Division.objects.filter(code=code).first()


def ancestors(code: str) -> tuple[Division, ...]:
    """The divisions above one, from the province down, without itself; empty for an unknown code."""
    division = find(code)
    return () if division is None else tuple(_at(paths_above(division.path)[:-1]))


def full_name(code: str) -> str:
    """The name from the province down (甘肃省定西市通渭县); empty for an unknown code."""
    return full_names([code]).get(code, "")


def full_names(codes: Iterable[str]) -> dict[str, str]:
    """The names from the province down of many divisions, by one query; unknown codes are left out."""
    return dict(Division.objects.filter(code__in=set(codes)).values_list("code", "full_name"))


def children(code: str = "", *, with_inactive: bool = False) -> QuerySet[Division]:
    """The divisions directly below one, by code; without a code the provinces and the corps."""
    rows = Division.objects.filter(parent_code=code).order_by("code")
    return rows if with_inactive else rows.filter(is_active=True)


def key_counties(on: date) -> frozenset[str]:
    """The codes of the key counties of a day, of national and provincial lists together."""
    return _listed(KeyCounty, on)


def lifted_counties(on: date) -> frozenset[str]:
    """The codes of the counties lifted out of poverty, on a day."""
    return _listed(LiftedCounty, on)


def is_key_county(path: str, on: date) -> bool:
    """Whether a place lies in a key county on a day; for many places, ask `key_counties` once."""
    return county_listing(KeyCounty, path, on) is not None


def is_lifted_county(path: str, on: date) -> bool:
    """Whether a place lies in a county lifted out of poverty, on a day."""
    return county_listing(LiftedCounty, path, on) is not None


def county_listing(kind: type[Listing], path: str, on: date) -> Listing | None:
    """The row of a list that a place's county stands in on a day: checked ones first, national before provincial."""
    rows = _valid(kind, on).filter(division_id=county_code_of(path))
    return min(rows, key=lambda each: (not each.is_verified, each.level), default=None)


def listings(actor: Actor, kind: type[Listing]) -> QuerySet[Listing]:
    """The rows of a list for the office that keeps or reads it, unchecked ones included."""
    rows = kind._default_manager.select_related("division").order_by("division__path", "level", "valid_from")
    return visible(actor, SEE_LISTING, rows)


def reporting_units() -> QuerySet[ReportingUnit]:
    """All units in the order of the ministry."""
    return ReportingUnit.objects.all()


def reporting_unit_of(path: str) -> ReportingUnit | None:
    """The unit that a place belongs to; None for the whole country and for places that do not report."""
    return next((unit for unit in reporting_units() if unit.contains(path)), None)


def inside_unit(unit: ReportingUnit, field: str = "division_path") -> Q:
    """A filter for the rows of a unit, by the name of their path field."""
    inside, outside = Q(pk__in=[]), Q(pk__in=[])
    for path in unit.paths:
        inside |= Q(**{f"{field}__startswith": path})
    for path in unit.excluded:
        outside |= Q(**{f"{field}__startswith": path})
    return inside & ~outside


def _at(paths: Iterable[str]) -> QuerySet[Division]:
    return Division.objects.filter(code__in=[code_of_path(path) for path in paths]).order_by("path")


def _listed(kind: type[Listing], on: date) -> frozenset[str]:
    return frozenset(_valid(kind, on).values_list("division_id", flat=True))


def _valid(kind: type[Listing], on: date) -> QuerySet[Listing]:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return kind._default_manager.filter(begun, lasting, withdrawn_at=None)
