"""An organization's answers: needs that fit, recommendations, orders, interest and commitment."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.rules import EXPRESS_INTEREST, MATCH, ORDER, PARTY_ROLE_LABELS, SUGGESTION, PartyRole
from duijie.apps.matches.selectors import (
    Fit,
    match_by_number,
    needs_for,
    order_by_number,
    own_match,
    suggestion_by_number,
    visible_matches,
    visible_orders,
    visible_suggestions,
)
from duijie.apps.matches.services import interest, orders, suggestions
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.needs.rules.vocabulary import Track
from duijie.apps.needs.selectors.needs import need_by_number
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.services.opening import accept_order, claim_wish, commit_match
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import history
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.fields import MoneyField, TextField
from duijie.web.frame.forms import FormPage
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.frame.reasons import Side, reason_sentence
from duijie.web.organization.project_forms import DeclineForm, QuantityField, choices
from duijie.web.organization.projects import address as project_address

FITS_SHOWN = 10
REASONS_SHOWN = 3


class InterestForm(forms.Form):
    """有意向: how much, in which part, and a word to the office."""

    quantity = QuantityField(label=gettext_lazy("How much could you take on?"))
    party_role = forms.ChoiceField(
        label=gettext_lazy("What would you do?"), choices=choices(PARTY_ROLE_LABELS), widget=forms.RadioSelect
    )
    message = TextField(label=gettext_lazy("A word to the need's office"), limit=300, rows=3, required=False)


class TakeForm(forms.Form):
    """An answer to a recommendation."""

    quantity = QuantityField(label=gettext_lazy("How much could you take on?"))
    message = TextField(label=gettext_lazy("A word to the need's office"), limit=300, rows=3, required=False)


class CommitForm(forms.Form):
    """确认承接: how much, and the amount if it is known."""

    quantity = QuantityField(label=gettext_lazy("How much do you take on?"))
    amount = MoneyField(label=gettext_lazy("Amount, if known"), required=False)


class ClaimForm(forms.Form):
    """认领 a small wish."""

    quantity = QuantityField(label=gettext_lazy("How much do you take on?"))


MATCH_ACTS = {
    "commit": Act(
        lambda actor, row, given: commit_match(
            actor=actor, match=row, quantity=given["quantity"], amount_fen=given["amount"]
        ),
        CommitForm,
        mark("After your visit and your organization's own decision. It binds you to this part of the need."),
    ),
    "decline": Act(lambda actor, row, given: interest.decline(actor=actor, match=row, **given), DeclineForm),
}
SUGGESTION_ACTS = {
    "take": Act(
        lambda actor, row, given: suggestions.take(actor=actor, suggestion=row, **given),
        TakeForm,
        mark("Interest binds you to nothing yet and is not public."),
    ),
    "decline": Act(lambda actor, row, given: suggestions.decline(actor=actor, suggestion=row, **given), DeclineForm),
}
ORDER_ACTS = {
    "accept": Act(
        lambda actor, row, _given: accept_order(actor=actor, order=row),
        help_text=mark("You take this order as your offer states; the village is told at once."),
    ),
    "decline": Act(lambda actor, row, given: orders.decline(actor=actor, order=row, **given), DeclineForm),
}


@for_organizations
def fitting_needs(request: ActorRequest) -> HttpResponse:
    """What fits us and why; with the recommendations, orders and interests that wait for us."""
    organization = Organization.objects.get(pk=request.actor.organization_id)
    fits = [(fit, _reasons(fit)) for fit in needs_for(organization, limit=FITS_SHOWN)]
    context = {
        "title": _("Needs that fit"),
        "fits": fits,
        "suggestions": _table(_("Recommended to us"), visible_suggestions(request.actor), SUGGESTION, "suggestion"),
        "orders": _table(_("Orders"), visible_orders(request.actor), ORDER, "order"),
        "matches": _table(_("Our interests and commitments"), visible_matches(request.actor), MATCH, "match"),
    }
    return render(request, "organization/needs.html", context)


@for_organizations
def suggestion_page(request: ActorRequest, number: str) -> HttpResponse:
    """One recommendation."""
    row = _found(suggestion_by_number(request.actor, number))
    return _page(request, row, row.need, lifecycle=SUGGESTION, acts=SUGGESTION_ACTS, kind="suggestion")


@for_organizations
def order_page(request: ActorRequest, number: str) -> HttpResponse:
    """One order from the menu."""
    row = _found(order_by_number(request.actor, number))
    return _page(request, row, row.need, lifecycle=ORDER, acts=ORDER_ACTS, kind="order")


@for_organizations
def match_page(request: ActorRequest, number: str) -> HttpResponse:
    """One of our interests or commitments."""
    row = _found(match_by_number(request.actor, number))
    return _page(request, row, row.need, lifecycle=MATCH, acts=MATCH_ACTS, kind="match")


class InterestPage(FormPage):
    """有意向 for a need of the library."""

    form_class = InterestForm
    template_name = "frame/act.html"
    need: Need

    def prepare(self) -> None:
        """The need must be open, and not answered by us already."""
        self.need = need_by_number(self.actor, self.kwargs["number"])
        require(self.actor, EXPRESS_INTEREST, self.need)

    def form_arguments(self) -> dict[str, Any]:
        """All that is still open is proposed."""
        left = left_to_take(self.need.quantity, self.need.quantity_taken)
        return {"initial": {"quantity": left.normalize(), "party_role": PartyRole.BOTH.value}}

    def perform(self, form: Any) -> str:
        """Express interest."""
        given = form.cleaned_data
        match = interest.express_interest(
            actor=self.actor,
            need=self.need,
            quantity=given["quantity"],
            party_role=PartyRole(given["party_role"]),
            message=given["message"],
        )
        return reverse("organization:match", args=[match.number])

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "row": self.need,
            "title": _("We are interested"),
            "button": _("We are interested"),
            "help_text": _("Interest binds you to nothing yet and is not public."),
            "back": reverse("public:need", args=[self.need.number]),
        }


class ClaimPage(FormPage):
    """认领 a small wish."""

    form_class = ClaimForm
    template_name = "frame/act.html"
    need: Need

    def prepare(self) -> None:
        """The need must be an open small wish."""
        self.need = need_by_number(self.actor, self.kwargs["number"])
        require(self.actor, EXPRESS_INTEREST, self.need)
        if self.need.track != Track.WISH:
            raise NotFound(mark("Only small wishes are claimed at once; please express interest in this need."))

    def form_arguments(self) -> dict[str, Any]:
        """All that is still open is proposed."""
        left = left_to_take(self.need.quantity, self.need.quantity_taken)
        return {"initial": {"quantity": left.normalize()}}

    def perform(self, form: Any) -> str:
        """Claim it; the project begins at once."""
        project = claim_wish(actor=self.actor, need=self.need, quantity=form.cleaned_data["quantity"])
        return project_address(project)

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "row": self.need,
            "title": _("Claim this wish"),
            "button": _("Claim this wish"),
            "help_text": _("You hand it over yourselves or through a local partner; it ends with a signed receipt."),
            "back": reverse("public:need", args=[self.need.number]),
        }


class MatchAct(ActPage):
    """One event of one of our matches."""

    lifecycle, acts = MATCH, MATCH_ACTS

    def load(self, number: str) -> Match | None:
        """The match if it is ours."""
        return match_by_number(self.actor, number)

    def address_of(self, row: Match) -> str:
        """Its project once there is one, else its page."""
        row.refresh_from_db()
        if row.state == "committed":
            return project_address(row.project)
        return reverse("organization:match", args=[row.number])

    def form_arguments(self) -> dict[str, Any]:
        """The quantity that was named with the interest."""
        return {"initial": {"quantity": self.row.quantity.normalize()}}


class SuggestionAct(ActPage):
    """An answer to a recommendation."""

    lifecycle, acts = SUGGESTION, SUGGESTION_ACTS

    def load(self, number: str) -> Suggestion | None:
        """The recommendation if it was made to us."""
        return suggestion_by_number(self.actor, number)

    def address_of(self, row: Suggestion) -> str:
        """Its page."""
        return reverse("organization:suggestion", args=[row.number])

    def form_arguments(self) -> dict[str, Any]:
        """All that is still open is proposed."""
        left = left_to_take(self.row.need.quantity, self.row.need.quantity_taken)
        return {"initial": {"quantity": left.normalize()}}


class OrderAct(ActPage):
    """An answer to an order."""

    lifecycle, acts = ORDER, ORDER_ACTS

    def load(self, number: str) -> Order | None:
        """The order if it is for an offer of ours."""
        return order_by_number(self.actor, number)

    def address_of(self, row: Order) -> str:
        """Its project once taken, else its page."""
        row.refresh_from_db()
        return project_address(row.match.project) if row.match else reverse("organization:order", args=[row.number])


def _page(request: ActorRequest, row: Any, need: Need, *, lifecycle: Any, acts: Any, kind: str) -> HttpResponse:
    here = reverse(f"organization:{kind}", args=[row.number])
    context = {
        "row": row,
        "need": need,
        "kind": kind,
        "lifecycle": lifecycle,
        "acts": buttons(lifecycle, acts, request.actor, row, lambda event: f"{here}{event}/"),
        "entries": as_history(history(row)),
        "match": own_match(request.actor, need),
    }
    return render(request, "organization/answer.html", context)


def _table(caption: str, rows: Any, lifecycle: Any, kind: str) -> Table:
    lines = [
        [
            Link(each.need.title, reverse(f"organization:{kind}", args=[each.number])),
            each.need.public_place,
            State(each.state, lifecycle),
        ]
        for each in rows[:50]
        if each.need is not None
    ]
    return Table(caption, [Column(_("Need")), Column(_("Place")), Column(_("State"))], lines, show_caption=True)


def _reasons(fit: Fit) -> list[str]:
    best = sorted((each for each in fit.reasons if each.points), key=lambda each: -each.points)
    return [reason_sentence(each, Side.ORGANIZATION) for each in best[:REASONS_SHOWN]]


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


urlpatterns = [
    path("needs/", fitting_needs, name="needs"),
    path("needs/<str:number>/interest/", for_organizations(InterestPage.as_view()), name="interest"),
    path("needs/<str:number>/claim/", for_organizations(ClaimPage.as_view()), name="claim"),
    path("suggestions/<str:number>/", suggestion_page, name="suggestion"),
    path("suggestions/<str:number>/<str:event>/", for_organizations(SuggestionAct.as_view()), name="suggestion-act"),
    path("orders/<str:number>/", order_page, name="order"),
    path("orders/<str:number>/<str:event>/", for_organizations(OrderAct.as_view()), name="order-act"),
    path("matches/<str:number>/", match_page, name="match"),
    path("matches/<str:number>/<str:event>/", for_organizations(MatchAct.as_view()), name="match-act"),
]
