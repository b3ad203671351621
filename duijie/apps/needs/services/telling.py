"""Who is told of which act: one notice a stage to those concerned, never to who acted."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from duijie.apps.accounts.selectors import accounts_for
from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.steps import path_at
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry


def tell_awaited(entry: AuditEntry, row: Need | Request, *, stage: str) -> None:
    """Tell the office whose turn it is, and the one that has to agree with it."""
    tell_office(entry, row, Role(row.awaiting_role), row.awaiting_path, stage=stage, because=Because.TURN)
    if row.is_joint_open:
        tell_office(entry, row, Role(row.joint_role), row.joint_path, stage=stage, because=Because.TURN)


def tell_office(
    entry: AuditEntry, row: Need | Request, role: Role, path: str, *, stage: str, because: Because = Because.OFFICE
) -> None:
    """Tell the seats of an office at exactly this division; at once where a clock runs for it."""
    _tell(entry, (seat.pk for seat in accounts_for(role, path)), row, stage, because)


def tell_above(entry: AuditEntry, request: Request, *, stage: str) -> None:
    """Tell the township of a request, or the county where the township typed it: what is reported may be about it."""
    if request.typed_by_role == Role.TOWNSHIP:
        role, level = Role.COUNTY_OFFICE, "county"
    else:
        role, level = Role.TOWNSHIP, "township"
    tell_office(entry, request, role, path_at(request.division_path, level), stage=stage, because=Because.ABOVE)


def tell_owner(entry: AuditEntry, row: Need | Request, *, stage: str) -> None:
    """Tell whose row it is: the villager by his own page, and the cadre who typed it."""
    if isinstance(row, Request) and row.account_id and row.account_id != entry.actor_id:
        recipient = Recipient(account_id=row.account_id, because=Because.OWN, sms=True)
        notify(entry, [recipient], stage=stage, params={"number": row.number}, link=_villagers_page(row))
    if row.typed_by_id and row.typed_by_role != Role.VILLAGER:
        _tell(entry, [row.typed_by_id], row, stage, Because.OWN)


def tell_need_side(entry: AuditEntry, need: Need, *, stage: str) -> None:
    """Tell those who asked for the need, its village and the county office."""
    seats = [
        *accounts_for(Role.VILLAGE, need.division_path),
        *accounts_for(Role.COUNTY_OFFICE, path_at(need.division_path, "county")),
    ]
    _tell(entry, [seat.pk for seat in seats if seat.pk != need.typed_by_id], need, stage, Because.PLACE)
    if need.typed_by_id:
        _tell(entry, [need.typed_by_id], need, stage, Because.OWN)


def _tell(entry: AuditEntry, account_ids: Iterable[UUID], row: Need | Request, stage: str, because: Because) -> None:
    recipients = [Recipient(account_id=each, because=because) for each in account_ids if each != entry.actor_id]
    params: Mapping[str, object] = {"number": row.number}
    kind = "requests" if isinstance(row, Request) else "needs"
    is_urgent = because in {Because.TURN, Because.ABOVE}
    link = f"/office/{kind}/{row.number}/"
    notify(entry, recipients, stage=stage, params=params, link=link, is_urgent=is_urgent)


def _villagers_page(row: Request) -> str:
    return f"/village/requests/{row.number}/"
