"""Problems made by chance that look like rounds: fields, areas, and utilities of several components."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment import Problem, checked

FIELDS, PROVINCES = 14, 31


@dataclass(frozen=True)
class Shape:
    needs: int
    offers: int
    candidates: int = 20  # a need's candidate offers, about
    places: int | None = None  # units that all offers take together; one each without
    counties: int = 2_800


def made_round(shape: Shape, *, seed: int = 1, with_counties: bool = False) -> Problem:
    """Each need meets about `candidates` offers of its field: three in four from its province, the rest from anywhere.

    Provinces and fields are of unequal size. A utility is benefit × chance: the need's benefit, the offer's record,
    nearness, the words in common and whether it comes from one's own county move it.
    """
    chance = np.random.default_rng(seed)
    sizes = 1 / np.arange(1, PROVINCES + 1) ** 0.6
    province_of = np.sort(chance.choice(PROVINCES, shape.counties, p=sizes / sizes.sum()))
    people = chance.gamma(2.0, 1.0, shape.counties)
    county = np.sort(chance.choice(shape.counties, shape.needs, p=people / people.sum()))
    demand, supply = (chance.dirichlet(np.full(FIELDS, 8.0)) for _ in range(2))
    field = chance.choice(FIELDS, shape.needs, p=demand)
    home = chance.choice(shape.counties, shape.offers)
    offer_field = chance.choice(FIELDS, shape.offers, p=0.7 * demand + 0.3 * supply)
    edges = _candidates(
        shape, chance, field * PROVINCES + province_of[county], offer_field * PROVINCES + province_of[home]
    )
    need, offer = edges // shape.offers, edges % shape.offers
    near = (county[need] == home[offer]) * 1.0 + (province_of[county[need]] == province_of[home[offer]]) * 0.6
    taste = (
        chance.normal(0.2, 0.5, shape.needs)[need]
        + chance.normal(0.0, 0.6, shape.offers)[offer]
        + chance.normal(0.0, 0.9, shape.counties)[county[need]]
        + 0.8 * near
        + chance.gumbel(0.0, 0.5, len(edges))
    )
    benefit = chance.beta(6.0, 3.0, shape.needs)[need]
    utility = np.clip(1_000_000 * benefit / (1 + np.exp(-taste)), 0, 1_000_000).astype(np.int64)
    counties = county.astype(np.int32) if with_counties else None
    weight = (
        np.where(chance.random(shape.counties) < 0.06, 1.5, 1.0) if with_counties else None
    )  # about 160 key counties
    return checked(
        need=need.astype(np.int32), offer=offer.astype(np.int32), utility=utility,
        capacity=_capacities(shape, chance), quantity=np.ones(shape.needs, np.int64), county=counties, weight=weight,
    )  # fmt: skip


def _candidates(
    shape: Shape, chance: np.random.Generator, wanted: NDArray[np.int64], home: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return need × offers + offer for each edge, ascending, no pair twice."""
    by_block = np.argsort(home, kind="stable")
    blocks = np.arange(FIELDS * PROVINCES + 1)
    starts = np.searchsorted(home[by_block], blocks)
    draws = round(shape.candidates * 1.24)
    near = chance.random((shape.needs, draws)) < 0.75
    low = np.where(near, starts[wanted][:, None], starts[wanted - wanted % PROVINCES][:, None])
    high = np.where(near, starts[wanted + 1][:, None], starts[wanted - wanted % PROVINCES + PROVINCES][:, None])
    picked = low + (chance.random((shape.needs, draws)) * (high - low)).astype(np.int64)
    some = chance.integers(shape.candidates // 2, draws + 1, shape.needs)
    kept = (high > low) & (np.arange(draws) < some[:, None] * 1.2)
    keys = np.arange(shape.needs)[:, None] * shape.offers + by_block[np.minimum(picked, shape.offers - 1)]
    return np.unique(keys[kept])


def _capacities(shape: Shape, chance: np.random.Generator) -> NDArray[np.int64]:
    if shape.places is None:
        return np.ones(shape.offers, np.int64)
    shares = chance.gamma(1.5, 1.0, shape.offers)
    return chance.multinomial(shape.places, shares / shares.sum()).astype(np.int64)
