"""One readable entry an act, in the act's own transaction, and never changed."""

from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction
from django.db.transaction import TransactionManagementError

from duijie.kernel.access.actors import SYSTEM, Channel
from duijie.kernel.audit import listening
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import history, record, record_many
from tests.factories.offers import draft
from tests.factories.organizations import manager_of

ACTION = "tests.offer.look"


@pytest.fixture
def heard(monkeypatch):
    """Who listens, with nobody at first."""
    found = []
    monkeypatch.setattr(listening, "_LISTENERS", {ACTION: [found.append]})
    return found


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_row_by_which_way(heard):
    offer = draft()
    actor = replace(manager_of(offer.organization), device="手机甲", channel=Channel.API)
    entry = record(actor, ACTION, offer, details={"note": "看过"}, facts={"state": "draft"}, on_behalf_of="示例村")
    assert (entry.subject_kind, entry.subject_id, entry.subject_number) == ("offer", offer.pk, offer.number)
    assert (entry.actor_id, entry.actor_role, entry.actor_label) == (actor.id, "organization_manager", actor.label)
    assert (entry.organization_id, entry.channel, entry.device) == (actor.organization_id, "api", "手机甲")
    assert (entry.on_behalf_of, entry.state_after) == ("示例村", "draft")
    assert entry.division_path == offer.organization.division_path
    assert heard == [entry]
    assert history(offer).last() == entry


@pytest.mark.django_db
def test_without_facts_there_are_none_and_details_are_empty(heard):
    entry = record(SYSTEM, ACTION, draft())
    assert (entry.facts, entry.details, entry.channel) == (None, {}, "job")


@pytest.mark.django_db
def test_a_list_of_rows_leaves_an_entry_for_each(heard):
    offers = [draft(), draft()]
    entries = record_many(SYSTEM, ACTION, offers, details={"batch": "B-1"})
    assert [entry.subject_id for entry in entries] == [offer.pk for offer in offers]
    assert heard == entries


@pytest.mark.django_db
def test_an_act_that_a_listener_refuses_is_undone(heard, monkeypatch):
    def refuse(entry):
        raise ValueError(entry.action)

    offer = draft()
    monkeypatch.setitem(listening._LISTENERS, ACTION, [refuse])
    with pytest.raises(ValueError, match=ACTION), transaction.atomic():
        record(SYSTEM, ACTION, offer)
    assert not AuditEntry.objects.filter(action=ACTION).exists()


@pytest.mark.django_db
def test_nobody_changes_or_deletes_an_entry(heard):
    entry = record(SYSTEM, ACTION, draft())
    for verb in (lambda: AuditEntry.objects.filter(pk=entry.pk).update(actor_label="别人"), entry.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            verb()


@pytest.mark.django_db(transaction=True)
def test_an_act_is_never_recorded_outside_its_transaction(heard):
    with pytest.raises(TransactionManagementError):
        record(SYSTEM, ACTION, AuditEntry())
    with pytest.raises(TransactionManagementError):
        record_many(SYSTEM, ACTION, [])
