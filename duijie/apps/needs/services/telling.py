"""Who is told of which act: one notice a stage to those concerned, never to who acted."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from duijie.apps.accounts.selectors import accounts_for
from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.steps import path_at
from duijie.apps.notices.rules import Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry


def tell_awaited(entry: AuditEntry, row: Need | Request, *, stage: str) -> None:
    """Tell the office whose turn it is, and the one that has to agree with it."""
    tell_office(entry, row, Role(row.awaiting_role), row.awaiting_path, stage=stage)
    if row.is_joint_open:
        tell_office(entry, row, Role(row.joint_role), row.joint_path, stage=stage)


def tell_office(entry: AuditEntry, row: Need | Request, role: Role, path: str, *, stage: str) -> None:
    """Tell the seats of an office at exactly this division."""
    _tell(entry, (seat.pk for seat in accounts_for(role, path)), row, stage)


def tell_above(entry: AuditEntry, request: Request, *, stage: str) -> None:
    """Tell the township of a request, or the county where the township typed it: what is reported may be about it."""
    if request.typed_by_role == Role.TOWNSHIP:
        tell_office(entry, request, Role.COUNTY_OFFICE, path_at(request.division_path, "county"), stage=stage)
    else:
        tell_office(entry, request, Role.TOWNSHIP, path_at(request.division_path, "township"), stage=stage)


def tell_owner(entry: AuditEntry, row: Need | Request, *, stage: str) -> None:
    """Tell whose row it is: the villager by his own page, and the cadre who typed it."""
    if isinstance(row, Request) and row.account_id and row.account_id != entry.actor_id:
        recipient = Recipient(account_id=row.account_id, sms=True)
        notify(entry, [recipient], stage=stage, params={"number": row.number}, link=_villagers_page(row))
    if row.typed_by_id and row.typed_by_role != Role.VILLAGER:
        _tell(entry, [row.typed_by_id], row, stage)


def tell_need_side(entry: AuditEntry, need: Need, *, stage: str) -> None:
    """Tell those who asked for the need, its village and the county office."""
    seats = [
        *accounts_for(Role.VILLAGE, need.division_path),
        *accounts_for(Role.COUNTY_OFFICE, path_at(need.division_path, "county")),
    ]
    typist = [need.typed_by_id] if need.typed_by_id else []
    _tell(entry, (*(seat.pk for seat in seats), *typist), need, stage)


def _tell(entry: AuditEntry, account_ids: Iterable[UUID], row: Need | Request, stage: str) -> None:
    recipients = [Recipient(account_id=each) for each in account_ids if each != entry.actor_id]
    params: Mapping[str, object] = {"number": row.number}
    kind = "requests" if isinstance(row, Request) else "needs"
    notify(entry, recipients, stage=stage, params=params, link=f"/office/{kind}/{row.number}/")


def _villagers_page(row: Request) -> str:
    return f"/village/requests/{row.number}/"
