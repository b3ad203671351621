"""The demand library."""

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from duijie.api.v1.pages import Cursor, page
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.library import Filters, library
from duijie.apps.needs.selectors.needs import public_need
from duijie.apps.projects.selectors import projects_of_need, public_facts
from duijie.apps.regions.selectors import find
from duijie.kernel.access.actors import VISITOR
from duijie.kernel.errors import NotFound, mark

router = Router(tags=["needs"])


class NeedOut(Schema):
    """A published need. Quantities are in `unit`, amounts in fen; `place` is county or town, never a house."""

    number: str
    title: str
    text: str
    state: str
    track: str
    maker: str
    field: str
    subfield: str
    aid: str
    form: str
    place: str
    is_key_county: bool
    quantity: Decimal
    unit: str
    quantity_taken: Decimal
    quantity_met: Decimal
    total_fen: int | None
    secured_fen: int
    beneficiaries: list[str]
    households: int | None
    persons: int | None
    urgency: str
    wanted_by: date | None
    policy_cover: str
    verified_at: datetime | None
    published_at: datetime | None
    taken_at: datetime | None
    agreed_at: datetime | None
    delivered_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None


class ProjectOut(Schema):
    """A project of a need, from signature on."""

    number: str
    organization: str
    track: str
    state: str
    quantity: Decimal
    unit: str
    signed_at: datetime | None
    delivered_at: datetime | None
    confirmed_at: datetime | None


class NeedWithProjects(NeedOut):
    """A need and who has taken it on."""

    projects: list[ProjectOut]


class NeedPage(Schema):
    """A page of needs; `next` is empty on the last."""

    items: list[NeedOut]
    next: str
    total: int


class NeedQuery(Schema):
    """What to look for."""

    text: str = Field("", max_length=60)
    field: str = ""
    subfield: str = ""
    track: str = ""
    form: str = ""
    division: str = Field("", description="12-digit code; needs inside it")
    is_open: bool = False


@router.get("/needs", response=NeedPage, summary="Search the demand library")
def list_needs(request: HttpRequest, query: Query[NeedQuery], cursor: Query[Cursor]) -> dict[str, object]:  # noqa: ARG001
    """Published needs, newest first."""
    wanted = query.dict()
    code = wanted.pop("division")
    if code:
        division = find(code)
        if division is None:
            raise NotFound(mark("There is no such place."))
        wanted["place"] = division.path
    return page(library(Filters(**wanted)), cursor, moment="published_at", shown=_shown)


@router.get("/needs/{number}", response=NeedWithProjects, summary="One need with its projects")
def one_need(request: HttpRequest, number: str) -> dict[str, object]:  # noqa: ARG001
    """A published need, followed to its confirmation."""
    need = public_need(number)
    return {**_shown(need), "projects": [public_facts(each) for each in projects_of_need(VISITOR, need)]}


def _shown(need: Need) -> dict[str, object]:
    names = [name for name in NeedOut.model_fields if name != "place"]
    return {**{name: getattr(need, name) for name in names}, "place": need.public_place}
