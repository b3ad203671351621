"""The closed vocabularies of organizations, and who may read which column."""

from collections.abc import Mapping

from duijie.kernel.errors import mark
from duijie.kernel.privacy.levels import Level

FILED = "filed_community"
KINDS: Mapping[str, str] = {
    "association": mark("Association"),
    "foundation": mark("Foundation"),
    "social_service": mark("Social service organization"),
    FILED: mark("Filed community organization"),
}
NATIONAL_LEVEL, FILED_LEVEL = "national", "filed"
LEVELS_OF_REGISTRATION: Mapping[str, str] = {
    NATIONAL_LEVEL: mark("National"),
    "province": mark("Provincial"),
    "prefecture": mark("Prefectural"),
    "county": mark("County level"),
    FILED_LEVEL: mark("Filed, not registered"),
}
LEVELS_OF_COMMENDATION: Mapping[str, str] = {
    level: LEVELS_OF_REGISTRATION[level] for level in ("province", "prefecture", "county")
}
PARTY_ORGANIZATIONS: Mapping[str, str] = {
    "none": mark("No Party organization yet"),
    "own": mark("Party organization of its own"),
    "joint": mark("Joint Party organization"),
}
INSPECTIONS: Mapping[str, str] = {
    "not_yet": mark("Not inspected yet"),
    "passed": mark("Passed"),
    "mostly_passed": mark("Mostly passed"),
    "failed": mark("Not passed"),
    "reported": mark("Annual report filed"),
}
HIGHEST_GRADE = 5
SUBMITTED, RETURNED, IN_GOOD_STANDING, SUSPENDED, ENDED = (
    "submitted",
    "returned",
    "in_good_standing",
    "suspended",
    "ended",
)
PUBLIC_STATES = (IN_GOOD_STANDING, SUSPENDED, ENDED)

LEVELS: Mapping[str, Level] = {
    **dict.fromkeys(
        (
            "number",
            "name",
            "kind",
            "credit_code",
            "registration_level",
            "registrar",
            "business_supervisor",
            "is_directly_registered",
            "scope",
            "charter_area",
            "service_paths",
            "party_organization",
            "has_fundraising_qualification",
            "fundraising_certificate",
            "has_tax_deduction_qualification",
            "is_hub",
            "grade",
            "grade_valid_until",
            "established_on",
            "inspection_conclusion",
            "inspection_year",
            "division_code",
            "division_name",
            "office_phone",
            "website",
            "introduction",
            "state",
        ),
        Level.PUBLIC,
    ),
    **dict.fromkeys(
        (
            "registrar_path",
            "division_path",
            "typed_by_id",
            "is_vouched",
            "vouched_by_id",
            "vouched_at",
            "submitted_at",
            "approved_at",
        ),
        Level.INTERNAL,
    ),
}
