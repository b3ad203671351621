"""The cadre in the field: what the phone sends later arrives once, by the same rules, under his own name only."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from duijie.apps.needs.models import Request
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import today
from duijie.kernel.files.models import StoredFile
from duijie.kernel.ids import new_id
from tests.factories.accounts import TOWNSHIP, VILLAGE, make_account
from tests.web.village.conftest import sent_request, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]
FIELD = "/village/field/"
NEED: dict[str, Any] = {
    "village": VILLAGE.code,
    "text": "门口的路晚上太黑，想装一盏太阳能路灯。",
    "name": "示例甲",
    "phone": "138 0000 0001",
    "house": "二组 15 号",
    "consent": "spoken",
    "photos": [],
}
SHELLS = (FIELD, f"{FIELD}entry/", f"{FIELD}round/")
PIECE = 4000


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(seed: int = 60) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((120, 90), seed).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def setup(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{FIELD}setup/").json()
    return found


def post(client: Client, where: str, data: dict[str, Any]) -> Any:
    given = {"owner": setup(client)["owner"], **data}
    return client.post(f"{FIELD}{where}/", json.dumps(given), content_type="application/json")


def send_photo(client: Client, data: bytes) -> str:
    upload = str(new_id())
    for start in range(0, len(data), PIECE):
        where = f"{FIELD}photos/{upload}/?start={start}&size={len(data)}"
        answer = client.post(where, data[start : start + PIECE], content_type="application/octet-stream")
        assert answer.status_code == 200, answer.content
    return upload


def test_a_need_with_photos_arrives_once_however_often_it_is_sent(cadre):
    photos = [send_photo(cadre, photo(seed)) for seed in (40, 60)]
    where = f"requests/{new_id()}"
    first, second = (post(cadre, where, {**NEED, "photos": photos}) for _ in range(2))
    assert first.json() == second.json()
    row = Request.objects.get()
    assert first.json()["number"] == row.number
    assert (row.typed_by_role, row.consent, row.applicant.name) == ("village", "spoken", "示例甲")
    kept = StoredFile.objects.filter(owner_kind="request", owner_id=row.pk)
    assert {str(each.upload_id) for each in kept} == set(photos)


def test_photos_are_shown_to_village_and_township_and_to_nobody_else(cadre, offices):
    post(cadre, f"requests/{new_id()}", {**NEED, "photos": [send_photo(cadre, photo())]})
    address = f"/files/{StoredFile.objects.get().pk}/"
    assert cadre.get(address)["Content-Type"] == "image/jpeg"
    assert signed_in(make_account(Role.TOWNSHIP)).get(address).status_code == 200
    for role in (Role.COUNTY_OFFICE, Role.AUDITOR):
        assert signed_in(make_account(role)).get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_what_is_wrong_is_said_beside_its_field_and_may_be_sent_again(cadre):
    where = f"requests/{new_id()}"
    wrong = {**NEED, "text": "身份证 11010519491231002X，孩子上学", "phone": "12", "consent": ""}
    refused = post(cadre, where, wrong)
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"text", "phone", "consent", "sensitive"}
    assert not Request.objects.exists()
    assert post(cadre, where, NEED).status_code == 200


def test_a_photo_that_is_not_here_is_asked_for_again(cadre):
    lost, here, where = str(new_id()), send_photo(cadre, photo()), f"requests/{new_id()}"
    asked = post(cadre, where, {**NEED, "photos": [here, lost]})
    assert (asked.status_code, asked.json()) == (409, {"missing": [lost]})
    assert not Request.objects.exists()
    assert post(cadre, where, {**NEED, "photos": [here]}).status_code == 200


def test_what_is_no_photo_is_refused_in_words(cadre):
    where = f"{FIELD}photos/{new_id()}/?start=0&size=9"
    refused = cadre.post(where, b"not a jpg", content_type="application/octet-stream")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["photos"])
    nonsense = cadre.post(f"{FIELD}photos/{new_id()}/?start=x", b"0", content_type="application/octet-stream")
    assert nonsense.status_code == 422


def test_nothing_goes_out_under_the_name_of_who_took_the_phone_next(cadre):
    written_by = setup(cadre)["owner"]
    other = signed_in(make_account(Role.VILLAGE, username="lingyi"))
    refused = post(other, f"requests/{new_id()}", {**NEED, "owner": written_by})
    assert refused.status_code == 409
    assert "本人" in refused.json()["errors"][""][0]
    assert not Request.objects.exists()


def test_an_entry_of_one_person_cannot_be_claimed_by_another(cadre):
    where = f"requests/{new_id()}"
    code = post(cadre, where, NEED).json()["code"]
    other = signed_in(make_account(Role.VILLAGE, username="lingyi"))
    answer = post(other, where, NEED)
    assert answer.status_code == 409
    assert code not in answer.content.decode()


def test_a_cadre_writes_for_his_own_village_only(cadre):
    post(cadre, f"requests/{new_id()}", {**NEED, "village": "621121100299"})
    assert Request.objects.get().division_code == VILLAGE.code


def test_a_township_chooses_among_its_villages_and_itself(offices):
    township = signed_in(make_account(Role.TOWNSHIP))
    offered = [each["code"] for each in setup(township)["villages"]]
    assert VILLAGE.code in offered
    assert offered[-1] == TOWNSHIP.code
    nowhere = {name: value for name, value in NEED.items() if name != "house"}
    asked = post(township, f"requests/{new_id()}", {**nowhere, "village": TOWNSHIP.code})
    assert list(asked.json()["errors"]) == ["house"]


def test_the_day_of_the_consent_is_kept_when_the_need_arrives_later(cadre):
    day = today() - timedelta(days=2)
    post(cadre, f"requests/{new_id()}", {**NEED, "written_on": day.isoformat()})
    assert f"{day.year}年{day.month}月{day.day}日" in Request.objects.get().applicant.note
    for wrong in ("2019-01-01", "2026-02-31", (today() + timedelta(days=3)).isoformat(), ""):
        post(cadre, f"requests/{new_id()}", {**NEED, "written_on": wrong})
    notes = [each.applicant.note for each in Request.objects.all()]
    assert sum("没有网络" in note for note in notes) == 1


def test_what_cannot_be_read_is_refused_in_words(cadre):
    for body in ("{", "[]", "null"):
        refused = cadre.post(f"{FIELD}requests/{new_id()}/", body, content_type="application/json")
        assert (refused.status_code, list(refused.json()["errors"])) == (422, [""])
    refused = post(cadre, f"requests/{new_id()}", {**NEED, "photos": ["../etc"]})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["photos"])


def test_the_visits_to_take_along_hold_what_a_visit_needs_and_no_phone(client, cadre):
    sent_request(client)
    post(cadre, f"requests/{new_id()}", {**NEED, "name": "自己记的"})
    answer = cadre.get(f"{FIELD}today/")
    (visit,) = answer.json()["rows"]
    assert (visit["name"], visit["house"]) == ("示例甲", "二组 15 号")
    assert "138" not in text_of(answer)
    assert answer["Cache-Control"] == "no-store"


def test_what_a_visit_showed_verifies_the_request_once(client, cadre):
    sent_request(client)
    number, where = Request.objects.get().number, f"visits/{new_id()}"
    found = {"outcome": "verify", "checks": ["seen", "household"], "line": "路口确实没有灯", "policy_cover": "none"}
    for _ in range(2):
        assert post(cadre, where, {**found, "number": number}).status_code == 200
    row = Request.objects.get()
    assert (row.state, row.verified_how) == ("verified", "到现场看过；问过本户；路口确实没有灯")


def test_a_visit_may_end_with_something_to_be_added(client, cadre):
    sent_request(client)
    number = Request.objects.get().number
    asked = post(cadre, f"visits/{new_id()}", {"outcome": "return", "number": number})
    assert (asked.status_code, list(asked.json()["errors"])) == (422, ["line"])
    post(cadre, f"visits/{new_id()}", {"outcome": "return", "line": "请补充灯装在哪里", "number": number})
    assert Request.objects.get().state == "returned"


def test_a_visit_verifies_nothing_that_the_cadre_typed_himself(cadre):
    number = post(cadre, f"requests/{new_id()}", NEED).json()["number"]
    found = {"outcome": "verify", "checks": ["seen"], "policy_cover": "none", "number": number}
    assert post(cadre, f"visits/{new_id()}", found).status_code == 403
    assert Request.objects.get().state == "submitted"


def test_to_verify_one_says_what_one_did_and_how_far_policies_cover_it(client, cadre):
    sent_request(client)
    given = {"outcome": "verify", "number": Request.objects.get().number}
    assert set(post(cadre, f"visits/{new_id()}", given).json()["errors"]) == {"checks", "policy_cover"}


@pytest.mark.parametrize("path", [*SHELLS, *(f"/en{each}" for each in SHELLS)])
def test_a_page_that_is_kept_says_nothing_of_anybody_and_runs_no_foreign_script(cadre, path):
    page = cadre.get(path)
    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    other = signed_in(make_account(Role.VILLAGE, username="lingyi")).get(path)
    assert text_of(page) == text_of(other)


def test_the_worker_keeps_the_field_and_no_other_page(cadre):
    script = Client().get(f"{FIELD}worker.js")
    given = json.loads(text_of(script).partition("keepOffline(")[2].rpartition(")")[0])
    assert given["pages"] == list(SHELLS)
    assert "text/javascript" in script["Content-Type"]
    folder = settings.PACKAGE_DIR / "web/village/static"
    for each in (folder / "field").iterdir():
        assert f"/static/field/{each.name}" in given["files"]
    assert "Service-Worker-Allowed" not in script.headers


def test_the_manifest_installs_the_field_and_nothing_else():
    manifest = Client().get(f"{FIELD}app.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    given = manifest.json()
    assert (given["start_url"], given["scope"], given["lang"]) == (FIELD, FIELD, "zh-hans")


def test_signing_out_asks_before_it_deletes_what_is_not_sent(cadre):
    cadre.cookies["duijie_unsent"] = "3"
    asked = cadre.post("/sign-out/")
    assert asked.status_code == 200
    assert "有3条" in text_of(asked)
    assert cadre.get(FIELD).status_code == 200
    out = cadre.post("/sign-out/", {"lose": "1"})
    assert out["Clear-Site-Data"] == '"storage"'
    assert cadre.get(FIELD).status_code == 302


def test_others_sign_out_as_ever(villager):
    villager.cookies["duijie_unsent"] = "3"
    out = villager.post("/sign-out/")
    assert out.status_code == 302
    assert "Clear-Site-Data" not in out
