from math import log

import pytest

from duijie.matching.index import K1, Asked, Corpus, length
from duijie.matching.words import count_terms

TEXTS = {"lamps": "安装太阳能路灯", "bridge": "修建便民桥", "wells": "打井解决饮水", "meals": "老年食堂助餐"}


@pytest.fixture
def corpus():
    made = Corpus()
    for title in TEXTS.values():
        made.add(count_terms(title))
    return made


@pytest.mark.parametrize(("asked", "best"), [("村里要装路灯", "lamps"), ("老人吃饭", "meals")])
def test_what_was_asked_for_is_the_most_relevant(corpus, asked, best):
    found = {name: corpus.relevance(count_terms(asked), count_terms(title)) for name, title in TEXTS.items()}
    assert max(found, key=lambda name: found[name]) == best


def test_texts_that_share_no_telling_word_are_of_no_relevance(corpus):
    assert corpus.relevance(count_terms("的了和"), count_terms("修建便民桥")) == 0


def test_a_text_that_was_added_and_removed_leaves_no_trace(corpus):
    asked, other = count_terms("饮水 路灯"), count_terms("打井解决饮水")
    before = corpus.relevance(asked, other)
    tank = count_terms("修建水窖解决饮水", "蓄水")
    corpus.add(tank)
    assert corpus.relevance(asked, other) != before
    corpus.remove(tank)
    assert corpus.relevance(asked, other) == before


def test_the_relevance_of_one_shared_word_is_the_published_formula():
    corpus = Corpus()
    corpus.add(count_terms("水井"))
    corpus.add(count_terms("学校"))
    holding, documents = 1, 2
    weight = log(1 + (documents - holding + 0.5) / (holding + 0.5)) / log(1 + documents)
    word = 2 * (K1 + 1) / (2 + K1)  # a title's word counts twice; both texts have the average length
    shared = count_terms("水井")
    subfields = sum(term.startswith("#") for term in shared)
    assert len(shared) - subfields == 1
    assert corpus.relevance(shared, shared) == pytest.approx(weight * word * word + subfields * weight / 2)


def test_a_pair_is_as_relevant_from_one_side_as_from_the_other_to_the_last_digit(corpus):
    for title in TEXTS.values():
        one, other = count_terms("老人夜晚出行", "缺路灯，饮水困难，要吃饭"), count_terms(title, "路灯")
        assert corpus.relevance(one, other) == corpus.relevance(other, one)


def test_no_text_gains_more_from_a_term_than_the_term_weighs(corpus):
    asked = Asked(corpus, count_terms("村里要装路灯，解决饮水", "路灯"))
    for title in TEXTS.values():
        other = count_terms(title, "路灯，路灯，饮水")
        for term, gained in asked.contributions(other, length(other)).items():
            assert gained <= asked.weights()[term]
