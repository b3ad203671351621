"""Put a row into its division: code, path and names as texts."""

from duijie.apps.needs.models import ImportBatch, Need, Request
from duijie.apps.needs.rules.steps import path_at
from duijie.apps.regions import selectors as regions
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, county_path_of
from duijie.kernel.errors import RuleBroken, mark

COUNTY_OR_BELOW = frozenset({Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE})
TOWNSHIP_OR_BELOW = frozenset({Level.TOWNSHIP, Level.VILLAGE})


def place(row: Need | Request | ImportBatch, code: str, *, levels: frozenset[Level]) -> Division:
    """Write a division to a row, not yet saved.

    Raises:
        RuleBroken: there is no such division, or none of these levels (beside `division_code`).
    """
    division = regions.find(code)
    if division is None or not division.is_active:
        raise RuleBroken(mark("There is no such place."), field="division_code")
    if division.level not in levels and not (Level.COUNTY in levels and county_path_of(division.path) == division.path):
        raise RuleBroken(mark("Please choose a place further down."), field="division_code")
    row.division_code, row.division_path, row.division_name = division.code, division.path, division.full_name
    return division


def public_place(division: Division) -> str:
    """What the public reads of a place: county or township, never the village."""
    if division.level != Level.VILLAGE:
        return division.full_name
    above = regions.ancestors(division.code)
    return above[-1].full_name if above else division.full_name


def county_of(path: str) -> str:
    """The path that counts as the county of a place."""
    return county_path_of(path) or path_at(path, "county")
