"""Accounts and actors for tests, at fictional places."""

from uuid import UUID

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import COUNTRY, Place
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.accounts.services import create_account, villager_of
from duijie.kernel.access.actors import SYSTEM, Actor, Role
from duijie.kernel.ids import new_id

PASSWORD = "青山不老-green-hills"
PROVINCE = Place("620000000000", "/62/", "示例省")
PREFECTURE = Place("621100000000", "/62/6211/", "示例市")
COUNTY = Place("621121000000", "/62/6211/621121/", "示例县")
TOWNSHIP = Place("621121100000", "/62/6211/621121/621121100/", "示例县示例镇")
VILLAGE = Place("621121100201", "/62/6211/621121/621121100/621121100201/", "示例县示例镇示例村")
OTHER_COUNTY = Place("621122000000", "/62/6211/621122/", "演示县")
PLACES = {
    Role.VILLAGE: VILLAGE,
    Role.TOWNSHIP: TOWNSHIP,
    Role.COUNTY_OFFICE: COUNTY,
    Role.LINE_DEPARTMENT: COUNTY,
    Role.CIVIL_AFFAIRS: COUNTY,
    Role.PREFECTURE_OFFICE: PREFECTURE,
    Role.PROVINCE_OFFICE: PROVINCE,
    Role.MINISTRY: COUNTRY,
    Role.AUDITOR: PROVINCE,
    Role.ORGANIZATION_STAFF: COUNTY,
    Role.ORGANIZATION_MANAGER: COUNTY,
}


def make_account(
    role: Role = Role.COUNTY_OFFICE,
    *,
    place: Place | None = None,
    organization_id: UUID | None = None,
    username: str = "",
    actor: Actor = SYSTEM,
    phone: str = "",
    email: str = "",
    label: str = "",
) -> Account:
    """An account of an official or of an organization's staff, by default at the place that fits the role."""
    at = place or PLACES[role]
    if role in {Role.ORGANIZATION_STAFF, Role.ORGANIZATION_MANAGER}:
        organization_id = organization_id or new_id()
    return create_account(
        actor=actor,
        role=role,
        username=username or f"u{new_id().hex[-12:]}",
        password=PASSWORD,
        label=label or f"{at.name}经办员甲",
        place=at,
        organization_id=organization_id,
        phone=phone,
        email=email,
    )


def make_actor(role: Role = Role.COUNTY_OFFICE, *, place: Place | None = None, device: str = "") -> Actor:
    """The actor of a fresh account."""
    return actor_of(make_account(role, place=place), device=device)


def make_villager(phone: str = "+8613800000001") -> Account:
    """A villager's account."""
    return villager_of(phone)
