"""What an organization must state from which state on, and what cannot be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from duijie.apps.organizations.rules.credit_codes import credit_code_fault
from duijie.apps.organizations.rules.vocabulary import (
    FILED,
    FILED_LEVEL,
    HIGHEST_GRADE,
    NATIONAL_LEVEL,
)
from duijie.apps.regions.rules import county_path_of, level_of_path
from duijie.kernel.errors import RuleBroken, mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an organization states when it applies; divisions as paths and codes of the platform's own table."""

    name: str
    kind: str
    registration_level: str
    registrar: str
    registrar_path: str
    division_code: str
    credit_code: str = ""
    business_supervisor: str = ""
    is_directly_registered: bool = False
    scope: str = ""
    charter_area: str = ""
    service_paths: tuple[str, ...] = ()
    party_organization: str = "none"
    established_on: date | None = None
    office_phone: str = ""
    website: str = ""
    introduction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifications:
    """What the registration authority has found: stated by the applicant, kept up to date by the authority."""

    has_fundraising_qualification: bool = False
    fundraising_certificate: str = ""
    has_tax_deduction_qualification: bool = False
    is_hub: bool = False
    grade: int = 0
    grade_valid_until: date | None = None
    inspection_conclusion: str = "not_yet"
    inspection_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an organization may change by itself."""

    office_phone: str
    website: str = ""
    introduction: str = ""
    service_paths: tuple[str, ...] = ()


REQUIRED: Mapping[str, tuple[str, ...]] = {
    "all": ("name", "kind", "registration_level", "registrar", "registrar_path", "division_code", "scope"),
    "registered": ("credit_code", "charter_area", "established_on", "office_phone"),
}


def required_of(kind: str) -> tuple[str, ...]:
    """The fields that an application of this kind must fill; a village's own group may have no office and no phone."""
    return REQUIRED["all"] if kind == FILED else REQUIRED["all"] + REQUIRED["registered"]


def particulars_faults(given: Particulars, home_path: str) -> Iterator[RuleBroken]:
    """Everything that is missing or cannot be in an application; `home_path` is the path of its home division."""
    for name in required_of(given.kind):
        if getattr(given, name) in ("", None):
            yield RuleBroken(mark("Please fill this in."), field=name)
    yield from _code_faults(given)
    if (given.kind == FILED) != (given.registration_level == FILED_LEVEL):
        yield RuleBroken(mark("Only community organizations are filed; all others are registered."), field="kind")
    elif given.registrar_path:
        yield from _registrar_faults(given, home_path)
    if given.kind != FILED and not given.is_directly_registered and not given.business_supervisor:
        yield RuleBroken(
            mark("Name the business supervisor, or tick direct registration."), field="business_supervisor"
        )


def _code_faults(given: Particulars) -> Iterator[RuleBroken]:
    if given.kind == FILED and given.credit_code:
        yield RuleBroken(mark("A filed community organization has no credit code."), field="credit_code")
    if given.kind != FILED and given.credit_code and (fault := credit_code_fault(given.credit_code)):
        yield fault


def _registrar_faults(given: Particulars, home_path: str) -> Iterator[RuleBroken]:
    if given.kind == FILED:
        if home_path and county_path_of(home_path) != given.registrar_path:
            yield RuleBroken(
                mark("Community organizations are filed with the county in which they are."), field="registrar_path"
            )
        return
    level = level_of_path(given.registrar_path)
    if given.registration_level != (level.value if level else NATIONAL_LEVEL):
        yield RuleBroken(
            mark("Level of registration and place of the registration authority do not fit."), field="registrar_path"
        )


def qualification_faults(given: Qualifications) -> Iterator[RuleBroken]:
    """What cannot be in the findings of a registration authority."""
    if not 0 <= given.grade <= HIGHEST_GRADE:
        yield RuleBroken(mark("Grades go from 1A to 5A; 0 stands for none."), field="grade")
    if given.grade and given.grade_valid_until is None:
        yield RuleBroken(mark("Say until when the grade is valid."), field="grade_valid_until")
    if given.has_fundraising_qualification and not given.fundraising_certificate:
        yield RuleBroken(mark("Give the number of the fundraising certificate."), field="fundraising_certificate")
    if given.inspection_conclusion != "not_yet" and given.inspection_year is None:
        yield RuleBroken(mark("Say for which year."), field="inspection_year")


def profile_faults(given: Profile, kind: str) -> Iterator[RuleBroken]:
    """What is missing in a profile."""
    if not given.office_phone and "office_phone" in required_of(kind):
        yield RuleBroken(mark("Please fill this in."), field="office_phone")


def grade_on(day: date, grade: int, valid_until: date | None) -> int:
    """The grade that counts on a day; an expired one counts as none (valid for five years, by its certificate)."""
    return grade if valid_until and day <= valid_until else 0
