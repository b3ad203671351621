"""Budgets and limits of funders: never exceeded, the bound true for whole assignments, and what is wrong is said."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.assignment import Problem, ProblemError, StandingMarket, checked, solve, solve_fairly
from duijie.matching.assignment.certificate import plain_bound
from duijie.matching.assignment.exporting import export_round
from duijie.matching.assignment.limits import limits_of
from duijie.matching.assignment.reserves import solve_with_reserves
from duijie.matching.assignment.welfare import counties_of, means_of, welfare
from tests.matching.assignment.limited import keeps_limits, limited_problems, optimum_of, with_limits
from tests.matching.assignment.made import Shape, made_round
from tests.matching.assignment.small import every_assignment, units_of
from tests.matching.assignment.test_exporting import check

YUAN = 100


@settings(deadline=None, max_examples=150)
@given(problem=limited_problems(needs=8, offers=5, most=3))
def test_no_limit_is_ever_exceeded_and_no_whole_assignment_beats_the_bound(problem) -> None:
    result = solve(problem)
    assert keeps_limits(problem, units_of(problem, result.edges))
    assert result.objective == problem.utility[result.edges].sum()
    assert result.objective <= optimum_of(problem) <= result.bound


@settings(deadline=None, max_examples=100)
@given(problem=limited_problems(), data=st.data())
def test_any_prices_of_places_and_of_money_prove_a_bound(problem, data) -> None:
    limits = limits_of(problem)

    def prices(count: int, most: int) -> np.ndarray:
        return np.array(data.draw(st.lists(st.integers(0, most), min_size=count, max_size=count)), np.int64)

    bound = plain_bound(problem, prices(len(problem.capacity), 1_000_000), prices(len(limits.amount), 10**13))
    assert optimum_of(problem) <= bound


@settings(deadline=None, max_examples=50)
@given(problem=limited_problems(needs=4, offers=3, most=2, counties=2))
def test_a_fair_round_keeps_the_limits_too(problem) -> None:
    result, counties = solve_fairly(problem), counties_of(problem)
    assert keeps_limits(problem, units_of(problem, result.edges))
    optimum = max(
        welfare(counties, means_of(problem, counties, units))
        for units in every_assignment(problem)
        if keeps_limits(problem, units)
    )
    slack = 1e-9 * max(1, abs(optimum))
    assert result.objective - slack <= optimum <= result.bound + slack


def test_what_is_told_of_a_round_with_limits_is_near_what_can_be_proven() -> None:
    problem = with_limits(made_round(Shape(3_000, 600, places=1_800, counties=60), with_counties=True))
    plain, fair = solve(problem), solve_fairly(problem)
    for result in (plain, fair):
        assert keeps_limits(problem, units_of(problem, result.edges))
        assert 0 <= result.gap <= 0.05
    assert welfare_of(problem, fair.edges) > welfare_of(problem, plain.edges)


def welfare_of(problem: Problem, edges: np.ndarray) -> float:
    counties = counties_of(problem)
    return welfare(counties, means_of(problem, counties, units_of(problem, edges)))


@pytest.mark.parametrize("assign", [solve, solve_fairly])
def test_the_checker_knows_budgets_and_finds_one_that_is_exceeded(tmp_path: Path, assign) -> None:
    problem = with_limits(made_round(Shape(400, 100, places=250, counties=10), with_counties=assign is solve_fairly))
    export_round(problem, assign(problem), tmp_path)
    answer = check(tmp_path)
    assert answer.stdout.startswith("right: objective"), answer.stderr
    result = dict(np.load(tmp_path / "result.npz"))
    free = dict(np.load(tmp_path / "problem.npz"))
    dear = int(free["offer"][result["edges"][np.argmax(free["cost"][result["edges"]])]])
    for name, array, sentence in (
        ("budget", np.where(np.arange(100) == dear, 0, free["budget"]), "budget is exceeded"),
        ("funder_capacity", np.zeros_like(free["funder_capacity"]), "funder_capacity is exceeded"),
    ):
        np.savez(tmp_path / "other.npz", **{**free, name: array})
        assert f"wrong: {sentence}" in check(tmp_path / "other.npz", tmp_path / "result.npz").stderr
    np.savez(tmp_path / "cheaper.npz", **{**result, "funder_budget_price": result["funder_budget_price"] * 0})
    assert "wrong: bound is" in check(tmp_path / "problem.npz", tmp_path / "cheaper.npz").stderr


def test_a_budget_goes_to_two_that_it_can_pay_rather_than_to_one() -> None:
    problem = checked(
        need=[0, 1, 2], offer=[0, 0, 0], utility=[900_000, 800_000, 700_000], capacity=[3],
        cost=[100_000 * YUAN, 50_000 * YUAN, 50_000 * YUAN], budget=[100_000 * YUAN],
    )  # fmt: skip
    result = solve(problem)
    assert result.edges.tolist() == [1, 2]
    assert result.budget_price is not None
    assert result.budget_price[0] > 0


def test_implementers_of_one_funder_share_what_it_has() -> None:
    arrays = {"need": [0, 1], "offer": [0, 1], "utility": [500_000, 400_000], "capacity": [1, 1]}
    assert solve(checked(**arrays)).edges.tolist() == [0, 1]
    assert solve(checked(**arrays, funder=[0, 0], funder_capacity=[1])).edges.tolist() == [0]
    shared = {"funder": [0, 0], "funder_budget": [5 * YUAN], "cost": [6 * YUAN, 5 * YUAN]}
    assert solve(checked(**arrays, **shared)).edges.tolist() == [1]
    assert solve(checked(**arrays, funder=[0, -1], funder_capacity=[0])).edges.tolist() == [1]


GOOD = {"need": [0, 0, 1], "offer": [0, 1, 1], "utility": [5, 6, 7], "capacity": [1, 2]}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"budget": [5, 5]}, "budget is there, but cost is missing"),
        ({"cost": [1, 1, 1]}, "cost is there, but neither budget nor funder_budget."),
        ({"cost": [1, 1], "budget": [5, 5]}, "cost must have 3 entries, as there are edges, but has 2."),
        ({"cost": [1, -1, 1], "budget": [5, 5]}, "cost must not be negative, but entry 1 is -1."),
        ({"cost": [1, float("nan"), 1], "budget": [5, 5]}, "cost must be whole numbers, but entry 1 is nan."),
        ({"cost": [1, 10**16, 1], "budget": [5, 5]}, "cost must not exceed 1000000000000000"),
        ({"cost": [1, 1, 1], "budget": [5]}, "budget must have 2 entries, as there are offers, but has 1."),
        ({"cost": [1, 1, 1], "budget": [5, -2]}, "budget must be −1 (no limit) or more, but entry 1 is -2."),
        ({"cost": [1, 1, 1], "budget": [5, 0.5]}, "budget must be whole numbers, but its type is float64."),
        ({"funder_capacity": [1]}, "funder_capacity is there, but funder is missing"),
        ({"funder": [0, 0]}, "funder is there, but neither funder_budget nor funder_capacity."),
        ({"funder": [0, 1], "funder_capacity": [1]}, "funder must be −1 (nobody else) or one of 1, but entry 1 is 1."),
        ({"funder": [0], "funder_capacity": [1]}, "funder must have 2 entries, as there are offers, but has 1."),
        ({"funder": [-1, -1], "funder_capacity": []}, "There are 0 funders"),
        ({"funder": [0, 0], "funder_capacity": [-7]}, "funder_capacity must be −1 (no limit) or more"),
        (
            {"funder": [0, 0], "funder_capacity": [1], "funder_budget": [1, 2], "cost": [1, 1, 1]},
            "funder_budget and funder_capacity have one entry a funder each, but 1 and 2.",
        ),
    ],
)
def test_what_is_wrong_with_a_limit_is_said(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(ProblemError) as refused:
        checked(**{**GOOD, **wrong})
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "assign",
    [
        partial(solve, exact=True),
        partial(solve_fairly, exact=True),
        StandingMarket,
        partial(solve_with_reserves, rank=np.zeros(2, int), reserved=np.zeros(2, int)),
    ],
)
def test_whatever_cannot_keep_limits_refuses_them(assign) -> None:
    problem = checked(**GOOD, county=[0, 1], funder=[0, 0], funder_capacity=[1])
    with pytest.raises(ProblemError, match="keeps no budgets"):
        assign(problem)
