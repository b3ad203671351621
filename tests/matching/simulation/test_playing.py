"""A year under a policy: places, readers, coins."""

import numpy as np
import pytest

from duijie.matching.simulation import POLICIES, Scorer, Settings
from duijie.matching.simulation.asking import ask_from_lists, attention_at
from duijie.matching.simulation.hindsight import hindsight_bound
from duijie.matching.simulation.measures import measure
from duijie.matching.simulation.playing import Played, play
from duijie.matching.simulation.settings import REPLY_DAYS
from duijie.matching.simulation.world import World, make_world

SMALL = 300


@pytest.fixture(scope="module", params=Scorer)
def world(request: pytest.FixtureRequest) -> World:
    return make_world(Settings(needs=SMALL, counties=20, scorer=request.param), 0)


@pytest.fixture(scope="module", params=POLICIES)
def played(request: pytest.FixtureRequest, world: World) -> Played:
    return play(world, POLICIES[request.param](world))


def taken_by_day(world: World, played: Played) -> np.ndarray:
    """Count the places taken on each day from the questions alone, not from the books of the simulator."""
    pairs = world.year.pairs
    offer, work = pairs.offer[played.pair], world.year.needs.work[pairs.need[played.pair]]
    until = played.day + REPLY_DAYS + np.where(played.accepted, work, 0)
    days = np.zeros((len(world.offers.capacity), int(until.max()) + 1), int)
    for each, start, end in zip(offer, played.day, until, strict=True):
        days[each, start:end] += 1
    return days


def test_capacity_is_never_exceeded_on_any_day(world: World, played: Played) -> None:
    most = taken_by_day(world, played).max(axis=1)
    assert (most <= world.offers.capacity).all()
    assert np.array_equal(most, played.taken)


def test_places_are_used_again_after_delivery(world: World, played: Played) -> None:
    accepted = world.year.pairs.offer[played.pair[played.accepted]]
    assert (np.bincount(accepted, minlength=len(world.offers.capacity)) > world.offers.capacity).any()


def test_a_need_is_accepted_once_and_nobody_is_asked_twice(world: World, played: Played) -> None:
    assert len(np.unique(played.pair)) == len(played.pair)
    needs = world.year.pairs.need[played.pair]
    assert np.bincount(needs[played.accepted]).max() == 1


def test_a_need_is_asked_for_only_while_it_waits(world: World, played: Played) -> None:
    needs = world.year.pairs.need[played.pair]
    assert (played.day >= world.year.needs.day[needs]).all()
    assert (played.day <= world.year.needs.last_day[needs]).all()
    for need in np.unique(needs):
        days = played.day[needs == need]
        assert (np.diff(days) >= REPLY_DAYS).all()


def test_the_same_seed_gives_the_same_year(world: World) -> None:
    once, again = (play(world, POLICIES["priced-lists"](world)) for _ in range(2))
    assert np.array_equal(once.pair, again.pair)
    assert np.array_equal(once.fulfilled, again.fulfilled)


@pytest.mark.parametrize("scorer", Scorer)
def test_hindsight_exceeds_every_policy(scorer: Scorer) -> None:
    for seed in range(3):
        world = make_world(Settings(needs=SMALL, counties=20, scorer=scorer), seed)
        bound = hindsight_bound(world).bound
        for name, policy in POLICIES.items():
            assert measure(world, play(world, policy(world)), bound)["hindsight"] <= 1, name


def test_the_top_of_the_list_is_asked_for_most() -> None:
    world = make_world(Settings(needs=3000), 0)
    asked = np.bincount(play(world, POLICIES["greedy"](world)).place, minlength=5)
    assert asked[0] > asked[1] > asked[2] > 0


def test_attention_falls_along_a_list_but_a_recommendation_arrives() -> None:
    assert (np.diff(attention_at(5, is_list=True)) < 0).all()
    assert attention_at(1, is_list=False) == 1


def test_a_reader_takes_the_next_entry_when_the_best_ran_out() -> None:
    free, chosen, places = np.array([1, 1]), np.empty(3, np.int64), np.empty(3, np.int64)
    offers, scores = np.array([0, 1, 0, 1, 0, 1]), np.array([9.0, 1, 9, 1, 9, 1])
    ask_from_lists(np.array([0, 2, 4, 6]), offers, scores, free, np.ones(2), np.zeros((3, 2)), chosen, places)
    assert chosen.tolist() == [0, 3, -1]
    assert free.tolist() == [0, 0]


def test_organizations_that_are_asked_often_accept_less_if_the_scorer_is_hidden() -> None:
    world = make_world(Settings(needs=SMALL, scorer=Scorer.HIDDEN), 0)
    played = play(world, POLICIES["greedy"](world))
    rested = world.year.pairs.accepts[played.pair]
    assert (played.chance <= rested + 1e-12).all()
    assert played.chance.mean() < rested.mean() - 0.01
