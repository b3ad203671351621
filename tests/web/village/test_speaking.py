"""A request that is spoken: sent instead of typed words, written down by village or township, then deleted."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.needs.models import Request
from duijie.apps.needs.services.follow import holder_of
from duijie.apps.needs.services.requests import complete_request
from duijie.apps.needs.services.verification import return_request, verify_request
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import NotAllowed
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import original_path
from duijie.kernel.ids import new_id
from tests.factories.accounts import VILLAGE, make_account
from tests.web.village.conftest import Journey, code_in, go, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"opus" * 50


@pytest.fixture(autouse=True)
def _desk_and_files(settings, tmp_path):
    settings.ROOT_URLCONF = "duijie.config.urls"
    settings.MEDIA_ROOT = tmp_path


def recording(content=WEBM):
    return SimpleUploadedFile("voice", content, "audio/webm")


def spoken(client):
    """A request that somebody has spoken into this phone, and the page after it."""
    journey = Journey(client)
    assert journey.what(text="", voice=recording())["Location"] == journey.step("check")
    return go(client, journey.check())


def written(desk, row, **changes):
    said = {"text": "水窖漏水，想修一修。", "name": "示例乙", "phone": "13800000009", "house": "三组", **changes}
    return desk.post(f"/office/requests/{row.number}/write_down/", said)


def test_who_speaks_is_asked_for_nothing_else_and_gets_a_code(client):
    assert code_in(text_of(spoken(client)))
    row = Request.objects.get()
    assert (row.is_unwritten, row.text, row.field, row.applicant.name) == (
        True,
        "（录音，待听写）",
        "",
        "（录音，待听写）",
    )
    assert StoredFile.objects.get().owner_id == row.pk


def test_a_villager_without_a_house_number_speaks_his_next_request(villager):
    typed = Journey(villager)
    typed.what()
    typed.who(phone="", house="")
    go(villager, typed.check())
    spoken(villager)
    assert Request.objects.get(is_unwritten=True).applicant.name == "示例甲"


def test_without_words_and_without_a_recording_nothing_goes_on(client):
    journey = Journey(client)
    page = journey.what(text="")
    assert page.status_code == 422
    assert 'id="id_text_error"' in text_of(page)


def test_a_recording_can_be_taken_away_again(client):
    journey = Journey(client)
    journey.what(text="", voice=recording())
    kept = str(StoredFile.objects.get().pk)
    assert kept in text_of(client.get(journey.step("what")))
    assert journey.what(text="", voice_kept="").status_code == 422
    assert journey.what(text="水窖漏水")["Location"] == journey.step("who")


@pytest.mark.parametrize("content", [b"<html>", b"\x1aE\xdf\xa3" + b"0" * 100, WEBM + b"0" * 3 * 1024 * 1024])
def test_what_is_no_recording_or_too_long_is_refused_and_the_words_are_kept(client, content):
    journey = Journey(client)
    page = journey.what(text="水窖漏水", voice=recording(content))
    assert page.status_code == 422
    assert "水窖漏水" in text_of(page)
    assert not StoredFile.objects.exists()


def test_the_recording_of_another_phone_cannot_be_claimed(client):
    journey = Journey(client)
    journey.what(text="", voice=recording())
    stranger = Client()
    other = Journey(stranger)
    assert other.what(text="", voice_kept=str(StoredFile.objects.get().pk)).status_code == 422


def test_a_cadre_types_what_others_say_and_keeps_no_voice(cadre):
    journey = Journey(cadre)
    assert journey.what(text="", village="", voice=recording()).status_code == 422
    assert "data-record hidden" not in text_of(cadre.get(journey.step("what")))
    assert not StoredFile.objects.exists()


def test_village_and_township_hear_it_and_nobody_else(client):
    spoken(client)
    address = f"/files/{StoredFile.objects.get().pk}/"
    for role in (Role.VILLAGE, Role.TOWNSHIP):
        heard = signed_in(make_account(role)).get(address)
        assert (heard.status_code, heard.content, heard["Content-Type"]) == (200, WEBM, "audio/webm")
        assert "no-store" in heard["Cache-Control"]
    for other in (Client(), signed_in(make_account(Role.COUNTY_OFFICE))):
        assert other.get(address).status_code == 404


def test_what_is_written_down_stays_and_the_recording_is_gone(client, cadre, django_capture_on_commit_callbacks):
    spoken(client)
    row, file = Request.objects.get(), StoredFile.objects.get()
    page = text_of(cadre.get(f"/office/requests/{row.number}/write_down/"))
    assert f'<audio controls preload="none" src="/files/{file.pk}/"' in page
    with django_capture_on_commit_callbacks(execute=True):
        assert written(cadre, row)["Location"] == f"/office/requests/{row.number}/"
    row.refresh_from_db()
    assert (row.is_unwritten, row.text, row.applicant.name, row.applicant.house) == (
        False,
        "水窖漏水，想修一修。",
        "示例乙",
        "三组",
    )
    assert row.applicant.phone == "+8613800000009"
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(original_path(file.sha256))
    assert cadre.get(f"/files/{file.pk}/").status_code == 404
    entry = AuditEntry.objects.get(action="needs.request.write_down")
    assert entry.details == {"recording": [file.sha256]}
    assert written(cadre, row).status_code == 403


def test_it_is_heard_and_written_down_beside_the_list_too(client, cadre):
    spoken(client)
    row = Request.objects.get()
    here = f"/office/work/requests/{row.number}/"
    page = text_of(cadre.get(here))
    assert f'src="/files/{StoredFile.objects.get().pk}/"' in page
    assert page.index('data-key="w"') < page.index('data-key="r"')
    assert f"{here}write_down/?draft=" in page
    said = {"_submission": str(new_id()), "text": "水窖漏水，想修一修。", "name": "示例乙"}
    assert cadre.post(f"{here}write_down/", said).status_code == 302
    row.refresh_from_db()
    assert (row.is_unwritten, row.text) == (False, "水窖漏水，想修一修。")
    after = text_of(cadre.get(here))
    assert "<audio" not in after
    assert 'data-key="w"' not in after


def test_who_has_not_been_heard_is_not_verified(client, offices):
    spoken(client)
    with pytest.raises(NotAllowed):
        verify_request(actor=offices.village, request=Request.objects.get(), verified_how="没有听")


@pytest.mark.parametrize("wrong", [{"text": ""}, {"name": ""}, {"phone": "123"}, {"text": "打 13800000000 找我"}])
def test_what_is_written_wrongly_keeps_the_recording(client, cadre, wrong):
    spoken(client)
    page = written(cadre, Request.objects.get(), **wrong)
    assert page.status_code == 422
    assert StoredFile.objects.exists()


def returned(offices, row):
    return return_request(actor=offices.village, request=row, reason="听不清")


def test_a_recording_stays_while_nothing_else_says_who_has_spoken(client, offices):
    spoken(client)
    row = returned(offices, Request.objects.get())
    row = complete_request(actor=holder_of(row, VISITOR), request=row, text="水窖漏水，想修一修。")
    assert row.is_unwritten
    assert StoredFile.objects.exists()


def test_a_known_villager_who_types_what_he_has_spoken_is_heard_no_more(villager, offices):
    typed = Journey(villager)
    typed.what()
    typed.who()
    go(villager, typed.check())
    spoken(villager)
    row = returned(offices, Request.objects.get(is_unwritten=True))
    owner = actor_of(Account.objects.get(pk=row.account_id))
    assert row.text not in text_of(villager.get(f"/village/requests/{row.number}/complete/"))
    unheard = complete_request(actor=owner, request=row, text=row.text)
    assert unheard.is_unwritten
    row = complete_request(actor=owner, request=returned(offices, unheard), text="水窖漏水，想修一修。")
    assert not row.is_unwritten
    assert not StoredFile.objects.exists()


def test_who_takes_a_spoken_request_back_takes_his_voice_back(villager):
    spoken(villager)
    row = Request.objects.get()
    assert villager.post(f"/village/requests/{row.number}/withdraw/").status_code == 302
    assert not StoredFile.objects.exists()


def test_without_scripts_nothing_of_it_shows(client):
    journey = Journey(client)
    page = text_of(client.get(journey.step("what"), {"village": VILLAGE.code}))
    block = page[page.index("data-voice") :]
    assert block[: block.index(">")].count(" hidden") == 1
