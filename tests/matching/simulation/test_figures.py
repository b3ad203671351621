"""Bounds, figures and intervals against cases that can be reckoned by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.simulation import Settings, SettingsError, compare
from duijie.matching.simulation.demand import Demand
from duijie.matching.simulation.intervals import mean_interval, paired_interval
from duijie.matching.simulation.measures import gini, worst_rate
from duijie.matching.simulation.pricing import DAYS_PRICED, find_prices, paid_until, value_at
from duijie.matching.simulation.settings import REPLY_DAYS


def demand(worths: list[float], chance: float, *, work: int = 5) -> Demand:
    """Needs of day 0 that can all be asked of one offer."""
    count = len(worths)
    return Demand(
        terms=np.tile(np.array([0, 0, work]), (count, 1)),
        weight=np.ones(count),
        starts=np.arange(count + 1),
        offer=np.zeros(count, np.int64),
        chances=np.column_stack((np.full(count, chance), worths)),
    )


def test_without_prices_a_need_is_worth_asking_all_its_offers_in_turn() -> None:
    several = Demand(
        terms=np.array([[0, 30, 5]]),
        weight=np.ones(1),
        starts=np.array([0, 2]),
        offer=np.array([0, 1]),
        chances=np.array([[0.5, 0.2], [0.5, 0.4]]),
    )
    values, used = value_at(several, paid_until(np.zeros((2, DAYS_PRICED))))
    assert values[0] == pytest.approx(0.4 + 0.5 * 0.2)
    assert used.sum(axis=1) == pytest.approx([0.5 * (REPLY_DAYS + 2.5), REPLY_DAYS + 2.5])


def test_two_needs_for_one_place_are_bounded_by_the_better_one() -> None:
    room = np.zeros((1, DAYS_PRICED))
    room[0, : REPLY_DAYS + 5] = 1  # exactly one piece of work
    bound = find_prices(demand([0.8, 0.3], 1.0), room, steps=2000).bound
    assert bound == pytest.approx(0.8, abs=0.005)


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=6),
    st.integers(0, 2**32),
)
def test_any_prices_bound_what_one_place_can_do(worths: list[float], seed: int) -> None:
    room = np.ones((1, DAYS_PRICED))
    priced = np.random.default_rng(seed).random((1, DAYS_PRICED)) * 0.2 / REPLY_DAYS
    values, _ = value_at(demand(worths, 1.0), paid_until(priced))
    assert values.sum() + (priced * room).sum() >= max(worths) - 1e-9


def test_gini_is_0_for_equals_and_greatest_when_one_has_all() -> None:
    assert gini(np.full(4, 0.3), np.array([1, 5, 2, 9])) == pytest.approx(0)
    assert gini(np.array([0.0, 0, 0, 1]), np.ones(4, np.int64)) == pytest.approx(0.75)
    assert gini(np.zeros(3), np.ones(3, np.int64)) == 0


def test_the_worst_counties_are_counted_among_those_with_needs() -> None:
    met, needs = np.array([0, 1, 5]), np.array([0, 10, 10])
    assert worst_rate(met, needs) == pytest.approx(0.1)


def test_an_interval_is_that_of_student() -> None:
    found = mean_interval([1.0, 2, 3, 4, 5])
    assert found.mean == 3
    assert found.margin == pytest.approx(2.7764 * 1.5811 / 5**0.5, rel=1e-3)
    assert mean_interval([1.0]).margin == float("inf")
    assert mean_interval([1.0, float("nan"), 3.0]).mean == 2


def test_pairs_take_out_what_worlds_have_in_common() -> None:
    worlds = np.array([0.1, 0.5, 0.9, 0.3])
    lead = paired_interval(list(worlds + 0.02), list(worlds))
    assert lead.mean == pytest.approx(0.02)
    assert lead.margin < 1e-9 < mean_interval(list(worlds)).margin


def test_a_world_of_one_county_has_no_inequality() -> None:
    compared = compare(Settings(needs=150, counties=1), 2, ["first-come", "fair-rounds"])
    assert compared.interval("fair-rounds", "gini").mean == pytest.approx(0)
    assert np.isnan(compared.interval("first-come", "key").mean)


@pytest.mark.slow
def test_priced_lists_win_more_than_greedy_in_the_same_worlds() -> None:
    compared = compare(Settings(needs=1200), 5, ["greedy", "priced-lists"])
    lead = compared.lead("priced-lists", "greedy", "hindsight")
    assert lead.mean - lead.margin > 0


@pytest.mark.slow
def test_fair_rounds_leave_counties_less_unequal_than_rounds() -> None:
    compared = compare(Settings(needs=1500), 8, ["rounds", "fair-rounds"])
    lead = compared.lead("fair-rounds", "rounds", "gini")
    assert lead.mean + lead.margin < 0


@pytest.mark.parametrize(("seeds", "policies"), [(0, ["greedy"]), (2, ["best"]), (2, [])])
def test_what_cannot_be_played_is_refused(seeds: int, policies: list[str]) -> None:
    with pytest.raises(SettingsError):
        compare(Settings(), seeds, policies)
