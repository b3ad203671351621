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
from tests.factories.matches import commitment, interest, opened, seat_of, suggestion, villages_order
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


def test_where_more_wait_than_a_page_shows_the_most_urgent_are_shown(client, sides, ours, monkeypatch):
    monkeypatch.setattr("duijie.web.organization.day.SHOWN", 1)
    offer, needs = make_offer(ours), [published_need(sides.offices, title=title) for title in ("一组路灯", "二组路灯")]
    shown, cut = (
        {
            "orders": opened(sides.offices, villages_order(sides.offices, offer)),
            "suggestions": suggestion(sides.offices.county, need, ours),
            "matches": interest(ours, need),
        }
        for need in needs
    )
    for hours, rows in ((5, shown), (90, cut)):
        for row in rows.values():
            type(row).objects.filter(pk=row.pk).update(answer_until=now() + timedelta(hours=hours))
    links = page(client, DAY).links
    assert [kind for kind, row in shown.items() if f"{DAY}{kind}/{row.number}/" not in links] == []
    assert [kind for kind, row in cut.items() if f"{DAY}{kind}/{row.number}/" in links] == []


def test_the_day_asks_for_no_more_than_the_button_of_the_recommendation_takes(client, sides, ours):
    need = published_need(sides.offices)
    recommended = suggestion(sides.offices.county, need, ours)
    commitment(make_organization(), need, Decimal(45))
    address = f"{DAY}suggestions/{recommended.number}/"
    taken = [form.values["quantity"] for form in page(client, address).forms if "quantity" in form.values]
    assert ["15"] in taken
    assert "15 盏" in page(client, DAY).words
    assert "60 盏" not in page(client, DAY).words


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
