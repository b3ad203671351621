"""An organization's projects: agreement, work, delivery, money records."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from duijie.apps.projects.documents import agreement_of, receipt_of
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT, MoneyKind
from duijie.apps.projects.selectors import OPEN_STATES, project_by_number, visible_projects
from duijie.apps.projects.services import agreement, delivery, hours, settlement
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.paging import page_of
from duijie.kernel.papers.pdf import as_pdf
from duijie.kernel.papers.word import as_word
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.formats import quantity
from duijie.web.frame.parts import Column, Link, Paging, State, Table
from duijie.web.frame.policies import ActorRequest, for_organizations, signed_in
from duijie.web.organization import project_forms as forms
from duijie.web.organization.project_page import about_act, agreement_initial, project_context

ACTS = {
    "draft": Act(
        lambda actor, row, given: agreement.draft_agreement(
            actor=actor,
            project=row,
            purpose=given["purpose"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            amount_fen=given["amount"],
            parties=given["parties"],
            milestones=given["milestones"],
        ),
        forms.AgreementForm,
    ),
    "sign_giving": Act(
        lambda actor, row, _given: agreement.sign_for_organization(actor=actor, project=row),
        help_text=mark("By signing you state that your organization has decided on this by its own rules."),
    ),
    "start": Act(lambda actor, row, _given: delivery.start_work(actor=actor, project=row)),
    "report_progress": Act(
        lambda actor, row, given: delivery.report_progress(actor=actor, project=row, **given), forms.ProgressForm
    ),
    "record_money": Act(
        lambda actor, row, given: delivery.record_money(
            actor=actor,
            project=row,
            kind=MoneyKind(given["kind"]),
            amount_fen=given["amount"],
            on=given["on"],
            voucher=given["voucher"],
            receipt=given["receipt"],
        ),
        forms.GiverMoneyForm,
        mark("Money goes directly from payer to payee; here you only write down what happened."),
    ),
    "record_hours": Act(
        lambda actor, row, given: hours.record_hours(actor=actor, project=row, **given),
        forms.HoursForm,
        mark("They count once the receiving side has confirmed them, together with the delivery."),
    ),
    "report_delivery": Act(
        lambda actor, row, given: delivery.report_delivery(actor=actor, project=row, **given),
        forms.DeliveryForm,
        mark("It counts only when the receiving side confirms it."),
    ),
    "cancel": Act(
        lambda actor, row, given: settlement.cancel_project(actor=actor, project=row, **given), forms.ReasonForm
    ),
}


class Listed(TypedDict):
    """What a list of projects shows."""

    table: Table
    paging: Paging
    tabs: Sequence[Link]


GROUPS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "": (mark("All"), ()),
    "open": (mark("Going on"), OPEN_STATES),
    "confirm": (mark("To be confirmed"), ("to_confirm", "disputed")),
    "done": (mark("Finished"), ("confirmed", "closed")),
    "cancelled": (mark("Cancelled"), ("cancelled",)),
}
"""The views of a list of projects: the value of `?show=`, its label, the states in it (none: all)."""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF = "application/pdf"


def listed(request: ActorRequest, cells: Callable[[Project], Sequence[object]], columns: Sequence[Column]) -> Listed:
    """One page of the actor's projects, newest first, narrowed to one of the groups."""
    chosen = request.GET.get("show", "")
    _label, states = GROUPS.get(chosen, GROUPS[""])
    rows = visible_projects(request.actor)
    page = page_of(
        rows.filter(state__in=states) if states else rows,
        moment="created_at",
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    return {
        "table": Table(_("Projects"), columns, [cells(each) for each in page.rows]),
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        "tabs": [
            Link(_(label), f"?show={key}" if key else "?", current=key == chosen) for key, (label, _s) in GROUPS.items()
        ],
    }


@for_organizations
def project_list(request: ActorRequest) -> HttpResponse:
    """Our projects, newest first."""
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Quantity"), numeric=True),
        Column(_("State")),
    ]
    context = listed(request, _cells, columns)
    return render(request, "organization/projects.html", {"title": _("Our projects"), **context})


def _cells(project: Project) -> Sequence[object]:
    return (
        Link(project.need.title, address(project)),
        project.need.public_place,
        quantity(project.quantity, project.unit),
        State(project.state, PROJECT),
    )


@for_organizations
def project_page(request: ActorRequest, number: str) -> HttpResponse:
    """One of our projects, with what may be done now."""
    project = _project(request, number)
    acts = buttons(PROJECT, ACTS, request.actor, project, lambda event: f"{address(project)}{event}/")
    return render(request, "organization/project.html", project_context(request.actor, project, acts))


@signed_in
def agreement_paper(request: ActorRequest, number: str, form: str) -> HttpResponse:
    """The agreement (or, for a small wish, the receipt) as Word or PDF; written in Chinese, as it is signed."""
    project = _project(request, number)
    with override("zh-hans"):
        paper = receipt_of(project) if project.track == "wish" else agreement_of(project)
        body, media_type = (as_pdf(paper), _PDF) if form == "pdf" else (as_word(paper), _WORD)
    headers = {"Content-Disposition": f'attachment; filename="{project.number}.{form}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=media_type, headers=headers)


class ProjectAct(ActPage):
    """One event of one of our projects."""

    lifecycle, acts = PROJECT, ACTS
    template_name = "organization/act.html"

    def load(self, number: str) -> Project | None:
        """The project if it is ours."""
        return project_by_number(self.actor, number)

    def address_of(self, row: Project) -> str:
        """Its page."""
        return address(row)

    def form_arguments(self) -> dict[str, Any]:
        """What is known already."""
        if self.kwargs["event"] == "draft":
            return {"initial": agreement_initial(self.row)}
        if self.kwargs["event"] == "report_delivery":
            return {"initial": {"delivered_quantity": f"{self.row.quantity.normalize():f}"}}
        return {}

    def context(self) -> dict[str, Any]:
        """What the act is about: nobody signs or reports what he cannot read."""
        return {**super().context(), **about_act(self.row, self.kwargs["event"])}


def address(project: Project) -> str:
    """The page of one of our projects."""
    return reverse("organization:project", args=[project.number])


def _project(request: HttpRequest, number: str) -> Project:
    project = project_by_number(request.actor, number)  # type: ignore[attr-defined]
    if project is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return project


urlpatterns = [
    path("projects/", project_list, name="projects"),
    path("projects/<str:number>/", project_page, name="project"),
    re_path(r"^projects/(?P<number>[^/]+)/agreement\.(?P<form>docx|pdf)$", agreement_paper, name="project-paper"),
    path("projects/<str:number>/<str:event>/", for_organizations(ProjectAct.as_view()), name="project-act"),
]
