"""A need or an offer → the whole numbers of its row (laid out in `kernel`)."""

from datetime import date
from typing import NamedTuple

from duijie.matching.pairs import kernel
from duijie.matching.pairs.codes import WORD, Codes, FaultyTerms, cut
from duijie.matching.pairs.points import FORMS, LEVELS, REGISTRATIONS, URGENCIES
from duijie.matching.terms import Form, Mode, NeedTerms, OfferTerms

MOST_UNITS, MOST_FEN = 10**13, 10**14
"""The largest quantity and budget that a need may ask for, so that no product overflows 64 bits."""
MOST_DIVISIONS = 1 << 15
DAY_BEFORE_ALL = date(1999, 12, 31).toordinal()
NO_DAY, LAST_DAY = 0, kernel.DAY_BITS
"""Days are counted from 2000-01-01; those after June 2179 are all the same."""
_FORM = {form: 1 << kernel.FORMS + number for number, form in enumerate(FORMS)}
_LEVEL = {level: number << kernel.FIRST_CHOICE for number, level in enumerate(LEVELS)}
_URGENCY = {urgency: number << kernel.SECOND_CHOICE for number, urgency in enumerate(URGENCIES)}
_REGISTRATION = {level: number << kernel.FIRST_CHOICE for number, level in enumerate(REGISTRATIONS)}
_BITS_A_FIELD = 4


class Row(NamedTuple):
    """Fixed columns, sets and confirmed projects as bits of any length, an offer's areas and then paired divisions."""

    fixed: list[int]
    sets: int
    records: int
    areas: list[int]


def day_number(day: date) -> int:
    """A day as rows count it."""
    return min(max(day.toordinal() - DAY_BEFORE_ALL, NO_DAY), LAST_DAY)


def encode(item: NeedTerms | OfferTerms, codes: Codes) -> Row:
    """The row of an item.

    Raises:
        FaultyTerms: a path, a quantity or a record that cannot be.
    """
    try:
        return _need(item, codes) if isinstance(item, NeedTerms) else _offer(item, codes)
    except FaultyTerms as fault:
        raise FaultyTerms(f"{item.id}: {fault}") from fault


def _need(need: NeedTerms, codes: Codes) -> Row:
    quantity, budget = max(need.quantity, 1), max(need.budget_fen or 0, 0)
    if quantity > MOST_UNITS or budget > MOST_FEN:
        raise FaultyTerms(f"Nobody can ask for {max(quantity, budget)}.")
    required = need.required_qualifications
    flags = kernel.IS_LIVE | _FORM[need.form] | _LEVEL[need.level] | _URGENCY[need.urgency]
    flags |= kernel.KEY_COUNTY * need.is_key_county | kernel.HARDSHIP * need.in_hardship
    flags |= kernel.REQUIRES_UNKNOWN * (not codes.knows(kernel.OF_QUALIFICATIONS, required))
    flags |= kernel.ASKS_FOR_FUNDS * (need.form is Form.FUNDS and budget > 0)
    wanted = day_number(need.wanted_by) if need.wanted_by else LAST_DAY
    subfields = min(len(need.subfields), kernel.DAY_BITS)
    fixed = [
        flags,
        quantity | codes.unit(need.unit) << kernel.UNIT,
        budget,
        subfields | wanted << kernel.LAST_DAY | codes.field(need.field) << kernel.HALF,
        codes.path(need.division_path),
        codes.nears(need.division_path),
    ]
    return Row(fixed, _sets(need, required, codes), 0, [])


def _offer(offer: OfferTerms, codes: Codes) -> Row:
    if any(count < 0 for count in offer.confirmed.values()):
        raise FaultyTerms("A number of confirmed projects is never negative.")
    if max(len(offer.areas), len(offer.paired_paths)) >= MOST_DIVISIONS:
        raise FaultyTerms(f"It names {MOST_DIVISIONS} areas or paired divisions, or more.")
    earned = min(sum(offer.confirmed.values()), kernel.ENOUGH)
    flags = kernel.IS_LIVE | _REGISTRATION[offer.registration_level] | earned << kernel.SECOND_CHOICE
    flags |= sum(_FORM[form] for form in offer.forms or FORMS) | kernel.HAS_CAPACITY * (offer.capacity_left > 0)
    flags |= kernel.KEY_COUNTY * offer.key_counties_only | kernel.STANDING * offer.in_good_standing
    flags |= kernel.NAMES_FIELDS * bool(offer.fields) | kernel.NAMES_PEOPLE * bool(offer.beneficiaries)
    flags |= kernel.IS_REMOTE * (offer.mode is not Mode.ONSITE) | kernel.IS_EASTERN * offer.is_eastern
    begins = day_number(offer.available_from) if offer.available_from else NO_DAY
    ends = day_number(offer.available_to) if offer.available_to else LAST_DAY
    fixed = [
        flags | len(offer.areas) << kernel.HALF | len(offer.paired_paths) << kernel.PAIRED_COUNT,
        min(max(offer.capacity_left, 0), MOST_UNITS) | codes.unit(offer.unit) << kernel.UNIT,
        -1 if offer.budget_fen is None else min(max(offer.budget_fen, 0), MOST_FEN),
        begins | ends << kernel.LAST_DAY,
        codes.path(offer.home_path),
    ]
    records = 0
    for field, count in offer.confirmed.items():
        if codes.field(field):
            records |= min(count, kernel.ENOUGH) << _BITS_A_FIELD * codes.field(field)
    fixed += cut(records, 1)
    areas = [codes.area(path) for path in (*offer.areas, *offer.paired_paths)]
    return Row(fixed, _sets(offer, offer.qualifications, codes), records >> WORD, areas)


def _sets(item: NeedTerms | OfferTerms, qualifications: frozenset[str], codes: Codes) -> int:
    return (
        codes.bits(kernel.OF_FIELDS, item.fields)
        | codes.bits(kernel.OF_SUBFIELDS, item.subfields)
        | codes.bits(kernel.OF_BENEFICIARIES, item.beneficiaries)
        | codes.bits(kernel.OF_QUALIFICATIONS, qualifications)
    )
