"""Publish the figures of a quarter on its reading days: once, and on the log."""

from datetime import date

from django.db import transaction

from duijie.apps.figures.models import PublishedReading
from duijie.apps.figures.rules import READINGS, Quarter, quarter_of, reading_day
from duijie.apps.figures.selectors.cohorts import cohort_needs, reading
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record

WHOLE = "/"
_YEARS_BACK = 2


@transaction.atomic
def publish_reading(*, actor: Actor, quarter: Quarter, as_of: date) -> PublishedReading:
    """Write down and attest a quarter's counts over the whole platform as of a day; what is written down stays."""
    known = PublishedReading.objects.filter(quarter=quarter.code, as_of=as_of, division_path=WHOLE).first()
    if known:
        return known
    figures = reading(quarter, scope=WHOLE, as_of=as_of).figures
    counts = {"verified": figures.verified, **{rate.value: each.part for rate, each in figures.by_count.items()}}
    row = PublishedReading.objects.create(quarter=quarter.code, as_of=as_of, division_path=WHOLE, counts=counts)
    facts = {"quarter": quarter.code, "as_of": as_of.isoformat(), **counts}
    record(actor, "figures.reading.publish", row, details=facts, facts=facts)
    return row


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


def _quarters_before(on: date) -> list[Quarter]:
    """Those that have a cohort at all."""
    this = quarter_of(on)
    return [
        Quarter(year, number)
        for year in range(this.year - _YEARS_BACK, this.year + 1)
        for number in (1, 2, 3, 4)
        if Quarter(year, number) < this and cohort_needs(Quarter(year, number), WHOLE).exists()
    ]
