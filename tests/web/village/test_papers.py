"""A filled-in sheet in place of typing: read and confirmed by a person, or written down by a cadre."""

import sys
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from duijie.apps.needs.models import Request
from duijie.apps.needs.tasks import read_paper
from duijie.kernel.files.models import StoredFile
from tests.factories.accounts import VILLAGE
from tests.factories.sheets import photographed_sheet
from tests.web.village.conftest import STEP_LIMIT, Journey, code_in, go, text_of, weight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]


@pytest.fixture(autouse=True)
def _desk_and_files(settings, tmp_path):
    settings.ROOT_URLCONF = "duijie.config.urls"
    settings.MEDIA_ROOT = tmp_path


def jpeg():
    """A photo of nothing."""
    written = BytesIO()
    Image.new("RGB", (320, 240), "#c0b090").save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def _without_reader(monkeypatch):
    """As where the extra is not installed."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


def sent_photo(client, picture):
    """A journey whose sheet has been photographed, and the page after it."""
    journey = Journey(client)
    photo = SimpleUploadedFile("sheet.jpg", picture, "image/jpeg")
    page = client.post(f"{journey.step('paper')}?village={VILLAGE.code}", {"photos": photo})
    return journey, page


def run_the_job():
    (job,) = ProcrastinateJob.objects.filter(task_name__endswith="read_paper")
    read_paper(**job.args)


def test_what_was_read_is_put_right_and_confirmed_by_the_person(client):
    journey, page = sent_photo(client, photographed_sheet())
    waiting = go(client, page)
    assert "looked=1" in text_of(waiting)
    run_the_job()
    what = go(client, client.get(journey.step("paper"), {"looked": "1"}))
    assert "水窖漏水，家里四口人没有水吃，想修一修。" in text_of(what)
    photo = str(StoredFile.objects.get().pk)
    assert photo in text_of(what)
    assert journey.what(text="水窖漏水，家里四口人没有水吃。", photos_kept=photo)["Location"] == journey.step("check")
    check = text_of(client.get(journey.step("check")))
    assert all(said in check for said in ("示例丙", "138 0000 0007", "三组8号"))
    assert code_in(text_of(go(client, journey.check())))
    row = Request.objects.get()
    assert (row.text, row.is_unwritten, row.applicant.name) == ("水窖漏水，家里四口人没有水吃。", False, "示例丙")
    assert StoredFile.objects.get().owner_id == row.pk


@pytest.mark.usefixtures("_without_reader")
def test_without_the_reader_the_photo_alone_is_sent_and_a_cadre_writes_it_down(client, cadre):
    journey, page = sent_photo(client, jpeg())
    assert page["Location"] == journey.step("what")
    photo = str(StoredFile.objects.get().pk)
    assert photo in text_of(go(client, page))
    assert journey.what(text="", photos_kept=photo)["Location"] == journey.step("check")
    go(client, journey.check())
    row = Request.objects.get()
    assert (row.is_unwritten, row.text) == (True, "（纸质表照片，待录入）")
    address = f"/office/requests/{row.number}/write_down/"
    assert f"/files/{photo}/" in text_of(cadre.get(address))
    assert cadre.post(address, {"text": "想装一盏路灯", "name": "示例丁"}).status_code == 302
    row.refresh_from_db()
    assert (row.is_unwritten, row.text, row.applicant.name) == (False, "想装一盏路灯", "示例丁")
    assert StoredFile.objects.get().owner_id == row.pk


@pytest.mark.usefixtures("_without_reader")
def test_a_cadre_types_what_stands_on_the_sheet_himself(cadre):
    journey, _page = sent_photo(cadre, jpeg())
    assert journey.what(text="", photos_kept=str(StoredFile.objects.get().pk)).status_code == 422


def test_what_is_typed_while_the_sheet_is_read_stays(client):
    journey, _page = sent_photo(client, jpeg())
    journey.what(text="已经写好了", photos_kept=str(StoredFile.objects.get().pk))
    run_the_job()
    assert "已经写好了" in text_of(client.get(journey.step("what")))


def test_who_does_not_want_to_wait_goes_on_and_the_page_ends_by_itself(client):
    journey, page = sent_photo(client, jpeg())
    waiting = go(client, page)
    assert f'href="{journey.step("what")}"' in text_of(waiting)
    assert weight(waiting) <= STEP_LIMIT
    for looked in ("15", "99", "x", "²"):
        assert client.get(journey.step("paper"), {"looked": looked})["Location"] == journey.step("what")


def test_the_empty_sheet_can_be_printed(client):
    journey = Journey(client)
    page = client.get(journey.step("paper"))
    assert weight(page) <= STEP_LIMIT
    assert "/village/request/sheet.pdf" in text_of(page)
    assert client.get("/village/request/sheet.pdf").content.startswith(b"%PDF")
