"""Matches as offices see them: what fits a need, 推荐对接, and what became of it. Interest is never public."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.matches.models import Order, Suggestion
from duijie.apps.matches.rules import MATCH, ORDER, SUGGEST, SUGGESTION
from duijie.apps.matches.selectors import (
    Fit,
    match_by_number,
    offers_for,
    order_by_number,
    suggestion_by_number,
    visible_matches,
    visible_orders,
    visible_suggestions,
    why_not,
)
from duijie.apps.matches.services import orders, suggestions
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.needs import need_by_number
from duijie.apps.offers.models import Offer
from duijie.kernel.access.checks import can, require
from duijie.kernel.audit.recording import history
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.fields import TextField
from duijie.web.frame.forms import FormPage
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.frame.reasons import Side, reason_sentence, why_not_sentences

FITS_SHOWN = 10
SUGGESTION_ACTS = {
    "withdraw": Act(lambda actor, row, _given: suggestions.withdraw(actor=actor, suggestion=row)),
}
ORDER_ACTS = {"withdraw": Act(lambda actor, row, _given: orders.withdraw(actor=actor, order=row))}


class SuggestForm(forms.Form):
    """Recommend the need to the organization of one of the fitting offers."""

    offer = forms.ChoiceField(label=gettext_lazy("To which organization?"), widget=forms.RadioSelect)
    note = TextField(label=gettext_lazy("A word to the organization"), limit=300, rows=3, required=False)

    def __init__(self, *args: Any, fits: list[Fit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(fit.offer.pk), f"{fit.offer.organization.name}：{fit.offer.title}") for fit in fits]
        self.fields["offer"].choices = choices  # type: ignore[attr-defined]


@for_officials
def need_matching(request: ActorRequest, number: str) -> HttpResponse:
    """What fits a need and why; what was recommended, and what organizations answered."""
    need = _need(request, number)
    asked = request.GET.get("why", "")
    offer = Offer.objects.filter(number=asked, state="published").select_related("organization").first()
    context = {
        "need": need,
        "title": _("Matching for this need"),
        "fits": [
            (fit, [reason_sentence(each, Side.NEED) for each in fit.reasons if each.points])
            for fit in offers_for(need, limit=FITS_SHOWN)
        ],
        "asked": asked,
        "asked_offer": offer,
        "why_not": why_not_sentences(why_not(need, offer, limit=FITS_SHOWN), Side.NEED) if offer else [],
        "may_suggest": can(request.actor, SUGGEST, need),
        "suggestions": _table(
            _("Recommended to"), visible_suggestions(request.actor).filter(need=need), SUGGESTION, "suggestion"
        ),
        "matches": _table(
            _("Answers of organizations"), visible_matches(request.actor).filter(need=need), MATCH, "match"
        ),
    }
    return render(request, "office/matching.html", context)


@for_officials
def matching(request: ActorRequest) -> HttpResponse:
    """All recommendations, orders and answers of the office's division."""
    context = {
        "title": _("Matching"),
        "suggestions": _table(_("Recommendations"), visible_suggestions(request.actor), SUGGESTION, "suggestion"),
        "orders": _order_table(request),
        "matches": _table(_("Answers of organizations"), visible_matches(request.actor), MATCH, "match"),
    }
    return render(request, "office/matches.html", context)


class SuggestPage(FormPage):
    """推荐对接: voluntary, withdrawn freely, no quotas."""

    form_class = SuggestForm
    template_name = "frame/act.html"
    need: Need

    def prepare(self) -> None:
        """The need must be open and lie in the office's division."""
        self.need = _need(self.request, self.kwargs["number"])  # type: ignore[arg-type]
        require(self.actor, SUGGEST, self.need)

    def form_arguments(self) -> dict[str, Any]:
        """The fitting offers, best first."""
        return {"fits": offers_for(self.need, limit=FITS_SHOWN)}

    def perform(self, form: Any) -> str:
        """Recommend."""
        offer = Offer.objects.select_related("organization").get(pk=UUID(form.cleaned_data["offer"]))
        suggestions.suggest(
            actor=self.actor,
            need=self.need,
            organization=offer.organization,
            offer=offer,
            note=form.cleaned_data["note"],
        )
        return reverse("office:need-matching", args=[self.need.number])

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "row": self.need,
            "title": _("Recommend to an organization"),
            "button": _("Recommend"),
            "help_text": _("The organization answers within 48 hours, as it likes; there are no quotas."),
            "back": reverse("office:need-matching", args=[self.need.number]),
        }


@for_officials
def suggestion_page(request: ActorRequest, number: str) -> HttpResponse:
    """One recommendation."""
    return _row_page(
        request, _found(suggestion_by_number(request.actor, number)), SUGGESTION, SUGGESTION_ACTS, "suggestion"
    )


@for_officials
def order_page(request: ActorRequest, number: str) -> HttpResponse:
    """One order from the menu."""
    return _row_page(request, _found(order_by_number(request.actor, number)), ORDER, ORDER_ACTS, "order")


@for_officials
def match_page(request: ActorRequest, number: str) -> HttpResponse:
    """One organization's answer."""
    return _row_page(request, _found(match_by_number(request.actor, number)), MATCH, {}, "match")


class SuggestionAct(ActPage):
    """Take a recommendation back."""

    lifecycle, acts = SUGGESTION, SUGGESTION_ACTS

    def load(self, number: str) -> Suggestion | None:
        """The recommendation if the office looks after it."""
        return suggestion_by_number(self.actor, number)

    def address_of(self, row: Suggestion) -> str:
        """Its page."""
        return reverse("office:suggestion", args=[row.number])


class OrderAct(ActPage):
    """Take an order back."""

    lifecycle, acts = ORDER, ORDER_ACTS

    def load(self, number: str) -> Order | None:
        """The order if it was placed in the office's division."""
        return order_by_number(self.actor, number)

    def address_of(self, row: Order) -> str:
        """Its page."""
        return reverse("office:order", args=[row.number])


def _row_page(request: ActorRequest, row: Any, lifecycle: Any, acts: Any, kind: str) -> HttpResponse:
    here = reverse(f"office:{kind}", args=[row.number])
    context = {
        "row": row,
        "lifecycle": lifecycle,
        "acts": buttons(lifecycle, acts, request.actor, row, lambda event: f"{here}{event}/"),
        "entries": as_history(history(row)),
    }
    return render(request, "office/answer.html", context)


def _table(caption: str, rows: Any, lifecycle: Any, kind: str) -> Table:
    lines = [
        [
            Link(each.organization.name, reverse(f"office:{kind}", args=[each.number])),
            each.need.title,
            State(each.state, lifecycle),
        ]
        for each in rows[:100]
    ]
    return Table(caption, [Column(_("Organization")), Column(_("Need")), Column(_("State"))], lines, show_caption=True)


def _order_table(request: ActorRequest) -> Table:
    lines = [
        [
            Link(each.offer.title, reverse("office:order", args=[each.number])),
            each.offer.organization.name,
            State(each.state, ORDER),
        ]
        for each in visible_orders(request.actor)[:100]
    ]
    return Table(
        _("Orders"), [Column(_("Offer")), Column(_("Organization")), Column(_("State"))], lines, show_caption=True
    )


def _need(request: ActorRequest, number: str) -> Need:
    return need_by_number(request.actor, number)


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


urlpatterns = [
    path("matching/", matching, name="matching"),
    path("needs/<str:number>/matching/", need_matching, name="need-matching"),
    path("needs/<str:number>/recommend/", for_officials(SuggestPage.as_view()), name="recommend"),
    path("suggestions/<str:number>/", suggestion_page, name="suggestion"),
    path("suggestions/<str:number>/<str:event>/", for_officials(SuggestionAct.as_view()), name="suggestion-act"),
    path("orders/<str:number>/", order_page, name="order"),
    path("orders/<str:number>/<str:event>/", for_officials(OrderAct.as_view()), name="order-act"),
    path("matches/<str:number>/", match_page, name="match"),
]
