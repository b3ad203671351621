"""The policies against the engine that the platform itself uses."""

import numpy as np

from duijie.matching.lists import Listable, online_list
from duijie.matching.simulation import Settings
from duijie.matching.simulation.foreseeing import is_among_first, room_from
from duijie.matching.simulation.policy import Moment
from duijie.matching.simulation.rounds import LastPrices, Rounds
from duijie.matching.simulation.settings import SPAN
from duijie.matching.simulation.world import World, make_world


def first_day(world: World) -> Moment:
    """Everybody waits, nothing is taken."""
    pairs, count = world.year.pairs, len(world.year.needs.day)
    return Moment(
        day=0,
        waiting=np.arange(count),
        starts=pairs.starts,
        pairs=np.arange(len(pairs.need)),
        tried=np.zeros(len(pairs.need), np.bool_),
        free=world.offers.capacity.copy(),
        asked=np.zeros(len(world.offers.capacity), np.int64),
        returning=np.zeros((len(world.offers.capacity), SPAN), np.int64),
    )


def test_lists_with_last_prices_are_in_the_order_of_the_platforms_lists() -> None:
    world = make_world(Settings(needs=200, counties=10), 0)
    policy, moment, pairs = LastPrices(world), first_day(world), world.year.pairs
    scores = policy.score(moment)
    for need in range(20):
        mine = np.arange(pairs.starts[need], pairs.starts[need + 1])
        items = [
            Listable(
                id=f"{pair:06}",
                utility=round(pairs.seen_worth[pair] * 1_000_000),
                price=int(policy.prices[pairs.offer[pair]]),
            )
            for pair in mine
        ]
        platform = [int(each.id) for each in online_list(items, limit=len(items)) if each.score >= 0]
        ours = [pair for pair in mine[np.argsort(-scores[mine], kind="stable")] if scores[pair] > -np.inf]
        assert platform == ours


def test_a_round_gives_each_need_one_offer_and_no_offer_more_than_it_has_room_for() -> None:
    world = make_world(Settings(needs=200, counties=10), 0)
    pairs = world.year.pairs
    chosen = np.flatnonzero(Rounds(world).score(first_day(world)) > 0)
    assert np.bincount(pairs.need[chosen]).max() == 1
    assert (np.bincount(pairs.offer[chosen], minlength=len(world.offers.capacity)) <= world.offers.capacity).all()


def test_a_place_stands_in_the_lists_of_those_who_gain_most() -> None:
    group, lead = np.array([0, 1, 0, 0, 1]), np.array([0.1, 0.5, 0.9, 0.4, 0.2])
    assert is_among_first(group, lead, np.array([2, 1])).tolist() == [False, True, True, True, False]


def test_places_that_come_back_count_from_that_day() -> None:
    world = make_world(Settings(needs=100, counties=5), 0)
    moment = first_day(world)
    moment.free[0] = 1
    moment.returning[0, 7] = 2
    room = room_from(moment)
    assert room[0, :10].tolist() == [1] * 7 + [3] * 3
