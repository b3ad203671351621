"""The figures of a quarter are written down once on each reading day, and stand on the log."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duijie.apps.figures.models import PublishedReading
from duijie.apps.figures.rules import Quarter, quarter_of, reading_day
from duijie.apps.figures.services import publish_due_readings, publish_reading
from duijie.apps.needs.models import Need
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.clock import today
from tests.factories.needs import published_need

pytestmark = pytest.mark.django_db
KIND = "figures.reading.publish"


def test_a_quarters_counts_are_written_down_and_attested(sides):
    sides.confirmed()
    this = quarter_of(today())
    made = publish_reading(actor=SYSTEM, quarter=this, as_of=today())
    assert made.counts == {"verified": 1, "taken": 1, "agreed": 1, "confirmed": 0, "met_shares": 3333}
    leaves = {leaf.division: leaf for leaf in Leaf.objects.filter(kind=KIND)}
    assert leaves[""].facts == {"quarter": this.code, "as_of": today().isoformat(), **made.counts}
    assert leaves[""].role == "system"


def test_each_county_prefecture_and_province_with_a_cohort_has_a_leaf_of_its_own(sides):
    here, there = published_need(sides.offices), published_need(sides.offices)
    Need.objects.filter(pk=there.pk).update(division_path="/62/6211/621122/621122100/621122100201/")
    publish_reading(actor=SYSTEM, quarter=quarter_of(today()), as_of=today())
    counted = {leaf.division: leaf.facts["verified"] for leaf in Leaf.objects.filter(kind=KIND)}
    assert counted == {"": 2, "62": 2, "6211": 2, here.county_path.split("/")[-2]: 1, "621122": 1}
    assert Leaf.objects.values("subject").distinct().count() >= len(counted)


def test_places_take_no_queries_of_their_own_to_be_counted(sides):
    def asked_of_needs() -> int:
        PublishedReading.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            publish_reading(actor=SYSTEM, quarter=quarter_of(today()), as_of=today())
        return sum('FROM "needs_need"' in each["sql"] for each in queries)

    first = published_need(sides.offices)
    before = asked_of_needs()
    published_need(sides.offices)
    Need.objects.exclude(pk=first.pk).update(division_path="/33/3301/330102/")
    assert asked_of_needs() == before


def test_what_was_cut_goes_on_with_the_provinces_that_are_missing(sides):
    published_need(sides.offices)
    this = quarter_of(today())
    publish_reading(actor=SYSTEM, quarter=this, as_of=today())
    PublishedReading.objects.filter(division_path="/").delete()
    published_need(sides.offices)
    Need.objects.filter(pk=Need.objects.latest("created_at").pk).update(division_path="/33/3301/330102/")
    publish_reading(actor=SYSTEM, quarter=this, as_of=today())
    written = list(PublishedReading.objects.order_by("division_path").values_list("division_path", flat=True))
    assert written == ["/", "/33/", "/33/3301/", "/33/3301/330102/", "/62/", "/62/6211/", "/62/6211/621121/"]
    assert Leaf.objects.filter(kind=KIND).count() == len(written) + 1  # the whole's first leaf stays


def test_a_reading_is_published_once_whatever_becomes_of_the_needs_later(sides):
    this = quarter_of(today())
    first = publish_reading(actor=SYSTEM, quarter=this, as_of=today())
    sides.confirmed()
    assert publish_reading(actor=SYSTEM, quarter=this, as_of=today()).counts == first.counts
    assert PublishedReading.objects.filter(division_path="/").count() == 1


def test_a_reading_is_due_on_the_day_after_its_day_and_a_missed_night_is_made_up_for(sides):
    sides.confirmed()
    Need.objects.update(verified_at=datetime(2026, 5, 10, tzinfo=UTC))
    day = reading_day(Quarter(2026, 2), 90)
    assert publish_due_readings(actor=SYSTEM, on=day) == 0
    assert publish_due_readings(actor=SYSTEM, on=day + timedelta(days=3)) == 1
    assert PublishedReading.objects.get(division_path="/").as_of == date(2026, 9, 28)
    assert publish_due_readings(actor=SYSTEM, on=day + timedelta(days=3)) == 0
