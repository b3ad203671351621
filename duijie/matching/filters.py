"""Hard filters: what no score can make good.

Each returns a code with parameters (JSON values), or None when the pair passes; sentences are made outside.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from duijie.matching.places import is_inside
from duijie.matching.terms import NeedTerms, OfferTerms


class Filter(StrEnum):
    """Why a pair cannot be."""

    STANDING = "standing"
    FIELD = "field"
    FORM = "form"
    AREA = "area"
    KEY_COUNTIES = "key_counties"
    QUALIFICATION = "qualification"
    CAPACITY = "capacity"
    ENDED = "ended"
    TOO_LATE = "too_late"


class Failed(NamedTuple):
    """The filter that a pair fails, and what is needed to say so."""

    code: Filter
    params: dict[str, object]


def standing(_need: NeedTerms, offer: OfferTerms, _today: date) -> Failed | None:
    """The organization's registrar keeps it in good standing."""
    return None if offer.in_good_standing else Failed(Filter.STANDING, {})


def field(need: NeedTerms, offer: OfferTerms, _today: date) -> Failed | None:
    """The offer works in the need's field, or in any."""
    if not offer.fields or need.field in offer.fields:
        return None
    return Failed(Filter.FIELD, {"need": need.field, "offer": sorted(offer.fields)})


def form(need: NeedTerms, offer: OfferTerms, _today: date) -> Failed | None:
    """Help comes in the form that is asked for."""
    if not offer.forms or need.form in offer.forms:
        return None
    return Failed(Filter.FORM, {"need": need.form.value, "offer": sorted(offer.forms)})


def area(need: NeedTerms, offer: OfferTerms, _today: date) -> Failed | None:
    """The need lies in an area that the offer serves; none named means anywhere."""
    if offer.key_counties_only and not need.is_key_county:
        return Failed(Filter.KEY_COUNTIES, {})
    if not offer.areas or any(is_inside(need.division_path, path) for path in offer.areas):
        return None
    return Failed(Filter.AREA, {"need": need.division_path, "offer": list(offer.areas)})


def qualification(need: NeedTerms, offer: OfferTerms, _today: date) -> Failed | None:
    """The organization holds every qualification that the need asks for."""
    missing = need.required_qualifications - offer.qualifications
    return Failed(Filter.QUALIFICATION, {"missing": sorted(missing)}) if missing else None


def capacity(_need: NeedTerms, offer: OfferTerms, _today: date) -> Failed | None:
    """Something is left to give."""
    return None if offer.capacity_left > 0 else Failed(Filter.CAPACITY, {})


def dates(need: NeedTerms, offer: OfferTerms, today: date) -> Failed | None:
    """The offer has not ended, and begins before the need is wanted; a need already overdue is wanted today."""
    if offer.available_to and offer.available_to < today:
        return Failed(Filter.ENDED, {"ended": offer.available_to.isoformat()})
    if offer.available_from and need.wanted_by and offer.available_from > max(need.wanted_by, today):
        wanted, begins = need.wanted_by.isoformat(), offer.available_from.isoformat()
        return Failed(Filter.TOO_LATE, {"wanted_by": wanted, "from": begins})
    return None


FILTERS: tuple[Callable[[NeedTerms, OfferTerms, date], Failed | None], ...] = (
    field,
    standing,
    form,
    area,
    qualification,
    capacity,
    dates,
)


def failed_filter(need: NeedTerms, offer: OfferTerms, today: date) -> Failed | None:
    """The first filter that the pair fails, or None."""
    for passes in FILTERS:
        failed = passes(need, offer, today)
        if failed:
            return failed
    return None
