from math import log

import pytest

from duijie.matching.index import K1, Asked, Corpus
from duijie.matching.wording import wording

TEXTS = {"lamps": "安装太阳能路灯", "bridge": "修建便民桥", "wells": "打井解决饮水", "meals": "老年食堂助餐"}


@pytest.fixture
def corpus():
    made = Corpus()
    for title in TEXTS.values():
        made.add(wording(title))
    return made


@pytest.mark.parametrize(("asked", "best"), [("村里要装路灯", "lamps"), ("老人吃饭", "meals")])
def test_what_was_asked_for_is_the_most_relevant(corpus, asked, best):
    found = {name: corpus.relevance(wording(asked), wording(title)) for name, title in TEXTS.items()}
    assert max(found, key=lambda name: found[name]) == best


def test_texts_that_share_no_telling_word_are_of_no_relevance(corpus):
    assert corpus.relevance(wording("的了和"), wording("修建便民桥")) == 0


def test_a_text_that_was_added_and_removed_leaves_no_trace(corpus):
    asked, other = wording("饮水 路灯"), wording("打井解决饮水")
    before = corpus.relevance(asked, other)
    tank = wording("修建水窖解决饮水", "蓄水")
    corpus.add(tank)
    assert corpus.relevance(asked, other) != before
    corpus.remove(tank)
    assert corpus.relevance(asked, other) == before


def test_the_relevance_of_shared_words_groups_and_kinds_is_the_published_formula():
    corpus = Corpus()
    well = wording("水井")
    corpus.add(well)
    corpus.add(wording("学校"))
    holding, documents = 1, 2
    weight = log(1 + (documents - holding + 0.5) / (holding + 0.5)) / log(1 + documents)
    damped = 2 * (K1 + 1) / (2 + K1)  # a title's word counts twice; both texts have the average length
    groups = sum(term.startswith("~") for term in well.terms)
    words = len(well.terms) - groups
    assert (words, bool(well.kinds)) == (1, True)
    assert corpus.relevance(well, well) == pytest.approx(weight * damped**2 * (words + groups / 2) + 1)


def test_related_words_bring_texts_nearer_but_less_than_the_same_word(corpus):
    asked = wording("村里缺厨房")
    related, same, neither = (corpus.relevance(asked, wording(title)) for title in ("捐赠电磁灶", "捐建厨房", "捐书"))
    assert neither < related < same


def test_a_pair_is_as_relevant_from_one_side_as_from_the_other_to_the_last_digit(corpus):
    for title in TEXTS.values():
        one, other = wording("老人夜晚出行", "缺路灯，饮水困难，要吃饭"), wording(title, "路灯")
        assert corpus.relevance(one, other) == corpus.relevance(other, one)


def test_no_text_gains_more_from_a_term_than_the_term_weighs(corpus):
    asked = Asked(corpus, wording("村里要装路灯，解决饮水", "路灯"))
    for title in TEXTS.values():
        other = wording(title, "路灯，路灯，饮水")
        for term, gained in asked.contributions(other).items():
            assert gained <= asked.weights()[term]
