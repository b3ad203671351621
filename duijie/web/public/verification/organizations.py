"""The entries of an organization, its standing and its commendations, and the paper of each: for everybody."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import commendation_of_entry, organization_by_number
from duijie.apps.records.models import Leaf
from duijie.apps.records.reading import leaves_to_show
from duijie.web.frame.formats import date_zh
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.verification.shown import paper_answer, table_of


@open_to_all
def organization_records(request: ActorRequest, number: str) -> HttpResponse:
    """What was recorded of an organization, each with the paper that proves it."""
    organization = organization_by_number(request.actor, number)

    def address_of(leaf: Leaf) -> str:
        return reverse("public:organization-paper", args=[organization.number, leaf.pk])

    table = table_of(_("Entries of this organization"), leaves_to_show(organization), address_of)
    return render(request, "public/organization_records.html", {"organization": organization, "table": table})


@open_to_all
def organization_paper(request: ActorRequest, number: str, leaf_id: UUID) -> HttpResponse:
    """The paper of one entry as PDF."""
    organization = organization_by_number(request.actor, number)
    return paper_answer(organization, organization.number, leaf_id, lambda leaf: _about(organization, leaf))


def _about(organization: Organization, leaf: Leaf) -> list[tuple[str, str]]:
    about = [
        (_("Organization"), organization.name),
        (_("Credit code"), organization.credit_code or ""),
    ]
    if found := commendation_of_entry(organization, leaf.entry_id):
        withdrawn = _("Withdrawn on %(day)s") % {"day": date_zh(found.withdrawn_at)} if found.withdrawn_at else ""
        about += [
            (_("Commended as"), found.title),
            (_("By which office"), found.office_label),
            (_("Day"), date_zh(found.awarded_on)),
            (_("State"), withdrawn),
        ]
    return [(question, answer) for question, answer in about if answer]


urlpatterns = [
    path("organizations/<str:number>/records/", organization_records, name="organization-records"),
    path("organizations/<str:number>/records/<uuid:leaf_id>/paper.pdf", organization_paper, name="organization-paper"),
]
