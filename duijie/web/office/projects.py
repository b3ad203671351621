"""Projects as the receiving side and the offices see them: signing, confirming, settling, revisiting."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT, Face
from duijie.apps.projects.selectors import project_by_number, visible_projects
from duijie.apps.projects.services import agreement, codes, confirming, settlement
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.organization import project_forms as forms
from duijie.web.organization.project_page import agreement_initial, project_context
from duijie.web.organization.projects import ACTS as GIVING_ACTS

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


@for_officials
def project_list(request: ActorRequest) -> HttpResponse:
    """The projects of the office's division, newest first."""
    rows = [
        [
            Link(each.need.title, address(each)),
            each.need.public_place,
            each.organization.name,
            State(each.state, PROJECT),
        ]
        for each in visible_projects(request.actor)[:200]
    ]
    columns = [Column(_("Need")), Column(_("Place")), Column(_("Organization")), Column(_("State"))]
    return render(
        request, "office/projects.html", {"table": Table(_("Projects"), columns, rows), "title": _("Projects")}
    )


@for_officials
def project_page(request: ActorRequest, number: str) -> HttpResponse:
    """One project, with what this office may do now."""
    project = project_by_number(request.actor, number)
    if project is None:
        raise NotFound(mark("There is nothing here that you may see."))
    acts = buttons(PROJECT, ACTS, request.actor, project, lambda event: f"{address(project)}{event}/")
    return render(request, "office/project.html", project_context(request.actor, project, acts))


class ProjectAct(ActPage):
    """One event of a project, caused by the receiving side or an office."""

    lifecycle, acts = PROJECT, ACTS

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


def address(project: Project) -> str:
    """The office's page of a project."""
    return reverse("office:project", args=[project.number])


urlpatterns = [
    path("projects/", project_list, name="projects"),
    path("projects/<str:number>/", project_page, name="project"),
    path("projects/<str:number>/<str:event>/", for_officials(ProjectAct.as_view()), name="project-act"),
]
