"""填报落实情况 from the phone: pictures, how much, when, one line; and what the receiving side is asked then."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duijie.kernel.clock import today
from tests.factories.desks import at_work, page
from tests.factories.needs import make_offices
from tests.factories.organizations import make_organization
from tests.factories.pages import Page
from tests.factories.projects import make_sides, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _photos_are_kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sides():
    return make_sides(make_offices(), make_organization())


def test_what_cannot_be_is_said_and_pictures_number_day_and_line_are_kept(sides):
    project, client = sides.under_way(), at_work(sides.manager)
    address = f"/en/organization/projects/{project.number}/report_delivery/"
    form = page(client, address).form
    assert form.values["delivered_on"] == [today().isoformat()]
    ahead = (today() + timedelta(days=1)).isoformat()
    photo = SimpleUploadedFile("现场.jpg", picture(), "image/jpeg")
    given = {"delivered_quantity": "18", "delivered_on": ahead, "text": "装在村口", "photos": photo}
    refused = client.post(address, form.filled(**given))
    assert refused.status_code == 422
    shown = Page(refused.content.decode(), address)
    assert "This day lies ahead." in shown.words
    kept = shown.form
    assert (kept.values["delivered_quantity"], kept.values["text"]) == (["18"], ["装在村口"])
    assert len(kept.values["photos_kept"]) == 1
    done = client.post(address, kept.filled(delivered_on=today().isoformat()))
    project.refresh_from_db()
    assert done["Location"] == f"/en/organization/projects/{project.number}/"
    assert (project.state, project.delivered_quantity, project.delivered_on) == ("to_confirm", 18, today())


def test_before_and_after_the_report_one_reads_what_the_receiving_side_is_asked(sides):
    project, client = sides.under_way(), at_work(sides.manager)
    before = page(client, f"/en/organization/projects/{project.number}/report_delivery/").words
    sides.deliver(project)
    after = page(client, f"/en/organization/projects/{project.number}/").words
    for words in (before, after):
        assert "What the receiving side is asked then" in words
        assert f"{project.receiver_name} is asked, or the level above" in words


def test_a_household_is_asked_by_its_code(sides):
    words = page(at_work(sides.manager), f"/en/organization/projects/{sides.claimed().number}/report_delivery/").words
    assert "The household is asked, by the code that only it was given" in words
