"""The sealed slip with a confirmation code: shown to who made it, for printing, and to nobody else."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache

from duijie.apps.projects.selectors import project_by_number
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.submissions.services import take_receipt
from duijie.web.frame.navigation import address
from duijie.web.frame.policies import ActorRequest, for_officials


@for_officials
@never_cache
def slip(request: ActorRequest, number: str, submission_id: UUID) -> HttpResponse:
    """The slip, once: the code is forgotten as it is shown."""
    project = project_by_number(request.actor, number)
    code = take_receipt(submission_id, actor=request.actor)
    if project is None or code is None:
        raise NotFound(mark("This slip was shown already. If it was lost, print a new one; the old code becomes void."))
    confirm = address("village:confirm")
    context = {"project": project, "code": code, "confirm_at": request.build_absolute_uri(confirm) if confirm else ""}
    return render(request, "office/slip.html", context)


urlpatterns = [path("slips/<str:number>/<uuid:submission_id>/", slip, name="slip")]
