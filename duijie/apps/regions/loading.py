"""Bring the tables of `data/` into the database: quickly, and again without harm.

What people have entered stays: added villages, and every county-list row that an official has touched.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import connection, transaction

from duijie.apps.regions.importing import (
    KEY_COUNTIES,
    LIFTED_COUNTIES,
    DivisionRow,
    ListedCounty,
    read_county_list,
    read_divisions,
    read_reporting_units,
)
from duijie.apps.regions.models import Division, KeyCounty, LiftedCounty, ReportingUnit
from duijie.apps.regions.rules import ListLevel

Listing = TypeVar("Listing", KeyCounty, LiftedCounty)

_COLUMNS = ", ".join(DivisionRow._fields)
_CHANGING = [name for name in DivisionRow._fields if name != "code"]
_STAGE = "CREATE TEMPORARY TABLE incoming (LIKE regions_division) ON COMMIT DROP"
_COPY = f"COPY incoming ({_COLUMNS}) FROM STDIN"
_UPSERT = f"""
INSERT INTO regions_division AS known ({_COLUMNS}) SELECT {_COLUMNS} FROM incoming
ON CONFLICT (code) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _CHANGING)}
WHERE ({", ".join(f"known.{name}" for name in _CHANGING)})
   IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _CHANGING)})
"""  # noqa: S608 - only our own column names
_RETIRE = """
UPDATE regions_division AS known SET is_active = false
WHERE is_active AND origin IN ('official', 'corps') AND path LIKE %s
  AND NOT EXISTS (SELECT FROM incoming WHERE incoming.code = known.code)
"""
_FOLLOW = """
UPDATE regions_division AS village
SET path = parent.path || village.code || '/', full_name = parent.full_name || village.name
FROM regions_division AS parent
WHERE village.origin IN ('village', 'demo') AND village.level = 'village' AND parent.code = village.parent_code
  AND village.path <> parent.path || village.code || '/'
"""


@dataclass(frozen=True)
class DivisionReport:
    """What a loading of divisions did: rows read, written (new or changed) and retired."""

    read: int
    written: int
    retired: int


@dataclass(frozen=True)
class CountyListReport:
    """What a loading of a county list did; `unknown` are the rows whose code no division has now."""

    loaded: int
    kept: int
    unknown: tuple[ListedCounty, ...]


@transaction.atomic
def load_divisions(*, within: str = "/") -> DivisionReport:
    """Copy the divisions below a path into the database; those no longer listed become inactive."""
    rows = ["\t".join(row) for row in read_divisions(within)]
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            copy.write("\n".join(rows) + "\n")
        cursor.execute(_UPSERT)
        written = cursor.rowcount
        cursor.execute(_RETIRE, [f"{within}%"])
        retired = cursor.rowcount
        cursor.execute(_FOLLOW)
        cursor.execute("DROP TABLE incoming")
    return DivisionReport(len(rows), written, retired)


@transaction.atomic
def load_county_lists() -> dict[str, CountyListReport]:
    """Load both national lists; a county that already stands on a list is left as officials have made it."""
    return {
        KeyCounty.__name__: _load_county_list(KeyCounty, KEY_COUNTIES),
        LiftedCounty.__name__: _load_county_list(LiftedCounty, LIFTED_COUNTIES),
    }


def _load_county_list(kind: type[Listing], path: Path) -> CountyListReport:
    listed = list(read_county_list(path))
    known = set(Division.objects.filter(code__in=[row.code for row in listed]).values_list("code", flat=True))
    there = set(kind.objects.filter(level=ListLevel.NATIONAL).values_list("division_id", flat=True))
    kind.objects.bulk_create(
        [
            kind(division_id=row.code, level=ListLevel.NATIONAL, basis=row.basis)
            for row in listed
            if row.code in known - there
        ]
    )
    unknown = tuple(row for row in listed if row.code not in known)
    return CountyListReport(
        loaded=len(listed) - len(unknown) - len(there & known), kept=len(there & known), unknown=unknown
    )


@transaction.atomic
def load_reporting_units() -> int:
    """Replace the reporting units by those of the table; return how many there are."""
    ReportingUnit.objects.all().delete()
    units = [
        ReportingUnit(
            code=row.code,
            name=row.name,
            kind=row.kind,
            position=position,
            paths=list(row.paths),
            excluded=list(row.excluded),
        )
        for position, row in enumerate(read_reporting_units())
    ]
    ReportingUnit.objects.bulk_create(units)
    return len(units)
