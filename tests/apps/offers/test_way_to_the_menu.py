"""From a draft to the menu: two people at civil affairs, and nobody reviews what he typed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from duijie.apps.notices.models import Notice
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import full_history, menu, offer_by_number, reason_of_return, to_review
from duijie.apps.offers.services import (
    adjust_capacity,
    check_standing,
    complete_offer,
    draft_offer,
    edit_offer,
    end_expired_offers,
    end_offer,
    pause_offer,
    publish_offer,
    resume_offer,
    return_offer,
    submit_offer,
    withdraw_offer,
)
from duijie.apps.organizations.services import suspend_organization
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.clock import today
from duijie.kernel.errors import Conflict, Faults, NotAllowed, NotFound, RuleBroken
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, make_account
from tests.factories.offers import content, draft, make_offer, registrar_of, submitted
from tests.factories.organizations import apply, civil_affairs, make_organization, manager_of, official, staff_of

pytestmark = pytest.mark.django_db


def test_an_offer_that_is_checked_and_published_stands_on_the_menu() -> None:
    offer = make_offer()
    assert menu().get() == offer
    assert offer_by_number(VISITOR, offer.number.lower()) == offer
    assert offer.is_open_on(today())


def test_who_checked_the_standing_does_not_publish() -> None:
    offer, checker, colleague = submitted(), civil_affairs(), civil_affairs()
    checked = check_standing(actor=checker, offer=offer)
    assert not to_review(checker).exists()
    assert list(to_review(colleague)) == [offer]
    with pytest.raises(NotAllowed):
        publish_offer(actor=checker, offer=checked)
    assert publish_offer(actor=colleague, offer=checked).state == "published"


def test_nothing_is_published_before_the_standing_is_checked() -> None:
    with pytest.raises(NotAllowed):
        publish_offer(actor=civil_affairs(), offer=submitted())


def test_the_offices_above_the_registrar_may_review_and_the_host_place_may_not() -> None:
    offer = submitted()
    with pytest.raises(NotAllowed):
        check_standing(actor=civil_affairs(OTHER_COUNTY), offer=offer)
    with pytest.raises(NotAllowed):
        check_standing(actor=official(Role.COUNTY_OFFICE), offer=offer)
    assert check_standing(actor=civil_affairs(PREFECTURE), offer=offer).is_standing_checked


def test_an_organization_without_good_standing_offers_nothing() -> None:
    waiting = apply()
    with pytest.raises(NotAllowed):
        draft_offer(actor=manager_of(waiting), organization=waiting, content=content())


def test_standing_lost_before_publishing_stops_the_offer() -> None:
    offer = check_standing(actor=civil_affairs(), offer=submitted())
    suspend_organization(actor=civil_affairs(), organization=offer.organization, reason="未按期年检")
    with pytest.raises(RuleBroken):
        publish_offer(actor=civil_affairs(), offer=offer)


def test_a_suspended_organization_leaves_the_menu_with_all_it_offers() -> None:
    offer = make_offer()
    suspend_organization(actor=civil_affairs(), organization=offer.organization, reason="未按期年检")
    assert not menu().exists()
    paused = pause_offer(actor=manager_of(offer.organization), offer=offer)
    with pytest.raises(RuleBroken):
        resume_offer(actor=manager_of(offer.organization), offer=Offer.objects.get(pk=paused.pk))


def test_only_our_people_touch_our_offer() -> None:
    offer = draft()
    stranger = manager_of(make_organization())
    with pytest.raises(NotAllowed):
        submit_offer(actor=stranger, offer=offer)
    with pytest.raises(NotFound):
        offer_by_number(stranger, offer.number)
    assert submit_offer(actor=staff_of(offer.organization), offer=offer).state == "submitted"


def test_a_draft_may_lack_much_but_is_not_sent_so() -> None:
    ours = make_organization()
    offer = draft_offer(actor=manager_of(ours), organization=ours, content=replace(content(), text="", capacity=None))
    with pytest.raises(Faults) as refused:
        submit_offer(actor=manager_of(ours), offer=offer)
    assert {fault.field for fault in refused.value.faults} == {"text", "capacity"}
    edited = edit_offer(actor=manager_of(ours), offer=offer, content=content())
    assert submit_offer(actor=manager_of(ours), offer=edited).state == "submitted"


def test_no_bank_account_stands_in_an_offer() -> None:
    with pytest.raises(Faults) as refused:
        draft(text="请汇款至 6222021234567890128")
    assert {fault.field for fault in refused.value.faults} == {"text"}


def test_an_offer_given_back_says_why_and_its_standing_is_checked_again() -> None:
    offer = check_standing(actor=civil_affairs(), offer=submitted())
    returned = return_offer(actor=civil_affairs(), offer=offer, reason="请写明服务地点")
    assert reason_of_return(returned) == "请写明服务地点"
    mended = complete_offer(
        actor=manager_of(offer.organization), offer=returned, content=content(text="在村委会服务。")
    )
    assert (mended.state, mended.is_standing_checked) == ("submitted", False)


def test_an_offer_in_review_is_for_the_office_and_its_people_only() -> None:
    offer = submitted()
    with pytest.raises(NotFound):
        offer_by_number(VISITOR, offer.number)
    assert offer_by_number(civil_affairs(), offer.number) == offer
    assert not full_history(civil_affairs(OTHER_COUNTY), offer).exists()
    assert full_history(civil_affairs(), offer).count() == 2


def test_an_offer_can_pause_resume_and_end() -> None:
    offer = make_offer()
    ours = manager_of(offer.organization)
    assert pause_offer(actor=ours, offer=offer).state == "paused"
    assert not menu().exists()
    assert resume_offer(actor=ours, offer=offer).state == "published"
    assert end_offer(actor=ours, offer=offer).ended_at is not None
    with pytest.raises(Conflict):
        resume_offer(actor=ours, offer=offer)


def test_an_offer_can_be_taken_back_before_it_is_published_and_not_afterwards() -> None:
    offer = submitted()
    assert withdraw_offer(actor=manager_of(offer.organization), offer=offer).state == "withdrawn"
    published = make_offer()
    with pytest.raises(Conflict):
        withdraw_offer(actor=manager_of(published.organization), offer=published)


def test_an_offer_ends_by_itself_after_its_last_day() -> None:
    expired, lasting = make_offer(), make_offer()
    Offer.objects.filter(pk=expired.pk).update(available_to=today() - timedelta(days=1), available_from=None)
    assert menu().get() == lasting
    assert end_expired_offers() == 1
    assert Offer.objects.get(pk=expired.pk).state == "ended"
    assert end_expired_offers() == 0


def test_capacity_changes_in_the_open() -> None:
    offer = make_offer()
    adjusted = adjust_capacity(actor=manager_of(offer.organization), offer=offer, capacity=Decimal(50))
    assert adjusted.left == 50
    entry = full_history(civil_affairs(), offer).last()
    assert entry is not None
    assert entry.details == {"before": "20", "after": "50", "unit": "次"}
    with pytest.raises(Faults):
        adjust_capacity(actor=manager_of(offer.organization), offer=offer, capacity=Decimal(-1))


def test_the_office_and_the_organization_are_told_once_each_stage() -> None:
    ours = make_organization(with_manager=True)
    seat = make_account(Role.CIVIL_AFFAIRS, place=COUNTY)
    offer = submitted(ours)
    assert Notice.objects.get(account_id=seat.pk).link == f"/office/offers/{offer.number}/"
    checked = check_standing(actor=registrar_of(ours), offer=offer)
    publish_offer(actor=registrar_of(ours), offer=checked)
    assert Notice.objects.filter(link=f"/organization/offers/{offer.number}/").count() == 1
