"""The page that erases: it shows what goes, wants a reason and the number, and is not there for others."""

import pytest
from django.test import Client

from duijie.apps.projects.models import Project
from duijie.apps.projects.services.settlement import close_project
from duijie.kernel.access.actors import Role
from tests.factories.accounts import COUNTY
from tests.factories.desks import at_work, page
from tests.factories.needs import make_offices, make_seat
from tests.factories.organizations import make_organization
from tests.factories.projects import Sides, make_sides

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(settings, tmp_path) -> Sides:
    settings.MEDIA_ROOT = tmp_path
    return make_sides(make_offices(), make_organization())


@pytest.fixture
def project(sides) -> Project:
    return close_project(actor=sides.offices.county, project=sides.confirmed(), text="已回访")


def send(client: Client, address: str, **answers: object):
    return client.post(address, page(client, address).form.filled(**answers))


def test_an_office_sees_what_goes_and_types_the_number_to_erase(sides, project):
    county = at_work(make_seat(Role.COUNTY_OFFICE, COUNTY))
    here = f"/office/projects/{project.number}/"
    address = f"/office/erase/project/{project.number}/"
    assert address in page(county, here).links
    shown = page(county, address).words
    assert project.number in shown
    assert "金额" in shown
    refused = send(county, address, reason="当事人要求删除", number="P-0000000")
    assert refused.status_code == 422
    done = send(county, address, reason="当事人要求删除", number=project.number.lower())
    assert (done.status_code, done["Location"]) == (302, here)
    after = page(county, here)
    assert "安装太阳能路灯并维护一年" not in after.words
    assert "已删除内容和存证信息" in after.words


def test_what_still_goes_on_is_not_offered_and_strangers_are_refused(sides, project):
    open_project = sides.under_way()
    county = at_work(sides.offices.county)
    assert not [link for link in page(county, f"/office/projects/{open_project.number}/").links if "/erase/" in link]
    assert county.get(f"/office/erase/project/{open_project.number}/").status_code == 403
    assert county.get(f"/office/erase/account/{open_project.number}/").status_code == 404
    assert at_work(sides.offices.village).get(f"/office/erase/project/{project.number}/").status_code == 403
