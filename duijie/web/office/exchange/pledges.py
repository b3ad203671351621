"""外省有意向: organizations of other provinces that would take on needs of ours; an office answers each."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.models import ReceivedPledge
from duijie.apps.exchange.rules.pledges import (
    DECIDE,
    DECIDERS,
    READERS,
    REASON_LABELS,
    RECEIVED_LABELS,
    DeclineReason,
    PledgeState,
)
from duijie.apps.exchange.selectors.pledges import received_pledge, received_pledges
from duijie.apps.exchange.services.receiving import decide_pledge
from duijie.apps.organizations.rules.vocabulary import LEVELS_OF_REGISTRATION
from duijie.kernel.access.checks import can
from duijie.kernel.audit.recording import history
from duijie.kernel.errors import Conflict, mark
from duijie.web.frame.formats import datetime_local, quantity
from duijie.web.frame.forms import FormPage
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Fact, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_roles

SHOWN = 100


class DeclineForm(forms.Form):
    """Why; the reason travels back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        choices=[(each.value, gettext_lazy(label)) for each, label in REASON_LABELS.items()],
        widget=forms.RadioSelect,
    )


@for_roles(*READERS)
def pledge_list(request: ActorRequest) -> HttpResponse:
    """What has come for needs in the office's division, newest first."""
    rows = [
        [
            Link(each.need.title, _address(each)),
            each.organization_name,
            each.source.name,
            quantity(each.quantity, each.unit),
            State(RECEIVED_LABELS[PledgeState(each.state)]),
            datetime_local(each.received_at),
        ]
        for each in received_pledges(request.actor)[:SHOWN]
    ]
    columns = [
        Column(_("Need")),
        Column(_("Organization")),
        Column(_("Province")),
        Column(_("Quantity"), numeric=True),
        Column(_("State")),
        Column(_("Received")),
    ]
    title = _("Pledges from other provinces")
    return render(request, "office/pledges.html", {"title": title, "table": Table(title, columns, rows)})


@for_roles(*READERS)
def pledge_page(request: ActorRequest, number: str) -> HttpResponse:
    """One pledge: who, how much, and the two answers."""
    row = received_pledge(request.actor, number)
    context = {
        "row": row,
        "title": row.need.title,
        "state": RECEIVED_LABELS[PledgeState(row.state)],
        "may_decide": row.state == PledgeState.WAITING and can(request.actor, DECIDE, row),
        "is_accepted": row.state == PledgeState.ACCEPTED,
        "facts": _facts(row),
        "entries": as_history(history(row)),
    }
    return render(request, "office/pledge.html", context)


class Answer(FormPage):
    """One of the two answers to a pledge that waits."""

    form_class = forms.Form
    template_name = "organization/act.html"
    row: ReceivedPledge

    def prepare(self) -> None:
        """It must wait for an answer."""
        self.row = received_pledge(self.actor, self.kwargs["number"])
        if self.row.state != PledgeState.WAITING:
            raise Conflict(mark("This has moved on meanwhile; please look at its present state."))

    def context(self) -> dict[str, Any]:
        """What is answered."""
        return {"facts": _facts(self.row), "back": _address(self.row)}


class Accept(Answer):
    """Welcome it."""

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """Answer yes."""
        decide_pledge(actor=self.actor, pledge=self.row, is_accepted=True)
        return _address(self.row)

    def context(self) -> dict[str, Any]:
        """What follows from it."""
        help_text = _(
            "Your answer goes to the organization by the record. It holds nothing of the need: to commit, the "
            "organization has to register here, so please call and invite it."
        )
        return {
            **super().context(),
            "title": _("Welcome this pledge?"),
            "button": _("Welcome it"),
            "help_text": help_text,
        }


class Decline(Answer):
    """Decline it."""

    form_class = DeclineForm

    def perform(self, form: forms.Form) -> str:
        """Answer no."""
        reason = DeclineReason(form.cleaned_data["reason"])
        decide_pledge(actor=self.actor, pledge=self.row, is_accepted=False, reason=reason)
        return _address(self.row)

    def context(self) -> dict[str, Any]:
        """What is told of it."""
        return {
            **super().context(),
            "title": _("Decline this pledge?"),
            "button": _("Decline with thanks"),
            "help_text": _("The organization reads the reason. It may offer again what still fits."),
        }


def _facts(row: ReceivedPledge) -> list[Fact]:
    level = row.registration_level
    found = [
        Fact(_("Need"), Link(f"{row.need.title} {row.need.number}", reverse("office:need", args=[row.need.number]))),
        Fact(_("Asked"), quantity(row.need.quantity, row.need.unit)),
        Fact(_("Pledged"), quantity(row.quantity, row.unit)),
        Fact(_("Organization"), row.organization_name),
        Fact(_("Unified social credit code"), row.credit_code),
        Fact(_("Level of registration"), _(LEVELS_OF_REGISTRATION[level]) if level in LEVELS_OF_REGISTRATION else ""),
        Fact(_("Telephone of its office"), row.phone),
        Fact(_("Province"), row.source.name),
        Fact(_("Its number there"), row.organization_number),
        Fact(_("Received"), datetime_local(row.received_at)),
        Fact(_("Reason"), _(REASON_LABELS[DeclineReason(row.reason)]) if row.reason else ""),
    ]
    return [each for each in found if each.answer]


def _address(row: ReceivedPledge) -> str:
    return reverse("office:pledge", args=[row.number])


urlpatterns = [
    path("pledges/", pledge_list, name="pledges"),
    path("pledges/<str:number>/", pledge_page, name="pledge"),
    path("pledges/<str:number>/accept/", for_roles(*DECIDERS)(Accept.as_view()), name="pledge-accept"),
    path("pledges/<str:number>/decline/", for_roles(*DECIDERS)(Decline.as_view()), name="pledge-decline"),
]
