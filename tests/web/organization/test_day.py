"""The day of an organization: what waits with its clock, what is promised, what is to be reported, what is awaited."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from duijie.apps.matches.models import Order
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Milestone
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import now, today
from tests.factories.desks import at_work, page
from tests.factories.matches import interest, opened, seat_of, suggestion, villages_order
from tests.factories.needs import make_offices, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization
from tests.factories.projects import Sides, make_sides

pytestmark = pytest.mark.django_db
DAY = "/en/organization/"


@pytest.fixture(autouse=True)
def _photos_are_kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ours() -> Organization:
    return make_organization()


@pytest.fixture
def sides(ours: Organization) -> Sides:
    return make_sides(make_offices(), ours)


@pytest.fixture
def client(ours: Organization) -> Client:
    return at_work(seat_of(ours))


def test_what_must_be_answered_first_stands_first_with_the_hours_that_are_left(client, sides, ours):
    match = interest(ours, published_need(sides.offices))
    recommended = suggestion(sides.offices.county, published_need(sides.offices, title="三组路灯"), ours)
    order = opened(sides.offices, villages_order(sides.offices, make_offer(ours)))
    Order.objects.filter(pk=order.pk).update(answer_until=now() + timedelta(hours=5, minutes=30))
    found = page(client, DAY)
    waiting = [
        found.links.index(f"{DAY}{kind}/{row.number}/")
        for kind, row in (("orders", order), ("suggestions", recommended), ("matches", match))
    ]
    assert waiting == sorted(waiting)
    assert "5 hours left" in found.words
    assert "days left" in found.words


def test_a_new_agreement_leads_straight_to_writing_it_and_then_to_signing_it(client, sides):
    project = sides.drafting()
    assert f"{DAY}projects/{project.number}/draft/" in page(client, DAY).links
    sides.draft(project, sides.manager)
    found = page(client, DAY)
    assert f"{DAY}projects/{project.number}/sign_giving/" in found.links
    assert "90 days left" in found.words


def test_staff_who_may_not_sign_are_led_to_the_agreement(sides, ours):
    project = sides.drafted()
    staff = at_work(seat_of(ours, Role.ORGANIZATION_STAFF))
    links = page(staff, DAY).links
    assert f"{DAY}projects/{project.number}/" in links
    assert f"{DAY}projects/{project.number}/sign_giving/" not in links


def test_work_leads_to_its_report_with_the_next_milestone_and_what_is_late_stands_first(client, sides):
    later = sides.under_way(quantity=Decimal(20))
    late = sides.under_way(quantity=Decimal(20))
    type(late).objects.filter(pk=late.pk).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=2)
    )
    for days, text in ((-3, "基坑挖好"), (4, "灯杆立好"), (30, "全部点亮")):
        Milestone.objects.create(project=later, due_on=today() + timedelta(days=days), text=text)
    found = page(client, DAY)
    reports = [found.links.index(f"{DAY}projects/{each.number}/report_delivery/") for each in (late, later)]
    assert reports == sorted(reports)
    assert "2 days past the agreed day" in found.words
    assert "灯杆立好" in found.words
    assert "全部点亮" not in found.words


def test_a_reported_delivery_waits_for_the_receiving_side(client, sides):
    project = sides.to_confirm()
    found = page(client, DAY)
    assert f"{DAY}projects/{project.number}/" in found.links
    assert "Since today" in found.words
    assert "Next: the receiving side sees whether all has arrived" in found.words


def test_a_day_without_anything_says_so_and_shows_the_way_to_needs(client, sides, ours):
    make_offer(ours)
    found = page(client, DAY)
    assert "Nobody waits for an answer of ours." in found.words
    assert f"{DAY}needs/" in found.links


def test_nothing_of_another_organization_stands_in_the_day(sides):
    project = sides.under_way()
    stranger = at_work(seat_of(make_organization()))
    assert not any(project.number in link for link in page(stranger, DAY).links)
