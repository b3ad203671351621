"""Offers and organizations as Excel, in the words of their pages; who signed or typed them, and phones, stay out."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.offers.rules.vocabulary import FORMS, MODES, QUALIFICATIONS
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.organizations.rules.vocabulary import INSPECTIONS, KINDS, LEVELS_OF_REGISTRATION, PARTY_ORGANIZATIONS
from duijie.apps.organizations.selectors import present_grade
from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import full_names
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.clock import today
from duijie.kernel.files.sheets import SHEET_TYPE, workbook_of
from duijie.web.public.offer_facts import field_of, listed

MOST: Final = 20_000
_FEN = 100

Line = Sequence[object]


def offers_sheet(offers: Iterable[Offer]) -> HttpResponse:
    """An answer with the offers, at most 20 000."""
    rows = list(islice(offers, MOST))
    names = full_names(code_of_path(path) for each in rows for path in each.areas)
    return _answer(_("Offers"), "offers.xlsx", (_offer_heads(), *(_offer(each, names) for each in rows)))


def organizations_sheet(organizations: Iterable[Organization]) -> HttpResponse:
    """An answer with the organizations, at most 20 000."""
    rows = list(islice(organizations, MOST))
    names = full_names(code_of_path(path) for each in rows for path in each.service_paths)
    lines = (_organization_heads(), *(_organization(each, names) for each in rows))
    return _answer(_("Organizations"), "organizations.xlsx", lines)


def _offer_heads() -> Line:
    return (
        _("Offer"),
        _("Number"),
        _("State"),
        _("Organization"),
        _("Credit code"),
        _("Field"),
        _("What is offered"),
        _("For whom"),
        _("What is given"),
        _("Where"),
        _("Key counties only"),
        _("How"),
        _("Capacity"),
        _("Still free"),
        _("Unit"),
        _("Available from"),
        _("Available to"),
        _("Budget (yuan)"),
        _("Qualifications of those who come"),
        _("What the receiving side should have"),
        _("Office in charge"),
    )


def _offer(offer: Offer, names: dict[str, str]) -> Line:
    return (
        offer.title,
        offer.number,
        _(OFFER.states[offer.state]),
        offer.organization.name,
        offer.organization.credit_code or "",
        field_of(offer),
        offer.text,
        listed(offer.beneficiaries, BENEFICIARIES),
        listed(offer.forms, FORMS),
        _places(offer.areas, names) or _("Anywhere"),
        _("Yes") if offer.key_counties_only else "",
        _(MODES[offer.mode]),
        None if offer.capacity is None else float(offer.capacity),
        None if offer.capacity is None else float(offer.left),
        offer.unit,
        offer.available_from,
        offer.available_to,
        None if offer.budget_fen is None else offer.budget_fen / _FEN,
        listed(offer.qualifications, QUALIFICATIONS),
        offer.requirements,
        offer.contact_office,
    )


def _organization_heads() -> Line:
    return (
        _("Organization"),
        _("Number"),
        _("State"),
        _("Kind"),
        _("Credit code"),
        _("Level of registration"),
        _("Registration authority"),
        _("Business supervisor"),
        _("Established"),
        _("At home in"),
        _("Scope of work"),
        _("Area by its charter"),
        _("Places it serves"),
        _("Party organization"),
        _("Grade"),
        _("Annual inspection"),
        _("Public fundraising certificate"),
        _("Tax deduction for donors"),
        _("Hub organization"),
    )


def _organization(row: Organization, names: dict[str, str]) -> Line:
    grade = present_grade(row, today())
    inspection = _(INSPECTIONS[row.inspection_conclusion])
    return (
        row.name,
        row.number,
        _(ORGANIZATION.states[row.state]),
        _(KINDS[row.kind]),
        row.credit_code or "",
        _(LEVELS_OF_REGISTRATION[row.registration_level]),
        row.registrar,
        _("None, registered directly") if row.is_directly_registered else row.business_supervisor,
        row.established_on,
        row.division_name,
        row.scope,
        row.charter_area,
        _places(row.service_paths, names),
        _(PARTY_ORGANIZATIONS[row.party_organization]),
        f"{grade}A" if grade else "",
        f"{row.inspection_year} {inspection}" if row.inspection_year else inspection,
        row.fundraising_certificate,
        _("Yes") if row.has_tax_deduction_qualification else "",
        _("Yes") if row.is_hub else "",
    )


def _places(paths: Iterable[str], names: dict[str, str]) -> str:
    return "、".join(names[code] for path in paths if (code := code_of_path(path)) in names)


def _answer(title: str, file_name: str, lines: Iterable[Line]) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "no-store"}
    return HttpResponse(workbook_of({title: lines}), content_type=SHEET_TYPE, headers=headers)
