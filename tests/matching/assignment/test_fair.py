"""Fair rounds: welfare over counties against brute force, and what fairness costs and brings."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from duijie.matching.assignment import ProblemError, checked, solve, solve_fairly
from duijie.matching.assignment.equity import equity_of
from duijie.matching.assignment.welfare import counties_of, fair_bound, means_of, welfare
from tests.matching.assignment.made import Shape, made_round
from tests.matching.assignment.small import every_assignment, is_allowed, problems, units_of


def proven(problem, result) -> None:
    counties, units = counties_of(problem), units_of(problem, result.edges)
    assert is_allowed(problem, units)
    assert result.objective == pytest.approx(welfare(counties, means_of(problem, counties, units)), rel=1e-12)
    assert result.bound == fair_bound(problem, counties, result.tangent, result.prices)
    assert result.bound >= result.objective - 1e-9 * abs(result.objective)


@settings(deadline=None, max_examples=60)
@given(problem=problems(needs=4, offers=3, most=2, counties=2))
def test_no_assignment_at_all_has_more_welfare_than_the_bound(problem) -> None:
    counties = counties_of(problem)
    optimum = max(welfare(counties, means_of(problem, counties, units)) for units in every_assignment(problem))
    for exact in (False, True):
        result = solve_fairly(problem, exact=exact)
        proven(problem, result)
        assert result.objective <= optimum + 1e-9
        assert optimum <= result.bound + 1e-9 * max(1, abs(optimum))


def test_the_last_place_goes_to_the_county_that_has_least() -> None:
    problem = checked(
        need=[0, 1, 2], offer=[0, 1, 1], utility=[900_000, 800_000, 500_000], capacity=[1, 1], county=[0, 0, 1]
    )
    assert solve(problem).edges.tolist() == [0, 1]
    assert solve_fairly(problem).edges.tolist() == [0, 2]


def test_the_weight_of_a_key_county_tips_the_scale() -> None:
    arrays = {"need": [0, 1], "offer": [0, 0], "utility": [600_000, 500_000], "capacity": [1], "county": [0, 1]}
    assert solve_fairly(checked(**arrays)).edges.tolist() == [0]
    assert solve_fairly(checked(**arrays, weight=[1.0, 2.0])).edges.tolist() == [1]


def test_fairness_costs_little_and_lifts_the_worst_counties() -> None:
    problem = made_round(Shape(20_000, 4_000, places=12_000, counties=400), with_counties=True)
    plain, fair = solve(problem), solve_fairly(problem)
    proven(problem, fair)
    before, after = equity_of(problem, plain.edges), equity_of(problem, fair.edges)
    assert fair.gap <= 0.005
    assert after.utility >= 0.97 * before.utility
    assert after.gini < before.gini
    assert after.worst > before.worst


def test_the_next_round_goes_on_from_the_last_ones_prices() -> None:
    problem = made_round(Shape(5_000, 1_000, places=3_000, counties=50), with_counties=True)
    last = solve_fairly(problem, gap=0.003)
    kept = np.arange(len(problem.need)) % 100 > 0
    again = dataclasses.replace(
        problem, need=problem.need[kept], offer=problem.offer[kept], utility=problem.utility[kept]
    )
    result = solve_fairly(again, prices=last.prices, tangent=last.tangent, gap=0.003)
    proven(again, result)
    assert result.gap <= 0.005


def test_equal_counties_have_no_gini_and_one_that_has_all_nearly_one() -> None:
    edges, county = np.arange(10), np.arange(10)
    arrays = {"need": edges, "offer": edges, "capacity": np.ones(10, int), "county": county}
    equal = checked(**arrays, utility=np.full(10, 500_000))
    assert equity_of(equal, edges).gini == pytest.approx(0)
    assert equity_of(equal, edges[:1]).gini == pytest.approx(0.9)
    assert equity_of(equal, edges[:1]).worst == 0


def test_a_problem_without_counties_cannot_be_fair() -> None:
    with pytest.raises(ProblemError, match="county"):
        solve_fairly(checked(need=[0], offer=[0], utility=[5], capacity=[1]))
