"""确认收到 / 有问题: by the code of the receiving person, or by his account."""

import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from duijie.apps.matches.services import interest
from duijie.apps.needs.models import Request
from duijie.apps.projects.models import Confirmation, Problem, Project
from duijie.apps.projects.services.codes import issue_slip
from duijie.apps.projects.services.delivery import report_delivery
from duijie.apps.projects.services.opening import open_project
from duijie.kernel.access.actors import Role
from duijie.kernel.codes import CodeKind, new_code
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import keep
from tests.factories.accounts import make_actor, make_villager
from tests.factories.needs import published_need, send_request
from tests.factories.organizations import make_organization, manager_of
from tests.web.village.conftest import STEP_LIMIT, go, signed_in, text_of, weight

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def delivered(offices):
    """Sixty lamps that were reported as delivered, and the code on the slip."""
    need = published_need(offices, quantity=Decimal(60))
    organization = make_organization()
    manager = manager_of(organization)
    match = interest.express_interest(actor=manager, need=need, quantity=Decimal(60))
    project = open_project(actor=manager, match=interest.commit(actor=manager, match=match, quantity=Decimal(60)))
    Project.objects.filter(pk=project.pk).update(state="under_way", receiver_is_household=True)
    project.refresh_from_db()
    slip = issue_slip(actor=make_actor(Role.TOWNSHIP), project=project)
    return slip.project, slip.code, manager


def deliver(project, actor):
    photos = [
        StoredFile.objects.create(
            name="路灯.jpg",
            kind="photo",
            policy="project",
            media_type="image/jpeg",
            size=10,
            sha256="a" * 64,
            kept_by=actor.id,
        )
    ]
    return report_delivery(
        actor=actor, project=project, text="六十盏都装好了", delivered_quantity=Decimal(58), photos=photos
    )


def test_the_papers_are_one_tap_away_once_it_is_confirmed_and_only_where_they_open(client, delivered, settings):
    settings.ROOT_URLCONF = "duijie.config.urls"
    project, code, manager = delivered
    deliver(project, manager)
    here = go(client, client.post("/village/confirm/", {"code": code}))
    address = f"/village/deliveries/{project.number}/"
    records = f"/projects/{project.number}/records/"
    assert records not in text_of(here)
    client.post(f"{address}confirm/", {"face": "good", "text": ""})
    assert records in text_of(client.get(address))
    assert client.get(records).status_code == 200
    Project.objects.filter(pk=project.pk).update(state="cancelled")
    assert records not in text_of(client.get(address))
    assert client.get(records).status_code == 404


def test_who_receives_it_confirms_with_a_face_and_a_line(client, delivered):
    project, code, manager = delivered
    page = text_of(go(client, client.post("/village/confirm/", {"code": code})))
    assert "还没有报送到" in page
    deliver(project, manager)
    page = client.get(f"/village/deliveries/{project.number}/")
    assert weight(page) <= STEP_LIMIT
    for said in ("示例村安装太阳能路灯", "58盏", "六十盏都装好了", project.organization.name):
        assert said in text_of(page)
    act = f"/village/deliveries/{project.number}/confirm/"
    assert client.post(act, {"text": "很好"}).status_code == 422
    page = text_of(go(client, client.post(act, {"face": "good", "text": "灯很亮"})))
    assert "谢谢您" in page
    found = Confirmation.objects.get()
    assert (found.by, found.face, found.text, found.quantity) == ("code", "good", "灯很亮", Decimal(58))


def test_two_clicks_confirm_once(client, delivered):
    project, code, manager = delivered
    deliver(project, manager)
    client.post("/village/confirm/", {"code": code})
    given = {"face": "fair", "_submission": "0190a1b2-0000-7000-8000-000000000007"}
    act = f"/village/deliveries/{project.number}/confirm/"
    assert client.post(act, given)["Location"] == client.post(act, given)["Location"]
    assert Confirmation.objects.count() == 1
    assert client.post(act, {"face": "good"}).status_code == 409


def test_something_wrong_is_reported_before_and_after_confirming(client, delivered):
    project, code, manager = delivered
    deliver(project, manager)
    client.post("/village/confirm/", {"code": code})
    client.post(f"/village/deliveries/{project.number}/confirm/", {"face": "good"})
    act = f"/village/deliveries/{project.number}/report_problem/"
    assert client.post(act, {"text": "请打 13900000000"}).status_code == 422
    assert client.post(act, {"text": "坏" * 10_000}).status_code == 422
    page = text_of(go(client, client.post(act, {"text": "有三盏不亮"})))
    assert "有三盏不亮" in page
    assert Problem.objects.get().text == "有三盏不亮"
    assert Confirmation.objects.get().revoked_at is not None


def test_a_line_may_be_short_and_names_no_phone(client, delivered):
    project, code, manager = delivered
    deliver(project, manager)
    client.post("/village/confirm/", {"code": code})
    act = f"/village/deliveries/{project.number}/confirm/"
    for text in ("好" * 10_000, "电话 13900000000"):
        page = client.post(act, {"face": "good", "text": text})
        assert page.status_code == 422
        assert 'id="id_text_error"' in text_of(page)
    assert not Confirmation.objects.exists()


def test_a_new_slip_voids_the_old_one_and_what_it_had_opened(client, delivered):
    project, code, _manager = delivered
    client.post("/village/confirm/", {"code": code})
    address = f"/village/deliveries/{project.number}/"
    assert client.get(address).status_code == 200
    issue_slip(actor=make_actor(Role.TOWNSHIP), project=project)
    assert client.get(address)["Location"].startswith("/village/confirm/?ended=1")
    assert client.post("/village/confirm/", {"code": code}).status_code == 422


def test_the_eleventh_wrong_code_waits(client, delivered):
    _project, code, _manager = delivered
    client.get("/village/confirm/")
    for _ in range(11):
        assert client.post("/village/confirm/", {"code": new_code(CodeKind.CONFIRM)}).status_code == 422
    assert client.post("/village/confirm/", {"code": code}).status_code == 422


def test_a_mistyped_code_is_told_and_stays_in_the_field(client, delivered):
    page = client.post("/village/confirm/", {"code": "7QK2M4TA9XZ"})
    assert page.status_code == 422
    assert 'value="7QK2M4TA9XZ"' in text_of(page)


def test_a_villager_confirms_by_his_account(delivered):
    project, _code, manager = delivered
    account = make_villager()
    Project.objects.filter(pk=project.pk).update(receiver_account_id=account.pk)
    deliver(project, manager)
    client = signed_in(account)
    assert project.number in text_of(client.get("/village/"))
    go(client, client.post(f"/village/deliveries/{project.number}/confirm/", {"face": "poor", "text": ""}))
    assert Confirmation.objects.get().by == "account"
    stranger = signed_in(make_villager("+8613800000055"))
    assert stranger.get(f"/village/deliveries/{project.number}/").status_code == 404


def test_his_request_leads_to_what_arrived(delivered):
    project, _code, manager = delivered
    account = make_villager()
    row = send_request().request
    Request.objects.filter(pk=row.pk).update(account_id=account.pk, need=project.need, state="bundled")
    Project.objects.filter(pk=project.pk).update(receiver_account_id=account.pk)
    deliver(project, manager)
    page = text_of(signed_in(account).get(f"/village/requests/{row.number}/"))
    assert f"/village/deliveries/{project.number}/" in page


def test_a_picture_shows_what_is_wrong(client, delivered, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    project, code, manager = delivered
    deliver(project, manager)
    client.post("/village/confirm/", {"code": code})
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#735").save(picture, "JPEG")
    photo = SimpleUploadedFile("灯.jpg", picture.getvalue(), "image/jpeg")
    act = f"/village/deliveries/{project.number}/report_problem/"
    page = client.post(act, {"text": "", "photos": photo})
    assert page.status_code == 422
    kept = re.search(r'name="photos_kept" value="([^"]+)"', text_of(page))
    assert kept, text_of(page)
    go(client, client.post(act, {"text": "灯罩裂了", "photos_kept": kept[1]}))
    assert project.evidence.get(kind="problem").photos.count() == 1


def test_who_holds_the_code_sees_the_photographs_of_this_delivery_and_nobody_else_does(client, delivered):
    project, code, manager = delivered
    photo = kept_photo(manager)
    report_delivery(actor=manager, project=project, text="装好了", delivered_quantity=Decimal(58), photos=[photo])
    address = f"/village/deliveries/{project.number}/photographs/{photo.pk}/"
    assert client.get(address).status_code == 404
    page = go(client, client.post("/village/confirm/", {"code": code}))
    assert address in page.content.decode()
    seen = client.get(address)
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in seen["Cache-Control"]
    assert client.get(f"/files/{photo.pk}/").status_code == 404
    other = kept_photo(manager)
    assert client.get(address.replace(str(photo.pk), str(other.pk))).status_code == 404
    client.post("/village/close/")
    assert client.get(address).status_code == 404


def kept_photo(actor):
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), (20, 90, 60)).save(drawn, "JPEG")
    return keep(drawn.getvalue(), name="路灯.jpg", kind="photo", actor=actor, policy="project")
