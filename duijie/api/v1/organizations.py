"""Organizations in good standing, with what receiving sides have confirmed of them."""

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import organization_by_number, public_organizations
from duijie.apps.projects.selectors import confirmed_record
from duijie.kernel.access.actors import VISITOR

router = Router(tags=["organizations"])
MOST = 100


class OrganizationOut(Schema):
    """An organization; `credit_code` is null for filed community organizations."""

    number: str
    name: str
    kind: str
    credit_code: str | None
    registration_level: str
    registrar: str
    home: str
    grade: int
    is_hub: bool


class ConfirmedOut(Schema):
    """One confirmation by a receiving side."""

    project: str
    need: str
    quantity: Decimal
    unit: str
    by: str
    at: datetime


class OrganizationWithRecord(OrganizationOut):
    """An organization and its confirmed record, newest first, at most 100."""

    confirmed: list[ConfirmedOut]


class OrganizationList(Schema):
    """At most 100 organizations; narrow the search for others."""

    items: list[OrganizationOut]
    total: int


@router.get("/organizations", response=OrganizationList, summary="Search organizations")
def list_organizations(
    request: HttpRequest,  # noqa: ARG001
    query: str = "",
    kind: str = "",
) -> dict[str, object]:
    """Organizations in good standing, by part of the name, credit code or number."""
    rows = public_organizations(query=query, kind=kind)
    return {"items": [_shown(each) for each in rows[:MOST]], "total": rows.count()}


@router.get("/organizations/{number}", response=OrganizationWithRecord, summary="One organization with its record")
def one_organization(request: HttpRequest, number: str) -> dict[str, object]:  # noqa: ARG001
    """An organization and what receiving sides have confirmed of it."""
    organization = organization_by_number(VISITOR, number)
    confirmed = [
        {
            "project": each.project.number,
            "need": each.project.need.number,
            "quantity": each.quantity,
            "unit": each.project.unit,
            "by": each.by,
            "at": each.at,
        }
        for each in confirmed_record(organization)
    ]
    return {**_shown(organization), "confirmed": confirmed}


def _shown(organization: Organization) -> dict[str, object]:
    names = [name for name in OrganizationOut.model_fields if name != "home"]
    return {**{name: getattr(organization, name) for name in names}, "home": organization.division_name}
