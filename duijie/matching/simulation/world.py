"""One seeded world: its places, the year that is played, and the year before, which a planner remembers."""

from dataclasses import dataclass

from duijie.matching.simulation.arrivals import Needs, make_needs
from duijie.matching.simulation.chances import Pairs, make_pairs
from duijie.matching.simulation.places import Counties, Offers, make_counties, make_offers
from duijie.matching.simulation.settings import Settings, stream

COUNTIES, OFFERS, NEEDS, PAIRS = range(4)
YEARS_REMEMBERED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What comes in one year and whom it fits."""

    needs: Needs
    pairs: Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that a seed decides before anybody acts."""

    seed: int
    settings: Settings
    counties: Counties
    offers: Offers
    year: Year
    past: tuple[Year, ...]  # earlier years of the same places: other needs, the same rates


def make_world(settings: Settings, seed: int) -> World:
    """Return the world of a seed: the same for the same settings, on every machine with the same numpy."""
    counties = make_counties(settings, stream(seed, COUNTIES))
    offers = make_offers(settings, stream(seed, OFFERS))

    def year(number: int) -> Year:
        needs = make_needs(settings, counties, stream(seed, NEEDS, number))
        return Year(
            needs=needs, pairs=make_pairs(needs, offers, counties, settings.scorer, stream(seed, PAIRS, number))
        )

    now, *past = (year(number) for number in range(1 + YEARS_REMEMBERED))
    return World(seed=seed, settings=settings, counties=counties, offers=offers, year=now, past=tuple(past))
