"""Every transition of every lifecycle: reached through a page by somebody who may, refused to everybody else."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from duijie.apps.notices.models import Notice
from duijie.config.wiring import LIFECYCLES
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.lifecycle.tables import Lifecycle, Transition, may
from tests.factories.pages import Page
from tests.factories.world import Seat, World
from tests.web.generated.addresses import ROW_PAGES, SHOWN_ELSEWHERE, VILLAGE, act_pages, side_of
from tests.web.generated.answers import answers_to
from tests.web.generated.stages import put

pytestmark = pytest.mark.django_db
APP_OF = {
    "organization": "organizations",
    "offer": "offers",
    "request": "needs",
    "need": "needs",
    "suggestion": "matches",
    "order": "matches",
    "match": "matches",
    "round": "matches",
    "project": "projects",
}
REFUSALS = (403, 404, 409)
CODE_PAGES = {"request": "/village/follow/", "project": "/village/confirm/"}


def by_persons() -> list[tuple[Lifecycle, Transition]]:
    """The transitions that a person may cause."""
    return [(lifecycle, each) for lifecycle in LIFECYCLES for each in lifecycle.transitions if each.who]


def cases() -> Iterator[object]:
    """Each transition for each role of its grants, and for its first role from each further state."""
    for lifecycle, transition in by_persons():
        roles = list(dict.fromkeys(role for grant in transition.who for role in sorted(grant.roles)))
        first, *others = transition.sources
        for state, role in [*((first, role) for role in roles), *((state, roles[0]) for state in others)]:
            name = f"{lifecycle.name}.{transition.event} from {state} by {role}"
            yield pytest.param(lifecycle, transition, state, role, id=name)


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("django.request").setLevel(logging.ERROR)


def who_may(world: World, transition: Transition, row: object, role: Role) -> tuple[Seat, Actor]:
    """Somebody of the role who may; the holder of a code is a visitor with the code."""
    if role is Role.HOLDER:
        holder = Actor(id=row.holder_id, role=Role.HOLDER, label="持码人")
        assert may(transition, holder, row)
        return world["visitor"], holder
    found = [seat for seat in world if seat.role is role and may(transition, seat.actor, row)]
    assert found, f"nobody of role {role} may {transition.event} {row}: the table's grant has no use"
    return found[0], found[0].actor


def browser_of_holder(world: World, lifecycle: str, row: object) -> Client:
    """The browser of a visitor who has shown the code of the row."""
    browser = Client()
    if lifecycle == "organization":
        session = browser.session
        session["application"] = str(row.pk)
        session.save()
        browser.cookies["sessionid"] = session.session_key
        return browser
    answer = browser.post(CODE_PAGES[lifecycle], {"code": world.codes[lifecycle]})
    assert answer.status_code == 302, Page(answer.content.decode()).words
    return browser


def entries_of(row: object) -> list[str]:
    kind = row._meta.model_name
    return list(AuditEntry.objects.filter(subject_kind=kind, subject_id=row.pk).values_list("action", flat=True))


@pytest.mark.parametrize(("lifecycle", "transition", "state", "role"), list(cases()))
def test_who_may_finds_the_button_and_causes_the_event_once(world, browser_of, lifecycle, transition, state, role):  # noqa: PLR0917
    name, event = lifecycle.name, transition.event
    row = put(world, name, event, state, role)
    seat, _actor = who_may(world, transition, row, role)
    browser = browser_of_holder(world, name, row) if role is Role.HOLDER else browser_of(seat)
    side = side_of(role)
    assert side in ROW_PAGES[name], f"a {role} may {event} a {name} but has no page of it"
    act_page = act_pages(name, row.number, event)[side]
    row_page = row_page_of(name, side, row)

    shown = browser.get(row_page)
    assert shown.status_code == 200, f"{row_page} answers {shown.status_code}"
    found = Page(shown.content.decode(), row_page)
    assert act_page in {*found.links, *(form.action for form in found.forms)}, f"no button to {act_page} on {row_page}"
    asked = browser.get(act_page)
    assert asked.status_code == 200, f"{act_page} answers {asked.status_code}"

    form, answers = Page(asked.content.decode(), act_page).form, answers_to(name, event)
    if event == "record_money" and role not in ORGANIZATION_ROLES:
        answers["kind"] = "arrived"
    before, told = entries_of(row), set(Notice.objects.values_list("pk", flat=True))
    done = browser.post(form.action, form.filled(**answers))
    assert done.status_code == 302, Page(done.content.decode()).words
    row.refresh_from_db()
    assert row.state in transition.possible_targets(state)
    action, after = f"{APP_OF[name]}.{name}.{event}", entries_of(row)
    assert after.count(action) == before.count(action) + 1
    own = [each for each in after[len(before) :] if each != "needs.need.reflect"]
    assert own == [action]
    readers = list(Notice.objects.exclude(pk__in=told).values_list("account_id", flat=True))
    assert len(readers) == len(set(readers)), "somebody is told twice of one act"

    again = browser.post(form.action, form.filled(**{**answers, **_without_files(answers)}))
    assert (again.status_code, again.get("Location")) == (302, done.get("Location"))
    assert entries_of(row) == after
    assert browser.get(done["Location"]).status_code == 200


def row_page_of(lifecycle: str, side: str, row: object) -> str:
    """The page on which somebody on this side finds the row's buttons."""
    request = getattr(getattr(row, "request", None), "number", "")
    return SHOWN_ELSEWHERE.get((lifecycle, side), ROW_PAGES[lifecycle][side]).format(number=row.number, request=request)


def _without_files(answers: dict[str, object]) -> dict[str, object]:
    return {name: None for name, value in answers.items() if hasattr(value, "read")}


@pytest.mark.parametrize(
    ("lifecycle", "transition"),
    [pytest.param(*pair, id=f"{pair[0].name}.{pair[1].event}") for pair in by_persons()],
)
def test_everybody_else_is_refused_and_nothing_changes(world, browser_of, lifecycle, transition):
    name, event, state = lifecycle.name, transition.event, transition.sources[0]
    role = min(transition.who[0].roles)
    row = put(world, name, event, state, role)
    unchanged = type(row).objects.filter(pk=row.pk).values().get()
    count = AuditEntry.objects.count()
    tried = 0
    for seat in world:
        if may(transition, seat.actor, row):
            continue
        pages = act_pages(name, row.number, event)
        page = pages.get(side_of(seat.role), pages["office"]) if name != "organization" else pages["office"]
        answer = browser_of(seat).post(page, answers_to(name, event))
        is_sent_away = answer.status_code == 302 and answer["Location"].startswith(("/sign-in/", "/village/"))
        assert is_sent_away or answer.status_code in REFUSALS, f"{seat} gets {answer.status_code} at {page}"
        tried += 1
    assert tried >= 10
    assert type(row).objects.filter(pk=row.pk).values().get() == unchanged
    assert AuditEntry.objects.count() == count


@pytest.mark.parametrize(
    ("lifecycle", "transition"),
    [pytest.param(*pair, id=f"{pair[0].name}.{pair[1].event}") for pair in by_persons()],
)
def test_an_event_is_refused_from_every_other_state(world, browser_of, lifecycle, transition):
    name, event = lifecycle.name, transition.event
    role = next(role for grant in transition.who for role in sorted(grant.roles) if role is not Role.HOLDER)
    row = put(world, name, event, transition.sources[0], role)
    seat, _ = who_may(world, transition, row, role)
    page = act_pages(name, row.number, event)[side_of(role)]
    others = [state for state in lifecycle.states if state not in transition.sources]
    for state in others:
        row.state = state
        assert transition not in lifecycle.available(seat.actor, row)
    for state in others[:1] + others[-1:]:
        type(row).objects.filter(pk=row.pk).update(state=state)
        answer = browser_of(seat).post(page, answers_to(name, event))
        assert answer.status_code in REFUSALS, f"{seat} gets {answer.status_code} in state {state}"
        row.refresh_from_db()
        assert row.state == state


def test_every_side_of_every_lifecycle_has_an_address():
    assert set(ROW_PAGES) == {lifecycle.name for lifecycle in LIFECYCLES}
    assert {side for _, side in SHOWN_ELSEWHERE} == {VILLAGE}
