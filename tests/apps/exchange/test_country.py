"""The ministry adds up what units state in verified records, names who is missing, and counts again what it can."""

from datetime import UTC, datetime

import pytest

from duijie.apps.accounts.rules import COUNTRY
from duijie.apps.exchange.rules.country import Recount
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.exchange.selectors.country import country_figures
from duijie.apps.exchange.selectors.units import standings
from duijie.apps.exchange.services.taking import take
from duijie.apps.figures.rules import quarter_of
from duijie.apps.figures.rules.places import Counts
from duijie.apps.figures.services import publish_reading
from duijie.apps.records.models import Leaf
from duijie.apps.records.rules import PUBLISHED
from duijie.apps.regions.services import load_reporting_units
from duijie.kernel.access.actors import SYSTEM, Role
from duijie.kernel.clock import today
from duijie.kernel.errors import NotAllowed
from duijie.ledger.following.records import ShownRecord
from tests.factories.accounts import PROVINCE
from tests.factories.needs import make_offices, make_seat, published_need
from tests.factories.organizations import make_organization
from tests.factories.projects import make_sides
from tests.factories.reporting import DAY, QUARTER, add_need, add_reading, add_record, make_source

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 10, 9, tzinfo=UTC)


@pytest.fixture
def ministry():
    load_reporting_units()
    return make_seat(Role.MINISTRY, place=COUNTRY)


def unit(found, code):
    return next(each for each in found.units if each.unit.code == code)


def test_the_country_is_the_sum_of_the_units_that_have_stated_and_names_the_others(ministry):
    gansu, dalian, liaoning = (make_source(code) for code in ("620000", "210200", "210000"))
    add_reading(gansu, "62", Counts(5, 4, 3, 2, 20_000))
    add_reading(dalian, "2102", Counts(2, 1, 1, 1, 10_000))
    add_reading(liaoning, "21", Counts(9, 6, 5, 4, 50_000))
    add_reading(liaoning, "2102", Counts(3, 1, 1, 1, 10_000))
    found = country_figures(ministry)
    assert found.counts == Counts(13, 10, 8, 6, 70_000)
    assert [each.unit.name for each in found.stating] == ["辽宁省", "大连市", "甘肃省"]
    assert len(found.missing) == 34
    assert (found.choice.quarter, found.choice.as_of) == (QUARTER, DAY)


def test_nobody_states_anything_for_another_unit_and_what_was_stated_first_counts(ministry):
    gansu = make_source("620000")
    make_source("630000")
    add_reading(gansu, "62", Counts(5, 4, 3, 2, 20_000))
    add_reading(gansu, "62", Counts(500, 400, 300, 200, 20_000))
    add_reading(gansu, "63", Counts(7, 7, 7, 7, 70_000))
    found = country_figures(ministry)
    assert found.counts.verified == 5
    assert unit(found, "630000000000").counts is None


def test_needs_are_counted_again_from_their_own_records(ministry):
    gansu = make_source("620000")
    add_reading(gansu, "62", Counts(4, 2, 2, 1, 10_000))
    add_need(gansu, "N-1", taken=True, fulfilled=True)
    add_need(gansu, "N-2", taken=True)
    again = add_need(gansu, "N-3")
    add_record(gansu, "needs.need.publish", {"number": "N-3"}, division="621121", subject=again)
    late = add_need(gansu, "N-4")
    add_record(gansu, "needs.need.reflect", {"state": "fulfilled"}, subject=late, hour=LATER)
    add_record(gansu, "needs.need.publish", {"number": "N-9"}, division="621121", hour=LATER)
    assert unit(country_figures(ministry), "620000000000").recount == Recount(4, 2, 1)


def test_a_province_counts_no_need_of_a_city_that_reports_by_itself(ministry):
    liaoning = make_source("210000")
    add_reading(liaoning, "21", Counts(1))
    add_need(liaoning, "N-1", division="210102")
    add_need(liaoning, "N-2", division="210202")
    assert unit(country_figures(ministry), "210000000000").recount == Recount(1)


def test_every_unit_stands_there_by_code_with_how_its_log_stands(ministry):
    gansu = make_source("620000", state=SourceState.LATE)
    reading = add_reading(gansu, "62", Counts(5))
    found = standings(ministry)
    codes = [each.unit.code for each in found]
    assert (len(codes), codes) == (37, sorted(codes))
    [connected] = [each for each in found if each.source]
    assert (connected.source.state, connected.last_hour) == ("late", reading.hour)
    assert (connected.newest.quarter, connected.newest.as_of) == (QUARTER, DAY)


def test_only_the_ministry_and_the_countrys_auditor_see_the_units(ministry):
    assert standings(make_seat(Role.AUDITOR, place=PROVINCE)) == []
    with pytest.raises(NotAllowed):
        standings(make_seat(Role.PROVINCE_OFFICE))
    with pytest.raises(NotAllowed):
        country_figures(make_seat(Role.PROVINCE_OFFICE))


def test_units_cost_the_same_queries_however_many_are_connected(ministry, django_assert_num_queries):
    for code in ("620000", "630000", "640000"):
        source = make_source(code)
        add_reading(source, code[:2], Counts(1))
        add_need(source, "N-1")
    with django_assert_num_queries(3):
        standings(ministry)
    with django_assert_num_queries(4):
        country_figures(ministry)


def test_what_a_province_has_attested_arrives_as_its_part_of_the_sum(ministry, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sides = make_sides(make_offices(), make_organization())
    sides.drafting()
    published_need(sides.offices)
    whole = publish_reading(actor=SYSTEM, quarter=quarter_of(today()), as_of=today())
    gansu = make_source("620000")
    shown = [
        ShownRecord(index, each.kind, each.hour, each.division, each.subject, each.role, each.facts)
        for index, each in enumerate(Leaf.objects.order_by("id"))
        if each.kind in PUBLISHED
    ]
    take(gansu, f"{gansu.log_name}/2026", shown)
    found = unit(country_figures(ministry), "620000000000")
    assert found.counts.as_facts() == whole.counts
    assert found.recount == Recount(verified=2, taken=1)
