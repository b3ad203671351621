"""Offers and organizations as Excel: in the words of the pages, as far as the reader may see, nothing of persons."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from duijie.apps.accounts.models import Account
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Role
from tests.factories.accounts import COUNTY, make_account
from tests.factories.matches import seat_of
from tests.factories.offers import make_offer, submitted
from tests.factories.organizations import apply, make_divisions, make_organization

pytestmark = pytest.mark.django_db


def at_work(role: Role) -> Client:
    client = Client()
    client.force_login(make_account(role))
    return client


def ours(organization: Organization) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=seat_of(organization).id))
    return client


def sheet_of(client: Client, address: str) -> list[dict[str, object]]:
    """The rows by the words of their columns."""
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    heads, *rows = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_an_office_takes_the_offers_it_sees_with_the_words_of_the_page():
    make_divisions()
    organization = make_organization()
    offer = make_offer(organization, areas=(COUNTY.path,))
    waiting = submitted(organization)
    office = at_work(Role.CIVIL_AFFAIRS)
    rows = sheet_of(office, "/office/offers/export/")
    assert {row["编号"] for row in rows} == {offer.number, waiting.number}
    [row] = sheet_of(office, "/office/offers/export/?state=published")
    assert (row["社会组织"], row["承接能力"], row["单位（计量）"]) == (organization.name, 20, "次")
    page = office.get(f"/office/offers/{offer.number}/").content.decode()
    for head in ("领域", "受益对象", "承接能力"):
        assert head in page
    assert str(row["领域"]) in page
    villages = sheet_of(at_work(Role.VILLAGE), "/office/offers/export/")
    assert waiting.number not in {row["编号"] for row in villages}


def test_an_office_takes_the_organizations_it_sees():
    organization, waiting = make_organization(), apply()
    rows = sheet_of(at_work(Role.CIVIL_AFFAIRS), "/office/organizations/export/")
    assert {row["编号"] for row in rows} == {organization.number, waiting.number}
    rows = sheet_of(at_work(Role.VILLAGE), "/office/organizations/export/")
    assert {row["编号"] for row in rows} == {organization.number}


def test_an_organization_takes_its_own_and_nobody_elses():
    organization, other = make_organization(), make_organization(name="另一家示例协会")
    offer = make_offer(organization, title="=cmd|示例")
    make_offer(other)
    [row] = sheet_of(ours(organization), "/organization/offers/export/")
    assert (row["供给项目编号"], row["项目名称"]) == (offer.number, "'=cmd|示例")
    [row] = sheet_of(ours(organization), "/organization/profile/export/")
    assert row["编号"] == organization.number
    assert Client().get("/organization/offers/export/").status_code in {302, 403}


def test_no_phone_and_no_person_goes_out():
    organization = make_organization()
    offer = make_offer(organization, contact_phone="0932-0000009")
    Organization.objects.filter(pk=organization.pk).update(office_phone="0932-0000008")
    for address in ("/office/offers/export/", "/office/organizations/export/"):
        cells = str(sheet_of(at_work(Role.CIVIL_AFFAIRS), address))
        assert "0932" not in cells
        assert str(offer.typed_by_id) not in cells
