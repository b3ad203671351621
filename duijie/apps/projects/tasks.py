"""Send confirmation codes out of the platform; the code waits encrypted in its project and is forgotten once sent."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from duijie.apps.projects.models import Project
from duijie.kernel.errors import mark
from duijie.kernel.gateways.selection import sms

TEXT = mark(
    "Something you asked for was reported as delivered. If it has arrived, confirm it with the code %(code)s;"
    " if not, say so with the same code."
)


@app.task(name="projects.send_code", queue="messages", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def send_code(project_id: str) -> None:
    """Send the code of a project; a job that runs twice sends once."""
    deliver_code(UUID(project_id))


@transaction.atomic
def deliver_code(project_id: UUID) -> None:
    """Send the waiting code to the household's phone and forget it."""
    project = Project.objects.select_for_update().get(pk=project_id)
    request = project.need.requests.select_related("applicant").first()
    if not project.code_to_send or request is None or not request.applicant.phone:
        return
    with override("zh-hans"):
        sms().send(to=request.applicant.phone, text=gettext(TEXT) % {"code": project.code_to_send})
    project.code_to_send = None
    project.save(update_fields=["code_to_send"])
