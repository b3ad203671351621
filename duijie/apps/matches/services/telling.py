"""Who is told of an act on a match: the need's office and village, the organization's people, or who asked."""

from collections.abc import Iterable
from uuid import UUID

from duijie.apps.accounts.selectors import accounts_for, accounts_of_organization
from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.steps import path_at
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import mark


def tell_need_side(entry: AuditEntry, match: Match, *, stage: str) -> None:
    """Tell the county office and the village of the need."""
    need = match.need
    seats = [
        *accounts_for(Role.COUNTY_OFFICE, path_at(need.division_path, "county")),
        *accounts_for(Role.VILLAGE, need.division_path),
    ]
    link = f"/office/needs/{need.number}/"
    _tell(entry, [seat.pk for seat in seats], Because.PLACE, stage=stage, number=need.number, link=link)


def tell_organization(entry: AuditEntry, row: Suggestion | Order | Match, *, stage: str, link: str) -> None:
    """Tell the organization's people at once: they have to answer within the time that was set."""
    organization_id = row.offer.organization_id if isinstance(row, Order) else row.organization_id
    seats = accounts_of_organization(organization_id)
    told = [seat.pk for seat in seats]
    _tell(entry, told, Because.ORGANIZATION, stage=stage, number=row.number, link=link, is_urgent=True)


def tell_suggester(entry: AuditEntry, suggestion: Suggestion, *, stage: str) -> None:
    """Tell the person who recommended; nobody else reads why an organization does not take it."""
    link = f"/office/suggestions/{suggestion.number}/"
    number = suggestion.number
    _tell(entry, [suggestion.suggested_by_id], Because.RECOMMENDED, stage=stage, number=number, link=link)


def tell_of_round(entry: AuditEntry, needs: Iterable[Need], number: str) -> None:
    """Tell each village and county office once of a round that recommends needs of theirs."""
    own: dict[UUID, list[Need]] = {}
    for need in needs:
        seats = [
            *accounts_for(Role.COUNTY_OFFICE, path_at(need.division_path, "county")),
            *accounts_for(Role.VILLAGE, need.division_path),
        ]
        for seat in seats:
            own.setdefault(seat.pk, []).append(need)
    stage = mark("A round recommends needs of yours to organizations")
    for account_id, found in own.items():
        told = found[0].number if len(found) == 1 else number
        link = f"/office/needs/{told}/" if len(found) == 1 else "/office/matching/"
        _tell(entry, [account_id], Because.PLACE, stage=stage, number=told, link=link)


def tell_orderer(entry: AuditEntry, order: Order, *, stage: str) -> None:
    """Tell the village of an order, and the villager whose order it is."""
    seats = accounts_for(Role.VILLAGE, order.division_path)
    link = f"/office/orders/{order.number}/"
    _tell(entry, [seat.pk for seat in seats], Because.PLACE, stage=stage, number=order.number, link=link)
    if order.account_id and order.request:
        villager = Recipient(account_id=order.account_id, because=Because.OWN, sms=True)
        notify(
            entry,
            [villager],
            stage=stage,
            params={"number": order.request.number},
            link=f"/village/requests/{order.request.number}/",
        )


def _tell(
    entry: AuditEntry,
    account_ids: Iterable[UUID | None],
    because: Because,
    *,
    stage: str,
    number: str,
    link: str,
    is_urgent: bool = False,
) -> None:
    recipients = [Recipient(each, because) for each in account_ids if each is not None and each != entry.actor_id]
    notify(entry, recipients, stage=stage, params={"number": number}, link=link, is_urgent=is_urgent)
