"""What a list means for places, villages and people in hardship: counted for the list and for the plain optimum."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

import numpy as np

from duijie.apps.matches.rounds.gathering import Frozen
from duijie.apps.matches.rules.exposure import LEFT_BEHIND
from duijie.kernel.beneficiaries import IN_HARDSHIP
from duijie.matching.assignment.equity import gini
from duijie.matching.terms import Level

Share = tuple[int, int]


class Counted(TypedDict):
    """Needs with a recommendation of all needs, for each group; `gini` over places of their mean utility a need."""

    all: Share
    key: Share
    other: Share
    village: Share
    county: Share
    hardship: Share
    gini: float


class PlaceCount(TypedDict):
    """One place: needs, how many have a recommendation, and the sum of their utilities, fair and plain."""

    path: str
    is_key: bool
    needs: int
    served: int
    plain_served: int
    utility: int
    plain_utility: int


def counted(frozen: Frozen, edges: Iterable[int]) -> Counted:
    """Count a list that is made of these edges."""
    chosen = list(edges)
    served = {frozen.pairs[edge][0] for edge in chosen}
    places: dict[str, list[int]] = {}
    for each in frozen.parts:
        places.setdefault(each.place, [0, 0])[1] += 1
    for edge in chosen:
        need, _, utility = frozen.pairs[edge]
        places[frozen.parts[need].place][0] += utility
    means = [utility / needs for utility, needs in places.values()]

    def share(group: Iterable[int]) -> Share:
        members = list(group)
        return sum(each in served for each in members), len(members)

    needs = [each.need for each in frozen.parts]
    return Counted(
        all=share(range(len(needs))),
        key=share(at for at, need in enumerate(needs) if need.is_key_county),
        other=share(at for at, need in enumerate(needs) if not need.is_key_county),
        village=share(at for at, need in enumerate(needs) if need.maker == Level.VILLAGE),
        county=share(at for at, need in enumerate(needs) if need.maker == Level.COUNTY),
        hardship=share(at for at, need in enumerate(needs) if IN_HARDSHIP & set(need.beneficiaries)),
        gini=gini(np.array(means)),
    )


def by_place(frozen: Frozen, fair: Iterable[int], plain: Iterable[int]) -> list[PlaceCount]:
    """Every place of the round, by its path."""
    found: dict[str, PlaceCount] = {}
    for each in frozen.parts:
        place = found.setdefault(each.place, _empty(each.place))
        place["needs"] += 1
        place["is_key"] = place["is_key"] or each.need.is_key_county
    for need, utility in _by_need(frozen, fair).items():
        found[frozen.parts[need].place]["served"] += 1
        found[frozen.parts[need].place]["utility"] += utility
    for need, utility in _by_need(frozen, plain).items():
        found[frozen.parts[need].place]["plain_served"] += 1
        found[frozen.parts[need].place]["plain_utility"] += utility
    return [found[path] for path in sorted(found)]


def left_behind(places: Sequence[PlaceCount]) -> list[str]:
    """The paths of places whose share of served needs lies far below that of all together."""
    needs, served = sum(each["needs"] for each in places), sum(each["served"] for each in places)
    line = float(LEFT_BEHIND) * served / needs if needs else 0.0
    return [each["path"] for each in places if each["served"] / each["needs"] < line]


def _empty(path: str) -> PlaceCount:
    return PlaceCount(path=path, is_key=False, needs=0, served=0, plain_served=0, utility=0, plain_utility=0)


def _by_need(frozen: Frozen, edges: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for edge in edges:
        need, _, utility = frozen.pairs[edge]
        found[need] = found.get(need, 0) + utility
    return found
