"""The supply library."""

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from duijie.api.v1.pages import Cursor, page
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import menu, offer_by_number
from duijie.kernel.access.actors import VISITOR

router = Router(tags=["offers"])


class OfferOut(Schema):
    """A published offer. `capacity` and `capacity_left` are in `unit`; no `areas` means anywhere."""

    number: str
    title: str
    text: str
    organization: str
    organization_number: str
    field: str
    subfield: str
    beneficiaries: list[str]
    forms: list[str]
    areas: list[str]
    key_counties_only: bool
    mode: str
    capacity: Decimal
    capacity_left: Decimal
    unit: str
    available_from: date | None
    available_to: date | None
    published_at: datetime | None


class OfferPage(Schema):
    """A page of offers; `next` is empty on the last."""

    items: list[OfferOut]
    next: str
    total: int


class OfferQuery(Schema):
    """What to look for."""

    query: str = Field("", max_length=60)
    field: str = ""
    subfield: str = ""
    form: str = ""
    mode: str = ""


@router.get("/offers", response=OfferPage, summary="Search the supply menu")
def list_offers(request: HttpRequest, query: Query[OfferQuery], cursor: Query[Cursor]) -> dict[str, object]:  # noqa: ARG001
    """What can be ordered today, newest first."""
    return page(menu(**query.dict()), cursor, moment="published_at", shown=_shown)


@router.get("/offers/{number}", response=OfferOut, summary="One offer")
def one_offer(request: HttpRequest, number: str) -> dict[str, object]:  # noqa: ARG001
    """A published offer."""
    return _shown(offer_by_number(VISITOR, number))


def _shown(offer: Offer) -> dict[str, object]:
    computed = {
        "organization": offer.organization.name,
        "organization_number": offer.organization.number,
        "capacity_left": offer.left,
    }
    names = [name for name in OfferOut.model_fields if name not in computed]
    return {**{name: getattr(offer, name) for name in names}, **computed}
