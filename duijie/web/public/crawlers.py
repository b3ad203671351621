"""What search engines ask for: which pages are for them, and a list of all of those, month by month.

A demonstration asks all of them to stay away: its needs and people are invented.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.timezone import make_aware
from django.utils.translation import override

from duijie.apps.needs.selectors.library import library
from duijie.apps.offers.selectors import menu
from duijie.apps.organizations.selectors import public_organizations
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import SEE_PUBLIC
from duijie.apps.publications.models import CaseStudy
from duijie.kernel.access.actors import VISITOR
from duijie.kernel.access.checks import visible
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.structured import absolute

MOST_IN_ONE = 20_000
"""Addresses in one list; the standard allows 50 000 and 50 MB."""
PLAIN = ("home", "needs", "offers", "organizations", "cases", "figures", "rounds", "about", "correction")
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FOR_NOBODY = ("/office/", "/organization/", "/village/", "/account/", "/accounts/", "/inbox/", "/search/", "/sign-in/")


def _projects() -> QuerySet[Project]:
    return visible(VISITOR, SEE_PUBLIC, Project.objects.all())


_SECTIONS: dict[str, tuple[str, Callable[[], QuerySet[Any]], str]] = {
    "needs": ("public:need", library, "published_at"),
    "offers": ("public:offer", menu, "published_at"),
    "projects": ("public:project", _projects, "created_at"),
    "organizations": ("public:organization", public_organizations, "approved_at"),
}


@open_to_all
def robots(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """Which pages are for search engines."""
    lines = ["User-agent: *"]
    if settings.ENVIRONMENT.demo:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {prefix}{each}" for prefix in ("", "/en") for each in _FOR_NOBODY]
        lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@open_to_all
def index(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The lists of addresses: the plain pages, the cases, and each library month by month."""
    names = ["pages", "cases", *(name for section in _SECTIONS for name in _months(section))]
    parts = format_html_join(
        "", "<sitemap><loc>{}</loc></sitemap>", ((absolute(f"/sitemaps/{name}.xml"),) for name in names)
    )
    return _xml("sitemapindex", parts)


@open_to_all
def listed(request: ActorRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """One list of addresses, in Chinese; every page names its English one itself."""
    with override(settings.LANGUAGE_CODE):
        found = list(_addresses(name))
    parts = format_html_join("", "<url><loc>{}</loc></url>", ((absolute(each),) for each in found))
    return _xml("urlset", parts)


def _addresses(name: str) -> Iterator[str]:
    if name == "pages":
        yield from (reverse(f"public:{each}") for each in PLAIN)
    elif name == "cases":
        numbers = CaseStudy.objects.order_by("number").values_list("number", flat=True)[:MOST_IN_ONE]
        yield from (reverse("public:case", args=[number]) for number in numbers)
    else:
        section, month, part = _named(name)
        page, rows, moment = _SECTIONS[section]
        begins, ends = _bounds(month)
        within = rows().filter(**{f"{moment}__gte": begins, f"{moment}__lt": ends}).order_by(moment, "id")
        numbers = within.values_list("number", flat=True)[part * MOST_IN_ONE : (part + 1) * MOST_IN_ONE]
        yield from (reverse(page, args=[number]) for number in numbers)


def _months(section: str) -> Iterator[str]:
    """The names of a section's lists: `needs-2026-11-0`, newest month last."""
    _page, rows, moment = _SECTIONS[section]
    months = rows().order_by().annotate(month=TruncMonth(moment)).values_list("month").annotate(count=Count("id"))
    for month, count in sorted(months):
        for part in range(-(-count // MOST_IN_ONE)):
            yield f"{section}-{month:%Y-%m}-{part}"


def _named(name: str) -> tuple[str, date, int]:
    """A list's name read back.

    Raises:
        NotFound: no list is called so.
    """
    section, *rest = name.split("-")
    numbers = [int(each) for each in rest if each.isascii() and each.isdigit() and len(each) <= 4]  # noqa: PLR2004
    if section not in _SECTIONS or len(numbers) != len(rest) or len(rest) != 3:  # noqa: PLR2004
        raise NotFound(mark("There is no such list."))
    year, month, part = numbers
    if not (1 <= month <= 12 and 1 <= year < 9999):  # noqa: PLR2004
        raise NotFound(mark("There is no such list."))
    return section, date(year, month, 1), part


def _bounds(month: date) -> tuple[datetime, datetime]:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return make_aware(datetime(month.year, month.month, 1)), make_aware(datetime(following.year, following.month, 1))  # noqa: DTZ001


def _xml(root: str, parts: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">{parts}</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", index, name="sitemap"),
    path("sitemaps/<str:name>.xml", listed, name="sitemap-part"),
]
