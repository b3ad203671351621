"""暂不承接 is taken back while the answer is due: a slip of the thumb costs a village nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from duijie.apps.matches.rules import ANSWER_WITHIN
from duijie.apps.matches.services import orders, suggestions
from duijie.apps.matches.services.reconsidering import reconsider_order, reconsider_suggestion
from duijie.apps.notices.models import Notice
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed
from tests.factories.matches import commitment, opened, seat_of, suggestion, villages_order
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def declined(offices, need, organization):
    made = suggestion(offices.county, need, organization)
    return suggestions.decline(actor=seat_of(organization), suggestion=made, decline_reason="dates")


def test_a_refused_recommendation_waits_for_its_answer_again(organization, declined):
    Notice.objects.all().delete()
    again = reconsider_suggestion(actor=seat_of(organization), suggestion=declined)
    assert (again.state, again.decline_reason, again.answered_at) == ("open", "", None)
    assert again.answer_until == declined.answer_until
    assert Notice.objects.get().link == f"/office/suggestions/{again.number}/"


def test_a_refused_order_waits_again_and_its_village_is_told(offices, organization):
    order = opened(offices, villages_order(offices, make_offer(organization)))
    refused = orders.decline(actor=seat_of(organization), order=order, decline_reason="distance")
    Notice.objects.all().delete()
    again = reconsider_order(actor=seat_of(organization), order=refused)
    assert again.state == "open"
    assert {each.link for each in Notice.objects.all()} == {f"/office/orders/{order.number}/"}


def test_when_the_time_is_up_the_answer_stands(organization, declined):
    with (
        time_machine.travel(now() + ANSWER_WITHIN + timedelta(minutes=1), tick=False),
        pytest.raises(Conflict, match="The time for an answer is up"),
    ):
        reconsider_suggestion(actor=seat_of(organization), suggestion=declined)


def test_what_others_have_taken_meanwhile_is_not_opened_again(organization, need, declined):
    commitment(make_organization(), need, Decimal(need.quantity))
    with pytest.raises(Conflict, match="Nothing of this need is open any more"):
        reconsider_suggestion(actor=seat_of(organization), suggestion=declined)


def test_a_recommendation_made_anew_is_the_one_to_answer(offices, organization, need, declined):
    suggestion(offices.county, need, organization)
    with pytest.raises(Conflict, match="recommended to the organization already"):
        reconsider_suggestion(actor=seat_of(organization), suggestion=declined)


def test_nobody_else_takes_an_answer_back(declined):
    with pytest.raises(NotAllowed):
        reconsider_suggestion(actor=seat_of(make_organization()), suggestion=declined)
