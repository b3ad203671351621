"""From the frozen input to two assignments with their proofs: the fair one of the list, and the plain one beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from duijie.apps.matches.rounds.gathering import Frozen, cost_of
from duijie.matching.assignment import Problem, Result, checked, solve, solve_fairly
from duijie.matching.assignment.limit_arrays import MOST_FEN
from duijie.matching.assignment.limits import charges, limits_of

_NO_LIMIT = -1


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
        **money_of(frozen),
    )
    return problem, places


def money_of(frozen: Frozen) -> dict[str, list[int]]:
    """What a part costs on each pair and what each offer can spend, in fen; nothing where no budget meets a cost.

    Who can pay for a part only in part may give all that he has: then the part costs his whole budget.
    """
    budget = [_NO_LIMIT if (fen := each.offer.budget_fen) is None else min(fen, MOST_FEN) for each in frozen.rooms]
    fen_of_part = [min(int(cost_of(each).to_integral_value(ROUND_CEILING)), MOST_FEN) for each in frozen.parts]
    cost = [
        fen_of_part[need] if budget[offer] == _NO_LIMIT else min(fen_of_part[need], max(budget[offer], 1))
        for need, offer, _ in frozen.pairs
    ]
    limited = any(fen and budget[offer] != _NO_LIMIT for fen, (_, offer, _) in zip(cost, frozen.pairs, strict=True))
    return {"cost": cost, "budget": budget} if limited else {}


def dues(problem: Problem, result: Result) -> list[int]:
    """What a part costs on each pair at the prices of a result, in points: the place and the money spent on it."""
    due = result.prices[problem.offer]
    limits = limits_of(problem)
    if limits is not None and result.budget_price is not None:
        due = due + charges(problem, limits, result.budget_price)
    return [int(each) for each in due]


def units(problem: Problem, result: Result) -> NDArray[np.int64]:
    """How many parts each edge carries (E,)."""
    return np.bincount(result.edges, minlength=len(problem.utility)).astype(np.int64)
