"""Two people at once, twice the same click, the back button: nothing lost, nothing twice. Real transactions."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.matches.models import Match, Order
from duijie.apps.matches.services.interest import decline
from duijie.apps.needs.models import Need
from duijie.apps.offers.models import Offer
from duijie.apps.projects.models import Confirmation, Project
from duijie.apps.projects.rules import Face
from duijie.apps.projects.services.confirming import confirm_receipt
from duijie.apps.projects.services.opening import accept_order, claim_wish, commit_match
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Conflict, Refusal, RuleBroken
from duijie.kernel.ids import new_id
from duijie.kernel.submissions.models import Submission
from tests.factories.matches import interest, opened, seat_of, villagers_order
from tests.factories.needs import decidable_need, make_offices, need_values, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization
from tests.factories.projects import make_sides

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@dataclass
class Outcome:
    """What one of two people got."""

    result: Any = None
    refusal: Refusal | None = None


def at_once(*acts: Callable[[], Any]) -> list[Outcome]:
    """Let people act at the same moment, each with a connection of his own."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Outcome:
        try:
            together.wait(timeout=30)
            return Outcome(result=act())
        except Refusal as refusal:
            return Outcome(refusal=refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return [each.result(timeout=120) for each in [people.submit(run, act) for act in acts]]


def winners(outcomes: list[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.refusal is None]


def losers(outcomes: list[Outcome]) -> list[Refusal]:
    return [each.refusal for each in outcomes if each.refusal is not None]


@pytest.fixture(autouse=True)
def _world(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    CATALOGUE.reset()
    yield
    CATALOGUE.reset()


@pytest.fixture
def offices():
    return make_offices()


def test_two_commit_to_the_last_lamps_and_one_wins(offices):
    need = published_need(offices, quantity=Decimal(1))
    matches = [interest(make_organization(), need, Decimal(1)) for _ in range(2)]
    acts = [
        lambda match=match: commit_match(actor=seat_of(match.organization), match=match, quantity=Decimal(1))
        for match in matches
    ]
    outcomes = at_once(*acts)
    assert len(winners(outcomes)) == 1
    [refusal] = losers(outcomes)
    assert isinstance(refusal, RuleBroken)
    assert (refusal.field, refusal.params) == ("quantity", {"left": "0", "unit": "盏"})
    need.refresh_from_db()
    assert (need.quantity_taken, Project.objects.count()) == (1, 1)


def test_two_claim_the_same_wish_and_one_wins(offices):
    need = published_need(offices, quantity=Decimal(1), total_fen=60_000)
    people = [seat_of(make_organization()) for _ in range(2)]
    outcomes = at_once(
        *(lambda actor=actor: claim_wish(actor=actor, need=need, quantity=Decimal(1)) for actor in people)
    )
    assert len(winners(outcomes)) == 1
    [refusal] = losers(outcomes)
    assert isinstance(refusal, Conflict)
    assert (Match.objects.filter(state="committed").count(), Project.objects.count()) == (1, 1)


def test_two_orders_for_the_last_visit_and_one_is_taken(offices):
    organization = make_organization()
    offer = make_offer(organization, capacity=Decimal(1))
    first, second = (villagers_order(offer, phone=f"1380000000{number}") for number in (3, 4))
    orders = [opened(offices, order) for order in (first, second)]
    actor = seat_of(organization)
    outcomes = at_once(*(lambda order=order: accept_order(actor=actor, order=order) for order in orders))
    assert len(winners(outcomes)) == 1
    [refusal] = losers(outcomes)
    assert isinstance(refusal, RuleBroken)
    assert Offer.objects.get().capacity_taken == 1
    assert sorted(Order.objects.values_list("state", flat=True)) == ["accepted", "open"]


def test_committing_and_declining_at_once_ends_in_one_of_both(offices):
    organization = make_organization()
    match = interest(organization, published_need(offices), Decimal(5))
    actor = seat_of(organization)
    outcomes = at_once(
        lambda: commit_match(actor=actor, match=match, quantity=Decimal(5)),
        lambda: decline(actor=actor, match=match, decline_reason="capacity"),
    )
    assert len(winners(outcomes)) == 1
    assert [type(refusal) for refusal in losers(outcomes)] == [Conflict]


def test_two_confirm_the_same_delivery_and_it_counts_once(offices):
    sides = make_sides(offices, make_organization())
    project = sides.to_confirm()
    outcomes = at_once(
        *(
            lambda actor=actor: confirm_receipt(actor=actor, project=project, face=Face.GOOD)
            for actor in (offices.village_colleague, offices.township)
        )
    )
    assert len(winners(outcomes)) == 1
    assert [type(refusal) for refusal in losers(outcomes)] == [Conflict]
    assert Confirmation.objects.count() == 1
    assert Need.objects.get(pk=project.need_id).quantity_met == 20


def browser(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.id))
    return client


def sent_twice(client: Client, address: str, data: dict[str, Any]) -> list[Any]:
    """A double click: the same form sent twice at the same moment."""
    cookies = client.cookies

    def send() -> Any:
        mine = Client(raise_request_exception=False)
        mine.cookies.update(cookies)
        return mine.post(address, data)

    return [each.result for each in at_once(send, send)]


def test_a_double_click_does_an_act_once(offices):
    need = published_need(offices)
    manager = seat_of(make_organization())
    data = {"_submission": str(new_id()), "quantity": "20", "party_role": "both", "message": ""}
    answers = sent_twice(browser(manager), f"/organization/needs/{need.number}/interest/", data)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Match.objects.count(), Submission.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(action="matches.match.express_interest").count() == 1


def test_a_double_click_makes_one_need(offices):
    values = need_values()
    names = ("title", "text", "subfield", "form", "quantity", "unit", "division_code", "households", "persons")
    data = {name: str(values[name]) for name in names}
    data |= {"_submission": str(new_id()), "maker": "village", "urgency": "normal", "beneficiaries": "villagers"}
    answers = sent_twice(browser(offices.village), "/office/needs/new/", data)
    assert [answer.status_code for answer in answers] == [302, 302], answers[0].content.decode()[:3000]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Need.objects.count() == 1


def test_a_double_click_on_a_decision_decides_once(offices):
    need = decidable_need(offices)
    data = {"_submission": str(new_id()), "opinion": "同意入库"}
    answers = sent_twice(browser(offices.county), f"/office/needs/{need.number}/publish/", data)
    assert {answer.status_code for answer in answers} == {302}
    assert AuditEntry.objects.filter(action="needs.need.publish").count() == 1


def test_two_different_clicks_decide_once_and_the_slower_is_told(offices):
    need = decidable_need(offices)
    client = browser(offices.county)
    cookies = client.cookies

    def send(event: str, field: str) -> Any:
        mine = Client(raise_request_exception=False)
        mine.cookies.update(cookies)
        return mine.post(
            f"/office/needs/{need.number}/{event}/", {"_submission": str(new_id()), field: "同意"}
        ).status_code

    statuses = [each.result for each in at_once(lambda: send("publish", "opinion"), lambda: send("return", "reason"))]
    assert sorted(statuses) in ([302, 409], [302, 422])
    need.refresh_from_db()
    assert need.state in {"published", "returned"}


def test_the_back_button_returns_what_was_done(offices):
    need = published_need(offices)
    client = browser(seat_of(make_organization()))
    data = {"_submission": str(new_id()), "quantity": "20", "party_role": "both", "message": ""}
    address = f"/organization/needs/{need.number}/interest/"
    first = client.post(address, data)
    again = client.post(address, {**data, "quantity": "30"})
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert Match.objects.get().quantity == 20


def test_somebody_elses_submission_gives_nothing_away(offices):
    need = published_need(offices)
    data = {"_submission": str(new_id()), "quantity": "20", "party_role": "both", "message": ""}
    address = f"/organization/needs/{need.number}/interest/"
    first = browser(seat_of(make_organization())).post(address, data)
    stranger = browser(seat_of(make_organization())).post(address, data)
    assert (first.status_code, stranger.status_code) == (302, 409)
    assert Match.objects.count() == 1
