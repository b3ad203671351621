"""What waits how long, by step; and whether help has reached the key counties."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from duijie.apps.figures.selectors.coverage import coverage
from duijie.apps.figures.selectors.waiting import STEP_OF, is_overdue, waiting_at, waiting_by_step
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.referrals import refer_need
from duijie.apps.projects.services.confirming import report_problem
from duijie.apps.regions.models import Division, KeyCounty
from duijie.apps.regions.rules import Basis
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import now, today
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, PROVINCE
from tests.factories.needs import make_seat, published_need, submitted_need

pytestmark = pytest.mark.django_db
EVERYWHERE = "/"


@pytest.fixture
def ministry():
    return make_seat(Role.MINISTRY)


def loads(actor, scope=EVERYWHERE):
    return {each.step.name: each for each in waiting_by_step(actor, scope=scope)}


def test_a_need_waits_at_the_step_whose_turn_it_is(sides, ministry):
    need = submitted_need(sides.offices)
    assert need.awaiting_role == Role.TOWNSHIP
    assert [name for name, each in loads(ministry).items() if each.count] == ["township"]


def test_every_station_of_a_need_is_a_step(sides, ministry):
    published_need(sides.offices)
    refer_need(actor=sides.offices.county, need=submitted_need(sides.offices), policy="housing")
    sides.drafting()
    sides.under_way()
    sides.to_confirm()
    report_problem(actor=sides.offices.township, project=sides.to_confirm(), text="灯不亮")
    counts = {name: each.count for name, each in loads(ministry).items()}
    for name in ("published", "referred", "matching", "under_way", "to_confirm", "disputed"):
        assert counts[name] == 1, name


def test_the_middle_and_the_longest_wait_are_told_in_days(sides, ministry):
    for days in (1, 4, 30):
        need = published_need(sides.offices)
        Need.objects.filter(pk=need.pk).update(published_at=now() - timedelta(days=days, hours=1))
    load = loads(ministry)["published"]
    assert (load.count, load.middle_days, load.longest_days, load.overdue) == (3, 4, 30, None)
    rows = list(waiting_at(ministry, STEP_OF["published"], scope=EVERYWHERE))
    assert [row.since for row in rows] == sorted(row.since for row in rows)


def test_beyond_the_clock_is_what_has_run_over_its_time(sides, ministry):
    late, timely = submitted_need(sides.offices), submitted_need(sides.offices)
    Need.objects.filter(pk=late.pk).update(awaiting_until=now() - timedelta(hours=1))
    Need.objects.filter(pk=timely.pk).update(awaiting_until=now() + timedelta(hours=1))
    [load] = [each for each in loads(ministry).values() if each.count]
    assert (load.count, load.overdue) == (2, 1)


def test_a_clock_of_days_runs_out_when_its_day_is_over(sides, ministry):
    project = sides.under_way()
    step = STEP_OF["under_way"]
    assert not is_overdue(step, project.ends_on)
    with time_machine.travel(now() + timedelta(days=91)):
        assert is_overdue(step, project.ends_on)
        assert loads(ministry)["under_way"].overdue == 1


def test_an_office_sees_what_waits_in_its_own_division_only(sides):
    published_need(sides.offices)
    assert loads(make_seat(Role.PREFECTURE_OFFICE))["published"].count == 1
    assert loads(make_seat(Role.PREFECTURE_OFFICE), OTHER_COUNTY.path)["published"].count == 0
    assert loads(make_seat(Role.PREFECTURE_OFFICE, OTHER_COUNTY))["published"].count == 0
    for stranger in (sides.manager, sides.offices.county, sides.offices.department):
        assert loads(stranger)["published"].count == 0


def test_nothing_waits_on_an_empty_platform(ministry):
    for each in loads(ministry).values():
        assert (each.count, each.middle_days, each.longest_days) == (0, None, None)


def test_a_key_county_is_covered_from_its_first_need_on(sides):
    listed(COUNTY, OTHER_COUNTY)
    found = coverage(PREFECTURE.path, today())
    assert [(each.published, each.taken, each.fulfilled) for each in found] == [(0, 0, 0), (0, 0, 0)]
    published_need(sides.offices)
    sides.signed()
    sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    here, there = coverage(PROVINCE.path, today())
    assert (here.published, here.taken, here.fulfilled) == (3, 2, 1)
    assert (there.published, there.name) == (0, OTHER_COUNTY.name)


def test_a_county_whose_listing_is_over_is_no_key_county(sides):
    listed(COUNTY)
    KeyCounty.objects.update(valid_to=today() - timedelta(days=1))
    assert coverage(EVERYWHERE, today()) == []


def listed(*places):
    """Put counties on the list of key counties."""
    for place in places:
        division = Division.objects.get(code=place.code)
        KeyCounty.objects.update_or_create(division=division, defaults={"basis": Basis.PUBLISHED})
