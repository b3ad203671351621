"""Many people do whatever their pages offer, by chance: what the tables promise still holds after every step."""

import logging
import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from duijie.apps.matches.models import Match
from duijie.apps.matches.services.progress import STANDING
from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.progress import TAKEN
from duijie.apps.offers.models import Offer
from duijie.apps.projects.models import Confirmation, Project
from duijie.apps.projects.rules import STAGE_OF_STATE
from duijie.config.wiring import LIFECYCLES
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.lifecycle.tables import Transition
from tests.factories.pages import Page
from tests.factories.world import Seat, World
from tests.web.generated.addresses import ROW_PAGES, act_pages, side_of
from tests.web.generated.answers import answers_to

pytestmark = pytest.mark.django_db
STEPS = 120
DONE, REFUSED, SLOWER = 302, 422, 409
KINDS = {lifecycle.name: lifecycle for lifecycle in LIFECYCLES}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_people_do_the_sums_and_states_agree(world, browser_of, seed):
    logging.getLogger("django.request").setLevel(logging.ERROR)
    chance, done = random.Random(seed), Counter[str]()
    for _ in range(STEPS):
        kind, seat, transition = something_to_do(world, chance)
        row = world.rows[kind]
        before, entries = row.state, AuditEntry.objects.count()
        status = act(browser_of(seat), kind, row, transition, seat)
        row.refresh_from_db()
        if status == DONE:
            assert row.state in transition.possible_targets(before), f"{kind}.{transition.event} by {seat}"
            done[f"{kind}.{transition.event}"] += 1
        else:
            assert status in {REFUSED, SLOWER}, f"{kind}.{transition.event} by {seat} answers {status}"
            assert (row.state, AuditEntry.objects.count()) == (before, entries)
        for other in world.rows.values():
            other.refresh_from_db()
        check_sums()
    assert sum(done.values()) > STEPS / 4
    assert len(done) > 10


def something_to_do(world: World, chance: random.Random) -> tuple[str, Seat, Transition]:
    """Somebody, a row, and one of the events that the row's page offers him now."""
    while True:
        kind, seat = chance.choice(sorted(world.rows)), chance.choice(list(world))
        offered = KINDS[kind].available(seat.actor, world.rows[kind])
        if offered and side_of(seat.role) in ROW_PAGES[kind] and not _ends_the_world(kind, offered):
            return kind, seat, chance.choice([each for each in offered if each.event != "end"] or list(offered))


def _ends_the_world(kind: str, offered: tuple[Transition, ...]) -> bool:
    """An organization that is no more would leave nothing to do for half of the people."""
    return kind == "organization" and all(each.event == "end" for each in offered)


def act(browser: Client, kind: str, row: Any, transition: Transition, seat: Seat) -> int:
    """Open the page of the event, fill in what is asked, send it."""
    page = act_pages(kind, row.number, transition.event)[side_of(seat.role)]
    asked = browser.get(page)
    if asked.status_code != 200:
        return asked.status_code
    form = Page(asked.content.decode(), page).form
    return browser.post(form.action, form.filled(**answers_to(kind, transition.event))).status_code


def check_sums() -> None:
    """What is written twice agrees: needs with matches, matches with projects, offers with promises."""
    for need in Need.objects.all():
        standing = Match.objects.filter(need=need, state__in=STANDING)
        assert need.quantity_taken == _sum(standing.filter(stage__in=TAKEN), "quantity"), need
        assert need.quantity_met == _sum(standing.filter(stage="confirmed"), "quantity"), need
        assert need.quantity_taken <= need.quantity
    for offer in Offer.objects.all():
        assert offer.capacity_taken == _sum(Match.objects.filter(offer=offer), "reserved"), offer
    for project in Project.objects.select_related("match"):
        assert project.match.stage == STAGE_OF_STATE[project.state], project
        standing = Confirmation.objects.filter(project=project, revoked_at=None).count()
        assert standing == (project.state in {"confirmed", "closed"}), project
    for request in Request.objects.all():
        assert request.state != "bundled" or request.need_id is not None, request


def _sum(rows: Any, column: str) -> Decimal:
    return rows.aggregate(total=Sum(column))["total"] or Decimal(0)
