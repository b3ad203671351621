"""The made country is the same for the same seed, its candidates pass every filter, its round is proven."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from duijie.matching.country import Size, SizeError, make_country, save_round, whole_round
from duijie.matching.country.describing import TODAY, need_terms, offer_terms, serving
from duijie.matching.country.divisions import PROVINCES
from duijie.matching.country.keeping import load_country, save_country
from duijie.matching.country.made import Side
from duijie.matching.filters import failed_filter
from duijie.matching.learning.benefit import benefit

ROOT = Path(__file__).resolve().parents[3]
SIZE = Size(needs=1_500, offers=1_500, counties=400, seed=4)


@pytest.fixture(scope="module")
def country():
    return make_country(SIZE)


@pytest.fixture(scope="module")
def done(country):
    return whole_round(country, threads=2)


def test_the_same_seed_makes_the_same_country_and_another_one_another(country):
    again, other = make_country(SIZE), make_country(Size(needs=1_500, offers=1_500, counties=400, seed=5))
    for column in fields(Side):
        assert np.array_equal(getattr(country.needs, column.name), getattr(again.needs, column.name))
    assert not np.array_equal(country.offers.tokens, other.offers.tokens)


def test_a_country_has_all_provinces_key_counties_and_needs_in_their_order(country):
    whole = make_country(Size(needs=10, offers=10)).map
    assert len(whole.paths) == len(set(whole.paths)) == 2_800
    assert whole.is_key.sum() == pytest.approx(160, abs=5)
    assert sorted(whole.paths) == list(whole.paths) or set(whole.province.tolist()) == set(range(len(PROVINCES)))
    assert (np.diff(country.needs.county) >= 0).all()
    assert country.province_starts()[[0, -1]].tolist() == [0, 1_500]


@pytest.mark.parametrize("size", [{"needs": 0}, {"offers": 0}, {"counties": 30}])
def test_a_country_of_an_impossible_size_is_refused(size):
    with pytest.raises(SizeError):
        Size(**size)


def test_words_are_as_unequal_as_in_real_texts(country):
    counts = np.sort(np.bincount(country.offers.tokens))[::-1]
    assert counts[:100].sum() > 0.2 * counts.sum()
    assert (counts > 0).sum() > 5_000


def test_every_candidate_passes_the_published_filters_and_no_utility_exceeds_the_benefit(country, done):
    problem = done.problem
    assert len(problem.need) > 1_000
    for edge in range(0, len(problem.need), 7):
        need, offer = need_terms(country, problem.need[edge]), offer_terms(country, problem.offer[edge])
        assert failed_filter(need, offer, TODAY) is None
        assert 0 < problem.utility[edge] < benefit(need)
    assert np.bincount(problem.need).max() <= 20


def test_all_offers_that_pass_for_a_province_serve_it(country, done):
    province = country.map.province[country.needs.county[done.problem.need]]
    for each in range(len(PROVINCES)):
        offers = done.problem.offer[province == each]
        assert np.isin(offers, serving(country, [each])).all()


def test_the_round_is_the_same_with_one_thread_and_with_two(country, done):
    alone = whole_round(country, threads=1)
    assert np.array_equal(alone.problem.utility, done.problem.utility)
    assert np.array_equal(alone.result.edges, done.result.edges)


def test_a_saved_round_is_verified_by_the_checker_that_imports_nothing_of_ours(done, tmp_path):
    save_round(done.problem, done.result, tmp_path)
    checked = subprocess.run(
        [sys.executable, "tools/check_round.py", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.stdout.startswith("right: objective "), checked.stderr
    assert done.result.gap < 0.001


def test_a_country_read_from_files_is_the_one_that_was_written(country, tmp_path):
    save_country(country, tmp_path)
    found = load_country(tmp_path)
    assert found.map.paths == country.map.paths
    assert np.array_equal(found.offers.tokens, country.offers.tokens)
    assert np.array_equal(found.confirmed, country.confirmed)
    assert need_terms(found, 7) == need_terms(country, 7)
