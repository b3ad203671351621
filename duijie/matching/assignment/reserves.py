"""Soft reserves: places of an offer kept for key counties first, then let go class after class in a published order.

Each offer is split into pools, one a class; a need may take from the pool of its own class and of every later one.
What a class leaves in its pool moves to the next before that one is asked: nothing stays empty for the sake of a rule.
A place counts as taken by a class wherever its needs found it at that offer, for pools of one price are alike to them.
"""

import dataclasses
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.fair import solve_fairly
from duijie.matching.assignment.limits import refuse_limits
from duijie.matching.assignment.problem import Problem, ProblemError, Result
from duijie.matching.assignment.solving import solve


class Reserved(NamedTuple):
    """A round with reserves: what was solved last, with its proof, and what it means for the edges as they were."""

    problem: Problem  # offers are pools: offer + O · class
    result: Result  # its certificate holds for `problem`
    edges: NDArray[np.int64]  # chosen edges of the original problem, ascending
    released: NDArray[np.int64]  # (K − 1, O) units that each class left to the next


def solve_with_reserves(
    problem: Problem, *, rank: NDArray[np.int64], reserved: NDArray[np.int64], fair: bool = False, gap: float = 0.001
) -> Reserved:
    """Return a round in which needs of rank 0 come first at the reserved places (O,), then rank 1, … and last all.

    rank: (N,) 0 … K − 1, the published order of release; K rounds are solved. fair: for Nash welfare over counties,
    not for the sum of utilities. Raises ProblemError for ranks or reserves that do not fit the problem, and for a fair
    round without counties.
    """
    refuse_limits(problem, "A round with reserves")
    _refuse_misfits(problem, rank, reserved)
    classes = int(rank.max(initial=0)) + 1
    pools = np.zeros((classes, len(reserved)), np.int64)
    pools[0] += reserved
    pools[-1] += problem.capacity - reserved
    released = np.zeros((classes - 1, len(reserved)), np.int64)
    for each in range(classes - 1):
        split, original = _split(problem, rank, pools)
        edges = original[_solved(split, fair=fair, gap=gap).edges]
        early = edges[rank[problem.need[edges]] <= each]
        taken = np.bincount(problem.offer[early], minlength=len(reserved)) - pools[:each].sum(axis=0)
        released[each] = pools[each] - np.clip(taken, 0, pools[each])
        pools[each] -= released[each]
        pools[each + 1] += released[each]
    split, original = _split(problem, rank, pools)
    result = _solved(split, fair=fair, gap=gap)
    return Reserved(split, result, np.sort(original[result.edges]), released)


def _solved(split: Problem, *, fair: bool, gap: float) -> Result:
    return solve_fairly(split, gap=gap) if fair else solve(split, gap=gap)


def _split(problem: Problem, rank: NDArray[np.int64], pools: NDArray[np.int64]) -> tuple[Problem, NDArray[np.int64]]:
    """Return the problem with pools for offers, and the original edge of each of its edges."""
    first = rank[problem.need]
    open_to = len(pools) - first
    original = np.repeat(np.arange(len(first)), open_to)
    pool = np.arange(len(original)) - np.repeat(np.cumsum(open_to) - open_to, open_to) + first[original]
    split = dataclasses.replace(
        problem,
        need=problem.need[original],
        offer=(problem.offer[original] + pools.shape[1] * pool).astype(np.int32),
        utility=problem.utility[original],
        capacity=pools.ravel().copy(),
    )
    return split, original


def _refuse_misfits(problem: Problem, rank: NDArray[np.int64], reserved: NDArray[np.int64]) -> None:
    if rank.shape != problem.quantity.shape or (rank < 0).any():
        raise ProblemError(f"rank must be {len(problem.quantity)} whole numbers from 0, one a need.")
    if reserved.shape != problem.capacity.shape or (reserved < 0).any() or (reserved > problem.capacity).any():
        raise ProblemError("reserved must be one number an offer, from 0 to its capacity.")
