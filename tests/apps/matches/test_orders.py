"""点单 and 接单: a villager or village picks from the menu, the organization hears of it once it is verified."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from duijie.apps.matches.models import Match, Order
from duijie.apps.matches.selectors import visible_orders
from duijie.apps.matches.services import orders
from duijie.apps.needs.services.decisions import decline_need
from duijie.apps.needs.services.follow import holder_of
from duijie.apps.needs.services.needs import ask_review_of_need, make_need, submit_need, withdraw_need
from duijie.apps.needs.services.referrals import refer_request, settle_request_by_policy
from duijie.apps.needs.services.requests import ask_review_of_request, withdraw_request
from duijie.apps.needs.services.verification import decline_request, verify_request
from duijie.apps.notices.models import Notice
from duijie.apps.offers.models import Offer
from duijie.apps.offers.services import pause_offer
from duijie.apps.organizations.services import suspend_organization
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken
from duijie.web.organization.match_facts import decline_facts
from tests.factories.accounts import OTHER_COUNTY, make_villager
from tests.factories.matches import decided, opened, seat_of, villagers_order, villages_order
from tests.factories.needs import make_seat, need_values
from tests.factories.offers import make_offer
from tests.factories.organizations import civil_affairs

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(organization):
    """Twenty visits."""
    return make_offer(organization)


def test_a_villagers_order_waits_for_his_village_and_the_organization_sees_nothing(offices, offer, organization):
    manager = seat_of(organization)
    Notice.objects.all().delete()
    order = villagers_order(offer)
    assert (order.state, order.request.offer_number) == ("waiting", offer.number)
    assert not visible_orders(manager).exists()
    assert not Notice.objects.filter(account_id=manager.id).exists()


def test_a_verified_order_is_passed_on_and_taken(offices, offer, organization):
    order = opened(offices, villagers_order(offer))
    assert (order.state, order.need.state) == ("open", "published")
    staff = seat_of(organization, Role.ORGANIZATION_STAFF)
    assert list(visible_orders(staff)) == [order]
    match = orders.accept(actor=staff, order=order)
    order.refresh_from_db()
    assert (order.state, order.match, match.state) == ("accepted", match, "committed")
    assert Offer.objects.get(pk=offer.pk).capacity_taken == 1


def test_a_villages_order_is_a_need_of_its_own(offices, offer):
    order = villages_order(offices, offer)
    assert (order.state, order.need.state, order.need.source) == ("waiting", "submitted", "order")
    assert opened(offices, order).state == "open"


def test_several_orders_bundled_into_one_need_are_passed_on_together(offices, organization, other):
    orders_of_two = [villagers_order(make_offer(organization)), villagers_order(make_offer(other), phone="13800000003")]
    requests = [
        verify_request(actor=offices.village, request=each.request, verified_how="上门看过") for each in orders_of_two
    ]
    need = make_need(actor=offices.village, values=need_values(quantity=Decimal(2), unit="次"), requests=requests)
    need = decided(offices, submit_need(actor=offices.village, need=need))
    for order, ours in zip(orders_of_two, (organization, other), strict=True):
        order.refresh_from_db()
        assert order.state == "open"
        assert orders.accept(actor=seat_of(ours), order=order).need == need
    need.refresh_from_db()
    assert need.quantity_taken == 2


def test_more_than_is_left_is_refused_beside_the_number(offices, offer):
    with pytest.raises(RuleBroken) as refused:
        villagers_order(offer, Decimal(21))
    assert (refused.value.field, refused.value.params["left"]) == ("quantity", "20")
    with pytest.raises(RuleBroken):
        villagers_order(offer, Decimal(0))


def test_what_is_not_on_the_menu_is_not_ordered(offices, offer, organization):
    pause_offer(actor=seat_of(organization), offer=offer)
    offer.refresh_from_db()
    with pytest.raises(Conflict):
        villagers_order(offer)


def test_nothing_is_ordered_from_a_suspended_organization(offices, offer, organization):
    suspend_organization(actor=civil_affairs(), organization=organization, reason="年检未通过")
    offer.refresh_from_db()
    with pytest.raises(Conflict):
        villagers_order(offer)


def test_nothing_is_ordered_after_the_last_day(offices, offer):
    with time_machine.travel(now() + timedelta(days=200)), pytest.raises(Conflict):
        villagers_order(offer)


def test_officials_above_the_village_order_nothing(offices, offer):
    with pytest.raises(NotAllowed):
        villagers_order(offer, actor=offices.township)


def test_an_order_that_was_verified_while_the_offer_filled_up_is_refused_with_a_reason(offices, offer, organization):
    order = opened(offices, villagers_order(offer))
    Offer.objects.filter(pk=offer.pk).update(capacity_taken=Decimal(20))
    with pytest.raises(RuleBroken):
        orders.accept(actor=seat_of(organization), order=order)
    order.refresh_from_db()
    assert (order.state, Match.objects.exists()) == ("open", False)


def test_an_order_that_is_not_taken_is_told_to_who_ordered(offices, offer, organization):
    villager = make_villager("+8613800000009")
    order = opened(offices, villagers_order(offer, phone="13800000009"))
    Order.objects.filter(pk=order.pk).update(account_id=villager.pk)
    order.refresh_from_db()
    Notice.objects.all().delete()
    orders.decline(actor=seat_of(organization), order=order, decline_reason="capacity")
    told = dict(Notice.objects.values_list("account_id", "link"))
    assert told[villager.pk] == f"/village/requests/{order.request.number}/"
    assert told[offices.village.id] == f"/office/orders/{order.number}/"
    order.need.refresh_from_db()
    assert order.need.state == "published"


def test_an_order_lapses_unanswered(offices, offer):
    order = opened(offices, villagers_order(offer))
    with time_machine.travel(now() + timedelta(hours=49)):
        assert orders.lapse_overdue() == 1
        assert orders.lapse_overdue() == 0
    order.refresh_from_db()
    assert order.state == "lapsed"


def test_the_village_takes_an_order_back(offices, offer, organization):
    order = villages_order(offices, offer)
    with pytest.raises(NotAllowed):
        orders.withdraw(actor=seat_of(organization), order=order)
    with pytest.raises(NotAllowed):
        orders.withdraw(actor=make_seat(Role.VILLAGE, OTHER_COUNTY), order=order)
    assert orders.withdraw(actor=offices.village_colleague, order=order).state == "withdrawn"


def test_an_order_ends_with_the_request_behind_it(offices, offer):
    order = villagers_order(offer)
    withdraw_request(actor=holder_of(order.request, VISITOR), request=order.request)
    order.refresh_from_db()
    assert order.state == "withdrawn"


def test_an_order_ends_with_the_request_that_was_declined_and_its_page_says_why(offices, offer):
    order = villagers_order(offer)
    Notice.objects.all().delete()
    decline_request(actor=offices.village, request=order.request, reason="这户已经有人上门服务")
    order.refresh_from_db()
    assert (order.state, order.request.reason) == ("refused", "这户已经有人上门服务")
    assert orders.lapse_overdue() == 0
    told = [str(fact.answer) for fact in decline_facts(order)]
    assert told == ["这户已经有人上门服务"]


def test_an_order_waits_again_while_a_review_looks_at_it(offices, offer):
    order = villagers_order(offer)
    request = decline_request(actor=offices.village, request=order.request, reason="不清楚")
    ask_review_of_request(actor=holder_of(request, VISITOR), request=request, reason="已写明")
    order.refresh_from_db()
    assert order.state == "waiting"


def test_a_villages_order_ends_with_its_declined_need(offices, offer):
    order = villages_order(offices, offer)
    decline_need(actor=offices.township, need=order.need, reason="本村没有这么多户")
    order.refresh_from_db()
    assert order.state == "refused"
    assert [str(fact.answer) for fact in decline_facts(order)] == ["本村没有这么多户"]
    ask_review_of_need(actor=offices.village, need=order.need, reason="户数已核对")
    order.refresh_from_db()
    assert order.state == "waiting"


def test_the_order_of_a_request_waits_again_when_the_declined_need_around_it_is_withdrawn(offices, offer):
    order = villagers_order(offer)
    request = verify_request(actor=offices.village, request=order.request, verified_how="上门看过")
    need = make_need(actor=offices.village, values=need_values(), requests=[request])
    need = submit_need(actor=offices.village, need=need)
    decline_need(actor=offices.seat(need.awaiting_role), need=need, reason="先核对户数")
    order.refresh_from_db()
    assert order.state == "refused"
    withdraw_need(actor=offices.village, need=need, reason="重新整理")
    order.refresh_from_db()
    assert order.state == "waiting"


def test_an_order_ends_when_a_policy_covers_it(offices, offer):
    order = villagers_order(offer)
    refer_request(actor=offices.village, request=order.request, policy="disability")
    settle_request_by_policy(actor=offices.village, request=order.request)
    order.refresh_from_db()
    assert order.state == "withdrawn"


def test_an_order_ends_with_the_need_behind_it(offices, offer):
    order = villages_order(offices, offer)
    withdraw_need(actor=offices.village, need=order.need, reason="重复")
    order.refresh_from_db()
    assert order.state == "withdrawn"
    assert AuditEntry.objects.filter(action="matches.order.withdraw", subject_id=order.pk).count() == 1


def test_an_order_is_seen_by_those_concerned_only(offices, offer, organization, other):
    order = opened(offices, villagers_order(offer))
    for reader in (seat_of(organization), offices.village, offices.township, offices.county):
        assert list(visible_orders(reader)) == [order]
    for stranger in (seat_of(other), offices.department, make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY), VISITOR):
        assert not visible_orders(stranger).exists()
