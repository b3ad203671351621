"""Counties and the organizations' offers: many needs far away, most supply near the large cities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.settings import Settings

FIELDS = 8
TRAITS = 4
KEY_SHARE = 0.16
REACHES = (0.18, 0.45, 2.0)  # a prefecture, a province, the country; the map is a square with sides of 1
REACH_SHARES = (0.45, 0.35, 0.20)
LARGEST_CAPACITY = 20
CITY_SHARE, GENERALIST_SHARE = 0.6, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counties:
    """C counties on a square map; key counties (重点帮扶县) lie in the west."""

    at: NDArray[np.float64]  # (C, 2), east is 1
    size: NDArray[np.float64]  # (C,) share of all needs, sums to 1
    is_key: NDArray[np.bool_]  # (C,)
    confirms: NDArray[np.float64]  # (C,) chance that the receiving side confirms what came


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """O offers; a place of one is taken from the question until the delivery."""

    at: NDArray[np.float64]  # (O, 2)
    reach: NDArray[np.float64]  # (O,) how far the organization works
    capacity: NDArray[np.int64]  # (O,) needs at a time
    first_field: NDArray[np.int64]  # (O,)
    second_field: NDArray[np.int64]  # (O,) the same as the first for a specialist
    eagerness: NDArray[np.float64]  # (O,) hidden: how readily it accepts, in logits
    record: NDArray[np.float64]  # (O,) chance that it delivers what it accepted
    traits: NDArray[np.float64]  # (O, TRAITS) hidden: what it likes to do


def make_counties(settings: Settings, random: np.random.Generator) -> Counties:
    """Return counties of very different size; needs of key counties are half again as many for their size."""
    count = settings.counties
    at = random.random((count, 2))
    western = np.argsort(at[:, 0] + random.normal(0, 0.15, count))
    is_key = np.zeros(count, np.bool_)
    is_key[western[: round(KEY_SHARE * count)]] = True
    size = random.lognormal(0, 0.7, count) * np.where(is_key, 1.5, 1.0)
    confirms = np.clip(random.normal(0.92, 0.05, count) - 0.05 * is_key, 0.6, 0.99)
    return Counties(at=at, size=size / size.sum(), is_key=is_key, confirms=confirms)


def make_offers(settings: Settings, random: np.random.Generator) -> Offers:
    """Return offers that crowd around a few cities in the east; capacities have a long tail, 3 is usual."""
    count = settings.offers
    cities = np.column_stack((random.beta(4, 2, 6), random.random(6)))
    near_city = random.random(count) < CITY_SHARE
    home = np.where(
        near_city[:, None],
        cities[random.integers(0, len(cities), count)] + random.normal(0, 0.06, (count, 2)),
        np.column_stack((random.beta(2, 1.3, count), random.random(count))),
    )
    first, other = random.integers(0, FIELDS, (2, count))
    return Offers(
        at=np.clip(home, 0, 1),
        reach=random.choice(REACHES, count, p=REACH_SHARES),
        capacity=np.clip(np.rint(random.lognormal(1.1, 0.7, count)), 1, LARGEST_CAPACITY).astype(np.int64),
        first_field=first,
        second_field=np.where(random.random(count) < GENERALIST_SHARE, other, first),
        eagerness=random.normal(0, 0.8, count),
        record=random.beta(9, 1.5, count),
        traits=random.normal(0, 1, (count, TRAITS)),
    )
