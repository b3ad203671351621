"""Where counties ask for one or two units prices alone do not find the best whole plan, but exchanges do."""

import numpy as np
import pytest
from hypothesis import given, settings

from duijie.matching.assignment import checked, solve_fairly
from duijie.matching.assignment.market import opened
from duijie.matching.assignment.polishing import polished
from duijie.matching.assignment.welfare import counties_of, means_of, welfare
from tests.matching.assignment.limited import keeps_limits, limited_problems
from tests.matching.assignment.made import Shape, made_round
from tests.matching.assignment.small import every_assignment, is_allowed, problems, units_of


def welfare_of(problem, units: np.ndarray) -> float:
    counties = counties_of(problem)
    return welfare(counties, means_of(problem, counties, units))


@settings(deadline=None, max_examples=80)
@given(problem=problems(needs=4, offers=3, most=2, counties=3))
def test_from_any_plan_it_leads_to_one_that_is_allowed_and_no_worse(problem) -> None:
    order = np.argsort(problem.need, kind="stable")
    problem = checked(
        need=problem.need[order], offer=problem.offer[order], utility=problem.utility[order],
        capacity=problem.capacity, quantity=problem.quantity, county=problem.county,
    )  # fmt: skip
    market, _ = opened(problem)
    for units in list(every_assignment(problem))[:20]:
        better = polished(problem, market, units, counties_of(problem))
        assert is_allowed(problem, better)
        assert welfare_of(problem, better) >= welfare_of(problem, units) - 1e-9
        sums = polished(problem, market, units, None)
        assert is_allowed(problem, sums)
        assert sums @ problem.utility >= units @ problem.utility


@settings(deadline=None, max_examples=60)
@given(problem=limited_problems(needs=4, offers=3, most=2, counties=3))
def test_limits_are_kept_while_units_change_places(problem) -> None:
    assert keeps_limits(problem, units_of(problem, solve_fairly(problem).edges))


def test_where_each_county_asks_for_one_unit_the_plan_comes_near_what_is_proven() -> None:
    problem = made_round(Shape(1_500, 300, places=900, counties=800), with_counties=True)
    result = solve_fairly(problem)
    assert is_allowed(problem, units_of(problem, result.edges))
    assert result.gap <= 0.06  # 0.034; without the exchanges 0.081


def test_one_place_more_for_who_has_nothing_is_found_though_prices_do_not_show_it() -> None:
    problem = checked(
        need=[0, 1, 2, 3], offer=[0, 0, 0, 0], utility=[900_000, 300_000, 100_000, 90_000], capacity=[3],
        county=[0, 1, 2, 2],
    )  # fmt: skip
    result = solve_fairly(problem)
    optimum = max(welfare_of(problem, units) for units in every_assignment(problem))
    assert result.objective == pytest.approx(optimum)
