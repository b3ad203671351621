"""有意向 for a need of another province: written down, taken across, and answered by the log of its origin."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine

from duijie.apps.exchange.models import FollowedNeed, FollowedRecord, SentPledge, Source
from duijie.apps.exchange.rules.pledges import DECIDE, PledgeState
from duijie.apps.exchange.services.delivering import NOT_ANSWERED_BY_FILE, TOO_LATE, deliver_due
from duijie.apps.exchange.services.pledging import send_pledge
from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Leaf
from duijie.apps.records.sequencing import logs
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken
from duijie.kernel.ids import new_id
from tests.apps.exchange.made import NEED, make_source, shown, taken
from tests.apps.exchange.pledging import AWAY, HOME, followed_province, handed_in
from tests.apps.exchange.receivers import Receiver, receiver
from tests.factories.accounts import make_account
from tests.factories.needs import published_need
from tests.factories.organizations import make_organization, manager_of, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _record(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_NAME, settings.LEDGER_KEYS = HOME, tmp_path / "keys"


class Follower:
    """An organization here, and a need of another province in our library."""

    def __init__(self, site: str = "http://127.0.0.1:9/") -> None:
        self.source = followed_province(site_address=site, log_address=f"{site}log/")
        taken(self.source, shown(3, "needs.need.publish", NEED))
        self.need = FollowedNeed.objects.get()
        self.organization = make_organization()
        self.manager = manager_of(self.organization)

    def pledged(self, quantity: int = 10) -> SentPledge:
        return send_pledge(actor=self.manager, need=self.need, quantity=Decimal(quantity))


@contextmanager
def answering(*numbers: int) -> Iterator[tuple[Follower, Receiver]]:
    """A follower, and the other province's site over real HTTP."""
    logs.make_key(logs.origin_of(today().year))
    with receiver(*numbers) as there:
        yield Follower(there.address.partition("hook")[0]), there


def test_a_pledge_is_written_down_with_its_leaf_and_said_once():
    follower = Follower()
    row = follower.pledged()
    assert Leaf.objects.get(kind="exchange.pledge.send").facts == {
        "pledge": str(row.pk),
        "need": NEED["number"],
        "origin": AWAY,
        "quantity": "10",
        "unit": "盏",
        "organization": follower.organization.number,
    }
    with pytest.raises(Conflict):
        follower.pledged()


def test_only_a_manager_in_good_standing_pledges_not_more_than_is_asked(settings):
    follower = Follower()
    with pytest.raises(NotAllowed):
        send_pledge(actor=staff_of(follower.organization), need=follower.need, quantity=Decimal(1))
    for quantity in (0, 31):
        with pytest.raises(RuleBroken):
            follower.pledged(quantity)
    settings.LEDGER_NAME = ""
    with pytest.raises(RuleBroken, match="keeps no record"):
        follower.pledged()


def test_a_cut_network_loses_nothing_and_the_pauses_grow():
    with answering(503, 503, 200) as (follower, there):
        row = follower.pledged()
        assert (deliver_due(), len(there.came)) == (0, 1)
        assert (deliver_due(), len(there.came)) == (0, 1), "not before its pause is over"
        for minutes, arrived in ((2, 0), (10, 1)):
            with time_machine.travel(now() + timedelta(minutes=minutes)):
                assert deliver_due() == arrived
        row.refresh_from_db()
        assert (row.state, row.tries) == (PledgeState.DELIVERED, 3)
        assert len({body for _headers, body in there.came}) == 1


def test_what_arrives_is_what_the_other_province_can_check(settings):
    with answering(200) as (follower, there):
        follower.pledged()
        deliver_due()
        follower_key = logs.signer(logs.origin_of(today().year)).verifier
        body = there.came[0][1]
    settings.LEDGER_NAME = AWAY
    Source.objects.update(ended_at=now())
    make_source("本省", log_name=HOME, province_code="620000", keys=f"{follower_key}\n")
    need = published_need()
    type(need).objects.filter(pk=need.pk).update(number=NEED["number"])
    answer = handed_in(body)
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")


def test_a_refusal_for_good_ends_it_and_the_organization_is_told():
    with answering(422) as (follower, _there):
        manager = make_account(Role.ORGANIZATION_MANAGER, organization_id=follower.organization.pk)
        row = follower.pledged()
        deliver_due()
    row.refresh_from_db()
    assert row.state == PledgeState.UNDELIVERED
    assert Notice.objects.filter(account_id=manager.pk, link="/organization/pledges/").count() == 1
    assert follower.pledged().pk != row.pk, "it may be said again"


def test_what_is_not_delivered_in_four_weeks_is_given_up():
    follower = Follower()
    row = follower.pledged()
    with time_machine.travel(now() + timedelta(days=29)):
        deliver_due()
        row.refresh_from_db()
        assert (row.state, row.tries, row.status) == (PledgeState.UNDELIVERED, 0, TOO_LATE)
        Source.objects.update(log_address="")
        SentPledge.objects.update(state=PledgeState.WAITING)
        deliver_due()
    row.refresh_from_db()
    assert row.status == NOT_ANSWERED_BY_FILE


@pytest.mark.parametrize(("is_accepted", "state"), [(True, PledgeState.ACCEPTED), (False, PledgeState.DECLINED)])
def test_the_origins_answer_comes_by_its_log_and_is_told_to_the_organization(is_accepted, state):
    follower = Follower()
    manager = make_account(Role.ORGANIZATION_MANAGER, organization_id=follower.organization.pk)
    row = follower.pledged()
    facts = {"pledge": str(row.pk), "need": NEED["number"], "accepted": is_accepted, "reason": "", "quantity": "10"}
    facts["reason"] = "" if is_accepted else "taken"
    taken(follower.source, shown(7, DECIDE, facts, subject="c" * 32))
    row.refresh_from_db()
    assert (row.state, row.reason) == (state, facts["reason"])
    assert Notice.objects.filter(account_id=manager.pk, link="/organization/pledges/").count() == 1


def test_answers_to_others_and_unreadable_ones_change_nothing():
    follower = Follower()
    row = follower.pledged()
    stranger = make_source("别省", log_name="log.example/110000")
    right = {"pledge": str(row.pk), "accepted": True}
    taken(stranger, shown(7, DECIDE, right, subject="c" * 32))
    taken(follower.source, shown(8, DECIDE, {**right, "accepted": "yes"}, subject="d" * 32))
    taken(follower.source, shown(9, DECIDE, {**right, "pledge": str(new_id())}, subject="e" * 32))
    row.refresh_from_db()
    assert row.state == PledgeState.WAITING
    assert FollowedRecord.objects.exclude(problem="").get().index == 8
