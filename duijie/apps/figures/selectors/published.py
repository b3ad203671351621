"""Read what was written down on reading days: open to all, as the figures are."""

from datetime import date

from duijie.apps.figures.models import PublishedReading
from duijie.apps.figures.rules import Quarter


def published_reading(quarter: Quarter, as_of: date, path: str) -> PublishedReading | None:
    """What was written down of a quarter within a division path as of a day, if anything was."""
    return PublishedReading.objects.filter(quarter=quarter.code, as_of=as_of, division_path=path).first()
