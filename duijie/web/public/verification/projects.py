"""The entries of a project, and the paper of each: for whoever may see the project."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from duijie.apps.projects.models import Project
from duijie.apps.projects.selectors import project_by_number, public_project
from duijie.apps.records.disclosing import disclosure_of, is_published
from duijie.apps.records.models import Leaf
from duijie.apps.records.reading import leaf_to_show, leaves_to_show
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.verification import names
from duijie.web.public.verification.papers import paper_of, title_of
from duijie.web.public.verification.telling import moment

WAITING, ERASED, THERE = mark("Not in the record yet"), mark("Erased"), mark("In the record")


@open_to_all
def records(request: ActorRequest, number: str) -> HttpResponse:
    """What was recorded of a project, each with the paper that proves it."""
    project = _project(request.actor, number)
    known = names.kinds()
    rows: list[list[object]] = [
        [known.get(each.kind, each.kind), moment(each.hour), State(state_of(each)), _paper(project, each)]
        for each in leaves_to_show(project)
    ]
    columns = [Column(_("What was recorded")), Column(_("In the hour of")), Column(_("State")), Column(_("Paper"))]
    context = {"project": project, "table": Table(_("Entries of this project"), columns, rows)}
    return render(request, "public/project_records.html", context)


@open_to_all
def record_paper(request: ActorRequest, number: str, leaf_id: UUID) -> HttpResponse:
    """The paper of one entry as PDF.

    Raises:
        NotFound: there is no such entry, or nothing to show of it (yet, or any more).
    """
    project = _project(request.actor, number)
    leaf = leaf_to_show(project, leaf_id)
    found = disclosure_of(leaf) if leaf else None
    if found is None:
        raise NotFound(mark("There is no such entry in the record, or it is not shown yet."))
    headers = {"Content-Disposition": f'attachment; filename="{project.number}-{found.proof.index}.pdf"'}
    with override("zh-hans"):  # a paper is in the language of the offices
        return HttpResponse(paper_of(found, _about(project)), content_type="application/pdf", headers=headers)


def state_of(leaf: Leaf) -> str:
    """Where a leaf is on its way."""
    if not is_published(leaf):
        return WAITING
    return THERE if leaf.facts is not None else ERASED


def _paper(project: Project, leaf: Leaf) -> object:
    if state_of(leaf) != THERE:
        return ""
    return Link(title_of(leaf.kind), reverse("public:record-paper", args=[project.number, leaf.pk]))


def _project(actor: Actor, number: str) -> Project:
    return project_by_number(actor, number) or public_project(number)


def _about(project: Project) -> list[tuple[str, str]]:
    return [
        (_("Number of the project"), project.number),
        (_("Need"), project.need.title),
        (_("Organization"), project.organization.name),
        (_("Place"), project.need.public_place),
    ]


urlpatterns = [
    path("projects/<str:number>/records/", records, name="project-records"),
    path("projects/<str:number>/records/<uuid:leaf_id>/paper.pdf", record_paper, name="record-paper"),
]
