"""Offices review organizations and offers on their pages."""

import pytest
from django.http import HttpResponse
from django.test import Client

from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules import ORGANIZATION
from duijie.kernel.access.actors import Role
from duijie.kernel.ids import new_id
from duijie.web.office.organizations import ACTS
from duijie.web.organization.profile import ACTS as OUR_ACTS
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE, make_account
from tests.factories.offers import make_offer, submitted
from tests.factories.organizations import apply, filed_particulars, make_divisions, make_organization

pytestmark = pytest.mark.django_db


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def at_work(role: Role = Role.CIVIL_AFFAIRS, **given: object) -> Client:
    client = Client()
    client.force_login(make_account(role, **given))  # type: ignore[arg-type]
    return client


def act(client: Client, address: str, **given: object) -> HttpResponse:
    return client.post(address, {**given, "_submission": str(new_id())})


def test_an_application_is_found_read_and_confirmed() -> None:
    organization, office = apply(), at_work()
    assert organization.name in text_of(office.get("/en/office/organizations/"))
    page = text_of(office.get(f"/en/office/organizations/{organization.number}/"))
    assert str(organization.credit_code) in page
    assert act(office, f"/en/office/organizations/{organization.number}/approve/").status_code == 302
    organization.refresh_from_db()
    assert organization.state == "in_good_standing"


def test_what_must_be_looked_at_twice_is_said() -> None:
    organization = apply(credit_code="91350100M000100Y43")
    page = text_of(at_work().get(f"/en/office/organizations/{organization.number}/"))
    assert "does not begin as those that civil affairs gives" in page


def test_giving_back_asks_for_a_reason() -> None:
    organization, office = apply(), at_work()
    address = f"/en/office/organizations/{organization.number}/return_for_completion/"
    assert act(office, address).status_code == 422
    assert act(office, address, reason="请补充业务范围").status_code == 302
    assert "请补充业务范围" in text_of(office.get(f"/en/office/organizations/{organization.number}/"))


def test_another_county_sees_no_application_and_no_button() -> None:
    organization, stranger = apply(), at_work(place=OTHER_COUNTY)
    assert stranger.get(f"/en/office/organizations/{organization.number}/").status_code == 404
    confirmed = make_organization()
    page = stranger.get(f"/en/office/organizations/{confirmed.number}/")
    assert page.status_code == 200
    assert "suspend/" not in text_of(page)
    assert stranger.get(f"/en/office/organizations/{confirmed.number}/suspend/").status_code == 403


def test_the_year_s_findings_are_entered_with_what_is_known() -> None:
    organization, office = make_organization(), at_work()
    address = f"/en/office/organizations/{organization.number}/record_standing/"
    assert office.get(address).status_code == 200
    given = {"inspection_conclusion": "passed", "inspection_year": "2025", "grade": "4"}
    refused = act(office, address, **given)
    assert "Say until when the grade is valid." in text_of(refused)
    assert act(office, address, **given, grade_valid_until="2029-12-31").status_code == 302
    organization.refresh_from_db()
    assert (organization.grade, organization.inspection_year) == (4, 2025)


@pytest.mark.parametrize(("event", "state"), [("suspend", "suspended"), ("end", "ended")])
def test_standing_is_taken_with_a_reason(event: str, state: str) -> None:
    organization, office = make_organization(), at_work()
    assert act(office, f"/en/office/organizations/{organization.number}/{event}/", reason="示例").status_code == 302
    organization.refresh_from_db()
    assert organization.state == state


def test_a_village_enters_its_group_and_the_township_vouches_for_it() -> None:
    make_divisions()
    village, township = at_work(Role.VILLAGE), at_work(Role.TOWNSHIP)
    given = {"name": "示例村互助会", "division_code": VILLAGE.code, "registrar": "示例县民政局", "scope": "邻里互助"}
    assert act(village, "/en/office/organizations/enter/filed/", **given).status_code == 302
    group = Organization.objects.get()
    assert group.name in text_of(township.get("/en/office/organizations/"))
    assert act(township, f"/en/office/organizations/{group.number}/vouch/", note="属实").status_code == 302
    assert act(at_work(), f"/en/office/organizations/{group.number}/approve/").status_code == 302
    group.refresh_from_db()
    assert group.state == "in_good_standing"
    assert filed_particulars().kind == group.kind


def test_two_people_of_the_office_publish_an_offer() -> None:
    offer, first, second = submitted(), at_work(), at_work()
    assert offer.title in text_of(first.get("/en/office/offers/"))
    assert act(first, f"/en/office/offers/{offer.number}/check_standing/").status_code == 302
    assert act(first, f"/en/office/offers/{offer.number}/publish/").status_code == 403
    assert act(second, f"/en/office/offers/{offer.number}/publish/").status_code == 302
    assert Offer.objects.get().state == "published"


def test_the_list_is_narrowed_by_words_field_and_state() -> None:
    offer, office = make_offer(), at_work()
    for query in ("query=理发", f"query={offer.number}", "field=livelihood", "state=published"):
        assert offer.title in text_of(office.get(f"/en/office/offers/?{query}"))
    for query in ("query=路灯", "field=health", "state=draft"):
        assert "No offer fits." in text_of(office.get(f"/en/office/offers/?{query}"))
    assert offer.organization.name in text_of(office.get("/en/office/organizations/?kind=association&state="))


def test_an_offer_is_no_secret_of_its_office_but_drafts_are() -> None:
    offer = make_offer()
    assert at_work(Role.TOWNSHIP, place=TOWNSHIP).get(f"/en/office/offers/{offer.number}/").status_code == 200
    assert at_work(place=OTHER_COUNTY).get(f"/en/office/offers/{submitted().number}/").status_code == 404


def test_every_event_of_an_organization_has_a_page() -> None:
    assert {each.event for each in ORGANIZATION.transitions} == set(ACTS) | set(OUR_ACTS)


def test_villagers_and_organizations_have_no_business_here() -> None:
    assert Client().get("/en/office/offers/").status_code == 302
    ours = at_work(Role.ORGANIZATION_MANAGER, organization_id=make_organization().pk)
    assert ours.get("/en/office/organizations/").status_code == 403
    assert COUNTY.path
