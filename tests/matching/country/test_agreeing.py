"""Provinces that exchange only prices come to a round of the country, and say truly how good it is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.assignment import checked, solve
from duijie.matching.assignment.certificate import plain_bound
from tests.matching.assignment.made import Shape, made_round
from tests.matching.assignment.small import is_allowed, problems
from tests.matching.country.splitting import agreed, parts_of, units_of


def in_order(problem):
    order = np.argsort(problem.need, kind="stable")
    return checked(
        need=problem.need[order],
        offer=problem.offer[order],
        utility=problem.utility[order],
        capacity=problem.capacity,
        quantity=problem.quantity,
    )


@settings(max_examples=60, deadline=None)
@given(problems(needs=8), st.lists(st.integers(0, 8), max_size=3), st.integers(1, 3))
def test_every_split_round_is_allowed_and_no_better_than_the_unsplit_one_can_be(problem, cuts, desks):
    problem = in_order(problem)
    needs = len(problem.quantity)
    starts = np.array(sorted({0, needs, *(cut for cut in cuts if cut < needs)}))
    found, best = agreed(problem, starts, desks=desks), solve(problem, gap=0.0)
    units = units_of(problem, starts, found)
    assert is_allowed(problem, units)
    assert found.objective == units @ problem.utility
    assert found.objective <= best.bound
    assert found.bound >= best.objective
    assert found.bound == plain_bound(problem, found.prices)
    assert (found.prices >= 0).all()


def test_even_when_all_provinces_want_every_offer_they_come_near_the_round_of_all_at_once():
    problem = made_round(Shape(4_000, 2_000, places=3_600, counties=200), seed=5)
    starts = np.linspace(0, 4_000, 32).astype(int)
    found, best = agreed(problem, starts), solve(problem, gap=0.0001)
    assert found.shared == 2_000
    assert 0.98 * best.objective <= found.objective <= best.bound
    assert best.objective <= found.bound <= 1.02 * best.objective
    assert found.gap == (found.bound - found.objective) / found.bound


def test_the_same_provinces_always_come_to_the_same_round_on_however_many_desks():
    problem = made_round(Shape(600, 300, places=500, counties=40), seed=3)
    starts = np.linspace(0, 600, 8).astype(int)
    one, other = agreed(problem, starts, desks=1), agreed(problem, starts, desks=1)
    many = agreed(problem, starts, desks=3)
    assert (one.objective, one.bound) == (other.objective, other.bound)
    assert np.array_equal(one.prices, other.prices)
    assert all(np.array_equal(one.edges[province], other.edges[province]) for province in one.edges)
    assert is_allowed(problem, units_of(problem, starts, many))


def test_a_place_goes_to_the_province_where_it_does_most_good():
    problem = checked(need=[0, 1], offer=[0, 0], utility=[300_000, 900_000], capacity=[1], quantity=[1, 1])
    found = agreed(problem, np.array([0, 1, 2]))
    assert {province: edges.tolist() for province, edges in found.edges.items()} == {0: [], 1: [0]}
    assert found.objective == 900_000
    assert 300_000 <= found.prices[0] <= 900_000


def test_without_shared_offers_nothing_is_lost_and_no_price_is_asked_for():
    problem = checked(need=[0, 1], offer=[0, 1], utility=[5, 7], capacity=[1, 1], quantity=[1, 1])
    found = agreed(problem, np.array([0, 1, 2]))
    assert (found.objective, found.bound, found.shared, found.bounds) == (12, 12, 0, ())


def test_a_country_without_any_candidate_is_a_round_of_nothing():
    problem = checked(need=[], offer=[], utility=[], capacity=[1, 1], quantity=[1])
    found = agreed(problem, np.array([0, 1]))
    assert (found.objective, found.bound, found.gap, found.edges) == (0, 0, 0.0, {})


def test_what_a_province_tells_names_shared_offers_prices_and_amounts_and_nothing_else():
    problem = made_round(Shape(300, 150, places=200, counties=40), seed=2)
    parts = list(parts_of(problem, np.array([0, 150, 300])).values())
    shared = np.intersect1d(parts[0].offers, parts[1].offers).astype(np.int32)
    for part in parts:
        part.share(shared)
    told = parts[0].demand(np.zeros(len(shared), np.int64), 0.001)
    for bids in (told.taken, told.outside, told.excess):
        assert bids._fields == ("offer", "price")
        assert len(bids.offer) == len(bids.price)
        assert ((bids.offer >= 0) & (bids.offer < len(shared))).all()
