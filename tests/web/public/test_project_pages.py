"""What became of a need, as everybody reads it: stations, organization, money, the role that confirmed."""

from decimal import Decimal

import pytest

from duijie.apps.projects.services.confirming import report_problem
from tests.factories.desks import page
from tests.factories.needs import published_need

pytestmark = pytest.mark.django_db


def test_a_visitor_follows_a_need_to_who_confirmed_it(client, sides):
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    need = page(client, f"/en/needs/{project.need.number}/")
    found = page(client, next(link for link in need.links if "/projects/" in link))
    for said in (project.number, sides.organization.name, "Confirmed by the receiving side", "Agreement signed"):
        assert said in found.words
    confirmation = project.confirmations.get()
    assert confirmation.actor_label not in found.words
    assert project.receiver_signatory not in found.words
    behind = page(client, next(link for link in page(client, "/en/figures/").links if "rate=confirmed" in link))
    assert f"/en/projects/{project.number}/" in behind.links


def test_a_project_is_public_from_signature_on(client, sides):
    project = sides.drafted()
    assert client.get(f"/projects/{project.number}/").status_code == 404
    assert client.get("/projects/P-2222222/").status_code == 404


def test_a_reported_problem_stays_inside(client, sides):
    project = sides.to_confirm()
    report_problem(actor=sides.offices.township, project=project, text="少了两盏")
    found = page(client, f"/en/projects/{project.number}/")
    assert "少了两盏" not in found.words
    assert "Under way" in found.words
    assert "Delivery reported" not in found.words


def test_the_page_costs_the_same_for_more_records(client, sides, django_assert_max_num_queries):
    project = sides.confirmed(need=published_need(sides.offices, quantity=Decimal(20)))
    client.get(f"/projects/{project.number}/")
    with django_assert_max_num_queries(5):
        client.get(f"/projects/{project.number}/")
