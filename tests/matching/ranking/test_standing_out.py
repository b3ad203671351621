import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from duijie.matching.ranking.standing_out import hubness, standardized

scores = arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(2, 6)), elements=st.integers(0, 50).map(float))


@given(scores)
def test_the_order_within_a_need_stays(values):
    found = standardized(values)
    assert np.isfinite(found).all()
    for before, after in zip(values, found, strict=True):
        assert (np.sign(before[:, None] - before) == np.sign(after[:, None] - after)).all()


@given(scores, st.integers(1, 9), st.integers(-9, 9))
def test_neither_unit_nor_origin_of_a_measure_matters(values, unit, origin):
    assert np.allclose(standardized(values), standardized(values * unit + origin))


def test_equal_scores_say_nothing():
    assert standardized(np.full((2, 3), 0.1)).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_an_offer_that_is_near_to_every_need_loses():
    distances = standardized(np.array([[9.0, 8.0, 0.0, 0.0], [9.0, 0.0, 8.0, 0.0], [9.0, 0.0, 0.0, 8.0]]))
    assert distances.argmax(axis=1).tolist() == [0, 0, 0]
    assert (distances - hubness(distances)).argmax(axis=1).tolist() == [1, 2, 3]


def test_without_other_needs_nothing_is_taken_off():
    assert hubness(np.zeros((0, 2))).tolist() == [0, 0]
