"""Why two fit, or do not, in plain words for each side: the engine's codes become sentences here.

Sentences to the need's side speak of the offer, those to the organization's side of the need.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext

from duijie.apps.offers.rules.vocabulary import FORMS, QUALIFICATIONS
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.errors import mark
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.matching.explaining import Prices, WhyNot
from duijie.matching.filters import Failed
from duijie.matching.reasons import Reason, Term
from duijie.web.frame.formats import date_zh, is_chinese, plain_number


class Side(StrEnum):
    """Who reads."""

    NEED = "need"
    ORGANIZATION = "organization"


TERM_LABELS: dict[Term, str] = {
    Term.WORDS: mark("Words of the two texts"),
    Term.FIELD: mark("Field of work"),
    Term.SUBFIELD: mark("Kind of help"),
    Term.BENEFICIARIES: mark("Whom it is for"),
    Term.PLACE: mark("Nearness or pairing"),
    Term.CAPACITY: mark("How much can be given"),
    Term.DATES: mark("When it can begin"),
    Term.RECORD: mark("Confirmed projects"),
    Term.DIRECTION: mark("Where the organization should go first"),
    Term.TILT_LEVEL: mark("Priority for the grass roots"),
    Term.TILT_KEY_COUNTY: mark("Priority for key counties"),
    Term.TILT_HARDSHIP: mark("Priority for people in hardship"),
}

_FOR_THE_NEED = {
    "words.shared": mark("It speaks of what you ask for: %(words)s."),
    "words.near": mark("The two texts share no word, but speak of what lies near: %(words)s."),
    "words.none": mark("The two texts share no telling word."),
    "field.same": mark("It works in the field of your need."),
    "field.any": mark("It takes needs of any field."),
    "subfield.shared": mark("It gives the kind of help you ask for: %(subfields)s."),
    "subfield.none": mark("It does not name the kind of help you ask for."),
    "beneficiaries.shared": mark("It is meant for the same people: %(beneficiaries)s."),
    "beneficiaries.any": mark("It is open to everybody."),
    "beneficiaries.none": mark("It is meant first for other people."),
    "place.paired": mark("The organization is paired with your place."),
    "place.county": mark("The organization is at home in your county."),
    "place.prefecture": mark("The organization is at home in your prefecture."),
    "place.province": mark("The organization is at home in your province."),
    "place.remote": mark("It can be given from afar."),
    "place.named": mark("It names your area as one it serves."),
    "place.far": mark("The organization is at home in another province."),
    "capacity.whole": mark("It can cover all that you ask for."),
    "capacity.part": mark("It can cover %(percent)s%% of what you ask for."),
    "dates.now": mark("It can begin now."),
    "dates.later": mark("It can begin on %(begins)s."),
    "record.field": mark("Projects in this field that receivers confirmed: %(count)s."),
    "record.elsewhere": mark("Projects in other fields that receivers confirmed: %(count)s."),
    "record.none": mark("No project of the organization has been confirmed here yet."),
    "direction.local": mark("A local organization, which helps first where it is at home."),
    "direction.prefecture": mark("An organization of your prefecture, though not of your own county."),
    "direction.province": mark("An organization of your province, though not of your own area."),
    "direction.eastern": mark("An organization of the east, which helps key counties."),
    "direction.away": mark("A local organization of another province."),
    "direction.key_county": mark("National and provincial organizations go first to key counties, and yours is one."),
    "direction.home_province": mark("A provincial organization of your own province."),
    "direction.open": mark("National and provincial organizations go first to key counties."),
    "tilt_level.village": mark("Needs of villages come first."),
    "tilt_level.school": mark("Needs of schools come early."),
    "tilt_level.township": mark("Needs of townships come after those of villages."),
    "tilt_level.county": mark("Needs of counties come after those of villages and townships."),
    "tilt_key_county.yes": mark("Needs of key counties come first."),
    "tilt_key_county.no": mark("Needs of key counties come before this one."),
    "tilt_hardship.yes": mark("Needs of people in hardship come first."),
    "tilt_hardship.no": mark("Needs of people in hardship come before this one."),
}
_FOR_THE_ORGANIZATION = _FOR_THE_NEED | {
    "words.shared": mark("It asks for what you offer: %(words)s."),
    "field.same": mark("It lies in a field of yours."),
    "field.any": mark("You take needs of any field."),
    "subfield.shared": mark("It asks for the kind of help you give: %(subfields)s."),
    "subfield.none": mark("It asks for a kind of help that you do not name."),
    "beneficiaries.shared": mark("It is for the people you serve: %(beneficiaries)s."),
    "beneficiaries.any": mark("Your offer is open to everybody."),
    "beneficiaries.none": mark("Your offer is meant first for other people."),
    "place.paired": mark("It comes from a place you are paired with."),
    "place.county": mark("It comes from your own county."),
    "place.prefecture": mark("It comes from your own prefecture."),
    "place.province": mark("It comes from your own province."),
    "place.remote": mark("You can give it from afar."),
    "place.named": mark("It comes from an area you serve."),
    "place.far": mark("It comes from another province."),
    "capacity.whole": mark("You can cover all that is asked for."),
    "capacity.part": mark("You can cover %(percent)s%% of what is asked for."),
    "dates.now": mark("You can begin now."),
    "dates.later": mark("You can begin on %(begins)s."),
    "record.field": mark("Your projects in this field that receivers confirmed: %(count)s."),
    "record.elsewhere": mark("Your projects in other fields that receivers confirmed: %(count)s."),
    "record.none": mark("No project of yours has been confirmed here yet."),
    "direction.local": mark("Local organizations help first where they are at home, as you are here."),
    "direction.prefecture": mark("It comes from your prefecture, though not from your own county."),
    "direction.province": mark("It comes from your province, though not from your own area."),
    "direction.eastern": mark("A key county: organizations of the east are asked to help here."),
    "direction.away": mark("Local organizations help first where they are at home."),
    "direction.key_county": mark("A key county: national and provincial organizations are asked to help here first."),
    "direction.home_province": mark("It comes from the province where you are registered."),
}
_FILTERS_FOR_THE_NEED = {
    "standing": mark("The organization's registration is not in good standing at present."),
    "field": mark("Your need lies in %(need)s, the offer in %(offer)s."),
    "form": mark("You ask for %(need)s, the offer gives %(offer)s."),
    "area": mark("The offer does not serve your area."),
    "key_counties": mark("The offer is for key counties only."),
    "qualification": mark("The organization has not shown a qualification you ask for: %(missing)s."),
    "capacity": mark("The offer is taken up at present."),
    "ended": mark("The offer ended on %(ended)s."),
    "too_late": mark("The offer begins on %(from)s, the need is wanted by %(wanted_by)s."),
}
_FILTERS_FOR_THE_ORGANIZATION = _FILTERS_FOR_THE_NEED | {
    "standing": mark("Your registration is not in good standing at present; ask your registration authority."),
    "field": mark("The need lies in %(need)s, your offer in %(offer)s."),
    "form": mark("The need asks for %(need)s, your offer gives %(offer)s."),
    "area": mark("The need lies outside the areas you serve."),
    "key_counties": mark("Your offer is for key counties only."),
    "qualification": mark("The need asks for a qualification you have not shown: %(missing)s."),
    "capacity": mark("Your offer is taken up at present."),
    "ended": mark("Your offer ended on %(ended)s."),
    "too_late": mark("Your offer begins on %(from)s, the need is wanted by %(wanted_by)s."),
}
REASONS: dict[Side, dict[str, str]] = {Side.NEED: _FOR_THE_NEED, Side.ORGANIZATION: _FOR_THE_ORGANIZATION}
FILTERS: dict[Side, dict[str, str]] = {
    Side.NEED: _FILTERS_FOR_THE_NEED,
    Side.ORGANIZATION: _FILTERS_FOR_THE_ORGANIZATION,
}


def reason_sentence(reason: Reason, side: Side) -> str:
    """One term of the score as a sentence in the language of the page."""
    return gettext(REASONS[side][reason.code]) % _spoken(reason.params)


def failed_sentence(failed: Failed, side: Side) -> str:
    """The hard filter that failed as a sentence in the language of the page."""
    params = dict(failed.params)
    if failed.code in {"field", "form"}:
        labels = _FIELD_LABELS if failed.code == "field" else FORMS
        params = {name: _labels(labels)([code] if isinstance(code, str) else code) for name, code in params.items()}
    return gettext(FILTERS[side][failed.code]) % _spoken(params)


def why_not_sentences(why: WhyNot, side: Side) -> list[str]:
    """The answer to "why not this one?": the filter, or how far it stood behind and what could still change it."""
    if why.failed:
        return [failed_sentence(why.failed, side)]
    if why.prices and why.price_gap:
        return [_price_sentence(why.prices)]
    if not why.gap:
        return [gettext("It is on the list.")]
    numbers = {"gap": plain_number(why.gap), "last": plain_number(why.rival_score or 0)}
    sentences = [gettext("The last on the list has %(last)s points; this one lacks %(gap)s.") % numbers]
    if why.changes:
        terms = _listed(gettext(TERM_LABELS[change.term]) for change in why.changes)
        sentences.append(gettext("It could still gain enough from: %(terms)s.") % {"terms": terms})
    return sentences


def _price_sentence(prices: Prices) -> str:
    numbers = {
        "price": plain_number(prices.offer_price),
        "worth": plain_number(prices.utility),
        "gap": plain_number(prices.gap),
    }
    if prices.offer_price > prices.utility:
        return gettext("In the last round its places went to needs worth more: %(price)s against %(worth)s.") % numbers
    sentence = gettext(
        "In the last round a place of it was worth %(price)s to others: what remains of %(worth)s lacks %(gap)s beside"
        " the best of the list."
    )
    return sentence % numbers


def _listed(parts: Iterable[str]) -> str:
    return ("、" if is_chinese() else ", ").join(parts)


def _labels(labels: Mapping[str, str]) -> Callable[[object], str]:
    """How to speak a list of codes; a code without a label is shown as it is."""
    return lambda codes: _listed(gettext(labels.get(code, code)) for code in _texts(codes))


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _word_pairs(pairs: object) -> str:
    """路灯, or 照明（路灯）where the other side uses another word."""
    around = "%s（%s）" if is_chinese() else "%s (%s)"
    rows = [_texts(pair) for pair in pairs] if isinstance(pairs, list | tuple) else []
    return _listed(word if word == other else around % (word, other) for word, other in rows)


def _day(value: object) -> str:
    return date_zh(date.fromisoformat(str(value)))


_FIELD_LABELS = {code: field.label for code, field in FIELDS.items()}
_SPOKEN: dict[str, Callable[[object], str]] = {
    "words": _word_pairs,
    "subfields": _labels({code: subfield.label for code, subfield in SUBFIELDS.items()}),
    "beneficiaries": _labels(BENEFICIARIES),
    "missing": _labels(QUALIFICATIONS),
    "begins": _day,
    "ended": _day,
    "from": _day,
    "wanted_by": _day,
}


def _spoken(params: Mapping[str, object]) -> dict[str, str]:
    return {name: _SPOKEN.get(name, str)(value) for name, value in params.items()}


def term_label(term: Term) -> str:
    """The name of a term, for a table of points."""
    return gettext(TERM_LABELS[term])
