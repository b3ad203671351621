"""The office's side of the demand library: its list, one need with everything known of it, and every act on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.lists import RETURNERS
from duijie.apps.needs.rules.needs import IMPORTERS, MAKERS, NEED, SEE_INTERNAL
from duijie.apps.needs.selectors.needs import (
    OfficeFilters,
    full_history,
    journey_of,
    need_by_number,
    office_needs,
    opinions_on,
    referrals_of,
)
from duijie.apps.needs.selectors.referrals import usual_sender
from duijie.apps.needs.selectors.requests import to_bundle
from duijie.apps.needs.services.aftercare import begin_revisit, close_need, extend_need, revise_need
from duijie.apps.needs.services.decisions import decline_need, publish_need, return_need, state_cover, verify_need
from duijie.apps.needs.services.joint import agree_jointly
from duijie.apps.needs.services.needs import (
    ask_review_of_need,
    complete_need,
    edit_need,
    make_need,
    submit_need,
    withdraw_need,
)
from duijie.apps.needs.services.referrals import refer_need, return_need_from_policy, settle_need_by_policy
from duijie.apps.needs.services.taking_back import take_back_return
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can
from duijie.kernel.errors import mark
from duijie.kernel.paging import page_of
from duijie.web.frame.acts import Act, ActPage, Button, buttons
from duijie.web.frame.formats import quantity
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Paging, State, Step, Table
from duijie.web.frame.policies import ActorRequest, for_officials, for_roles
from duijie.web.office.erasing import erase_address
from duijie.web.office.need_facts import need_facts, noted_history, opinion_table, referral_table, request_table
from duijie.web.office.need_forms import (
    ExtendForm,
    FindingForm,
    GapForm,
    NeedFilters,
    NeedForm,
    OpinionForm,
    ReasonForm,
    ReferForm,
    ReviseForm,
    StateCoverForm,
    need_initial,
    new_initial,
)

ACTS = {
    "edit": Act(lambda actor, row, given: edit_need(actor=actor, need=row, values=given), NeedForm),
    "submit": Act(
        lambda actor, row, _given: submit_need(actor=actor, need=row),
        help_text=mark("The need goes to the office that verifies it; you can follow it here."),
    ),
    "state_cover": Act(
        lambda actor, row, given: state_cover(actor=actor, need=row, **given),
        StateCoverForm,
        mark("Policy before charity: what a policy covers is not published."),
    ),
    "agree": Act(
        lambda actor, row, given: agree_jointly(actor=actor, row=row, **given),
        OpinionForm,
        mark(
            "The office whose turn it is decides after you have agreed. If you do not agree, return it with a reason."
        ),
    ),
    "verify": Act(lambda actor, row, given: verify_need(actor=actor, need=row, **given), OpinionForm),
    "publish": Act(
        lambda actor, row, given: publish_need(actor=actor, need=row, **given),
        OpinionForm,
        mark("The need is public from now on, with county and township, without village or household."),
    ),
    "return": Act(lambda actor, row, given: return_need(actor=actor, need=row, **given), ReasonForm),
    "take_back": Act(
        lambda actor, row, _given: take_back_return(actor=actor, row=row),
        help_text=mark("It waits for your office again, until the same day as before."),
    ),
    "decline": Act(
        lambda actor, row, given: decline_need(actor=actor, need=row, **given),
        ReasonForm,
        mark("Those who asked read the reason, and may ask the level above for a review."),
    ),
    "refer": Act(lambda actor, row, given: refer_need(actor=actor, need=row, **given), ReferForm),
    "complete": Act(lambda actor, row, given: complete_need(actor=actor, need=row, values=given), NeedForm),
    "ask_review": Act(lambda actor, row, given: ask_review_of_need(actor=actor, need=row, **given), ReasonForm),
    "return_from_policy": Act(
        lambda actor, row, given: return_need_from_policy(actor=actor, need=row, **given), GapForm
    ),
    "settle_by_policy": Act(lambda actor, row, _given: settle_need_by_policy(actor=actor, need=row)),
    "extend": Act(lambda actor, row, given: extend_need(actor=actor, need=row, **given), ExtendForm),
    "revise": Act(
        lambda actor, row, given: revise_need(actor=actor, need=row, **given),
        ReviseForm,
        mark("The need cannot ask for less than organizations have already taken."),
    ),
    "withdraw": Act(lambda actor, row, given: withdraw_need(actor=actor, need=row, **given), ReasonForm),
    "revisit": Act(lambda actor, row, _given: begin_revisit(actor=actor, need=row)),
    "close": Act(lambda actor, row, given: close_need(actor=actor, need=row, **given), FindingForm),
}
_WORDED = ("edit", "complete")
"""Acts whose form is the whole need."""


@for_officials
def need_list(request: ActorRequest) -> HttpResponse:
    """The needs that the office looks after, newest first."""
    form = NeedFilters(request.GET)
    filters = OfficeFilters(**form.cleaned_data) if form.is_valid() else OfficeFilters()
    page = page_of(
        office_needs(request.actor, filters),
        moment="created_at",
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    context = {
        "title": _("Needs"),
        "form": form,
        "table": _table(page.rows),
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        "may_make": request.actor.role in MAKERS,
        "may_import": request.actor.role in IMPORTERS,
        "may_return": request.actor.role in RETURNERS,
        "query": request.GET.urlencode(),
    }
    return render(request, "office/needs.html", context)


@for_officials
def need_page(request: ActorRequest, number: str) -> HttpResponse:
    """One need: facts, policy cover, requests behind it, letters, journey and history, and what may be done now."""
    actor = request.actor
    need = need_by_number(actor, number)
    context = {
        "need": need,
        "lifecycle": NEED,
        "acts": _buttons(actor, need),
        "facts": need_facts(need, is_internal=can(actor, SEE_INTERNAL, need)),
        "opinions": opinion_table(opinions_on(actor, need)),
        "referrals": referral_table(referrals_of(actor, need)),
        "requests": request_table(actor, need),
        "steps": [Step(_(each.label), each.state, each.at) for each in journey_of(need)],
        "entries": noted_history(full_history(actor, need)),
        "is_public": need.published_at is not None,
        "erase": erase_address(actor, need),
    }
    return render(request, "office/need.html", context)


class NewNeed(FormPage):
    """申报需求项目: make a need, of verified requests where the address names some (`?request=R-…`)."""

    form_class = NeedForm
    template_name = "office/need_form.html"

    def prepare(self) -> None:
        """The requests that are to be bundled, as far as the actor handles them."""
        numbers = self.request.GET.getlist("request")
        self.requests = list(to_bundle(self.actor, numbers)) if numbers else []

    def form_arguments(self) -> dict[str, Any]:
        """The actor's places, and what the requests have in common."""
        return {"actor": self.actor, "initial": new_initial(self.actor, self.requests)}

    def perform(self, form: NeedForm) -> str:
        """Keep the draft."""
        need = make_need(actor=self.actor, values=form.values(), requests=self.requests)
        return reverse("office:need", args=[need.number])

    def context(self) -> dict[str, Any]:
        """Words and the requests behind the need."""
        return {
            "title": _("Enter a need"),
            "button": _("Keep as a draft"),
            "back": reverse("office:needs"),
            "requests": self.requests,
        }


class NeedAct(ActPage):
    """Every event of a need that a person may cause."""

    lifecycle, acts = NEED, ACTS

    def load(self, number: str) -> Need:
        """The need if the actor may see it."""
        return need_by_number(self.actor, number)

    def address_of(self, row: Need) -> str:
        """Its page."""
        return reverse("office:need", args=[row.number])

    def form_arguments(self) -> dict[str, Any]:
        """What the need says so far."""
        if self.kwargs["event"] in _WORDED:
            return {"actor": self.actor, "initial": need_initial(self.row)}
        if self.kwargs["event"] == "refer":
            return {"initial": {"from_office": usual_sender(self.actor)}}
        return {"initial": {name: getattr(self.row, name, None) for name in _REMEMBERED.get(self.kwargs["event"], ())}}

    def perform(self, form: Any) -> str:
        """Call the act's service with what the form says."""
        given = form.values() if isinstance(form, NeedForm) else form.cleaned_data
        self.act.perform(self.actor, self.row, given)
        return self.address_of(self.row)


_REMEMBERED = {
    "state_cover": ("policy_cover", "policy_name", "remaining_gap"),
    "extend": ("wanted_by",),
    "revise": ("quantity",),
}


def _buttons(actor: Actor, need: Need) -> list[Button]:
    """What may be done now; policy cover comes first until it is stated, and last afterwards."""
    here = reverse("office:need", args=[need.number])
    found = buttons(NEED, ACTS, actor, need, lambda event: f"{here}{event}/")
    is_stated = need.policy_checked_at is not None
    return sorted(found, key=lambda each: (each.event == "state_cover") == is_stated)


def _table(needs: list[Need]) -> Table:
    rows = [
        [
            Link(need.title, reverse("office:need", args=[need.number])),
            need.division_name,
            quantity(need.quantity, need.unit),
            State(need.state, NEED),
            need.number,
        ]
        for need in needs
    ]
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Asked"), numeric=True),
        Column(_("State")),
        Column(_("Number")),
    ]
    return Table(_("Needs"), columns, rows)


urlpatterns = [
    path("needs/", need_list, name="needs"),
    path("needs/new/", for_roles(*MAKERS)(NewNeed.as_view()), name="need-new"),
    path("needs/<str:number>/", need_page, name="need"),
    path("needs/<str:number>/<str:event>/", for_officials(NeedAct.as_view()), name="need-act"),
]
