"""Who acts: a plain value, so that rules and engines need no database to speak about people."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Whom the platform knows; the level of an office follows from the division it is bound to.

    A holder is nobody in particular: whoever shows a code that only the right person was given.
    """

    VISITOR = "visitor"
    VILLAGER = "villager"
    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY_OFFICE = "county_office"
    LINE_DEPARTMENT = "line_department"
    CIVIL_AFFAIRS = "civil_affairs"
    PREFECTURE_OFFICE = "prefecture_office"
    PROVINCE_OFFICE = "province_office"
    MINISTRY = "ministry"
    ORGANIZATION_STAFF = "organization_staff"
    ORGANIZATION_MANAGER = "organization_manager"
    AUDITOR = "auditor"
    HOLDER = "holder"
    SYSTEM = "system"


OFFICIALS = frozenset(
    {
        Role.VILLAGE,
        Role.TOWNSHIP,
        Role.COUNTY_OFFICE,
        Role.LINE_DEPARTMENT,
        Role.CIVIL_AFFAIRS,
        Role.PREFECTURE_OFFICE,
        Role.PROVINCE_OFFICE,
        Role.MINISTRY,
        Role.AUDITOR,
    }
)
ORGANIZATION_ROLES = frozenset({Role.ORGANIZATION_STAFF, Role.ORGANIZATION_MANAGER})
ASSIGNABLE = tuple(role for role in Role if role not in {Role.VISITOR, Role.HOLDER, Role.SYSTEM})


class Channel(StrEnum):
    """The way by which an act reached us."""

    WEB = "web"
    API = "api"
    IMPORT = "import"
    COMMAND = "command"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or job) at work, with the division or organization that bounds what is seen and done.

    `division_path` is "" for those bound to none; the ministry has "/" (the whole country).
    `device` is a keyed digest of a first-party cookie, never the cookie itself.
    """

    id: UUID | None
    role: Role
    label: str
    division_path: str = ""
    organization_id: UUID | None = None
    channel: Channel = Channel.WEB
    device: str = ""

    @property
    def is_official(self) -> bool:
        """Whether the actor speaks for a village, an office or the auditor."""
        return self.role in OFFICIALS


VISITOR = Actor(id=None, role=Role.VISITOR, label="")
SYSTEM = Actor(id=None, role=Role.SYSTEM, label="system", division_path="/", channel=Channel.JOB)
