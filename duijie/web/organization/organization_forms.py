"""Forms of organizations: the application of a registered one and of a filed one, findings, profile."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.particulars import Particulars, Profile, Qualifications
from duijie.apps.organizations.rules.vocabulary import (
    FILED,
    FILED_LEVEL,
    HIGHEST_GRADE,
    INSPECTIONS,
    KINDS,
    LEVELS_OF_REGISTRATION,
    NATIONAL_LEVEL,
    PARTY_ORGANIZATIONS,
)
from duijie.apps.organizations.services import FirstManager
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, county_path_of
from duijie.web.frame.choices import choices_of
from duijie.web.frame.fields import TextField
from duijie.web.frame.places import PlaceField, PlacesField, divisions_of
from duijie.web.frame.widgets import DateInput

_OFFICES = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
_GRADES = [(0, _("None")), *((grade, f"{grade}A") for grade in range(1, HIGHEST_GRADE + 1))]


class FindingsForm(forms.Form):
    """What the registration authority has found; also stated by the applicant."""

    inspection_conclusion = forms.ChoiceField(
        label=_("Last annual inspection"), choices=choices_of(INSPECTIONS), initial="not_yet"
    )
    inspection_year = forms.IntegerField(
        label=_("Year of that inspection"),
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput({"inputmode": "numeric", "class": "w-number"}),
    )
    grade = forms.TypedChoiceField(label=_("Grade"), choices=_GRADES, coerce=int, initial=0)
    grade_valid_until = forms.DateField(label=_("Grade valid until"), required=False, widget=DateInput())
    has_fundraising_qualification = forms.BooleanField(label=_("May raise funds in public"), required=False)
    fundraising_certificate = forms.CharField(label=_("Number of that certificate"), required=False, max_length=60)
    has_tax_deduction_qualification = forms.BooleanField(label=_("Donors may deduct from tax"), required=False)
    is_hub = forms.BooleanField(label=_("Hub organization that supports others"), required=False)


class RegisteredForm(FindingsForm):
    """The application of an association, foundation or social service organization."""

    name = forms.CharField(label=_("Name of the organization"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=choices_of(KINDS, without=FILED), widget=forms.RadioSelect)
    credit_code = forms.CharField(
        label=_("Credit code"),
        help_text=_("18 characters, as on the certificate; spaces do no harm."),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    registration_level = forms.ChoiceField(
        label=_("Level of registration"),
        choices=choices_of(LEVELS_OF_REGISTRATION, without=FILED_LEVEL),
        widget=forms.RadioSelect,
    )
    registrar = forms.CharField(label=_("Registration authority, as on the certificate"), max_length=120)
    registrar_path = PlaceField(
        label=_("Place of the registration authority"),
        help_text=_("Province, prefecture or county. Leave empty for the ministry."),
        levels=_OFFICES,
        required=False,
    )
    is_directly_registered = forms.BooleanField(label=_("Registered directly, without a supervisor"), required=False)
    business_supervisor = forms.CharField(label=_("Business supervisor"), required=False, max_length=120)
    established_on = forms.DateField(label=_("Established on"), widget=DateInput())
    division_code = PlaceField(label=_("Where is the organization at home?"))
    scope = TextField(label=_("Scope of work, as in the charter"), limit=500, rows=4)
    charter_area = forms.CharField(label=_("Area of work, as in the charter"), max_length=200)
    service_paths = PlacesField(label=_("Where do you serve?"), required=False)
    party_organization = forms.ChoiceField(label=_("Party organization"), choices=choices_of(PARTY_ORGANIZATIONS))
    office_phone = forms.CharField(
        label=_("Phone of the office"),
        help_text=_("Everybody can read it; no person's own number."),
        max_length=30,
        widget=forms.TextInput({"type": "tel", "class": "w-phone"}),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    introduction = TextField(label=_("Introduction for villages"), limit=500, required=False)

    field_order: tuple[str, ...] = (
        "name",
        "kind",
        "credit_code",
        "registration_level",
        "registrar",
        "registrar_path",
        "is_directly_registered",
        "business_supervisor",
        "established_on",
        "division_code",
        "scope",
        "charter_area",
        "service_paths",
        "party_organization",
    )


class FiledForm(forms.Form):
    """The application of a village's own group that is filed, not registered."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    division_code = PlaceField(label=_("In which village or township is it?"), levels=(Level.VILLAGE, Level.TOWNSHIP))
    registrar = forms.CharField(label=_("County civil affairs office that files it"), max_length=120)
    scope = TextField(label=_("What does the group do?"), limit=500, rows=4)
    service_paths = PlacesField(label=_("Where do you serve?"), required=False)
    office_phone = forms.CharField(
        label=_("Phone of an office"),
        help_text=_("Such as the village committee's; no person's own number."),
        required=False,
        max_length=30,
        widget=forms.TextInput({"type": "tel", "class": "w-phone"}),
    )
    introduction = TextField(label=_("Introduction for villages"), limit=500, required=False)


class ManagerFields(forms.Form):
    """The account with which the applicant will work."""

    username = forms.CharField(
        label=_("User name to sign in with"),
        help_text=_("3 to 60 letters a–z, digits, dots, hyphens or underscores."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least ten characters. The account opens when the organization is confirmed."),
        max_length=128,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class RegisteredApplication(ManagerFields, RegisteredForm):
    """An application by the organization itself."""

    field_order = (*RegisteredForm.field_order, *FindingsForm.base_fields, "office_phone", "website", "introduction")


class FiledApplication(ManagerFields, FiledForm):
    """An application by the group itself."""

    field_order = tuple(FiledForm.base_fields)


class ProfileForm(forms.Form):
    """What an organization may change by itself."""

    office_phone = forms.CharField(
        label=_("Phone of the office"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"})
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    introduction = TextField(label=_("Introduction for villages"), limit=500, required=False)
    service_paths = PlacesField(label=_("Where do you serve?"), required=False)


class NoteForm(forms.Form):
    """A word that only the office and the organization read."""

    note = TextField(label=_("Note"), limit=300, rows=3, required=False)


def particulars_of(given: Mapping[str, Any]) -> Particulars:
    """The cleaned form as what the services take."""
    home: Division = given["division_code"]
    common = {
        "name": given["name"].strip(),
        "registrar": given["registrar"].strip(),
        "division_code": home.code,
        "scope": given["scope"],
        "service_paths": tuple(each.path for each in given["service_paths"]),
        "office_phone": given["office_phone"],
        "introduction": given["introduction"],
    }
    if "kind" not in given:
        return Particulars(
            kind=FILED, registration_level=FILED_LEVEL, registrar_path=county_path_of(home.path), **common
        )
    registrar: Division | None = given["registrar_path"]
    is_national = given["registration_level"] == NATIONAL_LEVEL
    return Particulars(
        kind=given["kind"],
        registration_level=given["registration_level"],
        registrar_path="/" if is_national else registrar.path if registrar else "",
        credit_code=given["credit_code"],
        business_supervisor=given["business_supervisor"],
        is_directly_registered=given["is_directly_registered"],
        charter_area=given["charter_area"],
        party_organization=given["party_organization"],
        established_on=given["established_on"],
        website=given["website"],
        **common,
    )


def qualifications_of(given: Mapping[str, Any]) -> Qualifications:
    """The findings in a cleaned form; none for a filed group."""
    return Qualifications(**{name: given[name] for name in FindingsForm.base_fields if name in given})


def manager_of(given: Mapping[str, Any]) -> FirstManager | None:
    """The account in a cleaned form, if it asks for one."""
    if not given.get("username"):
        return None
    return FirstManager(username=given["username"], password=given["password"])


def profile_of(given: Mapping[str, Any]) -> Profile:
    """The cleaned profile as what the services take."""
    paths = tuple(each.path for each in given["service_paths"])
    return Profile(**{**given, "service_paths": paths})


def initial_of(organization: Organization) -> dict[str, Any]:
    """The row as the forms show it again."""
    names = (*RegisteredForm.base_fields, *FiledForm.base_fields)
    initial = {name: getattr(organization, name) for name in names}
    registrar = divisions_of([organization.registrar_path])
    return {
        **initial,
        "division_code": organization.division_name,
        "registrar_path": registrar[0] if registrar else "",
        "service_paths": divisions_of(organization.service_paths),
    }
