import json

import numpy as np

from duijie.matching.ranking.kinds import _VOCABULARY, agreement, all_kinds, kinds
from duijie.matching.ranking.texts import Text

CODES = list(json.loads(_VOCABULARY.read_text(encoding="utf-8")))


def likeliest(title, text=""):
    return CODES[int(kinds(Text(title, text)).argmax())]


def test_a_text_points_to_the_kind_of_help_that_it_speaks_of():
    assert likeliest("村里没有路灯", "夜晚漆黑") == "lighting"
    assert likeliest("听障儿童听不清", "免费验配助听器") == "disability"
    assert likeliest("柑橘卖不出去") == "sales"


def test_shares_add_up_to_one_or_are_nothing():
    assert np.isclose(kinds(Text("义诊送药")).sum(), 1)
    assert kinds(Text("……")).sum() == 0


def test_texts_of_one_kind_agree_without_a_shared_word():
    needs, offers = all_kinds([Text("一到旱季就要背水")]), all_kinds([Text("援建集雨水窖"), Text("白内障复明手术")])
    water, eyes = agreement(needs, offers, np.vstack((needs, offers)))[0]
    assert 0 <= eyes < water <= 1


def test_a_text_of_no_kind_agrees_with_none():
    assert agreement(all_kinds([Text("……")]), all_kinds([Text("路灯")]), all_kinds([Text("路灯")])).tolist() == [[0]]
