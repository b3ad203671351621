"""Publish the figures of a quarter on its reading days, of the whole and of each place: once, and on the log."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from duijie.apps.figures.models import PublishedReading
from duijie.apps.figures.rules import READINGS, Quarter, quarter_of, reading_day
from duijie.apps.figures.rules.places import WHOLE, Counts, counts_by_place
from duijie.apps.figures.selectors.cohorts import cohort_needs
from duijie.apps.figures.selectors.records import records_of
from duijie.apps.regions.rules import paths_above
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record

_YEARS_BACK = 2


def publish_reading(*, actor: Actor, quarter: Quarter, as_of: date) -> PublishedReading:
    """Write down and attest a quarter's counts as of a day, of each place that has a cohort and, last, of the whole.

    Each province with all that lies in it is one transaction. Cut in between, the next run goes on with the provinces
    that are missing; where the whole is written down, everything is, and what is written down stays.
    """
    readings = PublishedReading.objects.filter(quarter=quarter.code, as_of=as_of)
    known = readings.filter(division_path=WHOLE).first()
    if known:
        return known
    written = set(readings.values_list("division_path", flat=True))
    counts = counts_by_place(records_of(cohort_needs(quarter, WHOLE), as_of), as_of)
    for part in _by_province(counts, written):
        _write_down(actor, quarter, as_of, part)
    return _write_down(actor, quarter, as_of, {WHOLE: counts[WHOLE]})[0]


def publish_due_readings(*, actor: Actor, on: date) -> int:
    """Publish every reading whose day has come and that is not written down; returns how many there were."""
    due = [
        (quarter, day)
        for quarter in _quarters_before(on)
        for day in (reading_day(quarter, days) for days in READINGS)
        if day < on
    ]
    written = set(PublishedReading.objects.filter(division_path=WHOLE).values_list("quarter", "as_of"))
    missing = [(quarter, day) for quarter, day in due if (quarter.code, day) not in written]
    for quarter, day in missing:
        publish_reading(actor=actor, quarter=quarter, as_of=day)
    return len(missing)


@transaction.atomic
def _write_down(actor: Actor, quarter: Quarter, as_of: date, counts: Mapping[str, Counts]) -> list[PublishedReading]:
    """Rows in one statement, then a leaf for each."""
    rows = PublishedReading.objects.bulk_create(
        PublishedReading(quarter=quarter.code, as_of=as_of, division_path=path, counts=each.as_facts())
        for path, each in counts.items()
    )
    for row in rows:
        facts = {"quarter": quarter.code, "as_of": as_of.isoformat(), **row.counts}
        record(actor, "figures.reading.publish", row, details=facts, facts=facts)
    return rows


def _by_province(counts: Mapping[str, Counts], written: set[str]) -> list[dict[str, Counts]]:
    """The counts of the places below the whole that are not written down yet, province by province."""
    parts: dict[str, dict[str, Counts]] = {}
    for path, each in counts.items():
        if path != WHOLE and path not in written:
            parts.setdefault(paths_above(path)[0], {})[path] = each
    return list(parts.values())


def _quarters_before(on: date) -> list[Quarter]:
    """Those that have a cohort at all."""
    this = quarter_of(on)
    return [
        Quarter(year, number)
        for year in range(this.year - _YEARS_BACK, this.year + 1)
        for number in (1, 2, 3, 4)
        if Quarter(year, number) < this and cohort_needs(Quarter(year, number), WHOLE).exists()
    ]
