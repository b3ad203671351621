"""Where one person or one device stood on two sides of a project: for the level above only, never in public.

The platform's predecessor claimed success because cadres posted easy needs and answered them themselves. A flag is a
question to the level above, not an accusation: a township with one phone is flagged as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from duijie.apps.figures.rules import SEE_CONFLICTS, duties_in_conflict, duty_of
from duijie.apps.needs.models import Request
from duijie.apps.projects.models import Project
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import roles_for, visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Flag:
    """Two or more duties on different sides of one project that the same person, or the same device, fulfilled."""

    project: Project
    duties: tuple[str, ...]
    same: str
    office_path: str


def flags_for(actor: Actor, *, limit: int = 200) -> list[Flag]:
    """The flags of projects in the actor's division whose duties were fulfilled below the actor's own office.

    Raises:
        NotAllowed: the actor is no office.
    """
    if actor.role not in roles_for(SEE_CONFLICTS):
        raise NotAllowed
    rows = visible(actor, SEE_CONFLICTS, Project.objects.select_related("need", "organization"))
    projects = list(rows.order_by("-created_at", "id")[:limit])
    entries = _entries_by_project(projects)
    found = (flag for project in projects for flag in _flags(project, entries[project.pk]))
    return [flag for flag in found if _is_below(flag.office_path, actor.division_path)]


def _is_below(office_path: str, own: str) -> bool:
    """An organization's people belong to no office; what they did is below every office that sees the project."""
    return not office_path or (office_path.startswith(own) and office_path != own)


def _entries_by_project(projects: Iterable[Project]) -> Mapping[UUID, list[AuditEntry]]:
    of_subject: dict[UUID, list[UUID]] = defaultdict(list)
    of_need: dict[UUID, list[UUID]] = defaultdict(list)
    for project in projects:
        of_need[project.need_id].append(project.pk)
        for subject in (project.pk, project.need_id, project.match_id):
            of_subject[subject].append(project.pk)
    for request_id, need_id in Request.objects.filter(need__in=of_need).values_list("pk", "need_id"):
        of_subject[request_id] += of_need[need_id] if need_id else []
    found: dict[UUID, list[AuditEntry]] = defaultdict(list)
    for entry in AuditEntry.objects.filter(subject_id__in=list(of_subject)):
        if duty_of(entry.action, entry.on_behalf_of):
            for project_id in of_subject[entry.subject_id]:
                found[project_id].append(entry)
    return found


def _flags(project: Project, entries: Iterable[AuditEntry]) -> Iterator[Flag]:
    by_person: dict[UUID, list[AuditEntry]] = defaultdict(list)
    by_device: dict[str, list[AuditEntry]] = defaultdict(list)
    for entry in entries:
        if entry.actor_id is not None:
            by_person[entry.actor_id].append(entry)
        if entry.device:
            by_device[entry.device].append(entry)
    for same, groups in (("person", by_person.values()), ("device", by_device.values())):
        for group in groups:
            duties = duties_in_conflict((entry.action, entry.on_behalf_of) for entry in group)
            people = {entry.actor_id for entry in group}
            if duties and (same == "person" or len(people) > 1):
                yield Flag(project, duties, same, _office_of(group))


def _office_of(group: Iterable[AuditEntry]) -> str:
    """The highest office among those who acted, so that a flag never goes to one of them."""
    return min((entry.actor_division_path for entry in group if entry.actor_division_path), key=len, default="")
