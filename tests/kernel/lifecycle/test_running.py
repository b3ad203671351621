"""Moving a row: locked, checked against the table, not yet saved; and the database knows the table too."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.config.wiring import LIFECYCLES
from duijie.kernel.access.actors import SYSTEM, VISITOR
from duijie.kernel.errors import Conflict, Faults, NotAllowed
from duijie.kernel.lifecycle.running import advance
from tests.factories.offers import draft, make_offer, registrar_of, submitted
from tests.factories.organizations import make_organization, manager_of

pytestmark = pytest.mark.django_db


def test_an_event_sets_the_state_and_saves_nothing():
    offer = draft()
    fresh = advance(manager_of(offer.organization), OFFER, offer, "submit", {})
    assert fresh.state == "submitted"
    assert Offer.objects.get(pk=offer.pk).state == "draft"


def test_the_row_is_read_anew_under_its_lock():
    offer = draft()
    Offer.objects.filter(pk=offer.pk).update(title="后来改的题目")
    with CaptureQueriesContext(connection) as queries:
        assert advance(manager_of(offer.organization), OFFER, offer, "submit", {}).title == "后来改的题目"
    assert "FOR UPDATE" in queries[0]["sql"]


def test_who_was_slower_is_told_that_it_has_moved_on():
    offer = submitted()
    with pytest.raises(Conflict):
        advance(manager_of(offer.organization), OFFER, offer, "submit", {})


def test_who_may_never_do_it_does_not_learn_the_state():
    offer = submitted()
    with pytest.raises(NotAllowed):
        advance(VISITOR, OFFER, offer, "submit", {})
    with pytest.raises(NotAllowed):
        advance(manager_of(make_organization()), OFFER, draft(), "submit", {})


def test_what_is_required_is_asked_for_beside_its_field():
    offer = submitted()
    with pytest.raises(Faults) as refused:
        advance(registrar_of(offer.organization), OFFER, offer, "return_for_completion", {"reason": ""})
    assert [fault.field for fault in refused.value.faults] == ["reason"]


def test_the_platform_causes_only_what_the_table_leaves_to_it():
    offer = make_offer()
    assert advance(SYSTEM, OFFER, offer, "end", {}).state == "ended"
    with pytest.raises(NotAllowed):
        advance(SYSTEM, OFFER, offer, "pause", {})


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda each: each.name)
def test_the_database_refuses_a_state_that_the_table_does_not_know(lifecycle):
    [model] = [each for each in apps.get_models() if each._meta.model_name == lifecycle.name]
    [constraint] = [each for each in model._meta.constraints if each.name == f"{lifecycle.name}_state_known"]
    assert dict(constraint.condition.children)["state__in"] == sorted(lifecycle.states)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s", [constraint.name])
        assert cursor.fetchone() == (1,)


def test_such_a_state_is_refused_in_fact():
    offer = draft()
    with pytest.raises(IntegrityError, match="offer_state_known"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(state="lost")
