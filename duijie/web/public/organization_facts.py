"""What the page of an organization shows, whoever opens it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.credit_codes import is_usual_for
from duijie.apps.organizations.rules.vocabulary import INSPECTIONS, KINDS, LEVELS_OF_REGISTRATION, PARTY_ORGANIZATIONS
from duijie.apps.organizations.selectors import present_grade
from duijie.kernel.clock import today
from duijie.web.frame.formats import date_zh, phone_grouped
from duijie.web.frame.parts import Fact
from duijie.web.frame.places import divisions_of


def organization_facts(organization: Organization) -> list[Fact]:
    """Who it is, who registered it and how it stands; empty answers are left out."""
    facts = [
        Fact(_("Kind"), _(KINDS[organization.kind])),
        Fact(_("Credit code"), organization.credit_code or ""),
        Fact(_("Level of registration"), _(LEVELS_OF_REGISTRATION[organization.registration_level])),
        Fact(_("Registration authority"), organization.registrar),
        Fact(_("Business supervisor"), _supervisor(organization)),
        Fact(_("Established"), date_zh(organization.established_on) if organization.established_on else ""),
        Fact(_("At home in"), organization.division_name),
        Fact(_("Scope of work"), organization.scope),
        Fact(_("Area by its charter"), organization.charter_area),
        Fact(_("Places it serves"), names_of_places(organization.service_paths)),
        *_findings(organization),
        Fact(_("Phone of the office"), phone_grouped(organization.office_phone) if organization.office_phone else ""),
        Fact(_("Website"), organization.website),
        Fact(_("Introduction"), organization.introduction),
    ]
    return [fact for fact in facts if fact.answer]


def _findings(organization: Organization) -> list[Fact]:
    grade = present_grade(organization, today())
    until = _("%(grade)sA, valid until %(day)s") % {"grade": grade, "day": date_zh(organization.grade_valid_until)}
    inspection = _(INSPECTIONS[organization.inspection_conclusion])
    year = f"{organization.inspection_year} " if organization.inspection_year else ""
    return [
        Fact(_("Party organization"), _(PARTY_ORGANIZATIONS[organization.party_organization])),
        Fact(_("Grade"), until if grade else ""),
        Fact(_("Annual inspection"), year + inspection if organization.inspection_year else inspection),
        Fact(_("Public fundraising certificate"), organization.fundraising_certificate),
        Fact(_("Tax deduction for donors"), _("Yes") if organization.has_tax_deduction_qualification else ""),
        Fact(_("Hub organization"), _("Yes") if organization.is_hub else ""),
    ]


def _supervisor(organization: Organization) -> str:
    if organization.is_directly_registered:
        return _("None, registered directly")
    return organization.business_supervisor


def remarks_for_review(organization: Organization) -> list[str]:
    """What the reviewer should look at twice."""
    remarks = []
    if organization.credit_code and not is_usual_for(organization.kind, organization.credit_code):
        remarks.append(_("The credit code does not begin as those that civil affairs gives to this kind."))
    if organization.is_filed and not organization.is_vouched:
        remarks.append(_("The township has not vouched for it yet."))
    return remarks


def names_of_places(paths: Iterable[str]) -> str:
    """The full names of some places in one line."""
    return "、".join(division.full_name for division in divisions_of(paths))
