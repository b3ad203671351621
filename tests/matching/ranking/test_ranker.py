import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.ranking.parts import Part
from duijie.matching.ranking.ranker import Ranker
from duijie.matching.ranking.texts import Text
from tests.matching.encoders import CharacterEncoder

OFFERS = [
    Text("点亮乡村", "安装太阳能路灯"),
    Text("名医义诊", "送医送药"),
    Text("爱心厨房", "捐赠蒸饭车"),
    Text("", ""),
]
NEEDS = [Text("村里没有路灯", "夜晚漆黑"), Text("老人看病难"), Text("学生吃不上热饭"), Text("……")]
anything = st.builds(Text, st.text(max_size=8), st.text(max_size=12))


def best(ranker, need):
    found = ranker.relevance(need)
    return OFFERS[max(range(len(OFFERS)), key=lambda place: found[place].total)]


@pytest.mark.parametrize("encoder", [None, CharacterEncoder()])
def test_each_need_finds_its_help(encoder):
    ranker = Ranker(OFFERS, background=NEEDS, encoder=encoder)
    assert [best(ranker, need).title for need in NEEDS[:3]] == ["点亮乡村", "名医义诊", "爱心厨房"]


def test_the_result_says_which_measures_were_used():
    assert Part.VECTORS not in Ranker(OFFERS).parts
    assert Ranker(OFFERS, encoder=CharacterEncoder()).parts == tuple(Part)


@settings(deadline=None, max_examples=30)
@given(anything, st.lists(anything, min_size=1, max_size=4), st.lists(anything, max_size=3))
def test_the_parts_add_up_and_every_offer_has_a_number(need, offers, background):
    ranker = Ranker(offers, background=background, encoder=CharacterEncoder())
    found = ranker.relevance(need)
    assert len(found) == len(offers)
    for near in found:
        assert np.isfinite(near.total)
        assert near.total == pytest.approx(sum(near.parts.values()))


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(len(OFFERS))))
def test_the_order_of_the_offers_does_not_matter(order):
    plain = Ranker(OFFERS, background=NEEDS).totals(NEEDS)
    turned = Ranker([OFFERS[place] for place in order], background=NEEDS).totals(NEEDS)
    assert np.allclose(plain[:, list(order)], turned)


def test_one_need_alone_is_judged_as_among_others():
    ranker = Ranker(OFFERS, background=NEEDS)
    together = ranker.totals(NEEDS)
    for row, need in enumerate(NEEDS):
        assert np.allclose(together[row], [near.total for near in ranker.relevance(need)])


def test_without_offers_there_is_nothing_to_compare_with():
    with pytest.raises(ValueError, match="no offer"):
        Ranker([])
