from collections import Counter
from pathlib import Path

from duijie.matching.ranking import texts as texts_module
from duijie.matching.ranking.texts import Text, characters, groups_of_words, pairs_of_characters, words_of_the_trade

RELATED = Path(texts_module.__file__).parents[1] / "data" / "related.txt"


def test_pairs_of_characters_do_not_reach_over_a_sign():
    assert pairs_of_characters(Text("修路,架桥", "路灯")) == {"修路": 1, "架桥": 1, "路灯": 1}
    assert characters(Text("路灯", "路")) == {"路": 2, "灯": 1}


def test_related_words_are_one_group_but_no_synonyms():
    meal, kitchen = Text("孩子没有热饭"), Text("捐赠蒸饭车和消毒柜")
    assert words_of_the_trade(Text("电磁灶")).keys() != words_of_the_trade(Text("食堂")).keys()
    assert groups_of_words(Text("电磁灶")).keys() & groups_of_words(kitchen).keys()
    assert not words_of_the_trade(meal).keys() & words_of_the_trade(kitchen).keys()


def test_no_word_stands_in_two_groups_of_related_words():
    words = RELATED.read_text(encoding="utf-8").split()
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_a_text_of_two_megabytes_is_measured_by_its_beginning():
    assert characters(Text("路灯", "灯" * 700_000)).total() < 50_000
