"""The rule score: named terms in points, integers that add up to the score exactly, at most 1 000 000.

It is the prior that a later calibration starts from, and its terms are the reasons that both sides read.
Direction and tilt follow articles 四 and 六 of the notice.
"""

from datetime import date

from duijie.matching.places import Nearness, is_inside, nearness
from duijie.matching.reasons import HALF_OF_WORDS_AT, MAXIMA, Reason, Term, reason
from duijie.matching.terms import Form, Level, Mode, NeedTerms, OfferTerms, Registration, Urgency

_ALL, _HALF, _NONE = (1, 1), (1, 2), (0, 1)


def words(relevance: float) -> Reason:
    """More shared words, more points, never quite all: half of them at `HALF_OF_WORDS_AT`."""
    points = int(MAXIMA[Term.WORDS] * relevance / (relevance + HALF_OF_WORDS_AT))
    return Reason("words.shared", {}, points) if points else _NO_WORDS


_NO_WORDS = reason(Term.WORDS, "none", _NONE)
_SAME_FIELD = reason(Term.FIELD, "same", _ALL)
_ANY_FIELD = reason(Term.FIELD, "any", _HALF)


def field(_need: NeedTerms, offer: OfferTerms) -> Reason:
    """An offer that names the need's field before one that takes any."""
    return _SAME_FIELD if offer.fields else _ANY_FIELD


_NO_SUBFIELD = reason(Term.SUBFIELD, "none", _NONE)


def subfield(need: NeedTerms, offer: OfferTerms) -> Reason:
    """The share of the need's sub-fields that the offer covers."""
    shared = need.subfields & offer.subfields
    if not shared:
        return _NO_SUBFIELD
    return reason(Term.SUBFIELD, "shared", (len(shared), len(need.subfields)), subfields=sorted(shared))


_NO_BENEFICIARIES = reason(Term.BENEFICIARIES, "none", _NONE)
_ANY_BENEFICIARIES = reason(Term.BENEFICIARIES, "any", _HALF)


def beneficiaries(need: NeedTerms, offer: OfferTerms) -> Reason:
    """Those who need it are those whom the offer is for."""
    shared = need.beneficiaries & offer.beneficiaries
    if shared:
        return reason(Term.BENEFICIARIES, "shared", _ALL, beneficiaries=sorted(shared))
    return _NO_BENEFICIARIES if offer.beneficiaries else _ANY_BENEFICIARIES


_PAIRED = reason(Term.PLACE, "paired", _ALL)
_REMOTE = reason(Term.PLACE, "remote", _HALF)
_NAMED_AREA = reason(Term.PLACE, "named", _HALF)
_NEAR = {
    Nearness.TOWN: reason(Term.PLACE, "county", _ALL),
    Nearness.COUNTY: reason(Term.PLACE, "county", _ALL),
    Nearness.PREFECTURE: reason(Term.PLACE, "prefecture", (2, 3)),
    Nearness.PROVINCE: reason(Term.PLACE, "province", (1, 3)),
    Nearness.COUNTRY: reason(Term.PLACE, "far", _NONE),
}


def place(need: NeedTerms, offer: OfferTerms) -> Reason:
    """Pairing or nearness, whichever is closer; a remote service and a named area count half."""
    if any(is_inside(need.division_path, path) for path in offer.paired_paths):
        return _PAIRED
    near = nearness(need.division_path, offer.home_path)
    if near >= Nearness.PREFECTURE:
        return _NEAR[near]
    if offer.mode is not Mode.ONSITE:
        return _REMOTE
    if any(path != "/" and is_inside(need.division_path, path) for path in offer.areas):
        return _NAMED_AREA
    return _NEAR[near]


_WHOLE = reason(Term.CAPACITY, "whole", _ALL)


def capacity(need: NeedTerms, offer: OfferTerms) -> Reason:
    """How much of what is asked, by count and by money, the offer can cover; what is not stated is no fault."""
    shares = [_ALL]
    asked = max(need.quantity, 1)
    if need.unit and need.unit == offer.unit:
        shares.append((min(offer.capacity_left, asked), asked))
    if need.form is Form.FUNDS and need.budget_fen and offer.budget_fen is not None:
        shares.append((min(max(offer.budget_fen, 0), need.budget_fen), need.budget_fen))
    share = min(shares, key=lambda part: part[0] / part[1])
    if share[0] >= share[1]:
        return _WHOLE
    return reason(Term.CAPACITY, "part", share, percent=100 * share[0] // share[1])


_NOW = reason(Term.DATES, "now", _ALL)
DAYS_TO_WAIT = {Urgency.URGENT: 30, Urgency.SOON: 90, Urgency.NORMAL: 180}


def dates(need: NeedTerms, offer: OfferTerms, today: date) -> Reason:
    """The sooner it can begin the better; a wait weighs more where the need is urgent."""
    begins = offer.available_from
    if begins is None or begins <= today:
        return _NOW
    bearable = DAYS_TO_WAIT[need.urgency]
    left = max(bearable - (begins - today).days, 0)
    return reason(Term.DATES, "later", (left, bearable), begins=begins.isoformat())


_NO_RECORD = reason(Term.RECORD, "none", _NONE)
_ENOUGH_IN_FIELD, _ENOUGH_ELSEWHERE = 4, 8


def record(need: NeedTerms, offer: OfferTerms) -> Reason:
    """Projects that receivers confirmed: four in the field, or eight elsewhere, are enough; newcomers keep a chance."""
    if not offer.confirmed:
        return _NO_RECORD
    in_field = offer.confirmed.get(need.field, 0)
    elsewhere = sum(offer.confirmed.values()) - in_field
    earned = min(in_field * (_ENOUGH_ELSEWHERE // _ENOUGH_IN_FIELD) + elsewhere, _ENOUGH_ELSEWHERE)
    if not earned:
        return _NO_RECORD
    share = (earned, _ENOUGH_ELSEWHERE)
    if in_field:
        return reason(Term.RECORD, "field", share, count=in_field)
    return reason(Term.RECORD, "elsewhere", share, count=elsewhere)


_HOME = {
    Registration.FILED: Nearness.COUNTY,
    Registration.COUNTY: Nearness.COUNTY,
    Registration.PREFECTURE: Nearness.PREFECTURE,
}
_LOCAL = reason(Term.DIRECTION, "local", _ALL)
_SAME_PREFECTURE = reason(Term.DIRECTION, "prefecture", (3, 5))
_SAME_PROVINCE = reason(Term.DIRECTION, "province", (2, 5))
_EASTERN = reason(Term.DIRECTION, "eastern", (4, 5))
_AWAY = reason(Term.DIRECTION, "away", _NONE)
_KEY_COUNTY = reason(Term.DIRECTION, "key_county", _ALL)
_HOME_PROVINCE = reason(Term.DIRECTION, "home_province", (3, 5))
_OPEN = reason(Term.DIRECTION, "open", (1, 5))


def direction(need: NeedTerms, offer: OfferTerms) -> Reason:
    """Article 六: national, provincial and eastern ones towards key counties, others first where they are at home."""
    near = nearness(need.division_path, offer.home_path)
    home = _HOME.get(offer.registration_level)
    if home is None:
        return _outward(need, offer, near)
    if near >= home:
        return _LOCAL
    if near >= Nearness.PROVINCE:
        return _SAME_PREFECTURE if near >= Nearness.PREFECTURE else _SAME_PROVINCE
    return _EASTERN if offer.is_eastern and need.is_key_county else _AWAY


def _outward(need: NeedTerms, offer: OfferTerms, near: Nearness) -> Reason:
    if need.is_key_county:
        return _KEY_COUNTY
    at_home = offer.registration_level is Registration.PROVINCE and near >= Nearness.PROVINCE
    return _HOME_PROVINCE if at_home else _OPEN


_TILT = {
    level: reason(Term.TILT_LEVEL, level.value, share)
    for level, share in ((Level.VILLAGE, _ALL), (Level.SCHOOL, (7, 8)), (Level.TOWNSHIP, _HALF), (Level.COUNTY, _NONE))
}
_TILT_KEY_COUNTY = {yes: reason(Term.TILT_KEY_COUNTY, "yes" if yes else "no", (yes, 1)) for yes in (True, False)}
_TILT_HARDSHIP = {yes: reason(Term.TILT_HARDSHIP, "yes" if yes else "no", (yes, 1)) for yes in (True, False)}


def tilts(need: NeedTerms) -> tuple[Reason, Reason, Reason]:
    """Article 四: towards the grass roots, less developed regions and people in hardship."""
    return _TILT[need.level], _TILT_KEY_COUNTY[need.is_key_county], _TILT_HARDSHIP[need.in_hardship]


def reasons(need: NeedTerms, offer: OfferTerms, *, relevance: float, today: date) -> tuple[Reason, ...]:
    """Every term of the score of a pair, one each, in the order of `Term`; `relevance` is that of the two texts."""
    return (
        words(relevance),
        field(need, offer),
        subfield(need, offer),
        beneficiaries(need, offer),
        place(need, offer),
        capacity(need, offer),
        dates(need, offer, today),
        record(need, offer),
        direction(need, offer),
        *tilts(need),
    )


def score(found: tuple[Reason, ...]) -> int:
    """The sum of the terms, 0 to 1 000 000."""
    return sum([each.points for each in found])
