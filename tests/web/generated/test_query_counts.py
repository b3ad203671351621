"""SQL queries per page are pinned in git: whoever makes a page cost more, or less, says so in the same commit."""

from decimal import Decimal

import pytest

from duijie.apps.matches.services.interest import express_interest
from duijie.apps.projects.services.opening import commit_match
from tests.factories.matches import suggestion
from tests.factories.needs import published_need, send_request
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization
from tests.web.generated.counting import REGENERATE, counts, is_pinning, pin, pinned, queries_of

pytestmark = pytest.mark.django_db
MOST = 40
LISTS = [
    ("visitor", "/"),
    ("visitor", "/needs/"),
    ("visitor", "/needs/?text=ludeng"),
    ("visitor", "/search/?q=路灯"),
    ("visitor", "/offers/"),
    ("visitor", "/organizations/"),
    ("visitor", "/figures/"),
    ("visitor", "/api/v1/needs"),
    ("visitor", "/api/v1/offers"),
    ("visitor", "/village/menu/?field="),
    ("village", "/office/requests/"),
    ("county_office", "/office/"),
    ("county_office", "/office/needs/"),
    ("county_office", "/office/matching/"),
    ("county_office", "/office/projects/"),
    ("civil_affairs", "/office/organizations/"),
    ("civil_affairs", "/office/offers/"),
    ("prefecture_office", "/office/flags/"),
    ("prefecture_office", "/office/overview/"),
    ("organization_manager", "/organization/"),
    ("organization_manager", "/organization/needs/"),
    ("organization_manager", "/organization/offers/"),
    ("organization_manager", "/organization/projects/"),
]


def test_pages_cost_what_is_pinned(world, browser_of):
    found = counts(world, browser_of)
    if is_pinning():
        pin(found)
    before = pinned()
    changed = [
        f"{role} {page}: {before.get(role, {}).get(page)} → {count}"
        for role, pages in found.items()
        for page, count in pages.items()
        if before.get(role, {}).get(page) != count
    ]
    assert not changed, f"run with {REGENERATE}=1 and commit the file:\n" + "\n".join(changed)
    assert {role: set(pages) for role, pages in before.items()} == {role: set(pages) for role, pages in found.items()}


def test_no_page_costs_more_than_people_would_wait_for():
    dear = [
        f"{role} {page}: {count}" for role, pages in pinned().items() for page, count in pages.items() if count > MOST
    ]
    assert not dear


def test_lists_cost_the_same_for_more_rows(world, browser_of):
    """One query for a row would turn a list of fifty into fifty queries."""
    more_work(world, 2)
    few = {(who, page): queries_of(browser_of(world[who]), page) for who, page in LISTS}
    more_work(world, 3)
    many = {(who, page): queries_of(browser_of(world[who]), page) for who, page in LISTS}
    grown = [
        f"{who} {page}: {few[who, page]} → {many[who, page]}" for who, page in LISTS if many[who, page] > few[who, page]
    ]
    assert not grown, "\n".join(grown)


def more_work(world, times):
    """More of everything that lists show."""
    manager = world["organization_manager"].actor
    for _ in range(times):
        make_offer(world.ours)
        make_offer(make_organization())
        send_request()
        interested = express_interest(actor=manager, need=published_need(world.offices), quantity=Decimal(5))
        assert interested.state == "interested"
        taken = express_interest(actor=manager, need=published_need(world.offices), quantity=Decimal(5))
        commit_match(actor=manager, match=taken, quantity=Decimal(5))
        suggestion(world.offices.county, published_need(world.offices), make_organization())
