"""Read accounts: who is acting, who is to be told, whom an office looks after."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Substr

from duijie.apps.accounts.models import Account, SavedFilter
from duijie.apps.accounts.rules import KEEP_FILTER, SEE
from duijie.kernel.access.actors import OFFICIALS, Actor, Channel, Role
from duijie.kernel.access.checks import visible
from duijie.kernel.privacy.digests import keyed_digest

_PHONE_PURPOSE = "accounts.phone"
_PROVINCE = len("/62/")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message to somebody goes, in which language; read at the moment of sending and kept nowhere."""

    phone: str
    email: str
    language: str


def actor_of(account: Account, channel: Channel = Channel.WEB, device: str = "") -> Actor:
    """The account as an actor.

    Only officials are bounded by their division; organizations' staff act for their organization, villagers for
    themselves, so that a grant by division can never reach them by accident.
    """
    role = Role(account.role)
    return Actor(
        id=account.pk,
        role=role,
        label=account.label,
        division_path=account.division_path if role in OFFICIALS else "",
        organization_id=account.organization_id,
        channel=channel,
        device=device,
    )


def active_account(account_id: UUID) -> Account | None:
    """The account of this id while it is active."""
    return Account.objects.filter(pk=account_id, is_active=True).first()


def accounts_for(role: Role, division_path: str) -> QuerySet[Account]:
    """The active accounts of a role at exactly this division: the seats to be told of its work."""
    return Account.objects.filter(role=role.value, division_path=division_path, is_active=True).order_by("created_at")


def accounts_of_organization(organization_id: UUID) -> QuerySet[Account]:
    """The active accounts of an organization's people."""
    return Account.objects.filter(organization_id=organization_id, is_active=True).order_by("created_at")


def province_of_offices() -> str:
    """The path of the province in which all offices below the country work; "" where there are none or several."""
    seats = Account.objects.filter(role__in=OFFICIALS, is_active=True).exclude(division_path__in=("", "/"))
    provinces = seats.annotate(province=Substr("division_path", 1, _PROVINCE)).values_list("province", flat=True)
    found = list(provinces.distinct()[:2])
    return found[0] if len(found) == 1 else ""


def visible_accounts(actor: Actor) -> QuerySet[Account]:
    """The accounts that the actor looks after, and his own; newest first (ids sort by time)."""
    return visible(actor, SEE, Account.objects.all()).order_by("-id")


def accounts_looked_after_by(actor: Actor) -> QuerySet[Account]:
    """The accounts that the actor sees beside his own, newest first."""
    rows = visible_accounts(actor)
    return rows.exclude(pk=actor.id) if actor.id else rows


def villager_with_phone(phone: str) -> Account | None:
    """The active villager's account with this number (E.164)."""
    digest = phone_digest(phone)
    return Account.objects.filter(phone_digest=digest, role=Role.VILLAGER.value, is_active=True).first()


def addresses_of(account_ids: Collection[UUID]) -> dict[UUID, Address]:
    """Where messages to accounts go; those that are closed are not among them."""
    found = Account.objects.filter(pk__in=account_ids, is_active=True)
    return {
        each.pk: Address(phone=each.phone or "", email=each.email or "", language=each.prefers_language)
        for each in found.only("phone", "email", "prefers_language")
    }


def address_of(account_id: UUID) -> Address | None:
    """Where messages to an active account go."""
    return addresses_of([account_id]).get(account_id)


def phone_digest(phone: str) -> str:
    """The digest by which a number (E.164) is found."""
    return keyed_digest(phone, _PHONE_PURPOSE)


def saved_filters(actor: Actor, page: str) -> QuerySet[SavedFilter]:
    """How the actor narrows a page again and again, by name."""
    return visible(actor, KEEP_FILTER, SavedFilter.objects.filter(page=page)).order_by("name")
