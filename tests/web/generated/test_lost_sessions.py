"""What somebody has typed outlives the session, the form's protection and a wrong turn; it is nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duijie.kernel.files.models import StoredFile
from duijie.kernel.submissions.models import Submission
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.pages import Page
from tests.factories.world import Seat, World

pytestmark = pytest.mark.django_db
TYPED = "安装路灯并维护一年，每季度巡检一次"
DEVICE = "duijie_device"


def form_of(client: Client, address: str) -> dict[str, object]:
    """The page's form with something typed into it."""
    page = Page(client.get(address).content.decode(), address)
    return page.form.filled(purpose=TYPED, starts_on="2026-12-01", ends_on="2027-03-01")


@pytest.fixture
def project_form(world: World) -> str:
    return f"/organization/projects/{world.rows['project'].number}/draft/"


@pytest.fixture
def manager(world: World) -> Seat:
    return world["organization_manager"]


def signed_in(seat: Seat) -> Client:
    client = Client()
    client.force_login(seat.account)
    return client


def test_a_session_that_ends_while_typing_loses_nothing(world, manager, project_form):
    client = signed_in(manager)
    sent = form_of(client, project_form)
    client.cookies.pop("sessionid")
    asked = client.post(project_form, sent)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/sign-in/?next=")
    client.force_login(manager.account)
    back = client.get(asked.url)
    assert (back.status_code, back.url.partition("?")[0]) == (302, project_form)
    page = Page(client.get(back.url).content.decode(), project_form)
    assert page.form.values["purpose"] == [TYPED]
    assert page.form.values["_submission"] == [str(sent["_submission"][0])]
    done = client.post(project_form, page.form.filled())
    assert (done.status_code, Submission.objects.get(pk=sent["_submission"][0]).draft) == (302, None)


def test_a_form_whose_protection_has_run_out_keeps_what_was_typed(world, manager, project_form):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager.account)
    sent = {**form_of(client, project_form), "csrfmiddlewaretoken": "x" * 64}
    refused = client.post(project_form, sent)
    assert refused.status_code == 403
    page = Page(refused.content.decode(), project_form)
    again = next(link for link in page.links if "draft=" in link)
    assert Page(client.get(again).content.decode(), project_form).form.values["purpose"] == [TYPED]


def test_what_is_wrong_stands_beside_the_field_and_everything_typed_stays(world, manager, project_form):
    client = signed_in(manager)
    sent = {**form_of(client, project_form), "ends_on": "2020-01-01"}
    answer = client.post(project_form, sent)
    assert answer.status_code == 422
    page = Page(answer.content.decode(), project_form)
    assert page.form.values["purpose"] == [TYPED]
    assert page.form.values["_submission"] == sent["_submission"]
    kept = Submission.objects.get(pk=sent["_submission"][0])
    assert (kept.done_at, TYPED in (kept.draft or "")) == (None, True)


def test_a_draft_is_shown_to_its_own_person_only(world, manager, project_form):
    client = signed_in(manager)
    sent = {**form_of(client, project_form), "ends_on": "2020-01-01"}
    client.post(project_form, sent)
    address = f"{project_form}?draft={sent['_submission'][0]}"
    colleague = Client()
    colleague.force_login(world["organization_staff"].account)
    assert TYPED not in colleague.get(address).content.decode()
    assert TYPED in client.get(address).content.decode()


def test_passwords_and_codes_are_in_no_draft(world):
    client = Client()
    address = reverse("organization:register-registered")
    page = Page(client.get(address).content.decode(), address)
    sent = page.form.filled(name="示例协会", password="青山不老-green-hills", username="")
    assert client.post(address, sent).status_code == 422
    kept = Submission.objects.get(pk=sent["_submission"][0])
    assert "示例协会" in kept.draft
    assert "青山" not in kept.draft


def test_a_page_with_a_form_knows_its_device_before_the_first_click(world):
    """Two clicks of a first visit are one device's; a page that is only read leaves no mark."""
    reader, writer = Client(), Client()
    reader.get("/needs/")
    writer.get(reverse("organization:register-registered"))
    assert DEVICE not in reader.cookies
    assert writer.cookies[DEVICE]["httponly"]


def test_who_signs_in_with_a_password_comes_back_to_what_he_typed(world):
    account = make_account(username="shiyan1")
    client = Client()
    there = "/office/needs/"
    page = client.get("/sign-in/", {"way": "password", "next": there})
    form = next(each for each in Page(page.content.decode(), "/sign-in/").forms if "username" in each.values)
    done = client.post(form.action, form.filled(username=account.username, password=PASSWORD))
    assert (done.status_code, done.get("Location")) == (302, there)


def test_files_that_came_too_late_are_named_so_that_they_can_be_chosen_again(world, manager):
    """They are not kept: who has no session could fill the store."""
    address = "/organization/offers/new/"
    client = signed_in(manager)
    picture = SimpleUploadedFile("太阳能路灯.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100, content_type="image/jpeg")
    sent = {**Page(client.get(address).content.decode(), address).form.filled(title="示例路灯"), "picture": picture}
    client.cookies.pop("sessionid")
    asked = client.post(address, sent)
    client.force_login(manager.account)
    page = Page(client.get(client.get(asked.url).url).content.decode(), address)
    assert page.form.values["title"] == ["示例路灯"]
    assert "请重新选择：太阳能路灯.jpg" in page.words
    assert not StoredFile.objects.exists()


def test_the_page_about_a_form_that_ran_out_names_the_files_too(world, manager):
    address = "/organization/offers/new/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager.account)
    picture = SimpleUploadedFile("灯一.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100, content_type="image/jpeg")
    form = Page(client.get(address).content.decode(), address).form
    refused = client.post(address, {**form.filled(csrfmiddlewaretoken="x" * 64), "picture": picture})
    assert refused.status_code == 403
    assert "请重新选择：灯一.jpg" in Page(refused.content.decode(), address).words
