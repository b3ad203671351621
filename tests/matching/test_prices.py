from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.explaining import Prices, why_not_need, why_not_offer
from duijie.matching.library import Library
from tests.matching.samples import TODAY, a_need, an_offer

points = st.integers(0, 1_000_000)


@given(points, points, points, points)
def test_the_gap_in_prices_is_the_smallest_rise_that_makes_the_pair_as_good_as_the_chosen_one(
    utility, price, gain, less
):
    gap = Prices(utility, price, gain).gap
    assert Prices(utility + gap, price, gain).gap == 0
    if gap:
        assert utility + gap - price == gain
        assert Prices(utility + min(less, gap - 1), price, gain).gap > 0


def test_both_sides_are_told_the_price_when_a_round_is_given():
    need, offer = a_need(), an_offer()
    prices = Prices(utility=300_000, offer_price=250_000, need_gain=80_000)
    assert why_not_offer(need, offer, Library([offer]), limit=1, today=TODAY, prices=prices).price_gap == 30_000
    assert why_not_need(offer, need, Library([need]), limit=1, today=TODAY, prices=prices).price_gap == 30_000
    assert why_not_offer(need, offer, Library([offer]), limit=1, today=TODAY).price_gap is None
