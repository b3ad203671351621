"""The entries of a project, and the paper of each: for whoever may see the project."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Project
from duijie.apps.projects.selectors import project_by_number, public_project
from duijie.apps.records.models import Leaf
from duijie.apps.records.reading import leaves_to_show
from duijie.kernel.access.actors import Actor
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.verification.shown import paper_answer, table_of


@open_to_all
def records(request: ActorRequest, number: str) -> HttpResponse:
    """What was recorded of a project, each with the paper that proves it."""
    project = _project(request.actor, number)

    def address_of(leaf: Leaf) -> str:
        return reverse("public:record-paper", args=[project.number, leaf.pk])

    table = table_of(_("Entries of this project"), leaves_to_show(project), address_of)
    return render(request, "public/project_records.html", {"project": project, "table": table})


@open_to_all
def record_paper(request: ActorRequest, number: str, leaf_id: UUID) -> HttpResponse:
    """The paper of one entry as PDF."""
    project = _project(request.actor, number)
    return paper_answer(project, project.number, leaf_id, lambda _leaf: _about(project))


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
