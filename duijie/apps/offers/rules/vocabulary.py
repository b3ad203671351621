"""The closed vocabularies of offers, and who may read which column."""

from collections.abc import Mapping
from enum import StrEnum

from duijie.kernel.errors import mark
from duijie.kernel.privacy.levels import Level
from duijie.matching.terms import Form

DRAFT, SUBMITTED, RETURNED, PUBLISHED, PAUSED, ENDED, WITHDRAWN = (
    "draft",
    "submitted",
    "returned",
    "published",
    "paused",
    "ended",
    "withdrawn",
)
PUBLIC_STATES = (PUBLISHED, PAUSED, ENDED)


class Mode(StrEnum):
    """服务方式: how help reaches the village."""

    ONSITE = "onsite"
    REMOTE = "remote"
    BOTH = "both"


MODES: Mapping[str, str] = {
    Mode.ONSITE: mark("On site"),
    Mode.REMOTE: mark("Remotely"),
    Mode.BOTH: mark("On site or remotely"),
}
FORMS: Mapping[str, str] = {
    Form.FUNDS: mark("Funds"),
    Form.GOODS: mark("Goods"),
    Form.SERVICE: mark("Service"),
    Form.TECHNOLOGY: mark("Technology"),
    Form.PEOPLE: mark("People with skills"),
    Form.SALES: mark("Help with selling"),
}
QUALIFICATIONS: Mapping[str, str] = {
    "medical": mark("Medical practice licence"),
    "social_work": mark("Social worker's certificate"),
    "counselling": mark("Counselling qualification"),
    "teaching": mark("Teacher's certificate"),
    "law": mark("Lawyer's licence"),
    "agronomy": mark("Agricultural technician"),
    "construction": mark("Construction qualification"),
    "catering": mark("Food business licence"),
}
"""What the people hold who deliver the service (资质要求)."""

LEVELS: Mapping[str, Level] = {
    **dict.fromkeys(
        (
            "number",
            "title",
            "field",
            "subfield",
            "text",
            "beneficiaries",
            "areas",
            "key_counties_only",
            "forms",
            "capacity",
            "unit",
            "capacity_taken",
            "budget_fen",
            "mode",
            "available_from",
            "available_to",
            "qualifications",
            "requirements",
            "contact_office",
            "contact_phone",
            "state",
            "published_at",
        ),
        Level.PUBLIC,
    ),
    **dict.fromkeys(
        (
            "typed_by_id",
            "standing_checked_by_id",
            "standing_checked_at",
            "is_standing_checked",
            "created_at",
            "submitted_at",
            "ended_at",
        ),
        Level.INTERNAL,
    ),
}
