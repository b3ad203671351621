"""An organization's people write, send and keep their offers."""

import pytest
from django.http import HttpResponse
from django.test import Client

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules import OFFER
from duijie.apps.offers.services import return_offer
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.services import return_organization
from duijie.kernel.access.actors import Role
from duijie.kernel.ids import new_id
from duijie.web.office.offers import ACTS as OFFICE_ACTS
from duijie.web.organization.offers import ACTS
from tests.factories.accounts import COUNTY, make_account
from tests.factories.offers import draft, make_offer, registrar_of, submitted
from tests.factories.organizations import apply, civil_affairs, make_divisions, make_organization

pytestmark = pytest.mark.django_db


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def at_work(client: Client, organization: Organization, role: Role = Role.ORGANIZATION_MANAGER) -> None:
    client.force_login(make_account(role, organization_id=organization.pk))


def written(**changes: object) -> dict[str, object]:
    return {
        "title": "为高龄老人上门理发",
        "field": "livelihood",
        "subfield": "elderly",
        "text": "每月一次，自带工具。",
        "beneficiaries": ["elderly"],
        "forms": ["service"],
        "capacity": "20",
        "unit": "次",
        "areas": COUNTY.name,
        "mode": "onsite",
        "available_from": "2026-01-01",
        "available_to": "",
        "budget_fen": "1.2万",
        "contact_office": "示例服务中心",
        "contact_phone": "0932-0000001",
        "_submission": str(new_id()),
        **changes,
    }


@pytest.fixture
def ours(client: Client) -> Organization:
    organization = make_organization()
    at_work(client, organization)
    return organization


def test_an_offer_is_written_looked_through_and_sent(client: Client, ours: Organization) -> None:
    made = client.post("/en/organization/offers/new/", written())
    assert made.status_code == 302, text_of(made)
    offer = Offer.objects.get()
    assert (offer.organization, offer.budget_fen, offer.areas) == (ours, 1_200_000, [COUNTY.path])
    page = text_of(client.get(made["Location"]))
    assert f"/en/organization/offers/{offer.number}/submit/" in page
    client.post(f"/en/organization/offers/{offer.number}/submit/", {"_submission": str(new_id())})
    offer.refresh_from_db()
    assert offer.state == "submitted"


def test_a_draft_may_lack_things_and_what_is_missing_is_said_when_it_is_sent(
    client: Client, ours: Organization
) -> None:
    client.post("/en/organization/offers/new/", written(text="", capacity="", beneficiaries=[]))
    offer = Offer.objects.get(organization=ours)
    refused = client.post(f"/en/organization/offers/{offer.number}/submit/", {"_submission": str(new_id())})
    assert refused.status_code == 422
    assert "Please fill this in." in text_of(refused) or "Fill in" in text_of(refused)


def test_a_draft_is_shown_again_as_it_was_written(client: Client, ours: Organization) -> None:
    client.post("/en/organization/offers/new/", written())
    offer = Offer.objects.get(organization=ours)
    form = text_of(client.get(f"/en/organization/offers/{offer.number}/edit/"))
    for words in ("为高龄老人上门理发", "12000", COUNTY.name, 'value="20"'):
        assert words in form
    client.post(f"/en/organization/offers/{offer.number}/edit/", written(title="上门理发", areas=""))
    offer.refresh_from_db()
    assert (offer.title, offer.areas) == ("上门理发", [])


def test_a_returned_offer_says_why_and_is_sent_again(client: Client, ours: Organization) -> None:
    offer = submitted(ours)
    return_offer(actor=registrar_of(ours), offer=offer, reason="请写明服务地点")
    assert "请写明服务地点" in text_of(client.get(f"/en/organization/offers/{offer.number}/"))
    client.post(f"/en/organization/offers/{offer.number}/complete/", written())
    offer.refresh_from_db()
    assert offer.state == "submitted"


def test_the_capacity_is_changed_on_a_page(client: Client, ours: Organization) -> None:
    offer = make_offer(ours)
    client.post(
        f"/en/organization/offers/{offer.number}/adjust_capacity/", {"capacity": "35", "_submission": str(new_id())}
    )
    offer.refresh_from_db()
    assert offer.capacity == 35


@pytest.mark.parametrize("event", ["pause", "end"])
def test_an_offer_is_paused_and_ended_by_a_button(client: Client, ours: Organization, event: str) -> None:
    offer = make_offer(ours)
    address = f"/en/organization/offers/{offer.number}/{event}/"
    assert address in text_of(client.get(f"/en/organization/offers/{offer.number}/"))
    assert client.get(address).status_code == 200
    client.post(address, {"_submission": str(new_id())})
    offer.refresh_from_db()
    assert offer.state == OFFER.transition(event).target


def test_strangers_find_nothing(client: Client, ours: Organization) -> None:
    offer = draft()
    assert offer.organization != ours
    assert client.get(f"/en/organization/offers/{offer.number}/").status_code == 404
    assert client.get(f"/en/organization/offers/{offer.number}/edit/").status_code == 404
    assert Client().get("/en/organization/offers/").status_code == 302


def test_an_organization_not_yet_confirmed_is_told_so(client: Client) -> None:
    make_divisions()
    organization = make_organization()
    Organization.objects.filter(pk=organization.pk).update(state="suspended")
    at_work(client, organization)
    assert "/en/organization/offers/new/" not in text_of(client.get("/en/organization/offers/"))
    assert client.get("/en/organization/offers/new/").status_code == 403


def test_the_desk_says_what_to_do_next(client: Client, ours: Organization) -> None:
    assert "Put your first offer on the menu" in text_of(client.get("/en/organization/"))
    offer = draft(ours)
    desk = text_of(client.get("/en/organization/"))
    assert f"/en/organization/offers/{offer.number}/" in desk
    assert "Put your first offer on the menu" not in desk


def test_the_profile_is_changed_by_the_manager(client: Client, ours: Organization) -> None:
    form = text_of(client.get("/en/organization/profile/update_profile/"))
    assert ours.office_phone in form
    given = {"office_phone": "0932-2222222", "website": "", "introduction": "为老人服务", "service_paths": ""}
    changed = client.post("/en/organization/profile/update_profile/", {**given, "_submission": str(new_id())})
    assert changed.status_code == 302, text_of(changed)
    assert "为老人服务" in text_of(client.get("/en/organization/profile/"))


def test_staff_read_the_profile_and_do_not_change_it(client: Client) -> None:
    organization = make_organization()
    at_work(client, organization, Role.ORGANIZATION_STAFF)
    assert "update_profile" not in text_of(client.get("/en/organization/profile/"))
    assert client.get("/en/organization/profile/update_profile/").status_code == 403


def test_a_manager_whose_organization_was_given_back_completes_it(client: Client) -> None:
    organization = apply()
    return_organization(actor=civil_affairs(), organization=organization, reason="请补充业务范围")
    at_work(client, organization)
    assert "请补充业务范围" in text_of(client.get("/en/organization/profile/"))
    form = client.get("/en/organization/profile/complete/")
    assert str(organization.credit_code) in text_of(form)
    given = {
        name: value for name, value in form.context["form"].initial.items() if value is not None and value is not False
    }
    given |= {"registrar_path": COUNTY.name, "scope": "助老、助餐", "_submission": str(new_id())}
    sent = client.post("/en/organization/profile/complete/", given)
    assert sent.status_code == 302, text_of(sent)
    organization.refresh_from_db()
    assert (organization.state, organization.scope) == ("submitted", "助老、助餐")


def test_every_event_of_an_offer_has_a_page() -> None:
    assert {each.event for each in OFFER.transitions} == set(ACTS) | set(OFFICE_ACTS)
