"""A country made by chance from a seed: needs and offers as columns, their texts as numbers of words.

Real data of this size do not exist yet; what matters for the round is kept: fields and areas of unequal size, words
after Zipf and Mandelbrot, few offers for many provinces that many needs want, about as many places as needs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.country.divisions import PROVINCES, Map, made_map

FIELDS, SUBFIELDS, WORDS, FIELD_WORDS = 12, 8, 60_000, 2_000
FIRST_DAY = 740_000
"""The made day of the round, in 2027."""
EVERYWHERE, PAIRED, REGION, PROVINCE, PREFECTURE, COUNTY = range(6)
"""How far an offer reaches; the first three serve several provinces."""
_REACHES = (0.01, 0.04, 0.02, 0.20, 0.28, 0.45)
_PLACES = (6.0, 2.5, 2.5, 1.2, 1.0, 0.8)
_ONLY_OWN_WORDS = 0.4


class SizeError(ValueError):
    """A country of this size cannot be made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a country; what was made from the same numbers is the same."""

    needs: int = 1_000_000
    offers: int = 1_000_000
    counties: int = 2_800
    seed: int = 1

    def __post_init__(self) -> None:
        if min(self.needs, self.offers) < 1:
            raise SizeError("A country has at least one need and one offer.")
        if self.counties < len(PROVINCES):
            raise SizeError(f"There are {len(PROVINCES)} provinces, so at least as many counties.")


@dataclass(frozen=True, slots=True)
class Side:
    """What needs and offers have alike, a row each, in CSR for the words of their texts."""

    county: NDArray[np.int32]
    field: NDArray[np.int8]
    subfield: NDArray[np.int8]
    form: NDArray[np.int8]
    people: NDArray[np.int8]
    places: NDArray[np.int32]  # units that a need asks for, or that an offer can take
    day: NDArray[np.int32]  # a need is wanted by then, an offer begins then
    tokens: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.county)


@dataclass(frozen=True, slots=True)
class Country:
    """Both sides; needs lie province by province and county by county."""

    map: Map
    needs: Side
    offers: Side
    urgency: NDArray[np.int8]  # of needs
    level: NDArray[np.int8]
    is_hardship: NDArray[np.bool_]
    reach: NDArray[np.int8]  # of offers
    second_field: NDArray[np.int8]  # −1 without one
    confirmed: NDArray[np.int8]

    def province_starts(self) -> NDArray[np.int64]:
        """Where the needs of each province begin, and where the last one's end."""
        return self.map.province[self.needs.county].searchsorted(np.arange(len(PROVINCES) + 1))


def make_country(size: Size) -> Country:
    """Make it; the same size and seed give the same country."""
    chance = np.random.default_rng(size.seed)
    land = made_map(size.counties)
    needy, giving = _weights(land, chance)
    fields = [chance.dirichlet(np.full(FIELDS, 8.0)) for _ in range(2)]
    county = np.sort(chance.choice(size.counties, size.needs, p=needy)).astype(np.int32)
    needs = _side(chance, county, fields[0], chance.choice(3, size.needs, p=(0.85, 0.10, 0.05)) + 1, 3.4)
    reach = chance.choice(len(_REACHES), size.offers, p=_REACHES).astype(np.int8)
    home = chance.choice(size.counties, size.offers, p=giving).astype(np.int32)
    places = chance.poisson(np.array(_PLACES)[reach])
    offers = _side(chance, home, 0.7 * fields[0] + 0.3 * fields[1], places, 4.0)
    return Country(
        map=land,
        needs=needs,
        offers=offers,
        urgency=_drawn(chance, size.needs, (0.7, 0.2, 0.1)),
        level=_drawn(chance, size.needs, (0.6, 0.15, 0.15, 0.1)),
        is_hardship=chance.random(size.needs) < 0.3,  # noqa: PLR2004 - a share
        reach=reach,
        second_field=np.where(chance.random(size.offers) < 0.1, (offers.field + 1) % FIELDS, -1).astype(np.int8),  # noqa: PLR2004
        confirmed=np.minimum(chance.poisson(0.8, size.offers), 8).astype(np.int8),
    )


def _weights(land: Map, chance: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many needs, and how many offers, are at home in each county, as shares."""
    people = np.array([each.people / each.counties for each in PROVINCES])[land.province]
    is_helping = np.array([bool(each.helps) for each in PROVINCES])[land.province]
    own = people * chance.gamma(2.0, 0.5, len(land.paths))
    needy = own * np.where(land.is_key, 4.0, np.where(is_helping, 0.6, 1.5))
    giving = own * np.where(is_helping, 2.0, 1.0)
    return needy / needy.sum(), giving / giving.sum()


def _side(
    chance: np.random.Generator,
    county: NDArray[np.int32],
    fields: NDArray[np.float64],
    places: NDArray[np.int64],
    words: float,
) -> Side:
    count = len(county)
    field = chance.choice(FIELDS, count, p=fields / fields.sum()).astype(np.int8)
    lengths = np.clip(chance.lognormal(words, 0.5, count), 8, 400).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    return Side(
        county=county,
        field=field,
        subfield=chance.integers(0, SUBFIELDS, count).astype(np.int8),
        form=chance.integers(0, 6, count).astype(np.int8),
        people=chance.integers(0, 6, count).astype(np.int8),
        places=places.astype(np.int32),
        day=(FIRST_DAY + chance.integers(-60, 240, count)).astype(np.int32),
        tokens=_texts(chance, np.repeat(field, lengths)),
        offsets=offsets,
    )


def _texts(chance: np.random.Generator, field: NDArray[np.int8]) -> NDArray[np.int32]:
    """A word for each place in a text: four in ten from its field's own words, the others from those of all."""
    common, own = (_zipf(count) for count in (WORDS - FIELDS * FIELD_WORDS, FIELD_WORDS))
    drawn = np.empty(len(field), np.int32)
    for start in range(0, len(field), 4_000_000):
        part = slice(start, start + 4_000_000)
        is_own, draw = chance.random(len(field[part])) < _ONLY_OWN_WORDS, chance.random(len(field[part]))
        special = own.searchsorted(draw) + len(common) + field[part].astype(np.int32) * FIELD_WORDS
        drawn[part] = np.where(is_own, special, common.searchsorted(draw))
    return drawn


def _zipf(words: int) -> NDArray[np.float64]:
    shares = np.cumsum(1 / (np.arange(1, words + 1) + 2.7))
    return np.asarray(shares / shares[-1])


def _drawn(chance: np.random.Generator, count: int, shares: tuple[float, ...]) -> NDArray[np.int8]:
    return chance.choice(len(shares), count, p=shares).astype(np.int8)
