"""Who looks after whose account, what a role is bound to, and how often somebody may try to sign in. Plain Python."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from duijie.kernel.access.actors import ASSIGNABLE, OFFICIALS, ORGANIZATION_ROLES, Role
from duijie.kernel.access.conditions import Condition, Grant, Inside, Mine, OurOrganization, State, grant
from duijie.kernel.errors import RuleBroken, mark


class Level(StrEnum):
    """The levels of divisions."""

    COUNTRY = "country"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Place:
    """The division that an account is bound to, as text: its 12-digit code, path and name."""

    code: str
    path: str
    name: str


COUNTRY: Final = Place(code="", path="/", name="")

_LEVEL_OF_LENGTH = {
    2: Level.PROVINCE,
    4: Level.PREFECTURE,
    6: Level.COUNTY,
    9: Level.TOWNSHIP,
    12: Level.VILLAGE,
}


def level_of(path: str) -> Level:
    """The level of a division, which the length of its path's last code tells; some counties have no prefecture.

    Raises:
        KeyError: this is no division's path.
    """
    last = path.rstrip("/").rpartition("/")[2]
    return _LEVEL_OF_LENGTH[len(last)] if last else Level.COUNTRY


_OFFICE_LEVELS = frozenset({Level.COUNTY, Level.PREFECTURE, Level.PROVINCE})
LEVELS: Final[dict[Role, frozenset[Level]]] = {
    Role.VILLAGER: frozenset(Level),
    Role.VILLAGE: frozenset({Level.VILLAGE}),
    Role.TOWNSHIP: frozenset({Level.TOWNSHIP}),
    # a few prefecture-level cities have no counties, and a division of the corps does a county's work
    Role.COUNTY_OFFICE: frozenset({Level.COUNTY, Level.PREFECTURE}),
    Role.LINE_DEPARTMENT: _OFFICE_LEVELS,
    Role.CIVIL_AFFAIRS: _OFFICE_LEVELS,
    Role.PREFECTURE_OFFICE: frozenset({Level.PREFECTURE}),
    Role.PROVINCE_OFFICE: frozenset({Level.PROVINCE}),
    Role.MINISTRY: frozenset({Level.COUNTRY}),
    Role.ORGANIZATION_STAFF: frozenset(Level),
    Role.ORGANIZATION_MANAGER: frozenset(Level),
    Role.AUDITOR: _OFFICE_LEVELS | {Level.COUNTRY},
}

ROLE_LABELS: Final[dict[Role, str]] = {
    Role.VILLAGER: mark("Villager"),
    Role.VILLAGE: mark("Village cadre"),
    Role.TOWNSHIP: mark("Township official"),
    Role.COUNTY_OFFICE: mark("County office of agriculture and rural affairs"),
    Role.LINE_DEPARTMENT: mark("Line department"),
    Role.CIVIL_AFFAIRS: mark("Civil affairs office"),
    Role.PREFECTURE_OFFICE: mark("Prefecture office"),
    Role.PROVINCE_OFFICE: mark("Province office"),
    Role.MINISTRY: mark("Ministry"),
    Role.ORGANIZATION_STAFF: mark("Organization staff"),
    Role.ORGANIZATION_MANAGER: mark("Organization manager"),
    Role.AUDITOR: mark("Auditor"),
}

LOOKED_AFTER: Final[dict[Role, tuple[Role, ...]]] = {
    Role.MINISTRY: (Role.PROVINCE_OFFICE, Role.AUDITOR),
    Role.PROVINCE_OFFICE: (
        Role.PREFECTURE_OFFICE,
        Role.COUNTY_OFFICE,
        Role.LINE_DEPARTMENT,
        Role.CIVIL_AFFAIRS,
        Role.AUDITOR,
    ),
    Role.PREFECTURE_OFFICE: (Role.COUNTY_OFFICE, Role.LINE_DEPARTMENT, Role.CIVIL_AFFAIRS),
    Role.COUNTY_OFFICE: (Role.TOWNSHIP, Role.VILLAGE, Role.LINE_DEPARTMENT),
    Role.CIVIL_AFFAIRS: (Role.ORGANIZATION_MANAGER, Role.ORGANIZATION_STAFF),
}
MANAGERS: Final = frozenset({*LOOKED_AFTER, Role.ORGANIZATION_MANAGER})
_OUR_STAFF = State((Role.ORGANIZATION_STAFF.value,), field="role") & OurOrganization()


def _below(role: Role) -> Condition:
    return State(tuple(each.value for each in LOOKED_AFTER[role]), field="role") & Inside()


def _management(action: str) -> Iterator[Grant]:
    yield grant(action, (Role.SYSTEM,))
    for role in LOOKED_AFTER:
        yield grant(action, (role,), _below(role))
    yield grant(action, (Role.ORGANIZATION_MANAGER,), _OUR_STAFF)


CREATE: Final = "accounts.account.create"
ACTIVATE: Final = "accounts.account.activate"
DEACTIVATE: Final = "accounts.account.deactivate"
SEE: Final = "accounts.account.see"
SET_PASSWORD: Final = "accounts.account.set_password"  # noqa: S105 — the name of an act
SIGN_IN: Final = "accounts.account.sign_in"
CHANGE_OWN: Final = "accounts.account.change_own"
KEEP_FILTER: Final = "accounts.savedfilter.keep"

GRANTS: Final[tuple[Grant, ...]] = (
    *_management(CREATE),
    *_management(ACTIVATE),
    *_management(DEACTIVATE),
    *_management(SET_PASSWORD),
    *_management(SEE),
    grant(SEE, ASSIGNABLE, Mine("id")),
    grant(SEE, (Role.AUDITOR,), State(tuple(each.value for each in OFFICIALS), field="role") & Inside()),
    grant(CHANGE_OWN, ASSIGNABLE, Mine("id")),
    grant(KEEP_FILTER, OFFICIALS, Mine("account_id")),
)


def roles_created_by(role: Role) -> tuple[Role, ...]:
    """The roles for which somebody of this role may make accounts."""
    if role is Role.SYSTEM:
        return ASSIGNABLE
    return (Role.ORGANIZATION_STAFF,) if role is Role.ORGANIZATION_MANAGER else LOOKED_AFTER.get(role, ())


CODE_DIGITS: Final = 6
CODE_VALID_FOR: Final = timedelta(minutes=10)
CODE_ATTEMPTS: Final = 5
CODES_KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within the span that ends now."""

    most: int
    within: timedelta


CODE_PAUSE: Final = Limit(1, timedelta(minutes=1))
CODES_PER_PHONE: Final = (Limit(5, timedelta(hours=1)), Limit(10, timedelta(days=1)))
# a cadre's phone signs in a whole village in an afternoon
CODES_PER_DEVICE: Final = (Limit(60, timedelta(hours=1)),)
FAILURES_PER_ACCOUNT: Final = (Limit(8, timedelta(minutes=15)), Limit(40, timedelta(days=1)))
FAILURES_PER_DEVICE: Final = (Limit(30, timedelta(minutes=15)),)
FAILURES_PER_NETWORK: Final = (Limit(100, timedelta(minutes=15)),)
"""Wide, for a county's offices or a whole township may share one address."""
FAILURES_KEPT_FOR: Final = timedelta(days=1)

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,59}")
PASSWORD_LEAST: Final = 10
PASSWORD_MOST: Final = 128
PASSWORD_DIFFERENT: Final = 5


def phone_of(text: str) -> str:
    """A mobile number of the mainland in E.164, however it was typed (spaces, hyphens, full-width digits, +86).

    Raises:
        RuleBroken: it is none; the fault stands beside `phone`.
    """
    digits = re.sub(r"[\s()\-–—·.]", "", unicodedata.normalize("NFKC", text))
    found = _MOBILE.fullmatch(digits)
    if not found:
        raise RuleBroken(mark("A mobile phone number has 11 digits and begins with 1."), field="phone")
    return f"+86{found[1]}"


def username_of(text: str) -> str:
    """A user name as it is kept: narrow and lower-case, so that nobody takes a name that looks the same.

    Raises:
        RuleBroken: it has other characters or another length; the fault stands beside `username`.
    """
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not _USERNAME.fullmatch(name):
        fault = mark("A user name has 3 to 60 letters a–z, digits, dots, hyphens or underscores.")
        raise RuleBroken(fault, field="username")
    return name


def code_of(text: str) -> str:
    """The digits of a code, however it was typed or pasted."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


def password_faults(password: str, username: str | None) -> Iterator[RuleBroken]:
    """What is wrong with a new password; nothing is asked of its kinds of characters, only length and variety."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        sentence = mark("A password has at least %(least)s characters.")
        yield RuleBroken(sentence, field="password", least=PASSWORD_LEAST)
    elif len(set(password)) < PASSWORD_DIFFERENT:
        sentence = mark("Use at least %(different)s different characters.")
        yield RuleBroken(sentence, field="password", different=PASSWORD_DIFFERENT)
    elif username and username in password.lower():
        yield RuleBroken(mark("The password must not contain the user name."), field="password")


def binding_faults(role: Role, place: Place | None, *, has_organization: bool) -> Iterator[RuleBroken]:
    """What is wrong with the division or organization to which an account of this role would be bound."""
    if role not in ASSIGNABLE:
        yield RuleBroken(mark("Nobody can have this role."), field="role")
        return
    if role in ORGANIZATION_ROLES and not has_organization:
        yield RuleBroken(mark("Choose the organization."), field="organization_id")
    if role not in ORGANIZATION_ROLES and has_organization:
        yield RuleBroken(mark("This role belongs to no organization."), field="organization_id")
    if place is None:
        if role in OFFICIALS:
            yield RuleBroken(mark("Choose the division."), field="division")
    elif level_of(place.path) not in LEVELS[role]:
        yield RuleBroken(mark("A division of this level does not fit the role."), field="division")
