"""Follow what became of a need, and what an organization has really done: as everybody reads it."""

from decimal import Decimal

import pytest
from django.test import Client

from duijie.apps.projects.services.confirming import report_problem
from tests.factories.desks import page
from tests.factories.needs import published_need

pytestmark = pytest.mark.django_db
WAY = (
    "Publish in the library",
    "Taken on by an organization",
    "Agreement signed",
    "The work has begun",
    "Delivery reported",
    "Confirmed by the receiving side",
)


def timeline(client: Client, number: str) -> str:
    return page(client, f"/en/needs/{number}/").words.partition("From post to confirmation")[2]


def test_a_need_is_followed_from_post_to_confirmation_on_one_line(client, sides):
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    told = timeline(client, project.need.number)
    places = [told.index(each) for each in WAY]
    assert places == sorted(places)
    assert sides.organization.name in told
    assert "By the next level, which neither typed nor delivered" in told


def test_nobody_is_named_and_no_problem_is_told(client, sides):
    project = sides.to_confirm()
    report_problem(actor=sides.offices.township, project=project, text="少了两盏")
    told = timeline(client, project.need.number)
    assert "The work has begun" in told
    for inside in ("少了两盏", "Delivery reported", "A problem was reported", project.receiver_signatory):
        assert inside not in told


def test_a_project_that_is_not_signed_yet_is_not_on_it(client, sides):
    project = sides.drafted()
    assert "Taken on by an organization" not in timeline(client, project.need.number)


def test_an_organizations_record_is_what_was_confirmed(client, sides):
    address = f"/en/organizations/{sides.organization.number}/"
    assert "Nothing yet. What an organization reports of itself does not count." in page(client, address).words
    sides.to_confirm()
    assert "Nothing yet." in page(client, address).words
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    told = page(client, address)
    assert f"/en/projects/{project.number}/" in told.links
    assert "20 盏" in told.words.partition("What receiving sides have confirmed")[2]


def test_a_confirmation_taken_back_leaves_the_record(client, sides):
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    report_problem(actor=sides.offices.township, project=project, text="灯不亮")
    assert "Nothing yet." in page(client, f"/en/organizations/{sides.organization.number}/").words


def test_the_open_figures_of_the_country_show_where_the_needs_are(client, sides):
    published_need(sides.offices)
    markup = client.get("/en/figures/").content.decode()
    assert "schematic, not a map" in markup
    assert "schematic, not a map" not in client.get("/en/figures/?place=621121000000").content.decode()


def test_in_elder_mode_the_squares_give_way_to_the_table(client, sides):
    published_need(sides.offices)
    client.post("/elder/", {"elder": "1", "next": "/"})
    markup = client.get("/en/figures/").content.decode()
    assert 'class="elder"' in markup
    assert 'class="tiles"' not in markup
    assert "Province-level unit" in markup
