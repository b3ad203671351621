"""The one tree of fields: the seven of article 五, their sub-fields, and what each serves in articles 一 and 二.

Article 五: 「发挥社会组织在产业振兴、科技助农、文化体育、环保生态、卫生健康、社会治理、民生保障方面的积极作用」.
Article 二 names four areas, article 一 five goals; article 四 asks to join relief (输血) with self-development (造血).
A need may differ from its sub-field's usual aid: the tag here is the one that a form proposes.
"""

from dataclasses import dataclass
from enum import StrEnum

from duijie.kernel.errors import mark


class Area(StrEnum):
    """The four areas of article 二."""

    INDUSTRY_DEVELOPMENT = "industry_development"
    TALENT = "talent"
    CARE = "care"
    GOVERNANCE = "governance"


class Goal(StrEnum):
    """The five goals of article 一."""

    THRIVING_INDUSTRY = "thriving_industry"
    LIVABLE_ECOLOGY = "livable_ecology"
    CIVILIZED_CUSTOMS = "civilized_customs"
    EFFECTIVE_GOVERNANCE = "effective_governance"
    PROSPEROUS_LIFE = "prosperous_life"


class Aid(StrEnum):
    """Article 四: 输血 gives what is missing now, 造血 lets people earn and do it themselves."""

    RELIEF = "relief"
    SELF_DEVELOPMENT = "self_development"


@dataclass(frozen=True, slots=True)
class Subfield:
    """A leaf of the tree; `field` is the code of its field."""

    code: str
    label: str
    field: str
    area: Area
    goal: Goal
    aid: Aid


@dataclass(frozen=True, slots=True)
class Field:
    """One of the seven fields of article 五."""

    code: str
    label: str
    subfields: tuple[Subfield, ...]


AREA_LABELS: dict[Area, str] = {
    Area.INDUSTRY_DEVELOPMENT: mark("Developing industry"),
    Area.TALENT: mark("Training people"),
    Area.CARE: mark("Care for particular groups"),
    Area.GOVERNANCE: mark("Village governance"),
}
GOAL_LABELS: dict[Goal, str] = {
    Goal.THRIVING_INDUSTRY: mark("Thriving industry"),
    Goal.LIVABLE_ECOLOGY: mark("A livable environment"),
    Goal.CIVILIZED_CUSTOMS: mark("Civilized customs"),
    Goal.EFFECTIVE_GOVERNANCE: mark("Effective governance"),
    Goal.PROSPEROUS_LIFE: mark("A prosperous life"),
}
AID_LABELS: dict[Aid, str] = {
    Aid.RELIEF: mark("Relief"),
    Aid.SELF_DEVELOPMENT: mark("Self-development"),
}

_Leaf = tuple[str, str, Area, Goal, Aid]

_INDUSTRY, _TALENT, _CARE, _GOVERNANCE = Area
_THRIVING, _LIVABLE, _CUSTOMS, _GOVERNED, _PROSPEROUS = Goal
_RELIEF, _SELF = Aid


def _field(code: str, label: str, *leaves: _Leaf) -> Field:
    return Field(code, label, tuple(Subfield(leaf[0], leaf[1], code, *leaf[2:]) for leaf in leaves))


_TREE: tuple[Field, ...] = (
    _field(
        "industry",
        mark("Industry"),
        ("planting", mark("Planting"), _INDUSTRY, _THRIVING, _SELF),
        ("livestock", mark("Livestock and fish"), _INDUSTRY, _THRIVING, _SELF),
        ("processing", mark("Processing of farm produce"), _INDUSTRY, _THRIVING, _SELF),
        ("sales", mark("Sales of farm produce"), _INDUSTRY, _THRIVING, _SELF),
        ("tourism", mark("Rural tourism"), _INDUSTRY, _THRIVING, _SELF),
        ("crafts", mark("Handicrafts"), _INDUSTRY, _THRIVING, _SELF),
        ("collective_economy", mark("Collective economy and cooperatives"), _INDUSTRY, _THRIVING, _SELF),
        ("production_facilities", mark("Production facilities"), _INDUSTRY, _THRIVING, _SELF),
        ("business_start", mark("Starting a business"), _TALENT, _THRIVING, _SELF),
    ),
    _field(
        "agritech",
        mark("Farming technology"),
        ("farming_advice", mark("Advice on growing and rearing"), _TALENT, _THRIVING, _SELF),
        ("seeds", mark("Improved varieties"), _INDUSTRY, _THRIVING, _SELF),
        ("machinery", mark("Farm machinery"), _INDUSTRY, _THRIVING, _SELF),
        ("irrigation", mark("Irrigation and soil"), _INDUSTRY, _THRIVING, _SELF),
        ("digital_farming", mark("Digital farming and online trade"), _INDUSTRY, _THRIVING, _SELF),
    ),
    _field(
        "culture_sport",
        mark("Culture and sport"),
        ("culture", mark("Cultural life"), _GOVERNANCE, _CUSTOMS, _SELF),
        ("reading", mark("Books and reading"), _TALENT, _CUSTOMS, _RELIEF),
        ("heritage", mark("Heritage and traditions"), _INDUSTRY, _CUSTOMS, _SELF),
        ("sport", mark("Sport and fitness"), _GOVERNANCE, _CUSTOMS, _RELIEF),
        ("venues", mark("Places for culture and sport"), _GOVERNANCE, _CUSTOMS, _RELIEF),
    ),
    _field(
        "ecology",
        mark("Environment"),
        ("waste", mark("Waste"), _GOVERNANCE, _LIVABLE, _RELIEF),
        ("sewage", mark("Sewage and rivers"), _GOVERNANCE, _LIVABLE, _RELIEF),
        ("toilets", mark("Toilets"), _GOVERNANCE, _LIVABLE, _RELIEF),
        ("greening", mark("Trees and land"), _GOVERNANCE, _LIVABLE, _SELF),
        ("clean_energy", mark("Clean energy"), _GOVERNANCE, _LIVABLE, _SELF),
        ("village_look", mark("Look of the village"), _GOVERNANCE, _LIVABLE, _RELIEF),
    ),
    _field(
        "health",
        mark("Health"),
        ("clinics", mark("Clinics and equipment"), _CARE, _PROSPEROUS, _RELIEF),
        ("medical_visits", mark("Free consultations"), _CARE, _PROSPEROUS, _RELIEF),
        ("serious_illness", mark("Help with serious illness"), _CARE, _PROSPEROUS, _RELIEF),
        ("mother_child_health", mark("Health of mothers and children"), _CARE, _PROSPEROUS, _RELIEF),
        ("mental_health", mark("Mental health"), _CARE, _PROSPEROUS, _RELIEF),
        ("health_knowledge", mark("Health knowledge"), _CARE, _CUSTOMS, _SELF),
    ),
    _field(
        "governance",
        mark("Community governance"),
        ("self_governance", mark("Self-governance of villagers"), _GOVERNANCE, _GOVERNED, _SELF),
        ("legal_service", mark("Legal service"), _GOVERNANCE, _GOVERNED, _RELIEF),
        ("mediation", mark("Settling disputes"), _GOVERNANCE, _GOVERNED, _SELF),
        ("changing_customs", mark("Changing outdated customs"), _GOVERNANCE, _CUSTOMS, _SELF),
        ("safety", mark("Public safety"), _GOVERNANCE, _GOVERNED, _RELIEF),
        ("volunteers", mark("Volunteers and social work"), _TALENT, _GOVERNED, _SELF),
        ("local_organizations", mark("Fostering local organizations"), _TALENT, _GOVERNED, _SELF),
    ),
    _field(
        "livelihood",
        mark("Livelihood"),
        ("education", mark("Schools and students"), _TALENT, _PROSPEROUS, _RELIEF),
        ("child_care", mark("Care for children"), _CARE, _PROSPEROUS, _RELIEF),
        ("elderly", mark("Care for the elderly"), _CARE, _PROSPEROUS, _RELIEF),
        ("disability", mark("Help for disabled people"), _CARE, _PROSPEROUS, _RELIEF),
        ("women", mark("Women and families"), _CARE, _PROSPEROUS, _SELF),
        ("low_income", mark("Regular help for low-income people"), _CARE, _PROSPEROUS, _RELIEF),
        ("daily_goods", mark("Clothing and daily goods"), _CARE, _PROSPEROUS, _RELIEF),
        ("nutrition", mark("Meals and kitchens"), _CARE, _PROSPEROUS, _RELIEF),
        ("water", mark("Drinking water"), _GOVERNANCE, _PROSPEROUS, _RELIEF),
        ("roads", mark("Roads and bridges"), _GOVERNANCE, _PROSPEROUS, _RELIEF),
        ("lighting", mark("Lighting"), _GOVERNANCE, _LIVABLE, _RELIEF),
        ("housing", mark("Housing"), _CARE, _PROSPEROUS, _RELIEF),
        ("jobs", mark("Jobs"), _TALENT, _PROSPEROUS, _SELF),
        ("skills", mark("Skills training"), _TALENT, _PROSPEROUS, _SELF),
        ("relocation", mark("Relocation sites"), _CARE, _PROSPEROUS, _SELF),
        ("disaster", mark("Disasters"), _CARE, _PROSPEROUS, _RELIEF),
    ),
)

FIELDS: dict[str, Field] = {field.code: field for field in _TREE}
SUBFIELDS: dict[str, Subfield] = {subfield.code: subfield for field in _TREE for subfield in field.subfields}
