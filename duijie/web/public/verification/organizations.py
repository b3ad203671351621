"""The entries of an organization, its standing and its commendations, and the paper of each: for everybody."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import commendation_of_entry, organization_by_number
from duijie.apps.records.disclosing import disclosure_of
from duijie.apps.records.models import Leaf
from duijie.apps.records.reading import leaf_to_show, leaves_to_show
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.formats import date_zh
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.verification import names
from duijie.web.public.verification.papers import paper_of, title_of
from duijie.web.public.verification.projects import THERE, state_of
from duijie.web.public.verification.telling import moment


@open_to_all
def organization_records(request: ActorRequest, number: str) -> HttpResponse:
    """What was recorded of an organization, each with the paper that proves it."""
    organization = organization_by_number(request.actor, number)
    known = names.kinds()
    rows: list[list[object]] = [
        [known.get(each.kind, each.kind), moment(each.hour), State(state_of(each)), _paper(organization, each)]
        for each in leaves_to_show(organization)
    ]
    columns = [Column(_("What was recorded")), Column(_("In the hour of")), Column(_("State")), Column(_("Paper"))]
    context = {"organization": organization, "table": Table(_("Entries of this organization"), columns, rows)}
    return render(request, "public/organization_records.html", context)


@open_to_all
def organization_paper(request: ActorRequest, number: str, leaf_id: UUID) -> HttpResponse:
    """The paper of one entry as PDF.

    Raises:
        NotFound: there is no such entry, or nothing to show of it (yet, or any more).
    """
    organization = organization_by_number(request.actor, number)
    leaf = leaf_to_show(organization, leaf_id)
    found = disclosure_of(leaf) if leaf else None
    if leaf is None or found is None:
        raise NotFound(mark("There is no such entry in the record, or it is not shown yet."))
    headers = {"Content-Disposition": f'attachment; filename="{organization.number}-{found.proof.index}.pdf"'}
    with override("zh-hans"):  # a paper is in the language of the offices
        body = paper_of(found, _about(organization, leaf))
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _paper(organization: Organization, leaf: Leaf) -> object:
    if state_of(leaf) != THERE:
        return ""
    return Link(title_of(leaf.kind), reverse("public:organization-paper", args=[organization.number, leaf.pk]))


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
