"""Every address says who may open it, and turns strangers away before it looks at anything."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter, StringConverter, UUIDConverter

from duijie.kernel.access.actors import Role
from duijie.web.frame.forms import FormPage

pytestmark = pytest.mark.django_db
SOMETHING = {StringConverter: "X-2345678", UUIDConverter: str(uuid.UUID(int=7)), IntConverter: "7"}
PROGRAMS = "api/"
"""The interface for programs shows the public part to everybody and has no policy of its own."""


def patterns(found: list, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with the whole of its route."""
    for each in found:
        if isinstance(each, URLPattern):
            yield before + str(each.pattern), each
        else:
            yield from patterns(each.url_patterns, before + str(each.pattern))


def address_of(route: str, pattern: URLPattern) -> str:
    """An address that the pattern takes; numbers that belong to nothing."""
    for name, converter in pattern.pattern.converters.items():
        value = next(value for kind, value in SOMETHING.items() if isinstance(converter, kind))
        for spelled in ("str", "uuid", "int"):
            route = route.replace(f"<{spelled}:{name}>", value)
    if "(?P<" in route:
        route = route.replace("^", "").replace("$", "").replace("\\", "")
        route = re.sub(r"\(\?P<number>[^)]*\)", "P-2345678", route)
        route = re.sub(r"\(\?P<form>[^)]*\)", "docx", route)
    return f"/{route}"


FORMS_OF_THEIR_OWN = {
    "village/follow/": "shows what a code opens; a code is kept in no draft, and showing it twice changes nothing",
    "village/confirm/": "the same",
    "office/counties/": "leads on to one of the lists",
}
EVERY = [(route, each) for route, each in patterns(get_resolver().url_patterns) if not route.startswith(PROGRAMS)]
ANYBODY = frozenset(Role)
GUARDED = [pair for pair in EVERY if getattr(pair[1].callback, "policy", ANYBODY) != ANYBODY]
OPEN = [pair for pair in EVERY if pair not in GUARDED]


def test_every_address_has_a_policy():
    assert not [route for route, each in EVERY if not isinstance(getattr(each.callback, "policy", None), frozenset)]


def test_no_policy_lets_the_platform_in_or_a_code_without_its_code():
    """Where only some may enter, a holder of a code enters by showing it, never by a role."""
    for route, each in GUARDED:
        assert not each.callback.policy & {Role.HOLDER, Role.SYSTEM, Role.VISITOR}, route


@pytest.mark.parametrize(("route", "pattern"), [pytest.param(*pair, id=pair[0] or "/") for pair in GUARDED])
def test_a_stranger_is_asked_to_sign_in_and_a_wrong_role_is_refused(world, browser_of, route, pattern):
    address = address_of(route, pattern)
    for answer in (Client().get(address), Client().post(address)):
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in/")
    wrong = {seat.role: seat for seat in world if seat.account and seat.role not in pattern.callback.policy}
    for seat in wrong.values():
        assert browser_of(seat).get(address).status_code == 403, f"{address} as {seat}"
        assert browser_of(seat).post(address).status_code == 403, f"{address} as {seat}"


@pytest.mark.parametrize(("route", "pattern"), [pytest.param(*pair, id=pair[0] or "/") for pair in OPEN])
def test_what_is_open_to_all_answers_a_stranger(world, route, pattern):
    answer = Client(raise_request_exception=False).get(address_of(route, pattern))
    assert answer.status_code in {200, 302, 403, 404, 405, 410}, answer.status_code
    if answer.status_code == 302 and route != "sign-in/code/":
        assert not answer["Location"].startswith("/sign-in/")


def test_programs_may_only_read(world):
    for route, each in patterns(get_resolver().url_patterns):
        if route.startswith(PROGRAMS) and not route.endswith("openapi.json"):
            address = address_of(route.replace("<number>", "X-2345678").replace("<code>", "621121000000"), each)
            for verb in ("post", "put", "patch", "delete"):
                answer = getattr(Client(raise_request_exception=False), verb)(address)
                assert answer.status_code in {404, 405}, f"{verb} {address} answers {answer.status_code}"


def test_a_guard_is_seen_before_the_row_is_looked_for(world, browser_of):
    """Whether a number exists is not told to who may not open the page."""
    villager = browser_of(world["villager"])
    there, nowhere = (villager.get(f"/office/needs/{number}/") for number in (world.rows["need"].number, "N-2222222"))
    assert there.status_code == nowhere.status_code == 403


def test_every_page_that_is_sent_keeps_what_was_typed_and_acts_once():
    """A page with a form is a FormPage, unless what it does may be done twice or says here why it is none."""
    others = []
    for route, each in EVERY:
        view = getattr(each.callback, "view_class", None)
        if view is not None and hasattr(view, "post") and not issubclass(view, FormPage):
            others.append(route)
    assert set(others) == set(FORMS_OF_THEIR_OWN), sorted(others)
