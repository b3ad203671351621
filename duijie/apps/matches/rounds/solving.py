"""From the frozen input to two assignments with their proofs: the fair one of the list, and the plain one beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from duijie.apps.matches.rounds.gathering import Frozen
from duijie.matching.assignment import Problem, Result, checked, solve, solve_fairly


@dataclass(frozen=True, slots=True)
class Start:
    """Where a round begins: the prices of the last one by offer (plain, fair) and its tangent by place; or nowhere."""

    prices: Mapping[UUID, tuple[int, int]] = field(default_factory=dict)
    tangent: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solved:
    """Both answers; `places` are the division paths behind the problem's counties, in their order."""

    problem: Problem
    places: list[str]
    plain: Result
    fair: Result


def solved(frozen: Frozen, *, key_county_weight: float, start: Start) -> Solved | None:
    """Assign and prove, beginning where the last round ended; None where no offer fits any need."""
    if not frozen.pairs:
        return None
    problem, places = problem_of(frozen, key_county_weight)
    if not start.prices:
        return Solved(problem, places, solve(problem), solve_fairly(problem))
    begin = np.array([start.prices.get(each.offer.pk, (0, 0)) for each in frozen.rooms], np.int64)
    tangent = np.array([start.tangent.get(place, 0.0) for place in places])
    fair = solve_fairly(problem, prices=begin[:, 1], tangent=tangent)
    return Solved(problem, places, solve(problem, prices=begin[:, 0]), fair)


def problem_of(frozen: Frozen, key_county_weight: float) -> tuple[Problem, list[str]]:
    """The arrays of the round, and the paths of its places; a key county weighs more, all others 1."""
    places = sorted({each.place for each in frozen.parts})
    index = {place: position for position, place in enumerate(places)}
    weight = np.ones(len(places))
    for each in frozen.parts:
        if each.need.is_key_county:
            weight[index[each.place]] = key_county_weight
    need, offer, utility = (np.array(column, np.int64) for column in zip(*frozen.pairs, strict=True))
    problem = checked(
        need=need,
        offer=offer,
        utility=utility,
        capacity=[each.capacity for each in frozen.rooms],
        quantity=[each.count for each in frozen.parts],
        county=[index[each.place] for each in frozen.parts],
        weight=weight,
    )
    return problem, places


def units(problem: Problem, result: Result) -> NDArray[np.int64]:
    """How many parts each edge carries (E,)."""
    return np.bincount(result.edges, minlength=len(problem.utility)).astype(np.int64)
