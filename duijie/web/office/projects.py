"""Projects as the receiving side and the offices see them: signing, confirming, settling, revisiting."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT, Face
from duijie.apps.projects.selectors import project_by_number
from duijie.apps.projects.services import agreement, codes, confirming, settlement
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.formats import quantity
from duijie.web.frame.parts import Column, Link, State
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.office.erasing import erase_address
from duijie.web.organization import project_forms as forms
from duijie.web.organization.project_page import about_act, agreement_initial, project_context
from duijie.web.organization.projects import ACTS as GIVING_ACTS
from duijie.web.organization.projects import listed

ACTS = {
    "draft": GIVING_ACTS["draft"],
    "sign_receiving": Act(
        lambda actor, row, given: agreement.sign_for_receiver(actor=actor, project=row, **given),
        forms.SignatoryForm,
        mark("The receiver is a legal person: a school, a clinic, a charity, a village collective."),
    ),
    "record_money": Act(
        GIVING_ACTS["record_money"].perform, forms.ReceiverMoneyForm, GIVING_ACTS["record_money"].help_text
    ),
    "confirm": Act(
        lambda actor, row, given: confirming.confirm_receipt(
            actor=actor, project=row, face=Face(given["face"]), text=given["text"]
        ),
        forms.ConfirmForm,
        mark("Confirm only what you have seen or been told by the household itself."),
    ),
    "report_problem": Act(
        lambda actor, row, given: confirming.report_problem(actor=actor, project=row, **given), forms.ProblemForm
    ),
    "settle": Act(
        lambda actor, row, given: settlement.settle_problem(actor=actor, project=row, **given), forms.SettleForm
    ),
    "close": Act(lambda actor, row, given: settlement.close_project(actor=actor, project=row, **given), forms.TextForm),
    "cancel": GIVING_ACTS["cancel"],
    "issue_slip": Act(
        lambda actor, row, _given: codes.issue_slip(actor=actor, project=row),
        help_text=mark(
            "The slip is shown once. Fold and seal it, and hand it to the household. A code made before becomes void."
        ),
    ),
}


URGED: Final = frozenset({"sign_receiving", "confirm", "settle", "close"})
"""The acts by which a project goes on; others may be done at any time."""


@for_officials
def project_list(request: ActorRequest) -> HttpResponse:
    """The projects of the office's division, newest first; a mark on those that wait for this seat."""
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Organization")),
        Column(_("Quantity"), numeric=True),
        Column(_("State")),
        Column(_("You can now")),
    ]
    context = listed(request, lambda each: _cells(request, each), columns)
    return render(request, "office/projects.html", {"title": _("Projects"), **context})


def _cells(request: ActorRequest, project: Project) -> Sequence[object]:
    acts = [each for each in PROJECT.available(request.actor, project) if each.event in URGED]
    return (
        Link(project.need.title, address(project)),
        project.need.public_place,
        project.organization.name,
        quantity(project.quantity, project.unit),
        State(project.state, PROJECT),
        "、".join(_(each.label) for each in acts),
    )


@for_officials
def project_page(request: ActorRequest, number: str) -> HttpResponse:
    """One project, with what this office may do now."""
    project = project_by_number(request.actor, number)
    if project is None:
        raise NotFound(mark("There is nothing here that you may see."))
    acts = buttons(PROJECT, ACTS, request.actor, project, lambda event: f"{address(project)}{event}/")
    context = project_context(request.actor, project, acts)
    return render(request, "office/project.html", {**context, "erase": erase_address(request.actor, project)})


class ProjectAct(ActPage):
    """One event of a project, caused by the receiving side or an office."""

    lifecycle, acts = PROJECT, ACTS
    template_name = "organization/act.html"

    def load(self, number: str) -> Project | None:
        """The project if it lies in the actor's division."""
        return project_by_number(self.actor, number)

    def address_of(self, row: Project) -> str:
        """Its page."""
        return address(row)

    def form_arguments(self) -> dict[str, Any]:
        """What is known already."""
        if self.kwargs["event"] == "draft":
            return {"initial": agreement_initial(self.row)}
        return {"initial": {"signatory": self.row.receiver_signatory}}

    def perform(self, form: Any) -> str:
        """Do the act; a slip is shown once, to who printed it."""
        if self.kwargs["event"] != "issue_slip":
            return super().perform(form)
        self.receipt = codes.issue_slip(actor=self.actor, project=self.row).code
        return reverse("office:slip", args=[self.row.number, self.submission_id])

    def context(self) -> dict[str, Any]:
        """What the act is about."""
        return {**super().context(), **about_act(self.row, self.kwargs["event"])}


def address(project: Project) -> str:
    """The office's page of a project."""
    return reverse("office:project", args=[project.number])


urlpatterns = [
    path("projects/", project_list, name="projects"),
    path("projects/<str:number>/", project_page, name="project"),
    path("projects/<str:number>/<str:event>/", for_officials(ProjectAct.as_view()), name="project-act"),
]
