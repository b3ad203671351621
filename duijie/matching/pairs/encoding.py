"""A need or an offer → the whole numbers of its row (laid out in `kernel`)."""

from datetime import date
from typing import NamedTuple

from duijie.matching.pairs import kernel
from duijie.matching.pairs.codes import UNKNOWN_FIELD, Codes, FaultyTerms, bits
from duijie.matching.pairs.points import FORMS, LEVELS, REGISTRATIONS, URGENCIES
from duijie.matching.terms import Form, Mode, NeedTerms, OfferTerms

MOST = 10**14
"""The largest quantity, or budget in fen, that a need may ask for, so that no product overflows 64 bits."""
MOST_DIVISIONS = 1 << 15
NO_DAY, NEVER_ENDS = 0, date.max.toordinal()
_FORM = {form: 1 << kernel.FORMS + number for number, form in enumerate(FORMS)}
_LEVEL = {level: number << kernel.FIRST_CHOICE for number, level in enumerate(LEVELS)}
_URGENCY = {urgency: number << kernel.SECOND_CHOICE for number, urgency in enumerate(URGENCIES)}
_REGISTRATION = {level: number << kernel.FIRST_CHOICE for number, level in enumerate(REGISTRATIONS)}
_BITS_A_FIELD = 4


class Row(NamedTuple):
    """The fixed columns, the sets as bits of any length, and an offer's areas followed by its paired divisions."""

    fixed: list[int]
    sets: tuple[int, int, int, int, int]
    areas: list[int]


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
    if max(quantity, budget) > MOST:
        raise FaultyTerms(f"Nobody can ask for {max(quantity, budget)}; at most {MOST} is compared.")
    required = need.required_qualifications
    flags = kernel.IS_LIVE | _FORM[need.form] | _LEVEL[need.level] | _URGENCY[need.urgency]
    flags |= kernel.KEY_COUNTY * need.is_key_county | kernel.HARDSHIP * need.in_hardship
    flags |= kernel.REQUIRES_UNKNOWN * (not required <= codes.qualifications.keys())
    flags |= kernel.ASKS_FOR_FUNDS * (need.form is Form.FUNDS and budget > 0)
    wanted = need.wanted_by.toordinal() if need.wanted_by else NEVER_ENDS
    flags |= codes.unit(need.unit) << kernel.HALF
    field = codes.fields.get(need.field, UNKNOWN_FIELD)
    fixed = [flags, quantity, budget, len(need.subfields) | wanted << kernel.HALF, field]
    fixed += [codes.path(need.division_path), codes.nears(need.division_path)]
    sets = (
        0,
        bits(need.subfields, codes.subfields),
        bits(need.beneficiaries, codes.beneficiaries),
        bits(required, codes.qualifications),
        0,
    )
    return Row(fixed, sets, [])


def _offer(offer: OfferTerms, codes: Codes) -> Row:
    if any(count < 0 for count in offer.confirmed.values()):
        raise FaultyTerms("A number of confirmed projects is never negative.")
    earned = min(sum(offer.confirmed.values()), kernel.ENOUGH)
    flags = kernel.IS_LIVE | _REGISTRATION[offer.registration_level] | earned << kernel.SECOND_CHOICE
    flags |= sum(_FORM[form] for form in offer.forms or FORMS) | kernel.HAS_CAPACITY * (offer.capacity_left > 0)
    flags |= kernel.KEY_COUNTY * offer.key_counties_only | kernel.STANDING * offer.in_good_standing
    flags |= kernel.NAMES_FIELDS * bool(offer.fields) | kernel.NAMES_PEOPLE * bool(offer.beneficiaries)
    flags |= kernel.IS_REMOTE * (offer.mode is not Mode.ONSITE) | kernel.IS_EASTERN * offer.is_eastern
    begins = offer.available_from.toordinal() if offer.available_from else NO_DAY
    ends = offer.available_to.toordinal() if offer.available_to else NEVER_ENDS
    budget = -1 if offer.budget_fen is None else min(max(offer.budget_fen, 0), MOST)
    if max(len(offer.areas), len(offer.paired_paths)) > MOST_DIVISIONS:
        raise FaultyTerms(f"It names more than {MOST_DIVISIONS} areas or paired divisions.")
    flags |= codes.unit(offer.unit) << kernel.HALF
    counts = len(offer.areas) << kernel.HALF | len(offer.paired_paths) << kernel.PAIRED_COUNT
    fixed = [flags, min(max(offer.capacity_left, 0), MOST), budget, begins | ends << kernel.HALF, counts]
    fixed += [codes.path(offer.home_path), 0]
    sets = (
        bits(offer.fields, codes.fields),
        bits(offer.subfields, codes.subfields),
        bits(offer.beneficiaries, codes.beneficiaries),
        bits(offer.qualifications, codes.qualifications),
        _records(offer.confirmed, codes),
    )
    areas = [codes.area(path) for path in (*offer.areas, *offer.paired_paths)]
    return Row(fixed, sets, areas)


def _records(confirmed: dict[str, int], codes: Codes) -> int:
    found = 0
    for field, count in confirmed.items():
        if field in codes.fields:
            found |= min(count, kernel.ENOUGH) << _BITS_A_FIELD * codes.fields[field]
    return found
