"""A webhook gets what is public, signed, in order and until it has it; a dead one costs little and is said so."""

import base64
import hashlib
import hmac
import json
import socket
import time
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from duijie.apps.exchange import calling
from duijie.apps.exchange.models import Hit, Subscription
from duijie.apps.exchange.rules.subscriptions import PAUSES, Kind, Wish
from duijie.apps.exchange.services.finding import find, published_row
from duijie.apps.exchange.services.pushing import due_receivers, forget_old, push, try_webhook
from duijie.apps.exchange.services.subscribing import resume_webhook, subscribe
from duijie.apps.exchange.subscription_tasks import push_due
from duijie.apps.needs.models import Need
from duijie.apps.notices.models import Notice
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import NotAllowed
from tests.apps.exchange.receivers import receiver
from tests.factories.matches import seat_of
from tests.factories.needs import make_offices, published_need
from tests.factories.organizations import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_network_is_open(settings):
    settings.PUSH_TO_PRIVATE = True


@pytest.fixture
def need() -> Need:
    return published_need(make_offices())


@pytest.fixture
def ours(need: Need) -> Actor:
    return seat_of(make_organization())


def hooked(actor: Actor, address: str, *needs: Need) -> Subscription:
    """A subscription with a webhook for which these needs were found."""
    row = subscribe(actor=actor, wish=Wish(name="路灯", kind=Kind.NEED, webhook_address=address))
    for each in needs:
        found = published_row(Kind.NEED, each.pk)
        assert found is not None
        find(found)
    return row


def verified(secret: str, headers: dict[str, str], body: bytes) -> dict:
    """What docs/how-to/subscriptions.md tells receivers to do."""
    assert abs(time.time() - int(headers["webhook-timestamp"])) < 300
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    due = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert any(hmac.compare_digest(due, each) for each in headers["webhook-signature"].split())
    return json.loads(body)


def test_a_receiver_gets_a_signed_message_with_public_facts_only(ours, need):
    with receiver() as here:
        row = hooked(ours, here.address, need)
        assert push(row.pk) == 1
        assert push(row.pk) == 0
    ((headers, body),) = here.came
    assert headers["content-type"] == "application/json"
    message = verified(row.webhook_secret, headers, body)
    assert message["type"] == "need.published"
    assert message["data"]["number"] == need.number
    assert message["data"]["address"].endswith(f"/needs/{need.number}/")
    assert set(message["data"]) == {
        "number", "title", "text", "field", "subfield", "unit", "beneficiaries", "place", "quantity", "urgency",
        "wanted_by", "published_at", "address",
    }  # fmt: skip
    row.refresh_from_db()
    assert (row.status, row.failures, row.failing_since) == ("204", 0, None)


def test_what_a_receiver_did_not_take_comes_again_after_a_pause_with_the_same_id(ours, need):
    with receiver(500, 204) as here:
        row = hooked(ours, here.address, need)
        assert push(row.pk) == 0
        row.refresh_from_db()
        assert (row.status, row.failures, row.retry_at - row.tried_at) == ("500", 1, PAUSES[0])
        assert due_receivers() == []
        Subscription.objects.update(retry_at=row.tried_at)
        assert due_receivers() == [row.pk]
        assert push(row.pk) == 1
    assert here.came[0][0]["webhook-id"] == here.came[1][0]["webhook-id"]
    row.refresh_from_db()
    assert (row.failures, row.failing_since, row.retry_at) == (0, None, None)


def test_a_receiver_that_fails_gets_one_call_however_much_waits_and_then_all_of_it_in_order(ours, need):
    second = published_need(make_offices())
    with receiver(503, 200) as here:
        row = hooked(ours, here.address, need, second)
        push(row.pk)
        assert len(here.came) == 1
        push(row.pk)
    numbers = [json.loads(body)["data"]["number"] for _, body in here.came]
    assert numbers == [need.number, need.number, second.number]


def test_after_eight_further_failures_it_is_paused_and_its_people_are_told_and_can_let_it_go_on(ours, need):
    with receiver(500) as here:
        row = hooked(ours, here.address, need)
        for _ in range(1 + len(PAUSES)):
            push(row.pk)
        push(row.pk)
        assert len(here.came) == 9
        row.refresh_from_db()
        assert row.paused_at is not None
        assert due_receivers() == []
        notice = Notice.objects.get(account_id=ours.id, message__contains="webhook")
        assert notice.link == f"/organization/subscriptions/{row.pk}/"
        resume_webhook(actor=ours, subscription=row)
        here.numbers[:] = [200]
        assert push(row.pk) == 1


def test_a_receiver_that_says_gone_is_paused_at_once(ours, need):
    with receiver(410) as here:
        row = hooked(ours, here.address, need)
        push(row.pk)
    row.refresh_from_db()
    assert row.paused_at is not None


def test_a_redirect_is_not_followed(ours, need):
    with receiver(307) as here:
        row = hooked(ours, here.address, need)
        assert push(row.pk) == 0
    assert len(here.came) == 1
    row.refresh_from_db()
    assert row.status == "307"


def test_a_receiver_that_never_answers_is_left_after_its_time(ours, monkeypatch):
    monkeypatch.setattr(calling, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        row = hooked(ours, f"http://127.0.0.1:{silent.getsockname()[1]}/")
        answer = try_webhook(actor=ours, subscription=row)
    assert answer.words == calling.SLOW


def test_where_nobody_listens_the_answer_says_so(ours):
    with socket.create_server(("127.0.0.1", 0)) as passing:
        port = passing.getsockname()[1]
    row = hooked(ours, f"http://127.0.0.1:{port}/")
    assert try_webhook(actor=ours, subscription=row).words == calling.CLOSED


def test_without_the_setting_nothing_goes_into_the_own_network(ours, need, settings):
    with receiver() as here:
        row = hooked(ours, here.address, need)
        settings.PUSH_TO_PRIVATE = False
        assert push(row.pk) == 0
    assert here.came == []
    row.refresh_from_db()
    assert row.status == calling.INWARD


def test_what_is_not_public_any_more_is_not_handed_over(ours, need):
    with receiver() as here:
        row = hooked(ours, here.address, need)
        Need.objects.update(state="withdrawn")
        push(row.pk)
        assert here.came == []
        assert due_receivers() == []


def test_a_test_message_says_what_came_back_and_counts_no_failure(ours, need):
    with receiver(418) as here:
        row = hooked(ours, here.address)
        assert try_webhook(actor=ours, subscription=row).number == 418
        with pytest.raises(NotAllowed):
            try_webhook(actor=seat_of(make_organization()), subscription=row)
    headers, body = here.came[0]
    assert verified(row.webhook_secret, headers, body)["type"] == "test"
    row.refresh_from_db()
    assert (row.status, row.failures) == ("418", 0)


def test_each_receiver_has_one_job_at_a_time(ours, need):
    row = hooked(ours, "http://127.0.0.1:9/", need)
    push_due(0)
    push_due(60)
    jobs = ProcrastinateJob.objects.filter(task_name="exchange.push_to")
    assert [each.args["subscription_id"] for each in jobs] == [str(row.pk)]


def test_what_was_found_a_month_ago_is_forgotten(ours, need):
    hooked(ours, "http://127.0.0.1:9/", need)
    assert forget_old() == 0
    Hit.objects.update(found_at=Hit.objects.get().found_at - timedelta(days=31))
    assert forget_old() == 1
