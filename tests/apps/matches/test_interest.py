"""有意向 and 确认承接: parts of a need to several, never more than asked."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from duijie.apps.matches.models import Match
from duijie.apps.matches.services import interest
from duijie.apps.matches.services.capacity import release_rest
from duijie.apps.matches.services.progress import set_stage
from duijie.apps.needs.selectors.library import open_needs
from duijie.apps.needs.services.aftercare import revise_need
from duijie.apps.notices.models import Notice
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.services import suspend_organization
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import Role
from duijie.kernel.access.checks import can
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, Faults, NotAllowed, RuleBroken
from tests.factories.matches import commitment, seat_of
from tests.factories.matches import interest as interested
from tests.factories.offers import make_offer, registrar_of
from tests.factories.organizations import apply, civil_affairs

pytestmark = pytest.mark.django_db


def test_interest_reserves_nothing_and_tells_the_need_side_once(offices, need, organization):
    Notice.objects.all().delete()
    match = interested(organization, need, Decimal(20))
    need.refresh_from_db()
    assert (match.state, match.stage) == ("interested", "interested")
    assert (need.state, need.quantity_taken) == ("matching", 0)
    assert need.first_interest_at is not None
    told = {notice.account_id for notice in Notice.objects.all()}
    assert told == {offices.county.id, offices.village.id, offices.village_colleague.id}
    assert not Leaf.objects.filter(kind__startswith="matches").exists()


def test_an_organization_answers_a_need_once_in_a_part(need, organization):
    interested(organization, need)
    with pytest.raises(Conflict):
        interested(organization, need)


def test_an_organization_that_waits_for_its_registrar_takes_nothing(need):
    waiting = apply()
    with pytest.raises(RuleBroken):
        interested(waiting, need)


def test_a_suspended_organization_takes_nothing(need, organization):
    suspend_organization(actor=civil_affairs(), organization=organization, reason="年检未通过")
    with pytest.raises(RuleBroken):
        interested(organization, need)


def test_an_official_speaks_for_no_organization(offices, need):
    with pytest.raises(NotAllowed):
        interest.express_interest(actor=offices.county, need=need, quantity=Decimal(1))


def test_a_phone_number_in_the_word_to_the_office_is_refused(need, organization):
    with pytest.raises(Faults):
        interested(organization, need, message="请打 13800000000")


def test_a_manager_commits_and_staff_does_not(need, organization):
    match = interested(organization, need)
    with pytest.raises(NotAllowed):
        interest.commit(actor=seat_of(organization, Role.ORGANIZATION_STAFF), match=match, quantity=Decimal(20))
    committed = interest.commit(actor=seat_of(organization), match=match, quantity=Decimal(15), amount_fen=2_250_000)
    need.refresh_from_db()
    assert (committed.state, committed.quantity, committed.amount_fen) == ("committed", 15, 2_250_000)
    assert (need.quantity_taken, need.state) == (15, "matching")
    assert Leaf.objects.get(kind="matches.match.commit").facts == {"need": need.number, "quantity": "15", "unit": "盏"}


def test_parts_go_to_several_and_never_more_than_asked(need, organization, other):
    commitment(organization, need, Decimal(45))
    rest = interested(other, need, Decimal(15))
    with pytest.raises(RuleBroken) as refused:
        interest.commit(actor=seat_of(other), match=rest, quantity=Decimal(16))
    assert refused.value.params == {"left": "15", "unit": "盏"}
    interest.commit(actor=seat_of(other), match=rest, quantity=Decimal(15))
    need.refresh_from_db()
    assert need.quantity_taken == 60


def test_the_rest_stays_open_while_others_already_work(need, organization, other):
    set_stage(commitment(organization, need, Decimal(20)), "under_way")
    need.refresh_from_db()
    assert need.state == "under_way"
    assert open_needs().get() == need
    assert commitment(other, need, Decimal(40)).quantity == 40
    assert not open_needs().exists()


def test_nobody_is_offered_a_need_of_which_nothing_is_left(need, organization, other):
    commitment(organization, need, Decimal(60))
    need.refresh_from_db()
    actor = seat_of(other)
    assert not can(actor, "matches.match.express_interest", need)
    with pytest.raises(Conflict):
        interest.express_interest(actor=actor, need=need, quantity=Decimal(1))


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal(-1)])
def test_nobody_takes_nothing(need, organization, quantity):
    with pytest.raises(RuleBroken):
        interested(organization, need, quantity)


def test_declining_is_free_has_a_reason_and_is_never_public(offices, need, organization):
    match = interested(organization, need)
    Notice.objects.all().delete()
    declined = interest.decline(
        actor=seat_of(organization), match=match, decline_reason="distance", decline_note="来回要两天"
    )
    need.refresh_from_db()
    assert (declined.state, need.state) == ("declined", "published")
    assert "来回" not in str(AuditEntry.objects.get(action="matches.match.decline").details)
    assert not Leaf.objects.filter(kind="matches.match.decline").exists()
    assert not Notice.objects.exists()


def test_what_an_organization_declined_it_may_take_after_all(need, organization):
    match = interested(organization, need)
    interest.decline(actor=seat_of(organization), match=match, decline_reason="capacity")
    assert interested(organization, need).state == "interested"


def test_an_interest_lapses_when_nobody_decides_in_time(need, organization, other):
    interested(organization, need)
    commitment(other, need)
    assert interest.lapse_overdue() == 0
    with time_machine.travel(now() + timedelta(days=40)):
        assert interest.lapse_overdue() == 1
        assert interest.lapse_overdue() == 0
    need.refresh_from_db()
    assert need.state == "matching"
    assert Match.objects.get(organization=organization).state == "lapsed"


def test_a_need_asks_for_less_but_not_for_less_than_is_taken(offices, need, organization):
    commitment(organization, need, Decimal(20))
    with pytest.raises(Faults):
        revise_need(actor=offices.county, need=need, quantity=Decimal(19), reason="够了")
    assert revise_need(actor=offices.county, need=need, quantity=Decimal(20), reason="够了").quantity == 20


def test_a_commitment_takes_its_quantity_out_of_the_offer_behind_it(need, organization):
    offer = make_offer(organization, unit="盏", capacity=Decimal(50))
    match = interested(organization, need, Decimal(20), offer=offer)
    match = interest.commit(actor=seat_of(organization), match=match, quantity=Decimal(18))
    assert (match.reserved, Offer.objects.get(pk=offer.pk).capacity_taken) == (18, 18)
    interest.drop(actor=seat_of(organization), match=match, reason="取消")
    assert Offer.objects.get(pk=offer.pk).capacity_taken == 0


def test_where_units_differ_an_offer_counts_needs(need, organization):
    offer = make_offer(organization, unit="次", capacity=Decimal(2))
    match = interested(organization, need, Decimal(20), offer=offer)
    match = interest.commit(actor=seat_of(organization), match=match, quantity=Decimal(20))
    assert (match.reserved, Offer.objects.get(pk=offer.pk).capacity_taken) == (1, 1)
    release_rest(match)
    assert Offer.objects.get(pk=offer.pk).capacity_taken == 1


def test_what_was_promised_and_not_delivered_comes_back_to_the_offer(need, organization):
    offer = make_offer(organization, unit="盏", capacity=Decimal(50))
    match = interested(organization, need, Decimal(20), offer=offer)
    match = interest.commit(actor=seat_of(organization), match=match, quantity=Decimal(20))
    set_stage(match, "confirmed", quantity=Decimal(12))
    release_rest(match)
    assert (match.reserved, Offer.objects.get(pk=offer.pk).capacity_taken) == (12, 12)


def test_an_offer_that_is_full_binds_nobody(need, organization):
    offer = make_offer(organization, unit="盏", capacity=Decimal(5))
    match = interested(organization, need, Decimal(20), offer=offer)
    with pytest.raises(RuleBroken):
        interest.commit(actor=seat_of(organization), match=match, quantity=Decimal(20))
    need.refresh_from_db()
    assert need.quantity_taken == 0


def test_interest_and_commitment_in_one_are_told_as_one(offices, need, organization):
    Notice.objects.all().delete()
    staff = seat_of(organization, Role.ORGANIZATION_STAFF)
    match = interest.commit_at_once(actor=staff, need=need, quantity=Decimal(60))
    assert (match.state, match.committed_by_id) == ("committed", staff.id)
    told = list(Notice.objects.values_list("account_id", flat=True))
    assert len(told) == len(set(told)) == 3


def test_somebody_else_does_not_answer_for_an_organization(need, organization, other):
    match = interested(organization, need)
    for stranger in (seat_of(other), replace(registrar_of(organization), role=Role.COUNTY_OFFICE)):
        with pytest.raises(NotAllowed):
            interest.commit(actor=stranger, match=match, quantity=Decimal(1))
        with pytest.raises(NotAllowed):
            interest.decline(actor=stranger, match=match, decline_reason="other")
