"""The rows of a made country as what the engine takes: terms for the pair scorer, profiles for the index, demands."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from duijie.matching.country.divisions import PROVINCES
from duijie.matching.country.made import (
    COUNTY,
    EVERYWHERE,
    FIRST_DAY,
    PAIRED,
    PREFECTURE,
    PROVINCE,
    REGION,
    WORDS,
    Country,
)
from duijie.matching.pairs.points import FORMS, LEVELS, REGISTRATIONS, URGENCIES
from duijie.matching.retrieval import Documents, Profile, RetrievalIndex, Where
from duijie.matching.retrieval.documents import NEVER_ENDS
from duijie.matching.terms import Form, Mode, NeedTerms, OfferTerms

TODAY = date.fromordinal(FIRST_DAY)
VOCABULARY = [str(number) for number in range(WORDS)]
_PEOPLE = (*(frozenset({f"people-{number}"}) for number in range(5)), frozenset[str]())
_REGISTERED = (0, 1, 1, 1, 2, 3)


def area_of(country: Country, offer: int) -> tuple[str, ...]:
    """The areas that an offer serves, as far as it reaches; none for the whole country."""
    county, reach = country.offers.county[offer], country.reach[offer]
    province = country.map.province[county]
    above = country.map.above(county)
    if reach == EVERYWHERE:
        return ()
    if reach == REGION:
        return tuple(f"/{each.code}/" for each in PROVINCES if each.code // 10 == PROVINCES[province].code // 10)
    if reach == PAIRED:
        return (above[0], *(f"/{code}/" for code in PROVINCES[province].helps))
    if reach == COUNTY:
        return (country.map.paths[county],)
    return (above[1],) if reach == PREFECTURE else (above[0],)


def offer_terms(country: Country, offer: int) -> OfferTerms:
    """An offer of the country as the pair scorer takes it."""
    side = country.offers
    helps = PROVINCES[country.map.province[side.county[offer]]].helps
    return OfferTerms(
        id=str(offer),
        organization_id="",
        title="",
        fields=_fields(country, offer),
        subfields=frozenset({f"{side.field[offer]}-{side.subfield[offer]}"}),
        areas=area_of(country, offer),
        beneficiaries=_PEOPLE[side.people[offer]],
        forms=_forms(country, offer),
        capacity_left=int(side.places[offer]),
        mode=Mode.REMOTE if country.reach[offer] == EVERYWHERE else Mode.ONSITE,
        available_from=date.fromordinal(int(side.day[offer])),
        home_path=country.map.paths[side.county[offer]],
        registration_level=REGISTRATIONS[_REGISTERED[country.reach[offer]]],
        is_eastern=bool(helps),
        paired_paths=tuple(f"/{code}/" for code in helps),
        confirmed={str(side.field[offer]): int(country.confirmed[offer])},
    )


def need_terms(country: Country, need: int) -> NeedTerms:
    """A need of the country as the pair scorer takes it."""
    side = country.needs
    return NeedTerms(
        id=str(need),
        title="",
        field=str(side.field[need]),
        subfields=frozenset({f"{side.field[need]}-{side.subfield[need]}"}),
        division_path=country.map.paths[side.county[need]],
        is_key_county=bool(country.map.is_key[side.county[need]]),
        beneficiaries=_PEOPLE[side.people[need]],
        in_hardship=bool(country.is_hardship[need]),
        form=FORMS[side.form[need]],
        quantity=int(side.places[need]),
        wanted_by=date.fromordinal(int(side.day[need])),
        urgency=URGENCIES[country.urgency[need]],
        level=LEVELS[country.level[need]],
    )


def demand_of(need: NeedTerms) -> Where:
    """What the index must let pass for a need: the hard filters of `duijie.matching.filters`."""
    wanted = max(need.wanted_by, TODAY).toordinal() if need.wanted_by else None
    return Where(
        fields=need.fields,
        at=need.division_path,
        forms=frozenset({need.form.value}),
        required=need.required_qualifications,
        open_on=TODAY.toordinal(),
        begins_by=wanted,
        least_capacity=1,
        in_key_county=need.is_key_county,
    )


def words_of(country: Country, need: int) -> Counter[str]:
    """How often each word stands in the text of a need."""
    side = country.needs
    return Counter(map(VOCABULARY.__getitem__, side.tokens[side.offsets[need] : side.offsets[need + 1]].tolist()))


def index_of(country: Country) -> RetrievalIndex:
    """The index over all offers; the id of an offer is its number."""
    side = country.offers
    kinds = np.stack([side.county * (country.reach != EVERYWHERE), country.reach, side.field, country.second_field])
    kinds = np.concatenate([kinds, [side.form, side.people == 0]])
    _, first, profile_of = np.unique(kinds, axis=1, return_index=True, return_inverse=True)
    profiles = [
        Profile(
            fields=_fields(country, offer),
            areas=area_of(country, offer),
            forms=frozenset(form.value for form in _forms(country, offer)),
        )
        for offer in first.tolist()
    ]
    documents = Documents(
        ids=[str(offer) for offer in range(len(side))],
        profiles=profiles,
        profile_of=profile_of.astype(np.int32),
        capacity=side.places,
        first_day=side.day,
        last_day=np.full(len(side), NEVER_ENDS, np.int32),
        in_good_standing=np.ones(len(side), np.bool_),
    )
    return RetrievalIndex.build(documents, VOCABULARY, side.tokens, side.offsets)


def serving(country: Country, provinces: Sequence[int]) -> NDArray[np.intp]:
    """The offers that may serve one of these provinces; the index finds no others for their needs."""
    serves = np.zeros((len(PROVINCES), COUNTY + 1), np.bool_)
    serves[:, EVERYWHERE] = True
    wanted = {PROVINCES[each].code for each in provinces}
    for home, province in enumerate(PROVINCES):
        serves[home, REGION] = any(code // 10 == province.code // 10 for code in wanted)
        serves[home, PAIRED] = not wanted.isdisjoint({province.code, *province.helps})
        serves[home, PROVINCE:] = province.code in wanted
    return np.flatnonzero(serves[country.map.province[country.offers.county], country.reach])


def _fields(country: Country, offer: int) -> frozenset[str]:
    second = country.second_field[offer]
    return frozenset({str(country.offers.field[offer]), *([] if second < 0 else [str(second)])})


def _forms(country: Country, offer: int) -> frozenset[Form]:
    """One form, with the next of the list for those without a preference of people; three in six bring any form."""
    form = country.offers.form[offer]
    return frozenset() if form % 2 else frozenset({FORMS[form], FORMS[(form + 1) % len(FORMS)]})
