"""Plain rounds: never more than there is, as good as promised, and judges that are not ours agree."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.assignment import ProblemError, checked, solve
from duijie.matching.assignment.certificate import plain_bound
from tests.matching.assignment.made import Shape, made_round
from tests.matching.assignment.small import every_assignment, is_allowed, problems, units_of

GAPS = st.sampled_from((0.0, 0.001, 0.05))


def proven(problem, result) -> None:
    units = units_of(problem, result.edges)
    assert is_allowed(problem, units)
    assert result.objective == units @ problem.utility
    assert result.bound == plain_bound(problem, result.prices)
    assert (result.prices >= 0).all()


@settings(deadline=None, max_examples=150)
@given(problem=problems(needs=3, offers=3, most=2), gap=GAPS)
def test_no_assignment_at_all_beats_the_bound_and_ours_is_within_the_gap(problem, gap) -> None:
    optimum = max(int(units @ problem.utility) for units in every_assignment(problem))
    result = solve(problem, gap=gap)
    proven(problem, result)
    assert result.objective <= optimum <= result.bound
    assert optimum - result.objective <= max(gap * result.bound, problem.quantity.sum())


@settings(deadline=None, max_examples=150)
@given(problem=problems(needs=12, offers=8, most=9))
def test_the_exact_mode_proves_itself_and_judges_the_auction(problem) -> None:
    exact, ours = solve(problem, exact=True), solve(problem)
    proven(problem, exact)
    proven(problem, ours)
    assert exact.gap == 0
    assert ours.objective <= exact.objective <= ours.bound


@settings(deadline=None, max_examples=100)
@given(problem=problems(needs=12, offers=8, most=4), data=st.data())
def test_any_prices_and_places_to_start_from_lead_to_the_same_promise(problem, data) -> None:
    offers = len(problem.capacity)
    prices = np.array(data.draw(st.lists(st.integers(0, 1_000_000), min_size=offers, max_size=offers)), np.int64)
    chosen = data.draw(st.lists(st.sampled_from(range(len(problem.need))))) if len(problem.need) else []
    warm = solve(problem, prices=prices, chosen=np.array(chosen, np.int64), gap=0.0)
    proven(problem, warm)
    optimum = solve(problem, exact=True).objective
    assert optimum <= warm.bound
    assert optimum - warm.objective <= problem.quantity.sum()


@settings(deadline=None, max_examples=100)
@given(problem=problems(needs=12, offers=8, most=4), data=st.data())
def test_the_order_of_the_edges_changes_nothing_beyond_the_gap(problem, data) -> None:
    order = np.array(data.draw(st.permutations(range(len(problem.need)))), int)
    other = dataclasses.replace(
        problem, need=problem.need[order], offer=problem.offer[order], utility=problem.utility[order]
    )
    first, second = solve(problem), solve(other)
    proven(other, second)
    assert first.objective <= second.bound
    assert second.objective <= first.bound


@settings(deadline=None, max_examples=60)
@given(problem=problems(), data=st.data())
def test_any_prices_prove_a_bound(problem, data) -> None:
    offers = len(problem.capacity)
    prices = np.array(data.draw(st.lists(st.integers(0, 1_000_000), min_size=offers, max_size=offers)), np.int64)
    assert solve(problem, exact=True).objective <= plain_bound(problem, prices)


def test_a_made_round_is_within_a_thousandth_and_close_to_the_true_optimum() -> None:
    problem = made_round(Shape(3_000, 3_000))
    ours, exact = solve(problem), solve(problem, exact=True)
    proven(problem, ours)
    assert ours.gap <= 0.001
    assert ours.objective <= exact.objective <= ours.bound


def test_a_small_change_is_answered_from_the_last_prices_with_the_same_promise() -> None:
    problem = made_round(Shape(3_000, 3_000))
    last = solve(problem)
    changed = problem.utility.copy()
    changed[::100] = 0
    again = dataclasses.replace(problem, utility=changed)
    result = solve(again, prices=last.prices, chosen=last.edges)
    proven(again, result)
    assert result.gap <= 0.001


def test_one_offer_that_fits_all_goes_to_those_whom_it_helps_most() -> None:
    problem = checked(need=np.arange(1_000), offer=np.zeros(1_000, int), utility=np.arange(1_000), capacity=[300])
    result = solve(problem, gap=0.0)
    assert result.edges.tolist() == list(range(700, 1_000))
    assert 699 <= result.prices[0] <= 700


def test_units_beyond_one_offers_capacity_come_from_the_next() -> None:
    problem = checked(need=[0, 0], offer=[0, 1], utility=[900_000, 100], capacity=[2, 9], quantity=[5])
    result = solve(problem)
    assert result.edges.tolist() == [0, 0, 1, 1, 1]
    assert result.gap == 0


def test_nothing_to_assign_is_an_answer() -> None:
    result = solve(checked(need=[], offer=[], utility=[], capacity=[3, 0]))
    assert (result.edges.size, result.objective, result.bound, result.gap) == (0, 0, 0, 0)


def test_prices_and_choices_of_another_problem_are_refused() -> None:
    problem = checked(need=[0], offer=[0], utility=[5], capacity=[1])
    with pytest.raises(ProblemError, match="prices must be 1 whole numbers"):
        solve(problem, prices=np.zeros(2, np.int64))
    with pytest.raises(ProblemError, match="edges of this problem"):
        solve(problem, chosen=np.array([1]))
