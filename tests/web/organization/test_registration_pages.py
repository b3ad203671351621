"""An organization registers, follows its application by its code, and mends it."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.services import approve_organization, return_organization
from duijie.kernel.ids import new_id
from tests.factories.accounts import COUNTY, PASSWORD, VILLAGE
from tests.factories.organizations import civil_affairs, make_divisions, new_credit_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places() -> None:
    make_divisions()


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def registered(**changes: str) -> dict[str, str]:
    return {
        "name": "示例县夕阳红助老协会",
        "kind": "association",
        "credit_code": new_credit_code(),
        "registration_level": "county",
        "registrar": "示例县民政局",
        "registrar_path": COUNTY.name,
        "is_directly_registered": "on",
        "established_on": "2018-05-01",
        "division_code": COUNTY.code,
        "scope": "助老服务",
        "charter_area": "示例县",
        "service_paths": "",
        "party_organization": "none",
        "inspection_conclusion": "not_yet",
        "inspection_year": "",
        "grade": "0",
        "grade_valid_until": "",
        "office_phone": "0932-0000000",
        "website": "",
        "introduction": "",
        "username": "xiyanghong",
        "password": PASSWORD,
        "_submission": str(new_id()),
        **changes,
    }


def filed() -> dict[str, str]:
    return {
        "name": "示例村互助会",
        "division_code": VILLAGE.name,
        "registrar": "示例县民政局",
        "scope": "邻里互助",
        "service_paths": "",
        "office_phone": "",
        "introduction": "",
        "username": "huzhuhui",
        "password": PASSWORD,
        "_submission": str(new_id()),
    }


def send(client: Client, way: str, given: dict[str, str]) -> str:
    """Send an application and read the code off the next page."""
    sent = client.post(f"/en/organization/registration/{way}/", given)
    assert sent.status_code == 302, text_of(sent)
    found = re.search(r'class="code">([0-9A-Z-]{14})<', text_of(client.get(sent["Location"])))
    assert found
    return found[1]


def test_both_ways_are_explained_and_open_to_everybody(client: Client) -> None:
    start = text_of(client.get("/en/organization/registration/"))
    for way in ("registered", "filed"):
        assert f"/en/organization/registration/{way}/" in start
        assert client.get(f"/en/organization/registration/{way}/").status_code == 200


def test_an_application_waits_with_a_closed_account_and_a_code_that_only_its_sender_sees(client: Client) -> None:
    given = registered()
    sent = client.post("/en/organization/registration/registered/", given)
    organization = Organization.objects.get()
    assert (organization.state, organization.registrar_path) == ("submitted", COUNTY.path)
    assert not Account.objects.get(username="xiyanghong").is_active
    assert organization.number in text_of(client.get(sent["Location"]))
    assert organization.number not in text_of(Client().get(sent["Location"]))


def test_a_second_click_registers_nothing_twice(client: Client) -> None:
    given = registered()
    first = client.post("/en/organization/registration/registered/", given)
    second = client.post("/en/organization/registration/registered/", given)
    assert first["Location"] == second["Location"]
    assert Organization.objects.count() == 1


def test_what_is_wrong_with_the_credit_code_is_said_beside_it(client: Client) -> None:
    refused = client.post("/en/organization/registration/registered/", registered(credit_code="91350100M000100Y4Z"))
    assert refused.status_code == 422
    assert "Character 18 is “Z”" in text_of(refused)
    assert not Organization.objects.exists()


def test_a_national_organization_names_no_place_of_its_registrar(client: Client) -> None:
    send(client, "registered", registered(registration_level="national", registrar_path=""))
    assert Organization.objects.get().registrar_path == "/"


def test_a_village_group_is_filed_with_its_own_county(client: Client) -> None:
    send(client, "filed", filed())
    group = Organization.objects.get()
    assert (group.kind, group.registrar_path, group.division_path) == ("filed_community", COUNTY.path, VILLAGE.path)


def test_an_unknown_place_is_refused_in_words(client: Client) -> None:
    refused = client.post("/en/organization/registration/registered/", registered(division_code="没有这个地方"))
    assert "No place is called “没有这个地方”." in text_of(refused)


def test_the_applicant_follows_by_the_code_mends_and_later_signs_in(client: Client) -> None:
    given = registered()
    code = send(client, "registered", given)
    return_organization(actor=civil_affairs(), organization=Organization.objects.get(), reason="请补充业务范围")
    elsewhere = Client()
    assert elsewhere.get("/en/organization/registration/application/").status_code == 302
    assert elsewhere.get("/en/organization/registration/application/complete/").status_code == 403
    shown = elsewhere.post(
        "/en/organization/registration/follow/", {"code": code.lower(), "_submission": str(new_id())}
    )
    assert "请补充业务范围" in text_of(elsewhere.get(shown["Location"]))
    form = text_of(elsewhere.get("/en/organization/registration/application/complete/"))
    assert given["credit_code"] in form
    mended = elsewhere.post(
        "/en/organization/registration/application/complete/",
        {**given, "scope": "助老、助餐服务", "_submission": str(new_id())},
    )
    assert mended.status_code == 302, text_of(mended)
    organization = Organization.objects.get()
    assert (organization.state, organization.scope) == ("submitted", "助老、助餐服务")
    approve_organization(actor=civil_affairs(), organization=organization)
    assert "Your account is open" in text_of(elsewhere.get("/en/organization/registration/application/"))


def test_a_wrong_code_is_refused_and_not_tried_without_end(client: Client) -> None:
    for _ in range(10):
        refused = client.post("/en/organization/registration/follow/", {"code": "7QK2-M4TA-9XZ3"})
        assert refused.status_code == 422
    last = client.post("/en/organization/registration/follow/", {"code": "7QK2-M4TA-9XZ3"})
    assert "Too many tries" in text_of(last)
