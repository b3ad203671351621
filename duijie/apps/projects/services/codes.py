"""确认码: it reaches the receiving person only, by SMS or as a sealed slip; only its digest is kept."""

from dataclasses import dataclass, replace

from django.db import transaction

from duijie.apps.projects.models import Project
from duijie.apps.projects.services.progress import begin_event
from duijie.apps.projects.tasks import send_code
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.codes import CodeKind, check, code_digest, new_code
from duijie.kernel.errors import NotFound, RuleBroken, mark


@dataclass(frozen=True, slots=True)
class Slip:
    """What a sealed slip shows: the code, and what it confirms, without the household's name."""

    project: Project
    code: str


@transaction.atomic
def issue_slip(*, actor: Actor, project: Project) -> Slip:
    """Make a new code for a sealed slip; one made before becomes void. The person who prints is on record."""
    fresh = begin_event(actor, project, "issue_slip", {})
    code = _renew(fresh, "slip")
    fresh.code_to_send = None
    fresh.save(update_fields=["code_to_send"])
    record(actor, "projects.project.issue_slip", fresh)
    return Slip(fresh, code)


def send_code_if_possible(project: Project) -> bool:
    """Make a new code and defer its SMS when the household has given a phone; inside the act of reporting delivery."""
    request = project.need.requests.select_related("applicant").first() if project.receiver_is_household else None
    if request is None or not request.applicant.phone:
        return False
    project.code_to_send = _renew(project, "sms")
    project.save(update_fields=["code_to_send"])
    send_code.defer(project_id=str(project.pk))
    return True


def holder_of(actor: Actor, typed: str) -> tuple[Project, Actor]:
    """The project that a code belongs to, and its holder as an actor.

    Raises:
        RuleBroken: the code is mistyped (its check characters do not fit).
        NotFound: no project has this code.
    """
    if not check(typed, CodeKind.CONFIRM):
        raise RuleBroken(
            mark("This is not a confirmation code. Please compare it with your message or slip."), field="code"
        )
    project = Project.objects.filter(code_digest=code_digest(typed, CodeKind.CONFIRM)).select_related("need").first()
    if project is None:
        raise NotFound(mark("We know no delivery with this code."), field="code")
    return project, replace(
        actor,
        id=project.holder_id,
        role=Role.HOLDER,
        label="holder of the code",
        division_path="",
        organization_id=None,
    )


def _renew(project: Project, way: str) -> str:
    code = new_code(CodeKind.CONFIRM)
    project.code_digest, project.code_given, project.code_given_at = code_digest(code, CodeKind.CONFIRM), way, now()
    project.save(update_fields=["code_digest", "code_given", "code_given_at"])
    return code
