"""A pledge from another province: checked, kept once, shown to the office of the need, and answered on the log."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from duijie.apps.exchange.models import ReceivedPledge, Source
from duijie.apps.exchange.rules.pledges import DECIDE, DeclineReason, PledgeState
from duijie.apps.exchange.services.receiving import decide_pledge, receive
from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken
from tests.apps.exchange.pledging import HOME, followed_province, handed_in, message, signed
from tests.factories.accounts import OTHER_COUNTY, PROVINCE
from tests.factories.needs import make_seat, published_need
from tests.factories.organizations import official
from tests.ledger.made import log_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _record(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_NAME, settings.LEDGER_KEYS = HOME, tmp_path / "keys"


class Origin:
    """A need of ours, and the province that is followed here."""

    def __init__(self) -> None:
        self.source = followed_province()
        self.office = make_seat(Role.COUNTY_OFFICE)
        self.need = published_need()


@pytest.fixture
def origin() -> Origin:
    return Origin()


def test_a_signed_pledge_reaches_the_office_of_the_need_once(origin):
    said = message(origin.need)
    first, again = handed_in(signed(said)), handed_in(signed(said))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    row = ReceivedPledge.objects.get()
    assert (row.pk, row.need, row.quantity, row.state) == (UUID(said.id), origin.need, 20, PledgeState.WAITING)
    assert (row.organization_name, row.phone) == ("外省示例基金会", "028-00000000")
    told = Notice.objects.filter(account_id=origin.office.id, message__contains="another province").get()
    assert told.link == f"/office/pledges/{row.number}/"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"to": "log.example/110000"}, 422),
        ({"sender": "log.example/110000/2026"}, 403),
        ({"need": "N-2222222"}, 422),
        ({"unit": "台"}, 422),
        ({"quantity": "61"}, 422),
        ({"moment": "2020-01-01T00:00:00Z"}, 422),
    ],
)
def test_what_is_not_meant_for_the_need_as_it_stands_is_refused_in_a_sentence(origin, changed, status):
    answer = handed_in(signed(message(origin.need, **changed)))
    assert (answer.status_code, bool(answer.json()["problem"])) == (status, True)
    assert not ReceivedPledge.objects.exists()


def test_a_forged_a_long_and_a_replayed_message_are_refused(origin):
    said = message(origin.need)
    forged = str(log_key(said.sender, b"X").sign(said.text)).encode()
    assert handed_in(forged).status_code == 403
    assert handed_in(b"x" * 5000).status_code == 413
    assert Client().get("/exchange/pledges/").status_code == 405
    assert handed_in(signed(said)).status_code == 200
    assert handed_in(signed(replace(said, quantity="30"))).status_code == 409


def test_a_province_that_contradicts_itself_or_is_followed_no_more_hands_nothing_in(origin):
    for changed in ({"state": "contradicts"}, {"ended_at": now()}):
        Source.objects.update(**changed)
        with pytest.raises(NotAllowed):
            receive(signed(message(origin.need)))


def test_the_answer_is_on_the_log_without_anybody_and_holds_nothing_of_the_need(origin):
    row = decide_pledge(actor=origin.office, pledge=receive(signed(message(origin.need))), is_accepted=True)
    leaf = Leaf.objects.get(kind=DECIDE)
    assert leaf.facts == {
        "pledge": str(row.pk),
        "need": origin.need.number,
        "accepted": True,
        "reason": "",
        "quantity": "20",
        "unit": "盏",
    }
    assert leaf.division == "621121"
    origin.need.refresh_from_db()
    assert (origin.need.quantity_taken, origin.need.state) == (0, "published")
    with pytest.raises(Conflict):
        decide_pledge(actor=origin.office, pledge=row, is_accepted=False, reason="other")


def test_only_the_office_of_the_county_or_the_province_answers_and_a_refusal_has_a_reason(origin):
    row = receive(signed(message(origin.need)))
    for actor in (official(Role.COUNTY_OFFICE, OTHER_COUNTY), official(Role.TOWNSHIP), official(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            decide_pledge(actor=actor, pledge=row, is_accepted=True)
    with pytest.raises(RuleBroken):
        decide_pledge(actor=origin.office, pledge=row, is_accepted=False)
    declined = decide_pledge(
        actor=official(Role.PROVINCE_OFFICE, PROVINCE), pledge=row, is_accepted=False, reason=DeclineReason.TAKEN
    )
    assert (declined.state, declined.reason) == (PledgeState.DECLINED, "taken")
