"""What an offer says, what must be said before it is sent, and the arithmetic of its capacity."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duijie.apps.offers.rules.vocabulary import DRAFT, FORMS, MODES, QUALIFICATIONS, SUBMITTED
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.fields import FIELDS, SUBFIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an organization writes about an offer; `areas` are division paths, none means anywhere; money in fen."""

    title: str
    field: str = ""
    subfield: str = ""
    text: str = ""
    beneficiaries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    key_counties_only: bool = False
    forms: tuple[str, ...] = ()
    capacity: Decimal | None = None
    unit: str = ""
    budget_fen: int | None = None
    mode: str = "onsite"
    available_from: date | None = None
    available_to: date | None = None
    qualifications: tuple[str, ...] = ()
    requirements: str = ""
    contact_office: str = ""
    contact_phone: str = ""


REQUIRED_FROM: Mapping[str, tuple[str, ...]] = {
    DRAFT: ("title",),
    SUBMITTED: (
        "field",
        "text",
        "beneficiaries",
        "forms",
        "capacity",
        "unit",
        "available_from",
        "contact_office",
        "contact_phone",
    ),
}
"""Which field must be filled from which state on, as in the offer list of the notice's practice."""
_STAGES = tuple(REQUIRED_FROM)


def required_at(state: str) -> tuple[str, ...]:
    """All fields that must be filled for an offer to be in the state."""
    reached = _STAGES[: _STAGES.index(state) + 1]
    return tuple(name for stage in reached for name in REQUIRED_FROM[stage])


def content_faults(given: Content, state: str) -> Iterator[RuleBroken]:
    """What is missing or cannot be in an offer that is to be in this state."""
    for name in required_at(state):
        if getattr(given, name) in (None, "", ()):
            yield RuleBroken(mark("Please fill this in."), field=name)
    yield from _unknown_codes(given)
    subfield = SUBFIELDS.get(given.subfield)
    if subfield and subfield.field != given.field:
        yield RuleBroken(mark("This part belongs to another field."), field="subfield")
    if given.capacity is not None and given.capacity <= 0:
        yield RuleBroken(mark("Please give a number above zero."), field="capacity")
    if given.budget_fen is not None and given.budget_fen < 0:
        yield RuleBroken(mark("The amount cannot be less than zero."), field="budget_fen")
    if given.available_from and given.available_to and given.available_to < given.available_from:
        yield RuleBroken(mark("The end lies before the beginning."), field="available_to")


def _unknown_codes(given: Content) -> Iterator[RuleBroken]:
    chosen: dict[str, tuple[tuple[str, ...], Container[str]]] = {
        "field": ((given.field,), FIELDS),
        "subfield": ((given.subfield,), SUBFIELDS),
        "mode": ((given.mode,), MODES),
        "beneficiaries": (given.beneficiaries, BENEFICIARIES),
        "forms": (given.forms, FORMS),
        "qualifications": (given.qualifications, QUALIFICATIONS),
    }
    for name, (codes, known) in chosen.items():
        if any(code and code not in known for code in codes):
            yield RuleBroken(mark("Please choose from the list."), field=name)


def capacity_left(capacity: Decimal | None, taken: Decimal) -> Decimal:
    """How much may still be taken, in the offer's unit; never negative."""
    return max((capacity or Decimal(0)) - taken, Decimal(0))


def reservation_fault(capacity: Decimal | None, taken: Decimal, quantity: Decimal, unit: str) -> RuleBroken | None:
    """Why a quantity cannot be reserved, or None."""
    left = capacity_left(capacity, taken)
    if quantity <= 0:
        return RuleBroken(mark("Please give a number above zero."), field="quantity")
    if quantity > left:
        sentence = mark("This offer has only %(left)s %(unit)s left.")
        return RuleBroken(sentence, field="quantity", left=plain(left), unit=unit)
    return None


def capacity_fault(capacity: Decimal, taken: Decimal, unit: str) -> RuleBroken | None:
    """Why the capacity cannot become this, or None: what is promised stays promised."""
    if capacity <= 0:
        return RuleBroken(mark("Please give a number above zero."), field="capacity")
    if capacity < taken:
        sentence = mark("%(taken)s %(unit)s are promised already; the capacity cannot be less.")
        return RuleBroken(sentence, field="capacity", taken=plain(taken), unit=unit)
    return None


def plain(number: Decimal) -> str:
    """A quantity without zeros at the end of its decimals."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
