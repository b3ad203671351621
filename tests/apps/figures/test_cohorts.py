"""Figures are computed from records: what stands, never what was typed in, and each with the list behind it."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from duijie.apps.figures.rules import Rate, Ratio, quarter_of
from duijie.apps.figures.selectors.cohorts import counts_below, headline, needs_behind, quarters_with_needs, reading
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.aftercare import begin_revisit, expire_needs, extend_need, revise_need
from duijie.apps.needs.services.needs import withdraw_need
from duijie.apps.needs.services.referrals import refer_need
from duijie.apps.projects.rules import Face
from duijie.apps.projects.services.confirming import confirm_receipt, report_problem
from duijie.apps.projects.services.settlement import cancel_project
from duijie.kernel.clock import now, today
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE
from tests.factories.needs import published_need, submitted_need

pytestmark = pytest.mark.django_db
HERE = COUNTY.path


@pytest.fixture
def quarter():
    return quarter_of(today())


def numbers(found, rate):
    return {need.number for need in needs_behind(found, rate, scope=HERE)}


def test_each_figure_counts_what_its_list_shows(sides, quarter):
    sides.drafting()
    sides.signed()
    met = published_need(sides.offices, quantity=Decimal(20))
    sides.confirmed(need=met)
    published_need(sides.offices)
    found = reading(quarter, scope=HERE, as_of=today())
    counts = {rate: ratio.part for rate, ratio in found.figures.by_count.items()}
    assert counts == {Rate.TAKEN: 3, Rate.AGREED: 2, Rate.CONFIRMED: 1}
    for rate, count in counts.items():
        assert len(numbers(found, rate)) == count
    assert numbers(found, Rate.CONFIRMED) == {met.number}
    assert len(numbers(found, None)) == found.figures.verified == 4
    assert headline(quarter) == found.figures.by_count[Rate.CONFIRMED] == Ratio(1, 4)


def test_a_reported_delivery_fulfils_nothing(sides, quarter):
    sides.to_confirm(need=published_need(sides.offices, quantity=Decimal(20)))
    assert headline(quarter).part == 0


def test_a_confirmation_taken_back_leaves_figure_and_list(sides, quarter):
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    report_problem(actor=sides.offices.township, project=project, text="灯不亮")
    found = reading(quarter, scope=HERE, as_of=today())
    assert (found.figures.by_count[Rate.CONFIRMED].part, numbers(found, Rate.CONFIRMED)) == (0, set())
    assert headline(quarter).part == 0


def test_a_confirmation_taken_back_later_stays_in_the_earlier_reading_and_is_named_beside_it(sides, quarter):
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    first = today()
    with time_machine.travel(now() + timedelta(days=3)):
        report_problem(actor=sides.offices.township, project=project, text="灯不亮")
        early, late = (reading(quarter, scope=HERE, as_of=day) for day in (first, today()))
    assert (early.figures.by_count[Rate.CONFIRMED].part, early.taken_back) == (1, 1)
    assert (early.confirmed_by, late.confirmed_by) == ([("next_level", 1)], [])
    assert (late.figures.by_count[Rate.CONFIRMED].part, late.taken_back) == (0, 0)
    assert (early.figures.mean_met, late.figures.mean_met) == (1, 0)


def test_a_need_withdrawn_or_expired_later_had_not_left_on_an_earlier_day(sides, quarter):
    withdrawn, lasting = published_need(sides.offices), published_need(sides.offices)
    Need.objects.filter(pk=lasting.pk).update(wanted_by=today() + timedelta(days=1))
    first = today()
    with time_machine.travel(now() + timedelta(days=3)):
        withdraw_need(actor=sides.offices.village, need=withdrawn, reason="重复填报")
        assert expire_needs() == 1
    with time_machine.travel(now() + timedelta(days=5)):
        early, late = (reading(quarter, scope=HERE, as_of=day).figures for day in (first, today()))
    assert early.gone == {"withdrawn": 0, "expired": 0, "referred": 0}
    assert late.gone == {"withdrawn": 1, "expired": 1, "referred": 0}
    assert early.verified == late.verified == 2


def test_a_need_extended_later_had_expired_on_an_earlier_day(sides, quarter):
    need = published_need(sides.offices)
    Need.objects.filter(pk=need.pk).update(wanted_by=today() - timedelta(days=1))
    assert expire_needs() == 1
    first = today()
    with time_machine.travel(now() + timedelta(days=3)):
        need.refresh_from_db()
        extend_need(actor=sides.offices.village, need=need, wanted_by=today() + timedelta(days=30))
        early, late = (reading(quarter, scope=HERE, as_of=day).figures for day in (first, today()))
    assert (early.gone["expired"], late.gone["expired"]) == (1, 0)


def test_asking_for_less_later_fulfils_nothing_on_an_earlier_day(sides, quarter):
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(60)))
    first = today()
    with time_machine.travel(now() + timedelta(days=3)):
        need = Need.objects.get(pk=project.need_id)
        revise_need(actor=sides.offices.county, need=need, quantity=need.quantity_met, reason="够用了")
        early, late = (reading(quarter, scope=HERE, as_of=day) for day in (first, today()))
    assert early.figures.by_count[Rate.CONFIRMED].part == 0
    assert late.figures.by_count[Rate.CONFIRMED].part == 1
    assert early.records[0].asked == 60


def test_a_cancelled_project_leaves_its_need_untaken(sides, quarter):
    cancel_project(actor=sides.manager, project=sides.signed(), reason="资金未到位")
    figures = reading(quarter, scope=HERE, as_of=today()).figures
    assert (figures.by_count[Rate.TAKEN].part, figures.by_count[Rate.AGREED].part) == (0, 0)


def test_what_happens_after_the_day_of_reading_is_not_in_it(sides, quarter):
    project = sides.to_confirm(need=published_need(sides.offices, quantity=Decimal(20)))
    first = today()
    with time_machine.travel(now() + timedelta(days=3)):
        confirm_receipt(actor=sides.offices.township, project=project, face=Face.GOOD)
        begin_revisit(actor=sides.offices.county, need=Need.objects.get(pk=project.need_id))
        early, late = (reading(quarter, scope=HERE, as_of=day) for day in (first, today()))
    assert early.figures.by_count[Rate.CONFIRMED].part == 0
    assert late.figures.by_count[Rate.CONFIRMED].part == 1
    assert late.confirmed_by == [("next_level", 1)]
    assert (early.revisited, late.revisited) == (Ratio(0, 0), Ratio(1, 1))


def test_beside_the_rates_stand_the_shares_verified_and_referred(sides, quarter):
    published_need(sides.offices)
    refer_need(actor=sides.offices.county, need=submitted_need(sides.offices), policy="housing")
    submitted_need(sides.offices)
    found = reading(quarter, scope=HERE, as_of=today())
    assert (found.verified, found.referred) == (Ratio(1, 3), Ratio(1, 3))


def test_a_scope_counts_its_own_needs_only(sides, quarter):
    published_need(sides.offices)
    assert reading(quarter, scope=OTHER_COUNTY.path, as_of=today()).figures.verified == 0
    assert counts_below(quarter, PREFECTURE.path) == [(HERE, 1)]


def test_a_need_verified_in_the_last_minute_of_a_quarter_belongs_to_it(sides, quarter):
    need = published_need(sides.offices)
    last_minute = now().replace(month=9, day=30, hour=15, minute=59)
    Need.objects.filter(pk=need.pk).update(verified_at=last_minute)
    earlier = quarter_of(last_minute.date())
    assert quarters_with_needs("/") == [quarter, earlier]
    assert reading(earlier, scope="/", as_of=today()).figures.verified == 1
    Need.objects.filter(pk=need.pk).update(verified_at=last_minute + timedelta(minutes=1))
    assert reading(earlier, scope="/", as_of=today()).figures.verified == 0
