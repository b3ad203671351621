"""How many SQL queries a page takes, on a fixed world, once it has been opened before."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.world import Seat, World

PINNED = Path(__file__).resolve().parent.parent / "query_counts.json"
REGENERATE = "DUIJIE_PIN_QUERIES"
"""`DUIJIE_PIN_QUERIES=1 pytest tests/web/generated/test_query_counts.py` writes the counts anew."""


def addresses(world: World) -> dict[str, list[str]]:
    """The main pages of each role, with the numbers of the world's rows."""
    number = {kind: row.number for kind, row in world.rows.items()}
    request, need, project = number["request"], number["need"], number["project"]
    desk = ["/office/", "/office/requests/", f"/office/requests/{request}/", "/office/needs/", f"/office/needs/{need}/"]
    projects = ["/office/projects/", f"/office/projects/{project}/"]
    return {
        "visitor": [
            "/",
            "/needs/",
            "/needs/?text=ludeng",
            "/needs/?text=路登&place=621122000000&field=health",
            f"/needs/{need}/",
            "/search/?q=路灯",
            "/needs/feed.atom",
            "/sitemap.xml",
            "/offers/",
            f"/offers/{number['offer']}/",
            "/organizations/",
            f"/organizations/{number['organization']}/",
            "/cases/",
            "/figures/",
            "/rounds/",
            "/verify/",
            "/ledger/",
            "/village/",
            "/village/menu/",
            "/village/menu/?field=",
            "/api/v1/needs",
            "/api/v1/offers",
        ],
        "villager": ["/village/", f"/village/requests/{request}/", f"/village/deliveries/{project}/"],
        "village": [*desk, *projects],
        "township": [*desk, *projects, "/office/flags/", "/office/villages/"],
        "county_office": [
            *desk,
            *projects,
            f"/office/needs/{need}/matching/",
            "/office/matching/",
            "/office/rounds/",
            f"/office/rounds/{number['round']}/",
            "/office/flags/",
            "/office/imports/",
            "/office/needs/new/",
        ],
        "line_department": ["/office/", f"/office/needs/{need}/"],
        "civil_affairs": [
            "/office/",
            "/office/organizations/",
            f"/office/organizations/{number['organization']}/",
            "/office/offers/",
            f"/office/offers/{number['offer']}/",
        ],
        "prefecture_office": ["/office/", "/office/needs/", "/office/projects/", "/office/flags/", "/office/overview/"],
        "province_office": ["/office/", "/office/needs/", "/office/overview/"],
        "ministry": ["/office/", "/office/organizations/", "/accounts/", "/office/overview/"],
        "auditor": ["/office/", f"/office/requests/{request}/", f"/office/projects/{project}/"],
        "organization_manager": [
            "/organization/",
            "/organization/needs/",
            "/organization/offers/",
            f"/organization/offers/{number['offer']}/",
            f"/organization/suggestions/{number['suggestion']}/",
            f"/organization/orders/{number['order']}/",
            f"/organization/matches/{number['match']}/",
            "/organization/projects/",
            f"/organization/projects/{project}/",
            "/organization/profile/",
            "/inbox/",
            "/account/",
        ],
    }


def named(address: str, world: World) -> str:
    """An address without the number of this run's row."""
    for kind, row in world.rows.items():
        address = address.replace(f"/{row.number}/", f"/<{kind}>/")
    return address


def queries_of(browser: Client, address: str) -> int:
    """The queries of a page that was opened before, so that nothing is counted that is remembered."""
    assert browser.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def counts(world: World, browser_of: Callable[[Seat], Client]) -> dict[str, dict[str, int]]:
    """The queries of every main page, by role."""
    return {
        role: {named(address, world): queries_of(browser_of(world[role]), address) for address in found}
        for role, found in addresses(world).items()
    }


def pinned() -> dict[str, dict[str, int]]:
    """The counts that stand in git."""
    found: dict[str, dict[str, int]] = json.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {}
    return found


def pin(found: dict[str, dict[str, int]]) -> None:
    """Write the counts anew."""
    PINNED.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def is_pinning() -> bool:
    """Whether the counts are to be written anew."""
    return os.environ.get(REGENERATE) == "1"
