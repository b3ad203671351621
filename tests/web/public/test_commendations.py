"""A commendation from the office's desk to the public page, to paper and back through a camera."""

import pytest
from django.test import Client

from duijie.apps.organizations.models import Organization
from duijie.apps.records.models import Leaf
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.trusting import trusts
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import today
from duijie.ledger.disclosing.checking import check_disclosure
from duijie.ledger.errors import LedgerError
from tests.apps.records.conftest import origin  # noqa: F401 - a fixture that both share
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.desks import at_work, page
from tests.factories.matches import seat_of
from tests.factories.needs import make_seat
from tests.factories.organizations import make_organization
from tests.web.public.test_record_papers import codes_on

pytestmark = pytest.mark.django_db
TITLE, DOCUMENT = "乡村振兴先进社会组织", "示民发〔2026〕15号"
ANSWERS = {"title": TITLE, "document": DOCUMENT, "year": str(today().year), "awarded_on": str(today())}
OFFICE = "演示县民政局"


@pytest.fixture
def organization() -> Organization:
    return make_organization()


@pytest.fixture
def office() -> Client:
    """The desk of a county's civil affairs, not that of the organization's home."""
    return at_work(make_seat(Role.CIVIL_AFFAIRS, OTHER_COUNTY))


def send(client: Client, address: str, **answers: object):
    return client.post(address, page(client, address).form.filled(**answers))


def test_it_stands_on_the_public_page_and_in_the_organizations_record_until_withdrawn(client, organization, office):
    desk = f"/office/organizations/{organization.number}/"
    assert send(office, f"{desk}commend/", **ANSWERS, office=OFFICE).status_code == 302
    public = f"/organizations/{organization.number}/"
    ours = at_work(seat_of(organization))
    for reader, address in ((client, public), (ours, "/organization/record/")):
        words = page(reader, address).words
        assert all(said in words for said in (TITLE, DOCUMENT, OFFICE, "有效"))
    [withdraw] = [link for link in page(office, desk).links if "/commendations/" in link]
    home = at_work(make_seat(Role.CIVIL_AFFAIRS))
    assert not [link for link in page(home, desk).links if "/commendations/" in link]
    assert home.get(withdraw).status_code == 403
    assert send(office, withdraw, reason="材料有误").status_code == 302
    words = page(client, public).words
    assert "撤销" in words
    assert "材料有误" not in words
    assert not [link for link in page(office, desk).links if "/commendations/" in link]


def test_its_paper_proves_document_year_and_level_and_no_other_year(client, organization, office, origin):  # noqa: F811
    send(office, f"/office/organizations/{organization.number}/commend/", **ANSWERS)
    run_once()
    listed = page(client, f"/organizations/{organization.number}/records/")
    assert "通报表扬证明" in listed.words
    leaf = Leaf.objects.get(kind="organizations.organization.commend")
    [paper] = [link for link in listed.links if str(leaf.pk) in link]
    assert paper in page(client, f"/organizations/{organization.number}/records/").links
    small, dense = codes_on(client.get(paper).content)
    proven = check_disclosure(dense.encode(), trusts())
    assert {each.name: each.value for each in proven.fields} == leaf.facts
    year = leaf.facts["year"]
    with pytest.raises(LedgerError, match="do not belong to this leaf"):
        check_disclosure(str(proven.disclosure).replace(f'"year",{year}', f'"year",{year - 1}').encode(), trusts())
    shown = client.post("/verify/", {"code": dense}).content.decode()
    assert "与存证一致" in shown
    assert DOCUMENT in shown
    assert "县级" in shown
    assert client.get(small.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.get(paper.replace(str(leaf.pk), "0" * 32)).status_code == 404
