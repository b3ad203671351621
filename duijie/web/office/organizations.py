"""The register as offices see it: who waits for a decision, how each organization stands and stood."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION, SUBMIT, TYPISTS
from duijie.apps.organizations.rules.vocabulary import KINDS
from duijie.apps.organizations.selectors import (
    commendations_of,
    full_history,
    organization_by_number,
    standing_history,
    to_review,
    visible_organizations,
)
from duijie.apps.organizations.services import (
    approve_organization,
    commend_organization,
    complete_organization,
    end_organization,
    record_standing,
    restore_organization,
    return_organization,
    submit_organization,
    suspend_organization,
    vouch_for_organization,
)
from duijie.kernel.access.checks import can
from duijie.kernel.errors import mark
from duijie.kernel.paging import page_of
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.choices import choices_of
from duijie.web.frame.formats import date_zh
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Paging, State, Table
from duijie.web.frame.policies import ActorRequest, for_officials, for_roles
from duijie.web.office.commendations import CommendForm, commendations_table
from duijie.web.office.erasing import erase_address
from duijie.web.organization.exports import organizations_sheet
from duijie.web.organization.histories import entries_with_reasons
from duijie.web.organization.organization_forms import (
    FiledForm,
    FindingsForm,
    NoteForm,
    RegisteredForm,
    initial_of,
    particulars_of,
    qualifications_of,
)
from duijie.web.organization.project_forms import ReasonForm
from duijie.web.public.organization_facts import organization_facts, remarks_for_review

ACTS = {
    "vouch": Act(
        lambda actor, row, given: vouch_for_organization(actor=actor, organization=row, note=given["note"]),
        NoteForm,
        mark("By vouching your township states that the group exists and does what it says."),
    ),
    "approve": Act(
        lambda actor, row, given: approve_organization(actor=actor, organization=row, note=given["note"]),
        NoteForm,
        mark("Confirm that what is stated agrees with the register. Its accounts open with it."),
    ),
    "return_for_completion": Act(
        lambda actor, row, given: return_organization(actor=actor, organization=row, reason=given["reason"]),
        ReasonForm,
        mark("The applicant reads this sentence."),
    ),
    "complete": Act(
        lambda actor, row, given: complete_organization(
            actor=actor,
            organization=row,
            particulars=particulars_of(given),
            qualifications=qualifications_of(given),
        ),
        RegisteredForm,
    ),
    "record_standing": Act(
        lambda actor, row, given: record_standing(
            actor=actor, organization=row, qualifications=qualifications_of(given)
        ),
        FindingsForm,
    ),
    "commend": Act(
        lambda actor, row, given: commend_organization(actor=actor, organization=row, **given),
        CommendForm,
        mark(
            "By the document of your own office. It stands on the organization's public page, with a paper to prove it."
        ),
    ),
    "suspend": Act(
        lambda actor, row, given: suspend_organization(actor=actor, organization=row, reason=given["reason"]),
        ReasonForm,
        mark("Its offers leave the menu; what it has agreed goes on. The public sees the state, not the reason."),
    ),
    "restore": Act(
        lambda actor, row, given: restore_organization(actor=actor, organization=row, reason=given["reason"]),
        ReasonForm,
    ),
    "end": Act(
        lambda actor, row, given: end_organization(actor=actor, organization=row, reason=given["reason"]),
        ReasonForm,
        mark("This cannot be taken back; its accounts are closed."),
    ),
}


class RegisterFilters(forms.Form):
    """Narrow the list."""

    query = forms.CharField(label=gettext_lazy("Name, number or credit code"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=choices_of(KINDS, empty=gettext_lazy("All"))
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=choices_of(ORGANIZATION.states, empty=gettext_lazy("All")),
    )


@for_officials
def organization_list(request: ActorRequest) -> HttpResponse:
    """What waits for me, and below it all that my office may see."""
    form = RegisterFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = visible_organizations(request.actor).filter(_matching(chosen))
    page = page_of(
        rows, moment="submitted_at", before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    waiting = list(to_review(request.actor)[:50])
    context = {
        "title": _("Organizations"),
        "form": form,
        "waiting": _table(_("Waiting for you"), waiting) if waiting else None,
        "table": _table(_("All organizations that your office sees"), page.rows) if page.rows else None,
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        "query": request.GET.urlencode(),
        "may_enter": can(request.actor, SUBMIT, None),
    }
    return render(request, "office/organizations.html", context)


@for_officials
def organization_file(request: ActorRequest) -> HttpResponse:
    """The list as it is filtered on the page before."""
    form = RegisterFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    return organizations_sheet(visible_organizations(request.actor).filter(_matching(chosen)))


@for_officials
def organization_page(request: ActorRequest, number: str) -> HttpResponse:
    """One organization with what may be done now."""
    organization = organization_by_number(request.actor, number)
    acts = buttons(ORGANIZATION, ACTS, request.actor, organization, lambda event: f"{_address(organization)}{event}/")
    entries = full_history(request.actor, organization)
    context = {
        "organization": organization,
        "lifecycle": ORGANIZATION,
        "facts": organization_facts(organization),
        "remarks": remarks_for_review(organization) if acts else [],
        "acts": acts,
        "entries": entries_with_reasons(entries or standing_history(organization)),
        "commendations": commendations_table(request.actor, commendations_of(organization)),
        "erase": erase_address(request.actor, organization),
    }
    return render(request, "office/organization.html", context)


class OrganizationAct(ActPage):
    """One event of one organization."""

    lifecycle, acts = ORGANIZATION, ACTS

    def load(self, number: str) -> Organization | None:
        """The organization if the actor may see it."""
        return organization_by_number(self.actor, number)

    def address_of(self, row: Organization) -> str:
        """Its page."""
        return _address(row)

    @property
    def form_class(self) -> type[forms.BaseForm]:  # type: ignore[override]
        """A filed group states less."""
        is_filed = self.kwargs["event"] == "complete" and self.row.is_filed
        return FiledForm if is_filed else self.act.form

    def form_arguments(self) -> dict[str, Any]:
        """What is known already."""
        return {"initial": {**initial_of(self.row), "office": self.actor.label.partition(" ")[0]}}


class EnterPage(FormPage):
    """An office enters an organization for those who cannot; somebody else then reviews it."""

    @property
    def form_class(self) -> type[forms.BaseForm]:  # type: ignore[override]
        """The form of this way."""
        return FiledForm if self.kwargs["way"] == "filed" else RegisteredForm

    def perform(self, form: Any) -> str:
        """Put it before its registration authority."""
        given = form.cleaned_data
        application = submit_organization(
            actor=self.actor, particulars=particulars_of(given), qualifications=qualifications_of(given)
        )
        return _address(application.organization)

    def context(self) -> dict[str, Any]:
        """What happens next."""
        return {
            "title": _("Enter an organization"),
            "help_text": _("Somebody else reviews it: nobody reviews what he typed."),
            "button": _("Send the application"),
            "back": reverse("office:organizations"),
        }


def _matching(chosen: dict[str, Any]) -> Q:
    found = Q()
    if text := str(chosen.get("query", "")).strip():
        found &= Q(name__contains=text) | Q(credit_code=text.upper()[:18]) | Q(number=text.upper()[:20])
    for name in ("kind", "state"):
        if chosen.get(name):
            found &= Q(**{name: chosen[name]})
    return found


def _table(caption: str, organizations: list[Organization]) -> Table:
    columns = (
        Column(_("Organization")),
        Column(_("Number")),
        Column(_("Kind")),
        Column(_("At home in")),
        Column(_("Sent")),
        Column(_("State")),
    )
    rows = [
        [
            Link(each.name, _address(each)),
            each.number,
            _(KINDS[each.kind]),
            each.division_name,
            date_zh(each.submitted_at),
            State(each.state, ORGANIZATION),
        ]
        for each in organizations
    ]
    return Table(caption, columns, rows, show_caption=True)


def _address(organization: Organization) -> str:
    return reverse("office:organization", args=[organization.number])


urlpatterns = [
    path("organizations/", organization_list, name="organizations"),
    *(
        path(
            f"organizations/enter/{way}/",
            for_roles(*TYPISTS)(EnterPage.as_view()),
            {"way": way},
            name=f"enter-{way}",
        )
        for way in ("registered", "filed")
    ),
    path("organizations/export/", organization_file, name="organizations-export"),
    path("organizations/<str:number>/", organization_page, name="organization"),
    path("organizations/<str:number>/<str:event>/", for_officials(OrganizationAct.as_view()), name="organization-act"),
]
