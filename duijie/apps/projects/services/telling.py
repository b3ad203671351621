"""Who is told of an act on a project: the side that did not act, and the level that may confirm."""

from collections.abc import Iterable

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import accounts_for, accounts_of_organization
from duijie.apps.needs.rules.steps import level_of, path_at
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.apps.projects.models import Project
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Role
from duijie.kernel.audit.models import AuditEntry

_SEAT_OF_LEVEL = {
    "village": Role.VILLAGE,
    "township": Role.TOWNSHIP,
    "county": Role.COUNTY_OFFICE,
    "prefecture": Role.PREFECTURE_OFFICE,
    "province": Role.PROVINCE_OFFICE,
}


def tell_other_side(entry: AuditEntry, project: Project, *, stage: str) -> None:
    """Tell the receiving side when the organization acted, the organization otherwise."""
    if entry.actor_role in {role.value for role in ORGANIZATION_ROLES}:
        _tell(entry, seats_of_receiver(project), project, stage, area="office")
    else:
        _tell(entry, accounts_of_organization(project.organization_id), project, stage, area="organization")


def tell_offices(entry: AuditEntry, project: Project, *, stage: str) -> None:
    """Tell the receiving side, the household's own account where it has one, and the county office."""
    county = accounts_for(Role.COUNTY_OFFICE, path_at(project.division_path, "county"))
    _tell(entry, [*seats_of_receiver(project), *county], project, stage, area="office")
    if project.receiver_account_id and project.receiver_account_id != entry.actor_id:
        villager = Recipient(account_id=project.receiver_account_id, because=Because.RECEIVING)
        link = f"/village/deliveries/{project.number}/"
        notify(entry, [villager], stage=stage, params={"number": project.number}, link=link)


def seats_of_receiver(project: Project) -> list[Account]:
    """The seats of the receiving place and of the level above it, which may confirm."""
    seats: list[Account] = []
    for path in (project.receiver_path, project.confirming_path):
        role = _SEAT_OF_LEVEL.get(level_of(path))
        if role is not None:
            seats.extend(accounts_for(role, path))
    return seats


def _tell(entry: AuditEntry, seats: Iterable[Account], project: Project, stage: str, *, area: str) -> None:
    recipients = [
        Recipient(account_id=seat.pk, because=Because.ORGANIZATION if area == "organization" else Because.RECEIVING)
        for seat in {seat.pk: seat for seat in seats}.values()
        if seat.pk != entry.actor_id
    ]
    notify(
        entry, recipients, stage=stage, params={"number": project.number}, link=f"/{area}/projects/{project.number}/"
    )
