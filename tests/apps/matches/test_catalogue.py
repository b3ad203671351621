"""Suggestions follow every change without a restart, and both sides read the same pairs with the same scores."""

from decimal import Decimal

import pytest

from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.matches.selectors import needs_for, offers_for, why_not
from duijie.apps.matches.services.interest import decline
from duijie.apps.matches.services.progress import set_stage
from duijie.apps.needs.services.aftercare import revise_need
from duijie.apps.needs.services.needs import withdraw_need
from duijie.apps.offers.services import pause_offer, resume_offer
from duijie.apps.organizations.services import suspend_organization
from duijie.matching.explaining import WhyNot
from tests.factories.matches import commitment, interest, seat_of
from tests.factories.needs import published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import civil_affairs, make_organization

pytestmark = pytest.mark.django_db
LAMPS = {
    "title": "乡村太阳能路灯",
    "text": "为没有路灯的村安装太阳能路灯。",
    "subfield": "lighting",
    "forms": ("goods",),
    "beneficiaries": ("villagers",),
    "unit": "盏",
    "capacity": Decimal(300),
}


def numbers(fits):
    return [(fit.need.number, fit.offer.number, fit.score) for fit in fits]


@pytest.fixture
def offer(organization):
    return make_offer(organization, **LAMPS)


def test_both_sides_read_the_same_pair_with_the_same_score(need, offer, organization):
    make_offer(make_organization(), **{**LAMPS, "title": "路灯维护"})
    for each in offers_for(need):
        assert (need.number, each.offer.number, each.score) in numbers(needs_for(each.offer.organization))
        assert sum(reason.points for reason in each.reasons) == each.score
    assert len(offers_for(need)) == 2


def test_a_need_published_a_moment_ago_is_suggested(offices, need, offer, organization):
    assert len(needs_for(organization)) == 1
    newer = published_need(offices, title="示例村二组路灯")
    assert newer.number in {fit.need.number for fit in needs_for(organization)}


def test_what_is_paused_is_not_suggested_until_it_is_resumed(need, offer, organization):
    assert numbers(offers_for(need))
    paused = pause_offer(actor=seat_of(organization), offer=offer)
    assert not offers_for(need)
    resume_offer(actor=seat_of(organization), offer=paused)
    assert numbers(offers_for(need))


def test_a_suspended_organization_is_suggested_to_nobody(need, offer, organization):
    assert numbers(offers_for(need))
    suspend_organization(actor=civil_affairs(), organization=organization, reason="年检未通过")
    assert not offers_for(need)


def test_a_withdrawn_need_is_suggested_to_nobody(offices, need, offer, organization):
    assert needs_for(organization)
    withdraw_need(actor=offices.county, need=need, reason="不再需要")
    assert not needs_for(organization)


def test_a_need_of_which_nothing_is_left_is_suggested_to_nobody(offices, need, offer, organization, other):
    assert needs_for(organization)
    commitment(other, need, Decimal(60))
    assert not needs_for(organization)
    need.refresh_from_db()
    revise_need(actor=offices.county, need=need, quantity=Decimal(70), reason="又多了十户")
    assert needs_for(organization)


def test_what_we_have_answered_is_not_suggested_again_and_others_move_up(offices, offer, organization):
    needs = [published_need(offices, title=f"示例村{each}组路灯") for each in "一二三四"]
    declined = interest(organization, needs[0])
    decline(actor=seat_of(organization), match=declined, decline_reason="capacity")
    assert {fit.need.number for fit in needs_for(organization, limit=3)} == {need.number for need in needs[1:]}


def test_what_receivers_confirmed_counts_for_the_organization_from_then_on(offices, need, offer, organization):
    before = offers_for(need)[0]
    assert "record.none" in {reason.code for reason in before.reasons}
    earlier = commitment(organization, published_need(offices, title="示例村一组路灯", quantity=Decimal(2)), Decimal(2))
    set_stage(earlier, "confirmed")
    after = offers_for(need)[0]
    reasons = {reason.code: reason for reason in after.reasons}
    assert reasons["record.field"].params["count"] == 1
    assert after.score > before.score
    assert numbers(needs_for(organization)) == numbers([after])
    set_stage(earlier, "disputed")
    assert "record.none" in {reason.code for reason in offers_for(need)[0].reasons}


def test_a_look_at_an_empty_platform_changes_nothing(organization):
    assert needs_for(organization) == []
    assert len(CATALOGUE.offers) == len(CATALOGUE.needs) == 0


def test_why_an_offer_is_not_among_the_best_is_said(need, organization):
    elsewhere = make_offer(organization, **{**LAMPS, "forms": ("service",)})
    answer = why_not(need, elsewhere)
    assert isinstance(answer, WhyNot)
    assert answer.failed is not None
