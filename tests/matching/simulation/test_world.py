"""The made-up world: the same for a seed, skewed as in reality."""

import numpy as np
import pytest

from duijie.matching.simulation import Scorer, Settings, SettingsError
from duijie.matching.simulation.settings import LONGEST_WAIT
from duijie.matching.simulation.world import make_world


def test_a_seed_makes_the_same_world_again_and_another_seed_another() -> None:
    one, again, other = (make_world(Settings(needs=200), seed) for seed in (3, 3, 4))
    assert np.array_equal(one.year.pairs.accepts, again.year.pairs.accepts)
    assert not np.array_equal(one.offers.at, other.offers.at)


def test_earlier_years_have_other_needs_in_the_same_places() -> None:
    world = make_world(Settings(needs=200), 0)
    assert all(not np.array_equal(past.needs.traits, world.year.needs.traits) for past in world.past)


def test_needs_of_farming_come_in_its_seasons() -> None:
    needs = make_world(Settings(needs=4000), 0).year.needs
    by_quarter = np.bincount(needs.day[needs.field == 0] // 91, minlength=4)
    assert by_quarter[0] + by_quarter[2] > 1.5 * (by_quarter[1] + by_quarter[3])


def test_key_counties_lie_farther_from_organizations_than_others() -> None:
    distances = {True: [], False: []}
    for seed in range(10):
        world = make_world(Settings(needs=500), seed)
        nearest = np.hypot(*(world.counties.at[:, None] - world.offers.at[None]).transpose(2, 0, 1)).min(axis=1)
        for is_key in (True, False):
            distances[is_key].extend(nearest[world.counties.is_key == is_key])
    assert np.mean(distances[True]) > np.mean(distances[False])


def test_every_pair_passes_the_hard_filters() -> None:
    world = make_world(Settings(needs=500), 1)
    pairs, offers, needs = world.year.pairs, world.offers, world.year.needs
    field = needs.field[pairs.need]
    assert ((offers.first_field[pairs.offer] == field) | (offers.second_field[pairs.offer] == field)).all()
    far = np.linalg.norm(world.counties.at[needs.county[pairs.need]] - offers.at[pairs.offer], axis=1)
    assert (far <= offers.reach[pairs.offer] + 1e-12).all()
    assert (needs.last_day - needs.day <= LONGEST_WAIT).all()


def test_the_hidden_scorer_sees_some_of_the_truth_and_far_from_all() -> None:
    pairs = make_world(Settings(needs=1500, scorer=Scorer.HIDDEN), 0).year.pairs
    assert 0.1 < np.corrcoef(pairs.accepts, pairs.seen_accepts)[0, 1] < 0.8


def test_the_scorers_judge_the_same_pairs_with_the_same_worth() -> None:
    placed, known, hidden = (make_world(Settings(needs=300, scorer=scorer), 0).year.pairs for scorer in Scorer)
    assert np.allclose(placed.worth, known.worth)
    assert np.array_equal(known.worth, hidden.worth)
    assert (placed.accepts == 1).all()
    assert np.array_equal(known.seen_worth, known.worth)


@pytest.mark.parametrize(("needs", "counties"), [(0, 10), (-5, 10), (10**9, 10), (100, 0)])
def test_a_world_without_needs_or_counties_is_refused(needs: int, counties: int) -> None:
    with pytest.raises(SettingsError, match="The world needs"):
        Settings(needs=needs, counties=counties)
