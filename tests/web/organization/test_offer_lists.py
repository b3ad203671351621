"""Our offers as Excel there and back, as a clerk of an organization sees it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.needs.returned_lists import Sheet
from tests.factories.desks import act, at_work, page, text_of
from tests.factories.matches import seat_of
from tests.factories.offers import draft, make_offer
from tests.factories.organizations import make_organization

pytestmark = pytest.mark.django_db
OFFERS = "/organization/offers/"


@pytest.fixture(autouse=True)
def _files_are_kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ours():
    return make_organization()


def sent_back(client, data: bytes):
    return act(client, f"{OFFERS}returned/", file=SimpleUploadedFile("改好.xlsx", data))


def test_the_list_is_downloaded_edited_sent_back_and_accepted_row_by_row(ours):
    first, second = draft(ours), make_offer(ours, title="上门修水管")
    client = at_work(seat_of(ours))
    assert f"{OFFERS}export/" in page(client, OFFERS).links
    sheet = Sheet(BytesIO(client.get(f"{OFFERS}export/").content).getvalue())
    sheet.write(sheet.row_of(first.number), 项目名称="修剪果树")
    sheet.write(sheet.row_of(second.number), 承接能力=50)
    sheet.write(4, 项目名称="冬季送医下乡")
    here = sent_back(client, sheet.sent()).headers["Location"]
    shown = client.get(here)
    assert all(words in text_of(shown) for words in ("有改动 2", "新增 1", "修剪果树", "50"))
    key = next(row.key for row in shown.context["rows"] if second.number in row.title)
    act(client, here, rows=[key], chosen="1")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title == "修剪果树", second.capacity) == (False, 50)
    again = client.get(here)
    assert "有改动 1" in text_of(again)
    act(client, here, seen=again.context["form"]["seen"].initial, all="1")
    first.refresh_from_db()
    assert first.title == "修剪果树"
    assert "冬季送医下乡" in text_of(client.get(OFFERS))
    assert act(client, here, finish="1").headers["Location"] == OFFERS
    assert client.get(here).status_code == 404


def test_nothing_ticked_is_said_and_a_wrong_file_is_refused_beside_its_field(ours):
    offer = make_offer(ours)
    client = at_work(seat_of(ours))
    sheet = Sheet(client.get(f"{OFFERS}export/").content)
    sheet.write(sheet.row_of(offer.number), 承接能力=50)
    here = sent_back(client, sheet.sent()).headers["Location"]
    refused = act(client, here, chosen="1")
    assert (refused.status_code, 'href="#id_rows"' in text_of(refused)) == (422, True)
    sheet.sheet.cell(1, len(sheet.heads)).value = "备注"
    wrong = sent_back(client, sheet.sent())
    assert wrong.status_code == 422
    assert "不是从平台下载的" in text_of(wrong)


def test_nobody_else_opens_a_list_that_was_sent_back(ours):
    make_offer(ours)
    client = at_work(seat_of(ours))
    here = sent_back(client, client.get(f"{OFFERS}export/").content).headers["Location"]
    assert at_work(seat_of(make_organization())).get(here).status_code == 404
