"""The figures of a quarter are written down once on each reading day, and stand on the log."""

from datetime import UTC, date, datetime, timedelta

import pytest

from duijie.apps.figures.models import PublishedReading
from duijie.apps.figures.rules import Quarter, quarter_of, reading_day
from duijie.apps.figures.services import publish_due_readings, publish_reading
from duijie.apps.needs.models import Need
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.clock import today

pytestmark = pytest.mark.django_db


def test_a_quarters_counts_are_written_down_and_attested(sides):
    sides.confirmed()
    this = quarter_of(today())
    made = publish_reading(actor=SYSTEM, quarter=this, as_of=today())
    assert made.counts == {"verified": 1, "taken": 1, "agreed": 1, "confirmed": 0}
    leaf = Leaf.objects.get(kind="figures.reading.publish")
    assert leaf.facts == {"quarter": this.code, "as_of": today().isoformat(), **made.counts}
    assert (leaf.division, leaf.role) == ("", "system")


def test_a_reading_is_published_once_whatever_becomes_of_the_needs_later(sides):
    this = quarter_of(today())
    first = publish_reading(actor=SYSTEM, quarter=this, as_of=today())
    sides.confirmed()
    assert publish_reading(actor=SYSTEM, quarter=this, as_of=today()).counts == first.counts
    assert PublishedReading.objects.count() == 1


def test_a_reading_is_due_on_the_day_after_its_day_and_a_missed_night_is_made_up_for(sides):
    sides.confirmed()
    Need.objects.update(verified_at=datetime(2026, 5, 10, tzinfo=UTC))
    day = reading_day(Quarter(2026, 2), 90)
    assert publish_due_readings(actor=SYSTEM, on=day) == 0
    assert publish_due_readings(actor=SYSTEM, on=day + timedelta(days=3)) == 1
    assert PublishedReading.objects.get().as_of == date(2026, 9, 28)
    assert publish_due_readings(actor=SYSTEM, on=day + timedelta(days=3)) == 0
