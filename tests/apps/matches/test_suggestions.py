"""推荐对接: voluntary, answered within 48 hours or not at all, withdrawn freely, no quotas."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from duijie.apps.matches.models import Suggestion
from duijie.apps.matches.rules.exposure import OPEN_RECOMMENDATIONS
from duijie.apps.matches.selectors import suggestion_by_number, visible_suggestions
from duijie.apps.matches.services import suggestions
from duijie.apps.notices.models import Notice
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, Faults, NotAllowed, RuleBroken
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.matches import commitment, seat_of, suggestion
from tests.factories.needs import make_seat, published_need
from tests.factories.organizations import apply

pytestmark = pytest.mark.django_db


def test_an_office_recommends_and_the_organization_is_told(offices, need, organization):
    manager = seat_of(organization)
    Notice.objects.all().delete()
    made = suggestion(offices.county, need, organization)
    assert made.answer_until is not None
    assert timedelta(hours=47) < made.answer_until - now() <= timedelta(hours=48)
    notice = Notice.objects.get()
    assert (notice.account_id, notice.link) == (manager.id, f"/organization/suggestions/{made.number}/")


def test_a_pair_is_recommended_once_at_a_time(offices, need, organization):
    made = suggestion(offices.county, need, organization)
    with pytest.raises(Conflict):
        suggestion(offices.county, need, organization)
    suggestions.withdraw(actor=offices.county, suggestion=made)
    assert suggestion(offices.county, need, organization).state == "open"


def test_an_organization_gets_only_a_few_at_once(offices, organization):
    for _ in range(OPEN_RECOMMENDATIONS):
        suggestion(offices.county, published_need(offices), organization)
    with pytest.raises(RuleBroken) as refused:
        suggestion(offices.county, published_need(offices), organization)
    assert refused.value.field == "organization"


def test_only_organizations_in_good_standing_are_recommended_to(offices, need):
    with pytest.raises(RuleBroken):
        suggestion(offices.county, need, apply())


def test_an_office_elsewhere_recommends_nothing_here(need, organization):
    with pytest.raises(NotAllowed):
        suggestion(make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY), need, organization)


def test_a_village_recommends_nothing(offices, need, organization):
    with pytest.raises(NotAllowed):
        suggestion(offices.village, need, organization)


def test_a_need_that_is_all_taken_is_not_recommended(offices, need, organization, other):
    commitment(other, need, Decimal(60))
    need.refresh_from_db()
    with pytest.raises(NotAllowed):
        suggestion(offices.county, need, organization)


def test_taking_a_recommendation_is_an_interest_with_its_own_entry(offices, need, organization):
    made = suggestion(offices.county, need, organization)
    staff = seat_of(organization, Role.ORGANIZATION_STAFF)
    match = suggestions.take(actor=staff, suggestion=made, quantity=Decimal(10))
    made.refresh_from_db()
    assert (made.state, made.match, match.state) == ("taken", match, "interested")
    assert AuditEntry.objects.filter(action="matches.suggestion.take", subject_id=made.pk).count() == 1
    with pytest.raises(Conflict):
        suggestions.take(actor=staff, suggestion=made, quantity=Decimal(10))


def test_declining_is_free_and_read_by_who_recommended_only(offices, need, organization):
    made = suggestion(offices.county, need, organization)
    Notice.objects.all().delete()
    declined = suggestions.decline(
        actor=seat_of(organization), suggestion=made, decline_reason="dates", decline_note="今年排满了"
    )
    assert declined.state == "declined"
    assert Notice.objects.get().account_id == offices.county.id
    assert "排满" not in str(AuditEntry.objects.get(action="matches.suggestion.decline").details)


def test_a_remark_names_no_phone(offices, need, organization):
    made = suggestion(offices.county, need, organization)
    with pytest.raises(Faults):
        suggestions.decline(
            actor=seat_of(organization), suggestion=made, decline_reason="other", decline_note="电话 13800000000"
        )


def test_a_recommendation_lapses_unanswered(offices, need, organization):
    made = suggestion(offices.county, need, organization)
    assert suggestions.lapse_overdue() == 0
    with time_machine.travel(now() + timedelta(hours=49)):
        assert suggestions.lapse_overdue() == 1
        with pytest.raises(Conflict):
            suggestions.take(actor=seat_of(organization), suggestion=made, quantity=Decimal(1))
    assert Suggestion.objects.get().state == "lapsed"


def test_only_the_two_sides_see_a_recommendation(offices, need, organization, other):
    made = suggestion(offices.county, need, organization)
    assert suggestion_by_number(seat_of(organization), made.number) == made
    assert suggestion_by_number(offices.prefecture, made.number) == made
    for stranger in (seat_of(other), offices.village, make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)):
        assert not visible_suggestions(stranger).exists()
