"""Organizations for tests: fictional names, credit codes whose check characters are right."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from stdnum.cn import uscc

from duijie.apps.accounts.rules import Place
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.particulars import Particulars, Qualifications
from duijie.apps.organizations.services import FirstManager, approve_organization, submit_organization
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import level_of_path
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.ids import new_id
from tests.factories.accounts import (
    COUNTRY,
    COUNTY,
    OTHER_COUNTY,
    PASSWORD,
    PREFECTURE,
    PROVINCE,
    TOWNSHIP,
    VILLAGE,
)

_SERIAL = count(1)
PREFIXES = {"association": "51", "social_service": "52", "foundation": "53"}


def make_divisions(*places: Place) -> None:
    """The rows of fictional places that organizations and offers name."""
    for place in places or (PROVINCE, PREFECTURE, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE):
        level = level_of_path(place.path)
        Division.objects.get_or_create(
            code=place.code,
            defaults={
                "name": place.name,
                "stem": place.name,
                "full_name": place.name,
                "level": level.value if level else "",
                "path": place.path,
                "origin": "demo",
                "is_fictional": True,
            },
        )


def new_credit_code(kind: str = "association", division_code: str = COUNTY.code) -> str:
    """A fresh credit code that is right."""
    body = f"{PREFIXES[kind]}{division_code[:6]}{next(_SERIAL):09d}"
    return body + str(uscc.calc_check_digit(body))


def particulars(**changes: Any) -> Particulars:
    """What a county association at home in the example county states."""
    given = Particulars(
        name=f"示例县乡村服务协会{next(_SERIAL)}",
        kind="association",
        registration_level="county",
        registrar="示例县民政局",
        registrar_path=COUNTY.path,
        division_code=COUNTY.code,
        credit_code=new_credit_code(),
        is_directly_registered=True,
        scope="助老、助学、助残",
        charter_area="示例县",
        established_on=date(2018, 5, 1),
        office_phone="0932-0000000",
    )
    return replace(given, **changes)


def filed_particulars(**changes: Any) -> Particulars:
    """What a villagers' mutual-help group states."""
    return replace(
        particulars(),
        **{
            "name": "示例村互助会",
            "kind": "filed_community",
            "registration_level": "filed",
            "division_code": VILLAGE.code,
            "credit_code": "",
            "charter_area": "",
            "established_on": None,
            "is_directly_registered": False,
            **changes,
        },
    )


def official(role: Role, place: Place = COUNTY, label: str = "") -> Actor:
    """Somebody in an office; without an account, which acts do not need."""
    return Actor(id=new_id(), role=role, label=label or f"{place.name}经办员", division_path=place.path)


def civil_affairs(place: Place = COUNTY) -> Actor:
    """Somebody in the civil-affairs office of a place."""
    return official(Role.CIVIL_AFFAIRS, place)


def ministry() -> Actor:
    """Somebody in the ministry."""
    return official(Role.MINISTRY, COUNTRY, "部机关经办员")


def manager_of(organization: Organization) -> Actor:
    """Somebody who manages an organization."""
    return Actor(id=new_id(), role=Role.ORGANIZATION_MANAGER, label=organization.name, organization_id=organization.pk)


def staff_of(organization: Organization) -> Actor:
    """Somebody who works for an organization."""
    return Actor(id=new_id(), role=Role.ORGANIZATION_STAFF, label=organization.name, organization_id=organization.pk)


def apply(*, actor: Actor = VISITOR, with_manager: bool = False, **changes: Any) -> Organization:
    """An application as it arrives."""
    make_divisions()
    first = FirstManager(username=f"m{new_id().hex[-12:]}", password=PASSWORD) if with_manager else None
    return submit_organization(actor=actor, particulars=particulars(**changes), manager=first).organization


def make_organization(
    *, qualifications: Qualifications | None = None, with_manager: bool = False, **changes: Any
) -> Organization:
    """An organization in good standing."""
    make_divisions()
    given = particulars(**changes)
    first = FirstManager(username=f"m{new_id().hex[-12:]}", password=PASSWORD) if with_manager else None
    waiting = submit_organization(
        actor=VISITOR, particulars=given, qualifications=qualifications, manager=first
    ).organization
    path = given.registrar_path
    role = Role.MINISTRY if path == "/" else Role.CIVIL_AFFAIRS
    registrar = Actor(id=new_id(), role=role, label=given.registrar, division_path=path)
    return approve_organization(actor=registrar, organization=waiting)
