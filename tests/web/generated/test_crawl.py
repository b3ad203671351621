"""Everybody walks through the demonstration: every link opens, nobody reads a household, no word is out of place."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker

from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.matches.models import Order
from duijie.apps.needs.models import Applicant, Request
from duijie.apps.needs.rules.requests import SEE, SEE_APPLICANT
from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import Role
from duijie.kernel.access.checks import can
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.codes import codes_in
from tests.factories.pages import Page
from tests.web.generated.conftest import rolled_back
from tests.web.generated.crawling import Walk, kind_of, walk
from tests.web.generated.demonstration import Demonstration, make_demonstration
from tests.web.generated.english import chinese_in, without_chinese_documents
from tests.web.generated.wording import PAYING, forbidden_in

pytestmark = pytest.mark.django_db
API = ("needs", "offers", "organizations", "cases", "divisions", "figures", "openapi.json")
FEWEST_KINDS = 6
ENGLISH_SEATS = ("visitor", "villager", "village", "county_office", "organization_manager")
MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Heard(logging.Handler):
    """Every line that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''} {record.__dict__.get('request', '')}")


@pytest.fixture(scope="module")
def heard() -> Iterator[Heard]:
    """The log from the first row of the demonstration to the last page of the crawl."""
    handler, root = Heard(), logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    heard: Heard,
) -> Iterator[Demonstration]:
    """The demonstration with households in it."""
    folder: Path = tmp_path_factory.mktemp("files")
    settings = override_settings(MEDIA_ROOT=folder, PASSWORD_HASHERS=MD5)
    with settings, django_db_blocker.unblock(), rolled_back():
        CATALOGUE.reset()
        yield make_demonstration()
    CATALOGUE.reset()


@pytest.fixture(scope="module")
def walks(demo: Demonstration) -> dict[str, Walk]:
    """What each seat has seen."""
    found, by_others = {}, Counter[str]()
    for name, seat in demo.seats.items():
        browser = Client(raise_request_exception=False)
        if seat.account is not None:
            browser.force_login(seat.account)
        found[name] = walk(name, browser, [*starts(seat.role), *addresses_of(demo)], by_others)
    return found


def starts(role: Role) -> list[str]:
    """The pages without a number that are open to a role, and for strangers the interface for programs."""
    found = [f"/{route}" for route, policy in plain_routes() if role in policy]
    return [*found, *(f"/api/v1/{name}" for name in API)] if role is Role.VISITOR else found


def addresses_of(demo: Demonstration) -> Iterator[str]:
    """Every address at which a planted household could be met, whoever asks."""
    for household in demo.households:
        request = Request.objects.select_related("need").get(pk=household.request.pk)
        yield from (f"/office/requests/{request.number}/", f"/village/requests/{request.number}/")
        if request.need is not None:
            yield from (f"/needs/{request.need.number}/", f"/office/needs/{request.need.number}/")
            yield from (f"/office/needs/{request.need.number}/matching/", f"/api/v1/needs/{request.need.number}")
            for project in request.need.projects.all():
                yield from (f"/{side}/projects/{project.number}/" for side in ("office", "organization"))
                yield f"/organization/projects/{project.number}/agreement.docx"
                yield f"/village/deliveries/{project.number}/"
        for referral in request.referrals.all():
            yield f"/office/letters/{referral.number}/"
        for order in Order.objects.filter(request=request):
            yield from (f"/{side}/orders/{order.number}/" for side in ("office", "organization", "village"))


def plain_routes() -> Iterator[tuple[str, frozenset[Role]]]:
    with override(settings.LANGUAGE_CODE):  # English addresses begin with /en/, and a test before may have left that on
        found = list(_patterns(get_resolver().url_patterns, ""))
    for route, pattern in found:
        policy = getattr(pattern.callback, "policy", None)
        if policy is not None and "<" not in route and "^" not in route:
            yield route, policy


def _patterns(patterns: list, before: str) -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each
        else:
            yield from _patterns(each.url_patterns, route)


def test_every_link_on_every_page_opens(walks):
    broken = sorted(
        {
            f"{visit.status} {visit.path} from {visit.linked_from} as {name}"
            for name, each in walks.items()
            for visit in each.visits.values()
            if visit.linked_from and visit.status >= 400
        }
    )
    assert not broken, "\n".join(broken)


def test_no_page_breaks(walks):
    broken = sorted(
        {
            f"{visit.path} as {name}"
            for name, each in walks.items()
            for visit in each.visits.values()
            if visit.status >= 500
        }
    )
    assert not broken, "\n".join(broken)


def test_the_walks_are_long(walks):
    lengths = {name: len(each.pages) for name, each in walks.items()}
    assert min(lengths.values()) > 15, lengths
    assert sum(lengths.values()) > 800, lengths


def test_nobody_reads_a_households_words_who_may_not(demo, walks):
    assert not list(leaks(demo, walks, SEE, lambda household: (household.text,)))


def test_nobody_reads_who_a_household_is_who_may_not(demo, walks):
    assert not list(leaks(demo, walks, SEE_APPLICANT, lambda household: household.person))


def leaks(demo: Demonstration, walks: dict[str, Walk], action: str, marks) -> Iterator[str]:
    """Pages that show marks of a household to somebody who may not do the action on its request."""
    for household in demo.households:
        request = Request.objects.get(pk=household.request.pk)
        for name, each in walks.items():
            if can(demo.seats[name].actor, action, request):
                continue
            for visit in each.visits.values():
                for mark in marks(household):
                    if mark in visit.text:
                        yield f"{mark} on {visit.path} as {name}"


def test_those_who_handle_a_request_do_read_it(demo, walks):
    """Otherwise the tests above would hold on empty pages."""
    village = "\n".join(visit.text for visit in walks["village"].pages)
    assert sum(household.text in village for household in demo.households) >= 5
    assert sum(household.name in village for household in demo.households) >= 3
    county = "\n".join(visit.text for visit in walks["county_office"].pages)
    assert sum(household.text in county for household in demo.households) >= 5


def test_no_request_of_the_demonstration_stands_on_a_public_page(walks):
    public = {visit.path: visit.text for visit in walks["visitor"].visits.values()}
    told = [text for text in Request.objects.values_list("text", flat=True) if len(text) > 6]
    names = [applicant.name for applicant in Applicant.objects.all() if len(applicant.name) > 2]
    found = sorted({f"{mark} on {path}" for mark in (*told, *names) for path, text in public.items() if mark in text})
    assert not found, "\n".join(found)


def test_nothing_of_a_household_is_logged(demo, walks, heard):
    marks = [mark for household in demo.households for mark in (household.text, *household.person)]
    log = "\n".join(heard.lines)
    assert not [mark for mark in marks if mark in log]


def test_histories_notices_and_leaves_name_no_household(demo):
    kept = "\n".join(
        str(row)
        for model, fields in (
            (AuditEntry, ("details", "facts", "actor_label", "on_behalf_of", "subject_number")),
            (Notice, ("message", "params", "link")),
            (Leaf, ("facts", "subject")),
        )
        for row in model.objects.values_list(*fields)
    )
    marks = [mark for household in demo.households for mark in (household.text, *household.person)]
    assert not [mark for mark in marks if mark in kept]


def test_who_a_household_is_stands_readable_in_no_table(demo):
    """Names, phones and houses are encrypted; what they asked for stands in their request alone."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')  # noqa: S608 - names from the catalog
            content = cursor.fetchone()[0] or ""
            for household in demo.households:
                found += [f"{mark} in {table}" for mark in household.person if mark in content]
                if household.text in content and table != "needs_request":
                    found.append(f"{household.text} in {table}")
    assert not found


def test_no_page_shows_a_code(walks):
    """A code is shown once, to who sent the form or printed the slip; a crawl never meets one."""
    example = "7QK2-M4TA-9XZ3"
    shown = [
        f"{visit.path} as {name}"
        for name, each in walks.items()
        for visit in each.pages
        if any(visit.page.words[start:end] != example for start, end in codes_in(visit.page.words))
    ]
    assert not shown


def test_no_page_asks_for_money(walks):
    """No pay or donate button, no payment code: money goes directly from payer to payee, never through here."""
    asked = sorted(
        {
            f"{' '.join(words)} on {visit.path}"
            for each in walks.values()
            for visit in each.pages
            for words in (controls_of(without_cases(visit.text)),)
            if words
        }
    )
    assert not asked


def controls_of(markup: str) -> list[str]:
    """The words on what can be pressed and that sound of paying."""
    pressed = re.findall(r"<(?:button|a)\b[^>]*>(.*?)</(?:button|a)>", markup, re.DOTALL)
    pressed += re.findall(r'<input[^>]*type="(?:submit|button|image)"[^>]*value="([^"]*)"', markup)
    bare = [re.sub(r"<[^>]+>|\s+", " ", each).strip() for each in pressed]
    return [each for each in bare if PAYING.search(each)]


def test_the_forbidden_words_stand_on_no_page(walks):
    found = sorted(
        {
            f"{word} on {visit.path}"
            for each in walks.values()
            for visit in each.pages
            if not visit.path.startswith("/cases/")
            for word in forbidden_in(Page(without_cases(visit.text)).words)
        }
    )
    assert not found, "\n".join(found)


def without_cases(markup: str) -> str:
    """A page without the titles of published cases: others wrote them, in their words."""
    return re.sub(r'<a\b[^>]*href="/cases/[^>]*>.*?</a>', "", markup, flags=re.DOTALL)


@pytest.mark.parametrize("name", ENGLISH_SEATS)
def test_english_pages_are_english(demo, walks, name):
    """One page of each kind that the seat has seen, once more below `/en/`; a document in Chinese is marked as such."""
    browser, wrong = Client(), []
    if (account := demo.seats[name].account) is not None:
        browser.force_login(account)
    paths = list(kinds_seen(walks[name]))
    assert len(paths) > FEWEST_KINDS
    for path in paths:
        answer = browser.get(f"/en{path}")
        markup = answer.content.decode()
        if answer.status_code != 200 or '<html lang="en"' not in markup:
            wrong.append(f"{answer.status_code} {path}")
        wrong += [f"{phrase} on {path}" for phrase in chinese_in(Page(without_chinese_documents(markup)).words)]
    assert not wrong, "\n".join(wrong)


def kinds_seen(seen: Walk) -> Iterator[str]:
    """One address of each view and event; pages that are the same for everybody are the visitor's to read."""
    with override(settings.LANGUAGE_CODE):  # the English page of another seat may have left its language on
        kinds = {kind_of(visit.path).rpartition(" ")[0]: visit.path for visit in reversed(seen.pages)}
    return (path for kind, path in kinds.items() if seen.who == "visitor" or not kind.startswith("public:"))
