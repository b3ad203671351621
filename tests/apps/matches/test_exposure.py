from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.matches.rules.exposure import (
    ACCEPTS_EXPECTED,
    ANSWERS_ENOUGH,
    expected_accepts,
    is_exposed_enough,
)


@given(st.integers(0, 5_000), st.data())
def test_the_share_of_accepts_is_the_counted_one_from_two_hundred_answers_on(ended, data):
    accepted = data.draw(st.integers(0, ended))
    share = expected_accepts(ended, accepted)
    assert 0 < share < 1
    if ended < ANSWERS_ENOUGH:
        assert share == ACCEPTS_EXPECTED
    else:
        assert abs(share - Fraction(accepted, ended)) <= Fraction(1, ended)


@given(st.integers(0, 100), st.integers(1, 30))
def test_the_less_is_accepted_the_more_may_wait_for_an_offers_answer(waiting, room):
    one_in_ten, one_in_two = Fraction(1, 10), Fraction(1, 2)
    assert is_exposed_enough(waiting, room, one_in_ten) == (waiting >= 10 * room)
    assert is_exposed_enough(waiting, room, one_in_ten) <= is_exposed_enough(waiting, room, one_in_two)


def test_more_accepts_than_answers_are_refused():
    with pytest.raises(ValueError, match="Of 3 recommendations 4 cannot have been accepted"):
        expected_accepts(3, 4)
