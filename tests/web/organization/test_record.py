"""Our own record: what receiving sides have confirmed, which money was written down, and both as Excel."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from duijie.apps.projects.rules import Face, MoneyKind
from duijie.apps.projects.services.confirming import confirm_receipt
from duijie.apps.projects.services.delivery import record_money
from duijie.kernel.clock import today
from tests.factories.desks import at_work, page
from tests.factories.matches import seat_of
from tests.factories.needs import make_offices
from tests.factories.organizations import make_organization
from tests.factories.projects import make_sides

pytestmark = pytest.mark.django_db
RECORD = "/en/organization/record/"


@pytest.fixture(autouse=True)
def _files_are_kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sides():
    return make_sides(make_offices(), make_organization())


def test_what_is_confirmed_and_what_was_paid_stands_there_and_in_the_file(sides):
    project, waiting = sides.confirmed(), sides.to_confirm()
    given = {"kind": MoneyKind.PAID, "amount_fen": 3_000_000, "on": today(), "voucher": "甲-7", "receipt": "票-0042"}
    record_money(actor=sides.manager, project=waiting, **given)
    client = at_work(sides.manager)
    found = page(client, RECORD)
    assert f"/en/organization/projects/{project.number}/" in found.links
    assert all(words in found.words for words in ("20 盏", "票-0042", "30,000 yuan"))
    book = load_workbook(BytesIO(client.get(f"{RECORD}export/").content))
    confirmed, money, _hours = (list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets)
    assert [(row[0], row[4]) for row in confirmed] == [(project.number, 20)]
    assert [(row[0], row[4], row[6]) for row in money] == [(waiting.number, 30_000, "票-0042")]


def test_confirmed_hours_stand_in_our_record_and_on_our_public_page(sides):
    project, other = sides.under_way(), sides.under_way()
    manager = at_work(sides.manager)
    for each in (project, other):
        address = f"/en/organization/projects/{each.number}/record_hours/"
        answers = {"served_on": str(today()), "people": "5", "hours": "17.5", "text": "搬运安装路灯"}
        assert manager.post(address, page(manager, address).form.filled(**answers)).status_code == 302
    confirm_receipt(actor=sides.offices.township, project=sides.deliver(project), face=Face.GOOD)
    for client, address in ((manager, RECORD), (Client(), f"/en/organizations/{sides.organization.number}/")):
        assert "17.5 hours (5 turns of helping)" in page(client, address).words
    assert "17.5 hours (5 turns of helping)" in page(Client(), f"/en/projects/{project.number}/").words
    assert "17.5 hours" not in page(Client(), f"/en/projects/{other.number}/").words
    book = load_workbook(BytesIO(manager.get(f"{RECORD}export/").content))
    rows = list(book.worksheets[2].iter_rows(min_row=2, values_only=True))
    assert {(row[0], row[4], bool(row[6])) for row in rows} == {
        (project.number, 17.5, True),
        (other.number, 17.5, False),
    }


def test_a_new_organization_reads_what_counts_and_where_to_go(sides):
    found = page(at_work(sides.manager), RECORD)
    assert "Nothing is confirmed yet." in found.words


def test_nobody_else_reads_our_record(sides):
    project = sides.confirmed()
    found = page(at_work(seat_of(make_organization())), RECORD)
    assert not any(project.number in link for link in found.links)
    assert "Nothing is confirmed yet." in found.words
