import numpy as np
import pytest

from duijie.matching.evaluation.bootstrap import Bootstrap

VALUES = np.random.default_rng(5).random(60)


def test_one_seed_gives_one_interval_and_another_seed_another():
    assert Bootstrap(60, seed=1).interval(VALUES) == Bootstrap(60, seed=1).interval(VALUES)
    assert Bootstrap(60, seed=1).interval(VALUES) != Bootstrap(60, seed=2).interval(VALUES)


def test_the_interval_is_as_wide_as_theory_says():
    low, high = Bootstrap(60).interval(VALUES)
    error = VALUES.std() / 60**0.5
    assert low == pytest.approx(VALUES.mean() - 1.96 * error, abs=0.2 * error)
    assert high == pytest.approx(VALUES.mean() + 1.96 * error, abs=0.2 * error)


def test_a_constant_difference_is_certain_however_much_the_needs_differ():
    bootstrap = Bootstrap(60)
    assert bootstrap.interval((VALUES + 0.1) - VALUES) == pytest.approx((0.1, 0.1))
