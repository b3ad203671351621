import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.lists import MILLION, Listable, may_be_shown, online_list, open_recommendations

items = st.lists(
    st.builds(
        Listable,
        id=st.uuids().map(str),
        utility=st.integers(0, MILLION),
        price=st.integers(0, MILLION),
        has_bonus=st.booleans(),
        capacity_left=st.integers(0, 5),
        declared=st.integers(0, 9),
        open_chances=st.lists(st.integers(0, MILLION), max_size=6).map(tuple),
    ),
    max_size=12,
    unique_by=lambda item: item.id,
)


@given(items, st.integers(0, 5))
def test_the_score_is_worth_less_price_and_bonus_and_the_best_come_first(some, limit):
    found = online_list(some, limit=limit)
    assert all(each.score == each.utility - each.price + each.bonus for each in found)
    assert found == sorted(found, key=lambda each: (-each.score, each.id))
    shown = {item.id for item in some if may_be_shown(item)}
    assert len(found) == min(limit, len(shown))
    assert {each.id for each in found} <= shown


def test_an_offer_that_others_need_more_stands_behind_an_equal_one():
    wanted, quiet = Listable(id="a", utility=500_000, price=200_000), Listable(id="b", utility=400_000)
    assert [each.id for each in online_list([wanted, quiet], limit=2)] == ["b", "a"]


def test_a_newcomer_gets_a_bonus_that_is_told():
    new = Listable(id="new", utility=100_000, has_bonus=True)
    old = Listable(id="old", utility=110_000)
    found = online_list([old, new], limit=2, bonus=20_000)
    assert [(each.id, each.bonus) for each in found] == [("new", 20_000), ("old", 0)]


def test_who_is_expected_to_be_full_is_not_shown_until_some_have_answered():
    half = MILLION // 2
    assert may_be_shown(Listable(id="a", utility=1, capacity_left=1, open_chances=(half,)))
    assert not may_be_shown(Listable(id="a", utility=1, capacity_left=1, open_chances=(half, half)))
    assert may_be_shown(Listable(id="a", utility=1, capacity_left=2, open_chances=(half, half)))
    assert not may_be_shown(Listable(id="a", utility=1, capacity_left=0))


def test_open_recommendations_grow_with_what_is_declared_and_are_three_at_least():
    assert [open_recommendations(declared) for declared in (0, 1, 3, 8)] == [3, 3, 3, 8]
    assert not may_be_shown(Listable(id="a", utility=1, capacity_left=9, declared=1, open_chances=(0, 0, 0)))
    assert may_be_shown(Listable(id="a", utility=1, capacity_left=9, declared=9, open_chances=(0, 0, 0)))


@pytest.mark.parametrize("wrong", [{"open_chances": (MILLION + 1,)}, {"price": -1}, {"capacity_left": -1}])
def test_what_cannot_be_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="a: "):
        online_list([Listable(**{"id": "a", "utility": 1, **wrong})], limit=1)
    with pytest.raises(ValueError, match="bonus"):
        online_list([], limit=1, bonus=-1)
