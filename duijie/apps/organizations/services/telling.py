"""Who is told of an act on an organization: the office whose turn it is, or the organization's people."""

from collections.abc import Iterable

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import accounts_for, accounts_of_organization
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import NATION
from duijie.apps.regions.rules import Level, level_of_path, paths_above
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry

OUR_PAGE = "/organization/profile/"


def tell_registrar(entry: AuditEntry, organization: Organization, *, stage: str, link: str, number: str = "") -> None:
    """Tell the office that registered the organization; the ministry for national ones."""
    path = organization.registrar_path
    role = Role.MINISTRY if path == NATION else Role.CIVIL_AFFAIRS
    _tell(
        entry,
        accounts_for(role, path),
        stage=stage,
        link=link,
        number=number or organization.number,
        because=Because.REGISTRAR,
    )


def tell_township(entry: AuditEntry, organization: Organization, *, stage: str, link: str) -> None:
    """Tell the township that is to vouch."""
    for path in paths_above(organization.division_path):
        if level_of_path(path) is Level.TOWNSHIP:
            _tell(
                entry,
                accounts_for(Role.TOWNSHIP, path),
                stage=stage,
                link=link,
                number=organization.number,
                because=Because.VOUCHER,
            )


def tell_organization(
    entry: AuditEntry, organization: Organization, *, stage: str, link: str, number: str = ""
) -> None:
    """Tell the organization's people."""
    people = accounts_of_organization(organization.pk)
    _tell(entry, people, stage=stage, link=link, number=number or organization.number, because=Because.ORGANIZATION)


def _tell(
    entry: AuditEntry, accounts: Iterable[Account], *, stage: str, link: str, number: str, because: Because
) -> None:
    recipients = [Recipient(account.pk, because) for account in accounts if account.pk != entry.actor_id]
    notify(entry, recipients, stage=stage, link=link, params={"number": number})
