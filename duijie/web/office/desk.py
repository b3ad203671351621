"""The desk of an official: what waits for him, by its clock, from every part of the platform that he works in."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.accounts.selectors import saved_filters
from duijie.apps.needs.rules.needs import IMPORTERS, MAKERS
from duijie.apps.needs.rules.requests import TYPISTS
from duijie.apps.offers.selectors import to_review as offers_to_review
from duijie.apps.organizations.selectors import to_review as organizations_to_review
from duijie.apps.projects.rules import PROJECT
from duijie.apps.projects.selectors import open_projects
from duijie.kernel.access.actors import Actor
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.office.requests import READERS
from duijie.web.office.saved import PAGE
from duijie.web.office.work_list import TOGETHER, done_in, narrowed, query_of, rows_of

_SHOWN, _LOOKED_AT = 50, 200
_AT_ANY_TIME = frozenset({"record_money", "cancel"})
"""What may be done to a project and nobody waits for."""
_WAITING_STATES = ("drafting", "to_confirm", "disputed")
"""Projects in which the receiving side or an office has something to do."""


@for_officials
def queue(request: ActorRequest) -> HttpResponse:
    """What waits for me: first what has run over its time, then by the clock."""
    waiting, form = narrowed(request.actor, request.GET)
    query = query_of(request.GET)
    context = {
        "title": _("To do"),
        "form": form,
        "query": query,
        "done": done_in(request.GET),
        "saved": [
            Link(each.name, f"{reverse('office:queue')}?{each.query}", current=each.query == query)
            for each in saved_filters(request.actor, PAGE)
        ],
        "late": sum(each.is_overdue for each in waiting),
        "rows": rows_of(waiting, query),
        "may_tick": any(TOGETHER & set(each.acts) for each in waiting),
        "may_merge": any("bundle" in each.acts for each in waiting),
        "others": [each for each in _others(request.actor) if each.rows],
        "may_make": request.actor.role in MAKERS,
        "may_type": request.actor.role in TYPISTS,
        "may_import": request.actor.role in IMPORTERS,
        "requests": request.actor.role in READERS,
    }
    return render(request, "office/desk.html", context)


def _others(actor: Actor) -> Iterable[Table]:
    """What waits in the other parts, each with the page where it is dealt with."""
    offers = [
        [Link(each.title, reverse("office:offer", args=[each.number])), each.organization.name]
        for each in offers_to_review(actor)[:_SHOWN]
    ]
    yield _list(_("Offers to review"), (_("Offer"), _("Organization")), offers)
    organizations = [
        [Link(each.name, reverse("office:organization", args=[each.number])), each.division_name]
        for each in organizations_to_review(actor)[:_SHOWN]
    ]
    yield _list(_("Organizations to review"), (_("Organization"), _("Place")), organizations)
    projects = [
        [Link(each.need.title, reverse("office:project", args=[each.number])), State(each.state, PROJECT)]
        for each in open_projects(actor).filter(state__in=_WAITING_STATES)[:_LOOKED_AT]
        if {act.event for act in PROJECT.available(actor, each)} - _AT_ANY_TIME
    ]
    yield _list(_("Projects that wait for you"), (_("Need"), _("State")), projects[:_SHOWN])


def _list(caption: str, labels: tuple[str, str], rows: list[list[object]]) -> Table:
    return Table(caption, [Column(label) for label in labels], rows, show_caption=True)


urlpatterns = [path("", queue, name="queue")]
