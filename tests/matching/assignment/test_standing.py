"""A market that stands: whatever changes between rounds, each round proves itself over the problem as it then is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.assignment import Changes, ProblemError, StandingMarket, checked, solve
from duijie.matching.assignment.certificate import plain_bound
from tests.matching.assignment.made import Shape, made_round
from tests.matching.assignment.small import is_allowed, problems, units_of


def proven(market: StandingMarket) -> None:
    problem, result = market.problem(), market.result
    units = units_of(problem, result.edges)
    assert is_allowed(problem, units)
    assert result.objective == units @ problem.utility
    assert result.bound == plain_bound(problem, result.prices)
    assert (result.prices >= 0).all()


@st.composite
def changes_of(draw, problem) -> Changes:
    """Any needs with any new rows, new needs and offers among them, and any offers with other capacities."""
    needs, offers = len(problem.quantity), len(problem.capacity)
    more_needs, more_offers = needs + draw(st.integers(0, 2)), offers + draw(st.integers(0, 2))
    changed = [*draw(st.lists(st.integers(0, needs - 1), unique=True)), *range(needs, more_needs)]
    given_more = [*draw(st.lists(st.integers(0, offers - 1), unique=True)), *range(offers, more_offers)]
    rows = [draw(st.lists(st.integers(0, more_offers - 1), unique=True)) for _ in changed]
    edges = [(need, offer) for need, row in zip(changed, rows, strict=True) for offer in row]
    amounts = st.integers(0, 3)
    return Changes(
        needs=changed,
        quantity=[draw(amounts) for _ in changed],
        need=[need for need, _ in edges],
        offer=[offer for _, offer in edges],
        utility=[draw(st.integers(0, 1_000_000)) for _ in edges],
        offers=given_more,
        capacity=[draw(amounts) for _ in given_more],
    )


@settings(deadline=None, max_examples=120)
@given(problem=problems(needs=8, offers=5, most=3), data=st.data())
def test_every_round_of_a_standing_market_proves_itself_over_the_problem_as_it_then_is(problem, data) -> None:
    market = StandingMarket(problem)
    proven(market)
    for _ in range(4):
        changes = data.draw(changes_of(market.problem()))
        market.solve_again(changes)
        proven(market)
        optimum = solve(market.problem(), exact=True).objective
        assert market.result.objective <= optimum <= market.result.bound
        assert market.result.gap <= 0.001 or market.step == 1


def test_a_round_after_many_changes_still_keeps_the_promise_and_holds_what_was_changed() -> None:
    problem = made_round(Shape(3_000, 1_000, places=2_500))
    market, chance = StandingMarket(problem), np.random.default_rng(1)
    for turn in range(12):
        before = market.problem()
        new = np.arange(len(before.quantity), len(before.quantity) + 60)
        old = chance.choice(len(before.quantity), 60, replace=False)
        needs = np.concatenate((old, new))
        offer = np.concatenate([chance.choice(len(before.capacity), 20, replace=False) for _ in needs])
        utility = chance.integers(0, 900_000, len(offer))
        offers = chance.choice(len(before.capacity), 20, replace=False)
        market.solve_again(
            Changes(needs=needs, quantity=np.where(needs % 3, 1, 2), need=np.repeat(needs, 20), offer=offer,
                    utility=utility, offers=offers, capacity=chance.integers(0, 6, 20))
        )  # fmt: skip
        proven(market)
        assert market.result.gap <= 0.001, turn
        now = market.problem()
        assert len(now.quantity) == len(before.quantity) + 60
        assert sorted(now.offer[now.need == old[0]]) == sorted(offer[:20])


def test_an_organization_that_declines_is_followed_by_the_next_and_the_others_keep_theirs() -> None:
    problem = checked(need=[0, 0, 1], offer=[0, 1, 1], utility=[900_000, 500_000, 400_000], capacity=[1, 1])
    market = StandingMarket(problem)
    assert market.result.edges.tolist() == [0, 2]
    result = market.solve_again(Changes(needs=[0], quantity=[1], need=[0], offer=[1], utility=[500_000]))
    assert [(market.problem().need[each], market.problem().offer[each]) for each in result.edges] == [(0, 1)]
    result = market.solve_again(Changes(offers=[2], capacity=[1]))
    assert result.prices.tolist()[2] == 0
    result = market.solve_again(Changes(needs=[0], quantity=[1], need=[0, 0], offer=[1, 2], utility=[500_000, 600_000]))
    assert sorted(market.problem().offer[result.edges]) == [1, 2]


def test_a_withdrawn_need_gives_its_place_to_who_waited() -> None:
    market = StandingMarket(checked(need=[0, 1], offer=[0, 0], utility=[900_000, 100_000], capacity=[1]))
    assert market.result.edges.tolist() == [0]
    result = market.solve_again(Changes(needs=[0], quantity=[0]))
    assert (result.edges.tolist(), result.objective, result.gap) == ([0], 100_000, 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (Changes(needs=[0, 0], quantity=[1, 1]), "needs must name each of the changed needs once."),
        (Changes(needs=[3], quantity=[1]), "new needs must have the numbers from 2 on, without a hole."),
        (Changes(offers=[7], capacity=[1]), "new offers must have the numbers from 2 on, without a hole."),
        (Changes(needs=[0], quantity=[1, 2]), "one entry a changed need"),
        (Changes(needs=[0], quantity=[-1]), "quantity must not be negative, but entry 0 is -1."),
        (Changes(needs=[0], quantity=[1], need=[1], offer=[0], utility=[5]), "edge 0 is of need 1, which is not among"),
        (Changes(need=[1], offer=[0], utility=[5]), "edge 0 is of need 1, which is not among"),
        (Changes(needs=[0], quantity=[1], need=[0], offer=[2], utility=[5]), "offer must lie in 0 … 1 (2 offers)"),
        (Changes(needs=[0], quantity=[1], need=[0], offer=[0], utility=[1 << 20]), "utility must lie in"),
        (Changes(needs=[0], quantity=[1], need=[0, 0], offer=[1, 1], utility=[5, 6]), "need 0 names offer 1 twice."),
        (Changes(offers=[0], capacity=[]), "offers and capacity have one entry each, but 1 and 0."),
        (Changes(offers=[0], capacity=[-4]), "capacity must not be negative, but entry 0 is -4."),
        (Changes(needs=[0], quantity=[1 << 31]), "quantity must not exceed"),
        (Changes(needs=[0.5], quantity=[1]), "needs must be whole numbers, but its type is float64."),
    ],
)
def test_changes_that_do_not_fit_are_refused_and_nothing_is_changed(changes: Changes, sentence: str) -> None:
    market = StandingMarket(checked(need=[0, 1], offer=[0, 1], utility=[9, 8], capacity=[1, 1]))
    with pytest.raises(ProblemError) as refused:
        market.solve_again(changes)
    assert sentence in str(refused.value)
    assert market.solve_again(Changes()).objective == 17
