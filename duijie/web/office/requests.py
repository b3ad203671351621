"""Household requests at village and township: list, one request, every act, and bundling several into a need."""

from typing import Any

from django.forms import CharField, ChoiceField, Form, RadioSelect
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.accounts.rules import ROLE_LABELS
from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.rules.vocabulary import CONSENT_LABELS, POLICY_COVER_LABELS, URGENCY_LABELS
from duijie.apps.needs.selectors.referrals import usual_sender
from duijie.apps.needs.selectors.requests import (
    applicant_of,
    reports_on,
    request_by_number,
    request_history,
    request_referrals,
    to_bundle,
    visible_requests,
)
from duijie.apps.needs.services.bundling import unbundle_request
from duijie.apps.needs.services.joint import agree_jointly
from duijie.apps.needs.services.needs import make_need
from duijie.apps.needs.services.referrals import (
    refer_request,
    return_request_from_policy,
    settle_request_by_policy,
)
from duijie.apps.needs.services.requests import (
    answer_report,
    ask_review_of_request,
    complete_request,
    report_problem,
    withdraw_request,
)
from duijie.apps.needs.services.taking_back import take_back_return
from duijie.apps.needs.services.verification import decline_request, return_request, verify_request
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.errors import mark
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.kernel.paging import page_of
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.choices import choices_of, field_choices
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import date_zh, phone_grouped, quantity
from duijie.web.frame.parts import Column, Fact, Link, Paging, State, Table
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office.need_facts import awaited, facts_of, noted_history, referral_table
from duijie.web.office.need_forms import GapForm, NeedForm, OpinionForm, ReasonForm, ReferForm, new_initial
from duijie.web.office.spoken import WRITE_DOWN, known_of_speaker, photos_of, recording_address, unwritten

READERS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.LINE_DEPARTMENT, Role.AUDITOR)
for_readers = for_roles(*READERS)


class RequestFilters(Form):
    """Narrow the list."""

    state = ChoiceField(
        label=gettext_lazy("State"), required=False, choices=choices_of(REQUEST.states, empty=gettext_lazy("All"))
    )
    field = ChoiceField(label=gettext_lazy("Field"), required=False, choices=field_choices(gettext_lazy("All")))


class VerifyForm(Form):
    """How it was found out, and whether a policy covers it."""

    verified_how = TextField(
        label=gettext_lazy("How did you find out?"),
        help_text=gettext_lazy("For example: visited on the spot, spoke with the neighbours."),
        limit=200,
        rows=3,
    )
    policy_cover = ChoiceField(
        label=gettext_lazy("Is it covered by a policy?"), choices=choices_of(POLICY_COVER_LABELS), widget=RadioSelect
    )
    remaining_gap = CharField(label=gettext_lazy("What gap remains"), max_length=200, required=False)


class WordsForm(Form):
    """What somebody says in words."""

    text = TextField(label=gettext_lazy("In words"), limit=500, rows=5)


ACTS = {
    "write_down": WRITE_DOWN,
    "agree": Act(
        lambda actor, row, given: agree_jointly(actor=actor, row=row, **given),
        OpinionForm,
        mark(
            "The office whose turn it is decides after you have agreed. If you do not agree, return it with a reason."
        ),
    ),
    "verify": Act(
        lambda actor, row, given: verify_request(actor=actor, request=row, **given),
        VerifyForm,
        mark("Whoever typed the request cannot verify it."),
    ),
    "return": Act(lambda actor, row, given: return_request(actor=actor, request=row, **given), ReasonForm),
    "take_back": Act(
        lambda actor, row, _given: take_back_return(actor=actor, row=row),
        help_text=mark("It waits for your office again, until the same day as before."),
    ),
    "decline": Act(
        lambda actor, row, given: decline_request(actor=actor, request=row, **given),
        ReasonForm,
        mark("Those who asked read the reason, and may ask the level above for a review."),
    ),
    "refer": Act(
        lambda actor, row, given: refer_request(actor=actor, request=row, **given),
        ReferForm,
        mark("A letter is printed afterwards. Urgent cases go to temporary relief at once."),
    ),
    "complete": Act(lambda actor, row, given: complete_request(actor=actor, request=row, **given), WordsForm),
    "return_from_policy": Act(
        lambda actor, row, given: return_request_from_policy(actor=actor, request=row, **given), GapForm
    ),
    "settle_by_policy": Act(lambda actor, row, _given: settle_request_by_policy(actor=actor, request=row)),
    "ask_review": Act(lambda actor, row, given: ask_review_of_request(actor=actor, request=row, **given), ReasonForm),
    "bundle": Act(
        lambda actor, row, given: make_need(actor=actor, values=given, requests=[row]),
        NeedForm,
        mark("The need is what the library publishes: write it so that nobody recognizes the household."),
    ),
    "unbundle": Act(lambda actor, row, given: unbundle_request(actor=actor, request=row, **given), ReasonForm),
    "report": Act(lambda actor, row, given: report_problem(actor=actor, request=row, **given), WordsForm),
    "answer_report": Act(lambda actor, row, given: answer_report(actor=actor, request=row, **given), WordsForm),
    "withdraw": Act(lambda actor, row, _given: withdraw_request(actor=actor, request=row)),
}


@for_readers
def request_list(request: ActorRequest) -> HttpResponse:
    """The requests of the office's place, newest first, and those that can be bundled now."""
    form = RequestFilters(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(
        visible_requests(request.actor, **wanted),
        moment="submitted_at",
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    context = {
        "title": _("Requests"),
        "form": form,
        "table": _table(page.rows),
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        "may_bundle": to_bundle(request.actor).exists(),
    }
    return render(request, "office/requests.html", context)


@for_readers
def bundling(request: ActorRequest) -> HttpResponse:
    """Choose verified requests that become one need; the form leads on to the need with their numbers."""
    return render(
        request,
        "office/bundling.html",
        {"title": _("Bundle requests into a need"), "requests": list(to_bundle(request.actor)[:200])},
    )


@for_readers
def request_page(request: ActorRequest, number: str) -> HttpResponse:
    """One request; who asked is shown to village and township only."""
    actor = request.actor
    row = request_by_number(actor, number)
    here = reverse("office:request", args=[row.number])
    context = {
        "row": row,
        "lifecycle": REQUEST,
        "acts": buttons(REQUEST, ACTS, actor, row, lambda event: f"{here}{event}/"),
        "facts": request_facts(row),
        "applicant": applicant_facts(actor, row),
        "referrals": referral_table(request_referrals(actor, row)),
        "reports": reports_on(actor, row),
        "entries": noted_history(request_history(actor, row)),
        "photos": photos_of(actor, row),
        "recording": recording_address(actor, row),
    }
    return render(request, "office/request.html", context)


class RequestAct(ActPage):
    """Every event of a request that an official may cause."""

    lifecycle, acts = REQUEST, ACTS

    def load(self, number: str) -> Request:
        """The request if the actor may see it."""
        return request_by_number(self.actor, number)

    def address_of(self, row: Request) -> str:
        """Its page."""
        return reverse("office:request", args=[row.number])

    def prepare(self) -> None:
        """Bundling shows the request's words above the form of the need, which must not repeat them."""
        super().prepare()
        own = {"bundle": "office/need_form.html", "write_down": "office/write_down.html"}
        self.template_name = own.get(self.kwargs["event"], self.template_name)

    def context(self) -> dict[str, Any]:
        """The request behind the need; what was spoken."""
        return {**super().context(), "requests": [self.row], **self._unwritten()}

    def _unwritten(self) -> dict[str, Any]:
        return unwritten(self.actor, self.row) if self.kwargs["event"] == "write_down" else {}

    def form_arguments(self) -> dict[str, Any]:
        """What is known already."""
        event = self.kwargs["event"]
        if event == "bundle":
            return {"actor": self.actor, "initial": new_initial(self.actor, [self.row])}
        if event == "write_down":
            return {"initial": known_of_speaker(self.actor, self.row)}
        if event == "refer":
            return {"initial": {"from_office": usual_sender(self.actor)}}
        return {"initial": {"text": self.row.text}} if event == "complete" else {}

    def perform(self, form: Any) -> str:
        """Call the act's service; a bundled request leads to its need, a referred one to its letter."""
        given = form.values() if isinstance(form, NeedForm) else form.cleaned_data
        done = self.act.perform(self.actor, self.row, given)
        if self.kwargs["event"] == "bundle":
            return reverse("office:need", args=[getattr(done, "number", "")])
        return self.address_of(self.row)


def request_facts(row: Request) -> list[Fact]:
    """What is known of a request, without who asks."""
    field = _(FIELDS[row.field].label) if row.field in FIELDS else ""
    subfield = _(SUBFIELDS[row.subfield].label) if row.subfield in SUBFIELDS else ""
    typed_by = row.typed_by_label or _(ROLE_LABELS[Role.VILLAGER])
    return facts_of(
        (_("Place"), row.division_name),
        (_("Field"), " · ".join(each for each in (field, subfield) if each)),
        (_("How much"), quantity(row.quantity, row.unit) if row.quantity is not None else ""),
        (_("How urgent"), _(URGENCY_LABELS[row.urgency])),
        (_("Typed by"), typed_by),
        (_("Consent"), _(CONSENT_LABELS[row.consent])),
        (_("Sent on"), date_zh(row.submitted_at)),
        *awaited(row),
        (_("Found on verification"), row.verified_how),
        (_("Is it covered by a policy?"), _(POLICY_COVER_LABELS[row.policy_cover]) if row.policy_cover else ""),
        (_("What gap remains"), row.remaining_gap),
        (_("Ordered from the menu"), row.offer_number),
        (_("Reason given"), row.reason),
        (
            _("Part of the need"),
            Link(row.need.title, reverse("office:need", args=[row.need.number])) if row.need else "",
        ),
    )


def applicant_facts(actor: Actor, row: Request) -> list[Fact]:
    """Who asks, for those who may know; nothing for others."""
    details = applicant_of(actor, row)
    if details is None:
        return []
    return facts_of(
        (_("Name"), details.name),
        (_("Phone"), phone_grouped(details.phone) if details.phone else ""),
        (_("House"), details.house),
        (_("Note"), details.note),
    )


def _table(requests: list[Request]) -> Table:
    rows = [
        [
            Link(row.text[:40], reverse("office:request", args=[row.number])),
            row.division_name,
            State(row.state, REQUEST),
            date_zh(row.submitted_at),
            row.number,
        ]
        for row in requests
    ]
    labels = (_("What is asked"), _("Place"), _("State"), _("Sent on"), _("Number"))
    return Table(_("Requests"), [Column(label) for label in labels], rows)


urlpatterns = [
    path("requests/", request_list, name="requests"),
    path("requests/bundling/", bundling, name="bundling"),
    path("requests/<str:number>/", request_page, name="request"),
    path("requests/<str:number>/<str:event>/", for_readers(RequestAct.as_view()), name="request-act"),
]
