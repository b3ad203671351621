import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.learning.benefit import A_DOUBLING, IN_HARDSHIP, KEY_COUNTY, benefit
from duijie.matching.terms import Level, Urgency
from tests.matching.made import needs
from tests.matching.samples import a_need


@given(needs, st.none() | st.integers(0, 10**9))
def test_a_benefit_lies_between_nothing_and_a_million(need, helped):
    assert 0 < benefit(need, helped=helped) <= 1_000_000


def test_the_greatest_benefit_is_exactly_a_million():
    most = a_need(
        quantity=10**6, unit="户", in_hardship=True, urgency=Urgency.URGENT, level=Level.VILLAGE, is_key_county=True
    )
    assert benefit(most) == 1_000_000


def test_every_doubling_of_people_counts_the_same_up_to_a_bound():
    found = [benefit(a_need(quantity=people, unit="人")) for people in (1, 2, 4, 8, 1024, 10**6)]
    assert [each - found[0] for each in found] == [A_DOUBLING * doublings for doublings in (0, 1, 2, 3, 10, 10)]


def test_a_household_counts_as_three_people_and_a_lamp_as_none_that_we_know_of():
    assert benefit(a_need(quantity=100, unit="户")) == benefit(a_need(quantity=300, unit="人"))
    assert benefit(a_need(quantity=100, unit="盏")) == benefit(a_need(quantity=1, unit="盏"))
    assert benefit(a_need(quantity=100, unit="盏"), helped=300) == benefit(a_need(quantity=300, unit="人"))
    with pytest.raises(ValueError, match="fewer than no people"):
        benefit(a_need(), helped=-1)


def test_hardship_urgency_and_key_counties_raise_it():
    plain = benefit(a_need())
    assert benefit(a_need(in_hardship=True)) == plain + IN_HARDSHIP
    assert benefit(a_need(is_key_county=True)) == plain + KEY_COUNTY
    assert plain < benefit(a_need(urgency=Urgency.SOON)) < benefit(a_need(urgency=Urgency.URGENT))
    assert benefit(a_need(level=Level.COUNTY)) < benefit(a_need(level=Level.TOWNSHIP)) < plain
