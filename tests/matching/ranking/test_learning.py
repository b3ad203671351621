import numpy as np
import pytest

from duijie.matching.ranking.learning import folds, learn
from duijie.matching.ranking.parts import Part

TELLING, NOISE, WRONG = Part.KINDS, Part.PAIRS, Part.WORDS
PARTS = (TELLING, NOISE, WRONG)


@pytest.fixture
def known():
    """Forty needs and twenty offers: one measure finds the answer, one is noise, one points away from it."""
    random = np.random.default_rng(7)
    answers = np.zeros((40, 20), dtype=bool)
    answers[np.arange(40), random.integers(0, 20, 40)] = True
    noise = random.normal(size=(40, 20, 3))
    noise[..., 0] += 4 * answers
    noise[..., 2] -= 4 * answers
    return noise, answers


def test_what_finds_the_answer_gets_the_weight_and_what_misleads_gets_none(known):
    telling, noise, wrong = learn(*known, PARTS)
    assert telling > 2 * noise
    assert wrong == 0


def test_learning_twice_gives_the_same_weights(known):
    assert (learn(*known, PARTS) == learn(*known, PARTS)).all()


def test_needs_without_an_answer_teach_nothing(known):
    standing, answers = known
    more = np.vstack((standing, np.ones((3, 20, 3))))
    with_silent_needs = learn(more, np.vstack((answers, np.zeros((3, 20), dtype=bool))), PARTS)
    assert np.allclose(with_silent_needs, learn(standing, answers, PARTS))


def test_without_any_answer_there_is_nothing_to_learn(known):
    with pytest.raises(ValueError, match="No need has an answer"):
        learn(known[0], np.zeros((40, 20), dtype=bool), PARTS)


def test_one_known_pair_is_enough_to_go_on(known):
    standing, answers = known
    assert np.isfinite(learn(standing[:1], answers[:1], PARTS)).all()


def test_folds_hold_each_need_once():
    parts = folds(51, 10, seed=0)
    assert sorted(np.concatenate(parts).tolist()) == list(range(51))
    assert {len(part) for part in parts} == {5, 6}
    assert len(folds(3, 10, seed=0)) == 3
