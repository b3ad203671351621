"""Reserves: kept for those who come first in the published order, and let go when they leave them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.assignment import ProblemError, checked, solve, solve_fairly
from duijie.matching.assignment.equity import equity_of
from duijie.matching.assignment.reserves import solve_with_reserves
from duijie.matching.assignment.welfare import counties_of, fair_bound
from tests.matching.assignment.made import Shape, made_round
from tests.matching.assignment.small import is_allowed, problems, units_of


def test_a_reserved_place_goes_to_the_key_county_though_others_gain_more() -> None:
    problem = checked(need=[0, 1, 2], offer=[0, 0, 0], utility=[900_000, 800_000, 100_000], capacity=[2])
    rank = np.array([1, 1, 0])
    assert solve(problem).edges.tolist() == [0, 1]
    assert solve_with_reserves(problem, rank=rank, reserved=np.array([1])).edges.tolist() == [0, 2]


def test_what_nobody_of_the_first_class_takes_goes_to_the_next_and_then_to_all() -> None:
    problem = checked(need=[0, 1, 2], offer=[0, 0, 0], utility=[900_000, 800_000, 100_000], capacity=[2])
    found = solve_with_reserves(problem, rank=np.array([2, 2, 1]), reserved=np.array([1]))
    assert found.edges.tolist() == [0, 2]
    assert found.released.tolist() == [[1], [0]]
    found = solve_with_reserves(checked(need=[0], offer=[0], utility=[5], capacity=[1]),
                                rank=np.array([2]), reserved=np.array([1]))  # fmt: skip
    assert found.edges.tolist() == [0]
    assert found.released.tolist() == [[1], [1]]


@settings(deadline=None, max_examples=60)
@given(problem=problems(needs=8, offers=5), data=st.data())
def test_reserves_never_give_more_than_there_is_and_nothing_without_reserve_changes(problem, data) -> None:
    needs, offers = len(problem.quantity), len(problem.capacity)
    rank = np.array(data.draw(st.lists(st.integers(0, 2), min_size=needs, max_size=needs)), np.int64)
    reserved = np.array([data.draw(st.integers(0, int(most))) for most in problem.capacity], np.int64)
    found = solve_with_reserves(problem, rank=rank, reserved=reserved, gap=0.0)
    assert is_allowed(problem, units_of(problem, found.edges))
    assert found.problem.capacity.sum() == problem.capacity.sum()
    none = solve_with_reserves(problem, rank=rank, reserved=np.zeros(offers, np.int64), gap=0.0)
    assert none.result.bound >= solve(problem, exact=True).objective


def test_a_reserve_beyond_the_capacity_is_refused() -> None:
    problem = checked(need=[0], offer=[0], utility=[5], capacity=[1])
    with pytest.raises(ProblemError, match="reserved"):
        solve_with_reserves(problem, rank=np.array([0]), reserved=np.array([2]))
    with pytest.raises(ProblemError, match="rank"):
        solve_with_reserves(problem, rank=np.array([-1]), reserved=np.array([0]))


def test_reserves_and_fairness_hold_together() -> None:
    """A reserve holds a place for what is weak; fairness gives the open ones to the counties that have least."""
    problem = checked(
        need=np.arange(6), offer=np.zeros(6, int), utility=[900_000, 800_000, 700_000, 300_000, 100_000, 90_000],
        capacity=[3], county=[0, 0, 0, 1, 2, 2],
    )  # fmt: skip
    rank = np.array([1, 1, 1, 1, 0, 0])
    assert solve_with_reserves(problem, rank=rank, reserved=np.array([1])).edges.tolist() == [0, 1, 4]
    found = solve_with_reserves(problem, rank=rank, reserved=np.array([1]), fair=True)
    assert found.edges.tolist() == [0, 3, 4]
    assert solve_with_reserves(problem, rank=rank, reserved=np.array([2]), fair=True).edges.tolist() == [0, 4, 5]


@settings(deadline=None, max_examples=40)
@given(problem=problems(needs=5, offers=3, most=2, counties=2), data=st.data())
def test_a_fair_round_with_reserves_proves_itself_and_without_any_is_the_fair_round(problem, data) -> None:
    needs, offers = len(problem.quantity), len(problem.capacity)
    rank = np.array(data.draw(st.lists(st.integers(0, 2), min_size=needs, max_size=needs)), np.int64)
    reserved = np.array([data.draw(st.integers(0, int(most))) for most in problem.capacity], np.int64)
    found = solve_with_reserves(problem, rank=rank, reserved=reserved, fair=True)
    assert is_allowed(problem, units_of(problem, found.edges))
    assert found.result.bound == fair_bound(
        found.problem, counties_of(found.problem), found.result.tangent, found.result.prices
    )
    none = solve_with_reserves(problem, rank=rank, reserved=np.zeros(offers, np.int64), fair=True)
    assert none.result.bound >= solve_fairly(problem).objective - 1e-9


def test_fair_rounds_with_reserves_lift_key_counties_at_a_stated_price() -> None:
    problem = made_round(Shape(4_000, 800, places=2_400, counties=80), with_counties=True)
    rank = np.where(problem.weight[problem.county] > 1, 0, 1)
    reserved = problem.capacity // 4
    fair = solve_fairly(problem)
    found = solve_with_reserves(problem, rank=rank, reserved=reserved, fair=True)
    before, after = equity_of(problem, fair.edges), equity_of(problem, found.edges)
    assert after.key >= before.key
    assert after.utility >= 0.95 * before.utility
    assert found.result.gap <= 0.005


def test_a_fair_round_with_reserves_needs_counties() -> None:
    problem = checked(need=[0], offer=[0], utility=[5], capacity=[1])
    with pytest.raises(ProblemError, match="county"):
        solve_with_reserves(problem, rank=np.array([0]), reserved=np.array([1]), fair=True)
