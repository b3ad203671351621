"""The closed vocabularies of requests and needs (DOMAIN: three sizes, policy before charity, who decides)."""

from collections.abc import Mapping
from enum import StrEnum

from duijie.kernel.errors import mark
from duijie.matching import terms

Form = terms.Form
"""What kind of help is asked for (需求形式)."""
Urgency = terms.Urgency
"""How soon help is needed (紧迫程度); urgent cases go to temporary relief at once."""


class Track(StrEnum):
    """The ways of a need, by size; thresholds are data (`TrackThreshold`)."""

    WISH = "wish"
    GENERAL = "general"


class PolicyCover(StrEnum):
    """政策保障情况: stated before the county decides."""

    NONE = "none"
    PARTLY = "partly"
    COVERED = "covered"


class Source(StrEnum):
    """Where a need comes from (需求来源)."""

    REQUESTS = "requests"
    VISIT = "visit"
    DEPARTMENT = "department"
    ORDER = "order"
    IMPORT = "import"


class Maker(StrEnum):
    """Who asks, by size: village before county is the tilt to the grass roots."""

    VILLAGE = "village"
    SCHOOL = "school"
    TOWNSHIP = "township"
    COUNTY = "county"


class Consent(StrEnum):
    """How a person agreed that a cadre types for him (PIPL)."""

    SELF = "self"
    SIGNED = "signed"
    SPOKEN = "spoken"


class PolicyKind(StrEnum):
    """The policies a request or need may be referred to (转政策保障)."""

    DIBAO = "dibao"
    EXTREME_HARDSHIP = "extreme_hardship"
    TEMPORARY_RELIEF = "temporary_relief"
    MEDICAL = "medical"
    EDUCATION = "education"
    DISABILITY = "disability"
    HOUSING = "housing"
    FISCAL_LIBRARY = "fiscal_library"


class Outcome(StrEnum):
    """How a referral to a policy ended."""

    SETTLED = "settled"
    STILL_IN_DIFFICULTY = "still_in_difficulty"


TRACK_LABELS: Mapping[str, str] = {Track.WISH: mark("Small wish"), Track.GENERAL: mark("General project")}
FORM_LABELS: Mapping[str, str] = {
    Form.FUNDS: mark("Funds"),
    Form.GOODS: mark("Goods"),
    Form.SERVICE: mark("Service"),
    Form.TECHNOLOGY: mark("Technology"),
    Form.PEOPLE: mark("People with skills"),
    Form.SALES: mark("Help with selling"),
}
POLICY_COVER_LABELS: Mapping[str, str] = {
    PolicyCover.NONE: mark("No policy covers it"),
    PolicyCover.PARTLY: mark("A policy covers part of it"),
    PolicyCover.COVERED: mark("A policy covers it"),
}
URGENCY_LABELS: Mapping[str, str] = {
    Urgency.NORMAL: mark("Can wait"),
    Urgency.SOON: mark("Needed soon"),
    Urgency.URGENT: mark("Urgent"),
}
SOURCE_LABELS: Mapping[str, str] = {
    Source.REQUESTS: mark("Asked by villagers"),
    Source.VISIT: mark("Found on a visit"),
    Source.DEPARTMENT: mark("Stated by a department"),
    Source.ORDER: mark("Ordered from the menu"),
    Source.IMPORT: mark("From a need list"),
}
MAKER_LABELS: Mapping[str, str] = {
    Maker.VILLAGE: mark("Village"),
    Maker.SCHOOL: mark("School"),
    Maker.TOWNSHIP: mark("Township"),
    Maker.COUNTY: mark("County"),
}
CONSENT_LABELS: Mapping[str, str] = {
    Consent.SELF: mark("Typed by the person himself"),
    Consent.SIGNED: mark("Signed on paper, kept in the village"),
    Consent.SPOKEN: mark("Said before a witness"),
}
POLICY_LABELS: Mapping[str, str] = {
    PolicyKind.DIBAO: mark("Subsistence allowance"),
    PolicyKind.EXTREME_HARDSHIP: mark("Support for people in extreme hardship"),
    PolicyKind.TEMPORARY_RELIEF: mark("Temporary relief"),
    PolicyKind.MEDICAL: mark("Medical assistance"),
    PolicyKind.EDUCATION: mark("Education aid"),
    PolicyKind.DISABILITY: mark("Disability benefits"),
    PolicyKind.HOUSING: mark("Housing safety"),
    PolicyKind.FISCAL_LIBRARY: mark("Fiscal project library"),
}
OUTCOME_LABELS: Mapping[str, str] = {
    Outcome.SETTLED: mark("Settled by policy"),
    Outcome.STILL_IN_DIFFICULTY: mark("Still in difficulty after the policy"),
}
