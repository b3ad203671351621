"""A paper carries its own proof: read back from its picture it holds, with one digit changed it does not."""

import re
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import MoneyKind
from duijie.apps.projects.services.delivery import record_money
from duijie.apps.projects.services.hours import record_hours
from duijie.apps.records.models import Leaf
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.services import erase
from duijie.apps.records.trusting import trusts
from duijie.kernel.access.actors import SYSTEM, Role
from duijie.kernel.clock import today
from duijie.ledger.disclosing.checking import check_disclosure
from duijie.ledger.errors import LedgerError
from tests.apps.records.conftest import origin  # noqa: F401 - a fixture that both share
from tests.factories.accounts import make_account
from tests.factories.projects import Sides

pytestmark = pytest.mark.django_db
AMOUNT = 1_234_500
DOTS_A_POINT = 3


@pytest.fixture
def gift(sides: Sides, origin: str) -> tuple[Project, Leaf]:  # noqa: F811
    """A project whose gift is recorded and in the published log."""
    project = sides.signed()
    record_money(actor=sides.manager, project=project, kind=MoneyKind.PAID, amount_fen=AMOUNT, on=today())
    run_once()
    return project, Leaf.objects.get(kind="projects.project.record_money")


def paper_address(project: Project, leaf: Leaf) -> str:
    return f"/projects/{project.number}/records/{leaf.pk}/paper.pdf"


def codes_on(pdf: bytes) -> list[str]:
    """What a camera reads from the printed page, the shortest first."""
    [page] = pypdfium2.PdfDocument(pdf)
    picture = page.render(scale=DOTS_A_POINT).to_pil()
    return sorted((each.text for each in zxingcpp.read_barcodes(picture)), key=len)


def test_the_codes_of_a_printed_receipt_prove_the_gift_and_no_other_amount(client, gift):
    project, leaf = gift
    answer = client.get(paper_address(project, leaf))
    assert answer["Content-Type"] == "application/pdf"
    small, dense = codes_on(answer.content)
    proven = check_disclosure(dense.encode(), trusts())
    assert {each.name: each.value for each in proven.fields} == leaf.facts
    assert leaf.facts["amount_fen"] == AMOUNT
    forged = str(proven.disclosure).replace(str(AMOUNT), str(AMOUNT + 1_000_000))
    with pytest.raises(LedgerError, match="do not belong to this leaf"):
        check_disclosure(forged.encode(), trusts())
    page = client.get(small.removeprefix("http://127.0.0.1:8000")).content.decode()
    assert "<h2>与存证一致</h2>" in page
    assert "12,345" not in page
    other = small[:-2] + ("0" if small[-2] != "0" else "1") + small[-1]
    assert "<h2>与存证不一致</h2>" in client.get(other.removeprefix("http://127.0.0.1:8000")).content.decode()


def test_a_certificate_of_hours_proves_day_people_and_hours(client, sides, origin):  # noqa: F811
    project = sides.under_way()
    record_hours(
        actor=sides.manager, project=project, served_on=today(), people=5, hours=Decimal("17.5"), text="搬运安装路灯"
    )
    run_once()
    leaf = Leaf.objects.get(kind="projects.project.record_hours")
    assert "志愿服务时长证明" in client.get(f"/projects/{project.number}/records/").content.decode()
    small, dense = codes_on(client.get(paper_address(project, leaf)).content)
    proven = check_disclosure(dense.encode(), trusts())
    assert {each.name: each.value for each in proven.fields} == leaf.facts
    with pytest.raises(LedgerError, match="do not belong to this leaf"):
        check_disclosure(str(proven.disclosure).replace("175", "275").encode(), trusts())
    assert "17.5小时" in client.post("/verify/", {"code": dense}).content.decode()
    assert client.get(small.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_each_act_of_a_project_is_listed_with_its_paper(client, gift):
    project, leaf = gift
    text = client.get(f"/projects/{project.number}/records/").content.decode()
    assert paper_address(project, leaf) in text
    assert len(re.findall(r"paper\.pdf", text)) == Leaf.objects.filter(subject=leaf.subject).count()
    assert f"/projects/{project.number}/records/" in client.get(f"/projects/{project.number}/").content.decode()


def test_what_is_erased_or_waits_has_no_paper_any_more_or_yet(client, sides, gift):
    project, leaf = gift
    record_money(actor=sides.manager, project=project, kind=MoneyKind.PAID, amount_fen=100, on=today())
    waiting = Leaf.objects.get(kind=leaf.kind, index=None)
    assert client.get(paper_address(project, waiting)).status_code == 404
    erase(actor=SYSTEM, subject=project)
    assert client.get(paper_address(project, leaf)).status_code == 404
    assert "paper.pdf" not in client.get(f"/projects/{project.number}/records/").content.decode()


def test_what_is_not_public_is_shown_to_its_sides_alone(client, sides, origin):  # noqa: F811
    project = sides.drafting()
    run_once()
    leaf = Leaf.objects.get(kind="projects.project.open")
    ours = Client()
    ours.force_login(make_account(Role.ORGANIZATION_MANAGER, organization_id=sides.organization.pk))
    for address in (f"/projects/{project.number}/records/", paper_address(project, leaf)):
        assert client.get(address).status_code == 404
        assert ours.get(address).status_code == 200
