"""What waits for an organization's answer, which needs fit it and why, and what it has answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.rules import MATCH, ORDER, SUGGESTION
from duijie.apps.matches.selectors import (
    match_by_number,
    needs_for,
    order_by_number,
    own_match,
    suggestion_by_number,
    visible_matches,
    visible_orders,
    visible_suggestions,
)
from duijie.apps.offers.selectors import public_offers_of
from duijie.apps.organizations.selectors import organization_of
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
from duijie.web.organization.match_facts import answer_facts, contact_facts, decline_facts, need_of, need_or_none, until
from duijie.web.public.fits import own_view, shown

FITS_SHOWN = 30
WAITING_SHOWN = 50
ANSWERED_SHOWN = 20


@for_organizations
def fitting_needs(request: ActorRequest) -> HttpResponse:
    """First what waits for our answer, then what fits and why, then what we have answered."""
    organization = organization_of(request.actor)
    if organization is None:
        raise NotFound(mark("There is nothing here that you may see."))
    fits = shown(needs_for(organization, limit=FITS_SHOWN), Side.ORGANIZATION)
    context = {
        "title": _("Needs that fit"),
        "waiting": _waiting(request.actor),
        "close": [each for each in fits if each.is_close],
        "loose": [each for each in fits if not each.is_close],
        "has_offers": public_offers_of(organization).exists(),
        "answered": _answered(request.actor),
    }
    return render(request, "organization/needs.html", context)


def _waiting(actor: Actor) -> Table:
    """Open orders, recommendations and interests, the most urgent first."""
    columns = [
        Column(_("Need")),
        Column(_("What")),
        Column(_("Place")),
        Column(_("Quantity"), numeric=True),
        Column(_("Please answer by")),
    ]
    lines = [row for _moment, row in sorted(_waiting_rows(actor), key=itemgetter(0))]
    return Table(_("Waiting for our answer"), columns, lines, show_caption=True)


def _waiting_rows(actor: Actor) -> Iterator[tuple[datetime, Sequence[object]]]:
    for order in visible_orders(actor).filter(state="open").select_related("request__need")[:WAITING_SHOWN]:
        yield _waiting_row(order, _("Order"), "order", quantity(order.quantity, order.offer.unit))
    for suggestion in visible_suggestions(actor).filter(state="open")[:WAITING_SHOWN]:
        asked = quantity(suggestion.need.quantity, suggestion.need.unit)
        yield _waiting_row(suggestion, _("Recommendation"), "suggestion", asked)
    for match in visible_matches(actor).filter(state="interested")[:WAITING_SHOWN]:
        yield _waiting_row(match, _("Our interest: decide"), "match", quantity(match.quantity, match.need.unit))


def _waiting_row(row: Any, what: str, kind: str, amount: str) -> tuple[datetime, Sequence[object]]:
    need = need_or_none(row)
    title = need.title if need else row.offer.title
    link = Link(title, reverse(f"organization:{kind}", args=[row.number]))
    return row.answer_until or row.created_at, (link, what, need.public_place if need else "", amount, until(row))


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
        "until": until(row) if offered else "",
        "acts": offered,
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
