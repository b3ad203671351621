"""Policies side by side on the same seeded worlds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from duijie.matching.simulation.foreseeing import PricedLists, ToldArrivals
from duijie.matching.simulation.hindsight import hindsight_bound
from duijie.matching.simulation.intervals import Interval, mean_interval, paired_interval
from duijie.matching.simulation.measures import MEASURES, measure
from duijie.matching.simulation.playing import play
from duijie.matching.simulation.policy import Policy
from duijie.matching.simulation.rounds import FairRounds, LastPrices, Rounds
from duijie.matching.simulation.settings import Settings, SettingsError
from duijie.matching.simulation.simple import FirstCome, Greedy, LessPopular
from duijie.matching.simulation.world import World, make_world

POLICIES: dict[str, Callable[[World], Policy]] = {
    "first-come": FirstCome,
    "greedy": Greedy,
    "less-popular": LessPopular,
    "last-prices": LastPrices,
    "priced-lists": PricedLists,
    "rounds": Rounds,
    "fair-rounds": FairRounds,
    "told-arrivals": ToldArrivals,
}
USUAL = tuple(name for name in POLICIES if name != "told-arrivals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Figures of each policy and measure, one a seed."""

    settings: Settings
    seeds: int
    figures: dict[str, dict[str, list[float]]]  # policy → measure → a figure a seed

    def interval(self, policy: str, name: str) -> Interval:
        """Return the mean of a policy's measure."""
        return mean_interval(self.figures[policy][name])

    def lead(self, policy: str, other: str, name: str) -> Interval:
        """Return by how much a policy's measure exceeds another's in the same worlds."""
        return paired_interval(self.figures[policy][name], self.figures[other][name])


def checked_policies(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, or raise SettingsError for one that is unknown or for none at all."""
    chosen = tuple(names)
    for name in chosen:
        if name not in POLICIES:
            raise SettingsError(f"There is no policy “{name}”; there are {', '.join(POLICIES)}.")
    if not chosen:
        raise SettingsError("No policy is named.")
    return chosen


def compare(settings: Settings, seeds: int, policies: Sequence[str] = USUAL, *, first: int = 0) -> Comparison:
    """Play `seeds` worlds from number `first` on under every policy; SettingsError for what cannot be played."""
    names = checked_policies(policies)
    if seeds < 1:
        raise SettingsError(f"At least 1 seed is needed, not {seeds}.")
    if first < 0:
        raise SettingsError(f"Seeds are numbered from 0; {first} is none.")
    figures: dict[str, dict[str, list[float]]] = {name: {key: [] for key in MEASURES} for name in names}
    for seed in range(first, first + seeds):
        world = make_world(settings, seed)
        bound = hindsight_bound(world).bound
        for name in names:
            for key, figure in measure(world, play(world, POLICIES[name](world)), bound).items():
                figures[name][key].append(figure)
    return Comparison(settings=settings, seeds=seeds, figures=figures)
