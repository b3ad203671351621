"""What the engine knows of a need and of an offer: plain values, so that anybody can fill them from anything.

Codes of fields, beneficiaries and qualifications are the caller's own; the engine only compares them.
Division paths look like `/62/6211/621121/621121100/`, always with the closing slash; `/` is the whole country.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Form(StrEnum):
    """需求形式: in what form help comes."""

    FUNDS = "funds"
    GOODS = "goods"
    SERVICE = "service"
    TECHNOLOGY = "technology"
    PEOPLE = "people"
    SALES = "sales"


class Urgency(StrEnum):
    """紧迫程度."""

    NORMAL = "normal"
    SOON = "soon"
    URGENT = "urgent"


class Level(StrEnum):
    """Who receives: the closer to the ground, the earlier (article 四: 向基层倾斜)."""

    VILLAGE = "village"
    SCHOOL = "school"
    TOWNSHIP = "township"
    COUNTY = "county"


class Registration(StrEnum):
    """登记层级; `FILED` is a community organization that a township vouches for."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    FILED = "filed"


class Mode(StrEnum):
    """服务方式."""

    ONSITE = "onsite"
    REMOTE = "remote"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTerms:
    """A need as the engine sees it.

    `quantity` counts `unit`s (户, 盏, 人 …); `in_hardship` says that the beneficiaries are people in hardship
    (article 四: 向困难群众倾斜), which the caller knows from its own classes.
    """

    id: str
    title: str
    text: str = ""
    field: str
    subfields: frozenset[str] = frozenset()
    division_path: str
    is_key_county: bool = False
    beneficiaries: frozenset[str] = frozenset()
    in_hardship: bool = False
    form: Form
    quantity: int = 1
    unit: str = ""
    budget_fen: int | None = None
    wanted_by: date | None = None
    required_qualifications: frozenset[str] = frozenset()
    urgency: Urgency = Urgency.NORMAL
    level: Level = Level.VILLAGE

    @property
    def fields(self) -> frozenset[str]:
        """The one field, as a set, like an offer's."""
        return frozenset({self.field})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """An offer as the engine sees it; an empty set or tuple means no limit.

    `capacity_left` counts `unit`s when the need's unit is the same, otherwise needs. `paired_paths` are the divisions
    that the organization or its home is paired with; `is_eastern` that its home is in the helping east (article 六).
    `confirmed` maps a field to how many projects its receivers have confirmed.
    """

    id: str
    organization_id: str
    title: str
    text: str = ""
    fields: frozenset[str] = frozenset()
    subfields: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()
    key_counties_only: bool = False
    beneficiaries: frozenset[str] = frozenset()
    forms: frozenset[Form] = frozenset()
    capacity_left: int = 1
    unit: str = ""
    budget_fen: int | None = None
    mode: Mode = Mode.ONSITE
    available_from: date | None = None
    available_to: date | None = None
    qualifications: frozenset[str] = frozenset()
    in_good_standing: bool = True
    home_path: str = "/"
    registration_level: Registration = Registration.COUNTY
    is_eastern: bool = False
    paired_paths: tuple[str, ...] = ()
    confirmed: dict[str, int] = field(default_factory=dict, hash=False)
