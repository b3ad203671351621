"""Province and ministry at a glance: success, what waits how long, key counties, what is worth a look.

Every figure leads to the list that it counts. Steps are compared, never offices or places.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from duijie.apps.figures.rules import OVERSEERS, Share
from duijie.apps.figures.selectors.cohorts import Reading, counts_below, reading
from duijie.apps.figures.selectors.conflicts import flags_for
from duijie.apps.figures.selectors.coverage import coverage
from duijie.apps.figures.selectors.waiting import STEP_OF, waiting_at, waiting_by_step
from duijie.apps.projects.models import Project
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office import overview_parts as parts
from duijie.web.office.overview_choice import viewed
from duijie.web.public import figure_parts
from duijie.web.public.figure_chart import bars
from duijie.web.public.figure_files import MEDIA_TYPES
from duijie.web.public.tiles import distribution

LISTED = 500


@for_roles(*OVERSEERS)
def overview(request: ActorRequest) -> HttpResponse:
    """The state of a division at a glance."""
    view = viewed(request)
    choice = view.choice
    found = reading(choice.quarter, scope=choice.scope, as_of=choice.as_of)
    loads = waiting_by_step(request.actor, scope=choice.scope)
    counties = coverage(choice.scope, today())
    context = {
        "title": _("%(place)s at a glance") % {"place": view.place},
        "choice": choice,
        "quarter": figure_parts.quarter_name(choice.quarter),
        "back": "" if view.is_own else parts.address(choice, scope=request.actor.division_path),
        "quarters": parts.quarter_links(choice),
        "list_address": choice.address("public:figures-behind"),
        "chart": loads and parts.load_bars(loads),
        "loads": parts.load_table(loads, choice),
        "counties": parts.coverage_cards(counties, choice),
        "flagged": len(flags_for(request.actor)) if view.is_own else None,
        **_success(found, choice),
        **_places(choice),
    }
    return render(request, "office/overview.html", context)


def _success(found: Reading, choice: figure_parts.Choice) -> dict[str, Any]:
    return {
        "verified": found.figures.verified,
        "files": [(each, choice.address(f"public:figures-{each}")) for each in MEDIA_TYPES],
        "report": parts.report_address(choice),
        "cards": figure_parts.cards(found, choice, {share: parts.share_address(choice, share) for share in Share}),
        "bars": bars(found),
        "amounts": figure_parts.amounts(found),
        "gone": figure_parts.gone(found),
    }


def _places(choice: figure_parts.Choice) -> dict[str, Any]:
    """The grid for the whole country, else the places next below, in the order of their codes."""
    counts = counts_below(choice.quarter, choice.scope)
    if choice.scope == figure_parts.WHOLE_COUNTRY:
        return {"grid": distribution(counts, choice, parts.PAGE)}
    return {"places": parts.place_links(choice, counts)}


@for_roles(*OVERSEERS)
def waiting(request: ActorRequest, step: str) -> HttpResponse:
    """What waits at one step, the longest waiting first."""
    if step not in STEP_OF:
        raise NotFound(mark("There is no such list."))
    view, known = viewed(request), STEP_OF[step]
    rows = waiting_at(request.actor, known, scope=view.choice.scope)
    shown = rows.select_related("need", "organization") if known.model is Project else rows
    count = rows.count()
    context = {
        "title": _(known.label),
        "place": view.place,
        "count": count,
        "counted_from": _(known.counted_from),
        "nothing": _("Nothing waits at this step."),
        "table": parts.waiting_table(request.actor, known, list(shown[:LISTED])),
        "cut": LISTED if count > LISTED else 0,
        "back": parts.address(view.choice),
    }
    return render(request, "office/overview_list.html", context)


@for_roles(*OVERSEERS)
def key_counties(request: ActorRequest) -> HttpResponse:
    """The key counties of the division with what has reached each of them."""
    view = viewed(request)
    which = request.GET.get("which", "")
    if which not in parts.REACHED:
        raise NotFound(mark("There is no such list."))
    rows = [each for each in coverage(view.choice.scope, today()) if parts.REACHED[which].holds(each)]
    context = {
        "title": _(parts.REACHED[which].label),
        "place": view.place,
        "count": None,
        "nothing": _("No county stands on this list."),
        "table": parts.coverage_table(rows),
        "tabs": [
            Link(_(each.label), parts.counties_address(view.choice, name), current=name == which)
            for name, each in parts.REACHED.items()
        ],
        "back": parts.address(view.choice),
    }
    return render(request, "office/overview_list.html", context)


urlpatterns = [
    path("overview/", overview, name="overview"),
    path("overview/waiting/<str:step>/", waiting, name="overview-waiting"),
    path("overview/key-counties/", key_counties, name="overview-counties"),
]
