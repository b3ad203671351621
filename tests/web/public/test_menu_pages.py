"""What everybody reads: the menu and the organizations in good standing."""

import pytest
from django.http import HttpResponse
from django.test import Client

from duijie.apps.offers.services import pause_offer
from duijie.apps.organizations.services import suspend_organization
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.offers import make_offer, submitted
from tests.factories.organizations import apply, civil_affairs, make_organization, manager_of

pytestmark = pytest.mark.django_db


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_visitor_finds_an_offer_and_reads_all_of_it(client: Client) -> None:
    offer = make_offer(areas=(COUNTY.path,))
    assert f"/en/offers/{offer.number}/" in text_of(client.get("/en/offers/"))
    page = text_of(client.get(f"/en/offers/{offer.number}/"))
    for words in (offer.title, offer.text, offer.organization.name, "20 次", COUNTY.name, "0932 000 0001"):
        assert words in page


@pytest.mark.parametrize(
    "query", ["query=理发", "field=livelihood", "beneficiaries=elderly", "form=service", "mode=onsite"]
)
def test_filters_keep_what_fits(client: Client, query: str) -> None:
    offer = make_offer()
    assert offer.number in text_of(client.get(f"/en/offers/?{query}"))


@pytest.mark.parametrize("query", ["query=路灯", "field=health", "beneficiaries=students"])
def test_filters_leave_out_what_does_not_fit(client: Client, query: str) -> None:
    make_offer()
    assert "No offer fits." in text_of(client.get(f"/en/offers/?{query}"))


def test_a_place_narrows_the_menu(client: Client) -> None:
    here, there = make_offer(areas=(COUNTY.path,)), make_offer(areas=(OTHER_COUNTY.path,))
    menu = text_of(client.get(f"/en/offers/?place={COUNTY.name}"))
    assert here.number in menu
    assert there.number not in menu


def test_what_is_not_published_is_not_there(client: Client) -> None:
    assert client.get(f"/en/offers/{submitted().number}/").status_code == 404
    assert client.get(f"/en/organizations/{apply().number}/").status_code == 404
    assert client.get("/en/offers/S-2222222/").status_code == 404


def test_a_paused_offer_can_be_read_and_not_ordered(client: Client) -> None:
    offer = make_offer()
    pause_offer(actor=manager_of(offer.organization), offer=offer)
    page = text_of(client.get(f"/en/offers/{offer.number}/"))
    assert "This offer is not open at present." in page
    assert "Order this service" not in page


def test_an_organization_shows_its_standing_and_what_it_offers(client: Client) -> None:
    offer = make_offer()
    organization = offer.organization
    assert organization.name in text_of(client.get("/en/organizations/"))
    page = text_of(client.get(f"/en/organizations/{organization.number}/"))
    for words in (str(organization.credit_code), offer.title, "In good standing", "Confirm good standing"):
        assert words in page


def test_the_reason_of_a_suspension_is_not_public(client: Client) -> None:
    organization = make_organization()
    suspend_organization(actor=civil_affairs(), organization=organization, reason="未按期年检")
    page = text_of(client.get(f"/en/organizations/{organization.number}/"))
    assert "Suspended" in page
    assert "未按期年检" not in page
    assert organization.number not in text_of(client.get("/en/organizations/"))


@pytest.mark.parametrize("query", ["query=乡村服务", "kind=association", "registration_level=county"])
def test_organizations_are_found_by_name_kind_and_level(client: Client, query: str) -> None:
    organization = make_organization()
    assert organization.number in text_of(client.get(f"/en/organizations/?{query}"))


def test_a_long_list_goes_on(client: Client) -> None:
    ours = make_organization()
    for _ in range(21):
        make_offer(ours)
    assert "21 in all" in text_of(client.get("/en/offers/"))
    assert "after=" in text_of(client.get("/en/offers/"))
