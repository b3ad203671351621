"""Organizations in good standing for everybody: who they are, how they stand, what they offer and did."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.offers.selectors import public_offers_of
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.organizations.rules.vocabulary import IN_GOOD_STANDING, KINDS, LEVELS_OF_REGISTRATION
from duijie.apps.organizations.selectors import commendations_of, organization_by_number, standing_history
from duijie.apps.projects.rules import PROJECT
from duijie.apps.projects.selectors import confirmed_hours, hours_of, public_projects_of, public_state
from duijie.kernel.access.actors import VISITOR
from duijie.kernel.paging import page_of
from duijie.web.frame.choices import choices_of
from duijie.web.frame.formats import date_zh, quantity
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Link, Paging, State, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.commendations import commendations_table
from duijie.web.public.confirmed import record_facts, record_of, record_table
from duijie.web.public.libraries import ORGANIZATIONS
from duijie.web.public.organization_facts import organization_facts
from duijie.web.public.projects import address as project_address
from duijie.web.public.searching import beside_rows, searched
from duijie.web.public.structured import share_organization

PROJECTS_SHOWN = 20


class OrganizationFilters(forms.Form):
    """Narrow the list."""

    query = forms.CharField(label=gettext_lazy("Name, number or credit code"), required=False, max_length=60)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Name or first letters, for example 通渭 or tw"),
        required=False,
        max_length=30,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=choices_of(KINDS, empty=gettext_lazy("All"))
    )
    registration_level = forms.ChoiceField(
        label=gettext_lazy("Level of registration"),
        required=False,
        choices=choices_of(LEVELS_OF_REGISTRATION, empty=gettext_lazy("All")),
    )
    is_hub = forms.BooleanField(label=gettext_lazy("Only hub organizations"), required=False)


@open_to_all
def organization_list(request: ActorRequest) -> HttpResponse:
    """Those in good standing, newest first."""
    form = OrganizationFilters(request.GET)
    found = searched(request, form, ORGANIZATIONS)
    page = page_of(
        found.rows, moment="approved_at", before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    context = {
        "title": _("Social organizations"),
        **beside_rows(request, form, found, is_empty=not page.rows),
        "table": _table(page.rows) if page.rows else None,
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
    }
    return render(request, "public/organizations.html", context)


@open_to_all
def organization_page(request: ActorRequest, number: str) -> HttpResponse:
    """One organization as everybody sees it."""
    organization = organization_by_number(VISITOR, number)
    record = record_of(organization)
    context = {
        "organization": organization,
        "lifecycle": ORGANIZATION,
        "share": share_organization(organization),
        "record": record_table(record) if record else None,
        "record_facts": record_facts(record, confirmed_hours(hours_of(organization))),
        "facts": organization_facts(organization),
        "commendations": commendations_table(commendations_of(organization)),
        "offers": public_offers_of(organization) if organization.state == IN_GOOD_STANDING else (),
        "projects": _projects(organization),
        "entries": as_history(standing_history(organization)),
    }
    return render(request, "public/organization.html", context)


def _table(organizations: list[Organization]) -> Table:
    columns = (
        Column(_("Organization")),
        Column(_("Kind")),
        Column(_("Level of registration")),
        Column(_("At home in")),
        Column(_("In good standing since")),
    )
    rows = [
        [
            Link(each.name, reverse("public:organization", args=[each.number])),
            _(KINDS[each.kind]),
            _(LEVELS_OF_REGISTRATION[each.registration_level]),
            each.division_name,
            date_zh(each.approved_at),
        ]
        for each in organizations
    ]
    return Table(_("Social organizations"), columns, rows)


def _projects(organization: Organization) -> Table:
    columns = (Column(_("Project")), Column(_("Place")), Column(_("Quantity"), numeric=True), Column(_("State")))
    rows = [
        [
            Link(each.need.title, project_address(each)),
            each.need.public_place,
            quantity(each.quantity, each.unit),
            State(public_state(each), PROJECT),
        ]
        for each in public_projects_of(organization)[:PROJECTS_SHOWN]
    ]
    return Table(_("Projects"), columns, rows, show_caption=True)


urlpatterns = [
    path("organizations/", organization_list, name="organizations"),
    path("organizations/<str:number>/", organization_page, name="organization"),
]
