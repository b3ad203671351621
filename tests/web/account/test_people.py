import re

import pytest
from django.http import HttpResponse
from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import Place
from duijie.kernel.access.actors import Role
from duijie.kernel.ids import new_id
from tests.factories.accounts import OTHER_COUNTY, PROVINCE, TOWNSHIP, VILLAGE, make_account
from tests.factories.organizations import make_divisions, make_organization

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.account.addresses")]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def _places() -> None:
    make_divisions()


def signed_in(client: Client, role: Role, place: Place | None = None) -> Account:
    account = make_account(role, place=place)
    client.force_login(account)
    return account


def new_person(**given: str) -> dict[str, str]:
    return {
        "label": "示例镇经办员甲",
        "username": "shili-zhen",
        "phone": "",
        "email": "",
        "_submission": str(new_id()),
        **given,
    }


def test_a_county_office_makes_a_township_account_and_hands_its_first_password_over(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE)
    roles = text_of(client.get("/en/accounts/new/"))
    assert "/en/accounts/new/township/" in roles
    assert "/en/accounts/new/civil_affairs/" not in roles
    form = text_of(client.get("/en/accounts/new/township/"))
    assert TOWNSHIP.path in form
    assert VILLAGE.path not in form

    made = client.post("/en/accounts/new/township/", new_person(division=TOWNSHIP.path, phone="13800000007"))
    page = text_of(client.get(made["Location"]))
    found = re.search(r'class="code">([a-z0-9-]+)<', page)
    assert found
    account = Account.objects.get(username="shili-zhen")
    assert account.check_password(found[1])
    assert account.must_change_password
    assert (account.division_path, account.phone) == (TOWNSHIP.path, "+8613800000007")
    assert found[1] not in text_of(client.get(f"/en/accounts/{account.pk}/"))


def test_a_second_click_makes_no_second_account(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE)
    given = new_person(division=TOWNSHIP.path)
    first = client.post("/en/accounts/new/township/", given)
    assert client.post("/en/accounts/new/township/", given)["Location"] == first["Location"]
    assert Account.objects.filter(username="shili-zhen").count() == 1


def test_only_its_maker_reads_a_first_password(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE)
    there = client.post("/en/accounts/new/township/", new_person(division=TOWNSHIP.path))["Location"]
    other = Client()
    signed_in(other, Role.COUNTY_OFFICE)
    page = other.get(there)
    assert page.status_code == 200
    assert "First password" not in text_of(page)


def test_nobody_makes_accounts_of_others_work_or_elsewhere(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE)
    assert client.get("/en/accounts/new/civil_affairs/").status_code == 403
    assert client.get("/en/accounts/new/king/").status_code == 403
    page = client.post("/en/accounts/new/township/", new_person(division=OTHER_COUNTY.path))
    assert page.status_code == 422
    assert not Account.objects.filter(username="shili-zhen").exists()


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.TOWNSHIP, Role.ORGANIZATION_STAFF])
def test_those_who_look_after_nobody_find_the_pages_closed(client: Client, role: Role) -> None:
    signed_in(client, role)
    for path in ("/en/accounts/", "/en/accounts/new/", "/en/accounts/new/village/"):
        assert client.get(path).status_code == 403


def test_the_list_holds_whom_one_looks_after_and_can_be_narrowed(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE)
    make_account(Role.TOWNSHIP, label="示例镇经办员甲")
    make_account(Role.VILLAGE, label="示例村经办员乙")
    make_account(Role.COUNTY_OFFICE, place=OTHER_COUNTY, label="演示县经办员丙")
    everyone = text_of(client.get("/en/accounts/"))
    assert "示例镇经办员甲" in everyone
    assert "示例村经办员乙" in everyone
    assert "演示县经办员丙" not in everyone
    villages = text_of(client.get("/en/accounts/?role=village"))
    assert "示例镇经办员甲" not in villages
    assert "No accounts here" in text_of(client.get("/en/accounts/?text=无人"))


def test_an_account_is_closed_and_opened_by_buttons_with_a_page_each(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE)
    town = make_account(Role.TOWNSHIP)
    page = text_of(client.get(f"/en/accounts/{town.pk}/"))
    assert f"/en/accounts/{town.pk}/close/" in page
    assert f"/en/accounts/{town.pk}/open/" not in page
    assert client.get(f"/en/accounts/{town.pk}/close/").status_code == 200
    client.post(f"/en/accounts/{town.pk}/close/")
    town.refresh_from_db()
    assert not town.is_active
    assert town.label not in text_of(client.get("/en/accounts/"))
    assert town.label in text_of(client.get("/en/accounts/?closed=on"))
    client.post(f"/en/accounts/{town.pk}/open/")
    town.refresh_from_db()
    assert town.is_active


def test_a_new_first_password_can_be_given(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE)
    town = make_account(Role.TOWNSHIP)
    sent = client.post(f"/en/accounts/{town.pk}/password/", {"_submission": str(new_id())})
    found = re.search(r'class="code">([a-z0-9-]+)<', text_of(client.get(sent["Location"])))
    assert found
    town.refresh_from_db()
    assert town.check_password(found[1])


def test_accounts_of_another_county_do_not_exist_here(client: Client) -> None:
    signed_in(client, Role.COUNTY_OFFICE, OTHER_COUNTY)
    town = make_account(Role.TOWNSHIP)
    for path in ("", "close/", "open/", "password/"):
        assert client.get(f"/en/accounts/{town.pk}/{path}").status_code == 404


def test_the_auditor_reads_and_finds_no_buttons(client: Client) -> None:
    signed_in(client, Role.AUDITOR)
    town = make_account(Role.TOWNSHIP)
    page = text_of(client.get(f"/en/accounts/{town.pk}/"))
    assert town.label in page
    assert "/close/" not in page
    assert "Make a new account" not in text_of(client.get("/en/accounts/"))
    assert client.get(f"/en/accounts/{town.pk}/close/").status_code == 403


def test_civil_affairs_makes_the_managers_account_of_an_organization_there(client: Client) -> None:
    organization = make_organization()
    signed_in(client, Role.CIVIL_AFFAIRS)
    page = client.post("/en/accounts/new/organization_manager/", new_person(organization_id="O-NOTHERE"))
    assert page.status_code == 422
    assert "no such organization" in text_of(page)
    assert organization.credit_code
    given = new_person(organization_id=f" {organization.credit_code.lower()} ")
    assert client.post("/en/accounts/new/organization_manager/", given).status_code == 302
    account = Account.objects.get(username="shili-zhen")
    assert (account.organization_id, account.division_path) == (organization.pk, organization.division_path)


def test_a_manager_makes_accounts_for_his_own_people_without_naming_the_organization(client: Client) -> None:
    organization = make_organization()
    manager = make_account(Role.ORGANIZATION_MANAGER, organization_id=organization.pk)
    client.force_login(manager)
    assert client.get("/en/accounts/new/")["Location"] == "/en/accounts/new/organization_staff/"
    assert 'name="organization_id"' not in text_of(client.get("/en/accounts/new/organization_staff/"))
    assert client.post("/en/accounts/new/organization_staff/", new_person()).status_code == 302
    assert Account.objects.get(username="shili-zhen").organization_id == organization.pk


def test_the_ministry_makes_accounts_of_provinces_and_of_its_auditors(client: Client) -> None:
    signed_in(client, Role.MINISTRY)
    assert PROVINCE.path in text_of(client.get("/en/accounts/new/province_office/"))
    assert 'value="/"' in text_of(client.get("/en/accounts/new/auditor/"))
