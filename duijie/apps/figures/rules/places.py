"""The counts of a cohort place by place, so that counties add up to prefectures and prefectures to provinces.

Whole numbers only: whoever adds up what several places state gets the same as whoever counts the needs themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final, Self

from duijie.apps.figures.rules import NeedRecord, Rate
from duijie.apps.regions.rules import county_path_of, paths_above

WHOLE: Final = "/"
SHARE_UNIT: Final = 10_000
"""A need that arrived whole counts so much in `met_shares`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many needs of a cohort were verified, taken on, agreed on and confirmed.

    `met_shares` adds up, need by need, quantity confirmed ÷ quantity asked in ten-thousandths, each rounded down; over
    `verified` × 10 000 it is the rate `met`.
    """

    verified: int = 0
    taken: int = 0
    agreed: int = 0
    confirmed: int = 0
    met_shares: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, each) + getattr(other, each) for each in COUNTED))

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, each) - getattr(other, each) for each in COUNTED))

    def as_facts(self) -> dict[str, int]:
        """The counts by name, as they are written down and stand on a leaf."""
        return asdict(self)

    @classmethod
    def of_facts(cls, facts: Mapping[str, object]) -> Self | None:
        """The counts that were written down; None where one is missing or is no count."""
        found = [facts.get(each) for each in COUNTED]
        numbers = [each for each in found if isinstance(each, int) and not isinstance(each, bool) and each >= 0]
        return cls(*numbers) if len(numbers) == len(found) else None


COUNTED: Final = tuple(each.name for each in fields(Counts))


def counts_of(need: NeedRecord, as_of: date) -> Counts:
    """What one verified need adds to the counts of its places by the end of a day."""
    return Counts(
        verified=1,
        taken=need.has(Rate.TAKEN, as_of),
        agreed=need.has(Rate.AGREED, as_of),
        confirmed=need.has(Rate.CONFIRMED, as_of),
        met_shares=int(min(need.met, need.asked) * SHARE_UNIT // need.asked) if need.asked > 0 else 0,
    )


def counts_by_place(cohort: Iterable[NeedRecord], as_of: date) -> dict[str, Counts]:
    """The counts of the whole and of each province, prefecture and county with a need in the cohort, by path in order.

    Nothing smaller than a county is told apart, because in a village one need may mean one household.
    """
    sums = {WHOLE: Counts()}
    for need in cohort:
        own = counts_of(need, as_of)
        for path in (WHOLE, *paths_above(county_path_of(need.place) or need.place)):
            sums[path] = sums.get(path, Counts()) + own
    return dict(sorted(sums.items()))
