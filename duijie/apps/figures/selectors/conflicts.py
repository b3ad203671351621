"""Where one person or one device stood on two sides of a project: for the level above only, never in public.

The platform's predecessor claimed success because cadres posted easy needs and answered them themselves. A flag is a
question to the level above, not an accusation: a township with one phone is flagged as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from duijie.apps.projects.models import Project
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.conditions import Inside, grant
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import NotAllowed

SEE = "figures.conflict.see"
_ABOVE = (Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE, Role.MINISTRY, Role.AUDITOR)
GRANTS = (grant(SEE, _ABOVE, Inside()),)

DUTIES = {
    "needs.need.submit": "typed",
    "needs.need.verify": "verified",
    "needs.need.publish": "verified",
    "matches.match.express_interest": "answered",
    "matches.match.commit": "answered",
    "projects.project.report_delivery": "delivered",
    "projects.project.confirm": "confirmed",
}


@dataclass(frozen=True, slots=True)
class Flag:
    """Two or more duties of one project that the same person, or the same device, fulfilled."""

    project: Project
    duties: tuple[str, ...]
    same: str
    office_path: str


def flags_for(actor: Actor, *, limit: int = 200) -> list[Flag]:
    """The flags of projects in the actor's division whose duties were fulfilled below the actor's own office.

    Raises:
        NotAllowed: the actor is no office.
    """
    if actor.role not in _ABOVE:
        raise NotAllowed
    rows = Project.objects.filter(division_path__startswith=actor.division_path).select_related("need", "organization")
    projects = list(rows.order_by("-created_at", "id")[:limit])
    entries = _entries_by_project(projects)
    found = (flag for project in projects for flag in _flags(project, entries[project.pk]))
    return [flag for flag in found if flag.office_path != actor.division_path]


def _entries_by_project(projects: Iterable[Project]) -> dict[UUID, list[AuditEntry]]:
    of_subject: dict[UUID, list[UUID]] = defaultdict(list)
    for project in projects:
        for subject in (project.pk, project.need_id, project.match_id):
            of_subject[subject].append(project.pk)
    found: dict[UUID, list[AuditEntry]] = defaultdict(list)
    for entry in AuditEntry.objects.filter(subject_id__in=list(of_subject), action__in=list(DUTIES)):
        for project_id in of_subject[entry.subject_id]:
            found[project_id].append(entry)
    return found


def _flags(project: Project, entries: Iterable[AuditEntry]) -> Iterable[Flag]:
    by_person: dict[UUID, list[AuditEntry]] = defaultdict(list)
    by_device: dict[str, list[AuditEntry]] = defaultdict(list)
    for entry in entries:
        if entry.actor_id is not None:
            by_person[entry.actor_id].append(entry)
        if entry.device:
            by_device[entry.device].append(entry)
    for same, groups in (("person", by_person.values()), ("device", by_device.values())):
        for group in groups:
            duties = tuple(sorted({DUTIES[entry.action] for entry in group}))
            people = {entry.actor_id for entry in group}
            if len(duties) > 1 and (same == "person" or len(people) > 1):
                yield Flag(project, duties, same, _office_of(group))


def _office_of(group: Iterable[AuditEntry]) -> str:
    return next((entry.actor_division_path for entry in group if entry.actor_division_path), "")
