"""Recommendations, orders and answers as offices see them. Interest is never public."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.exchange.rules.pledges import READERS
from duijie.apps.exchange.selectors.pledges import waiting_pledges
from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.rules import MATCH, ORDER, SUGGESTION
from duijie.apps.matches.selectors import (
    match_by_number,
    order_by_number,
    suggestion_by_number,
    visible_matches,
    visible_orders,
    visible_suggestions,
)
from duijie.apps.matches.services import orders, suggestions
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import history
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.lifecycle.tables import Lifecycle
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.formats import quantity
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Fact, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.office.matching import urlpatterns as matching_patterns
from duijie.web.organization.match_facts import answer_facts, decline_facts, need_or_none, until

LISTED = 100
WAITING = {"suggestion": ("open",), "order": ("waiting", "open"), "match": ("interested",)}
LIFECYCLES = {"suggestion": SUGGESTION, "order": ORDER, "match": MATCH}
SUGGESTION_ACTS = {
    "withdraw": Act(lambda actor, row, _given: suggestions.withdraw(actor=actor, suggestion=row)),
}
ORDER_ACTS = {"withdraw": Act(lambda actor, row, _given: orders.withdraw(actor=actor, order=row))}

Row = Suggestion | Order | Match


@for_officials
def matching(request: ActorRequest) -> HttpResponse:
    """What waits for organizations in the office's division, or all of it, the newest first."""
    show_all = request.GET.get("show") == "all"
    found = sorted(_rows(request.actor, show_all=show_all), key=itemgetter(0), reverse=True)
    columns = [
        Column(_("Need")),
        Column(_("What")),
        Column(_("Organization")),
        Column(_("Quantity"), numeric=True),
        Column(_("State")),
        Column(_("Until")),
    ]
    context = {
        "title": _("Matching"),
        "tabs": [
            Link(_("Waiting for an answer"), "?", current=not show_all),
            Link(_("All"), "?show=all", current=show_all),
        ],
        "table": Table(_("Matching"), columns, [row for _moment, row in found[:LISTED]]),
        "cut": LISTED if len(found) > LISTED else 0,
        "pledges": waiting_pledges(request.actor).count() if request.actor.role in READERS else 0,
    }
    return render(request, "office/matches.html", context)


def _rows(actor: Actor, *, show_all: bool) -> Iterator[tuple[datetime, Sequence[object]]]:
    kinds = (
        ("order", _("Order"), visible_orders(actor).select_related("request__need")),
        ("suggestion", _("Recommendation"), visible_suggestions(actor)),
        ("match", _("Answer"), visible_matches(actor)),
    )
    for kind, what, rows in kinds:
        shown = rows if show_all else rows.filter(state__in=WAITING[kind])
        for each in shown[: LISTED + 1]:
            yield each.created_at, _cells(each, kind, what)


def _cells(row: Row, kind: str, what: str) -> Sequence[object]:
    organization = row.offer.organization if isinstance(row, Order) else row.organization
    return (
        Link(_title(row), reverse(f"office:{kind}", args=[row.number])),
        what,
        organization.name,
        _amount(row),
        State(row.state, LIFECYCLES[kind]),
        until(row) if row.state in WAITING[kind] else "",
    )


def _title(row: Row) -> str:
    """The need's name; an order that has none yet goes by what was ordered."""
    need = need_or_none(row)
    return need.title if need else row.offer.title if row.offer else row.number


def _amount(row: Row) -> str:
    if isinstance(row, Suggestion):
        return quantity(row.need.quantity, row.need.unit)
    return quantity(row.quantity, row.offer.unit if isinstance(row, Order) else row.need.unit)


@for_officials
def suggestion_page(request: ActorRequest, number: str) -> HttpResponse:
    """One recommendation."""
    return _row_page(request, _found(suggestion_by_number(request.actor, number)), SUGGESTION_ACTS, "suggestion")


@for_officials
def order_page(request: ActorRequest, number: str) -> HttpResponse:
    """One order from the menu."""
    return _row_page(request, _found(order_by_number(request.actor, number)), ORDER_ACTS, "order")


@for_officials
def match_page(request: ActorRequest, number: str) -> HttpResponse:
    """One organization's answer."""
    return _row_page(request, _found(match_by_number(request.actor, number)), {}, "match")


class SuggestionAct(ActPage):
    """Take a recommendation back."""

    lifecycle, acts = SUGGESTION, SUGGESTION_ACTS
    template_name = "organization/act.html"

    def load(self, number: str) -> Suggestion | None:
        """The recommendation if the office looks after it."""
        return suggestion_by_number(self.actor, number)

    def address_of(self, row: Suggestion) -> str:
        """Its page."""
        return reverse("office:suggestion", args=[row.number])

    def context(self) -> dict[str, Any]:
        """What is taken back."""
        return {**super().context(), "facts": _facts(self.row)}


class OrderAct(ActPage):
    """Take an order back."""

    lifecycle, acts = ORDER, ORDER_ACTS
    template_name = "organization/act.html"

    def load(self, number: str) -> Order | None:
        """The order if it was placed in the office's division."""
        return order_by_number(self.actor, number)

    def address_of(self, row: Order) -> str:
        """Its page."""
        return reverse("office:order", args=[row.number])

    def context(self) -> dict[str, Any]:
        """What is taken back."""
        return {**super().context(), "facts": _facts(self.row)}


def _row_page(request: ActorRequest, row: Any, acts: dict[str, Act], kind: str) -> HttpResponse:
    here = reverse(f"office:{kind}", args=[row.number])
    lifecycle: Lifecycle = LIFECYCLES[kind]
    context = {
        "row": row,
        "title": _title(row),
        "lifecycle": lifecycle,
        "until": until(row) if row.state in WAITING[kind] else "",
        "acts": buttons(lifecycle, acts, request.actor, row, lambda event: f"{here}{event}/"),
        "facts": _facts(row),
        "entries": as_history(history(row)),
    }
    return render(request, "office/answer.html", context)


def _facts(row: Row) -> list[Fact]:
    organization = row.offer.organization if isinstance(row, Order) else row.organization
    page = Link(organization.name, reverse("public:organization", args=[organization.number]))
    return [Fact(_("Organization"), page), *answer_facts(row, is_office=True), *decline_facts(row)]


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


urlpatterns = [
    path("matching/", matching, name="matching"),
    *matching_patterns,
    path("suggestions/<str:number>/", suggestion_page, name="suggestion"),
    path("suggestions/<str:number>/<str:event>/", for_officials(SuggestionAct.as_view()), name="suggestion-act"),
    path("orders/<str:number>/", order_page, name="order"),
    path("orders/<str:number>/<str:event>/", for_officials(OrderAct.as_view()), name="order-act"),
    path("matches/<str:number>/", match_page, name="match"),
]
