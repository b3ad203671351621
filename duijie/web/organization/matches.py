"""What waits for an organization's answer, which needs fit it and why, and what it has answered."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.fits import speaks_of_the_same
from duijie.apps.matches.rules import MATCH, ORDER, SUGGESTION
from duijie.apps.matches.selectors import (
    Fit,
    match_by_number,
    needs_for,
    order_by_number,
    own_match,
    suggestion_by_number,
    visible_matches,
)
from duijie.apps.offers.selectors import public_offers_of
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import history
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.acts import Act, buttons
from duijie.web.frame.formats import quantity
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.frame.reasons import Side
from duijie.web.organization.answers import MATCH_ACTS, ORDER_ACTS, SUGGESTION_ACTS
from duijie.web.organization.answers import urlpatterns as answer_patterns
from duijie.web.organization.clocks import answer_clock
from duijie.web.organization.day import answers
from duijie.web.organization.distances import LOOKED_AT, how_near, nearest_first
from duijie.web.organization.match_facts import answer_facts, contact_facts, decline_facts, need_of, until
from duijie.web.organization.ours import our_organization
from duijie.web.organization.taps import answers_to
from duijie.web.public.fits import ShownFit, own_view, shown

FITS_SHOWN = 30
ANSWERED_SHOWN = 20
WAITING = ("open", "interested")


@dataclass(frozen=True, slots=True)
class NearFit:
    """A need that fits, with the reasons, and how near it is to us."""

    fit: ShownFit
    near: str


@for_organizations
def fitting_needs(request: ActorRequest) -> HttpResponse:
    """First what waits for our answer, then what fits and why, then what we have answered."""
    organization = our_organization(request.actor)
    by_distance = request.GET.get("order") == "distance"
    close, loose = _fits(organization, by_distance=by_distance)
    context = {
        "title": _("Needs that fit"),
        "waiting": answers(request.actor),
        "orders": [
            Link(_("Best fit first"), "?", current=not by_distance),
            Link(_("Nearest first"), "?order=distance", current=by_distance),
        ],
        "home": organization.division_name if by_distance else "",
        "close": close,
        "loose": loose,
        "has_offers": public_offers_of(organization).exists(),
        "answered": _answered(request.actor),
    }
    return render(request, "organization/needs.html", context)


def _fits(organization: Organization, *, by_distance: bool) -> tuple[list[NearFit], list[NearFit]]:
    """What fits closely and what only lies in the field, each in the chosen order."""
    home = organization.division_path
    fits = needs_for(organization, limit=LOOKED_AT if by_distance else FITS_SHOWN)
    ordered = nearest_first(fits, home) if by_distance else fits
    pairs = [(speaks_of_the_same(each.reasons), each) for each in ordered]
    close = [each for is_close, each in pairs if is_close][:FITS_SHOWN]
    loose = [each for is_close, each in pairs if not is_close][: FITS_SHOWN - len(close)]
    return _near(close, home), _near(loose, home)


def _near(fits: list[Fit], home: str) -> list[NearFit]:
    return [NearFit(each, how_near(home, each.need.division_path)) for each in shown(fits, Side.ORGANIZATION)]


def _answered(actor: Actor) -> Table:
    rows = visible_matches(actor).exclude(state="interested")[:ANSWERED_SHOWN]
    lines = [
        [
            Link(each.need.title, reverse("organization:match", args=[each.number])),
            each.need.public_place,
            quantity(each.quantity, each.need.unit),
            State(each.state, MATCH),
        ]
        for each in rows
    ]
    columns = [Column(_("Need")), Column(_("Place")), Column(_("Our part"), numeric=True), Column(_("State"))]
    return Table(_("Answered lately"), columns, lines)


@for_organizations
def suggestion_page(request: ActorRequest, number: str) -> HttpResponse:
    """One recommendation."""
    row = _found(suggestion_by_number(request.actor, number))
    return _page(request, row, lifecycle=SUGGESTION, acts=SUGGESTION_ACTS, kind="suggestion")


@for_organizations
def order_page(request: ActorRequest, number: str) -> HttpResponse:
    """One order from the menu."""
    row = _found(order_by_number(request.actor, number))
    return _page(request, row, lifecycle=ORDER, acts=ORDER_ACTS, kind="order")


@for_organizations
def match_page(request: ActorRequest, number: str) -> HttpResponse:
    """One of our interests or commitments."""
    row = _found(match_by_number(request.actor, number))
    return _page(request, row, lifecycle=MATCH, acts=MATCH_ACTS, kind="match")


def _page(request: ActorRequest, row: Any, *, lifecycle: Any, acts: dict[str, Act], kind: str) -> HttpResponse:
    here, need = reverse(f"organization:{kind}", args=[row.number]), need_of(row)
    offered = buttons(lifecycle, acts, request.actor, row, lambda event: f"{here}{event}/")
    context = {
        "row": row,
        "need": need,
        "kind": kind,
        "lifecycle": lifecycle,
        "until": until(row) if row.state in WAITING else "",
        "clock": answer_clock(row.answer_until) if row.state in WAITING else None,
        "answers": answers_to(row, need, offered, acts),
        "facts": [*answer_facts(row), *decline_facts(row), *contact_facts(need)],
        "own": own_view(request.actor, need) if offered else None,
        "entries": as_history(history(row)),
        "match": own_match(request.actor, need),
    }
    return render(request, "organization/answer.html", context)


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


urlpatterns = [
    path("needs/", fitting_needs, name="needs"),
    path("suggestions/<str:number>/", suggestion_page, name="suggestion"),
    path("orders/<str:number>/", order_page, name="order"),
    path("matches/<str:number>/", match_page, name="match"),
    *answer_patterns,
]
