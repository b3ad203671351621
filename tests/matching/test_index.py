from math import log

import pytest

from duijie.matching.index import K1, Corpus, Index
from duijie.matching.words import count_terms

TEXTS = {"lamps": "安装太阳能路灯", "bridge": "修建便民桥", "wells": "打井解决饮水", "meals": "老年食堂助餐"}


@pytest.fixture
def index():
    made = Index()
    for document, title in TEXTS.items():
        made.add(document, title)
    return made


def ids(hits):
    return [hit.id for hit in hits]


def test_what_was_asked_for_comes_first(index):
    assert ids(index.search("村里要装路灯", limit=3))[0] == "lamps"
    assert ids(index.search("老人吃饭", limit=3))[0] == "meals"


def test_only_allowed_documents_are_found(index):
    assert "lamps" not in ids(index.search("路灯", limit=5, allowed={"bridge", "wells"}))


def test_equals_come_in_the_order_of_their_ids():
    index = Index()
    for document in ("b", "c", "a"):
        index.add(document, "安装路灯")
    assert ids(index.search("路灯", limit=2)) == ["a", "b"]


def test_a_removed_document_is_gone_and_leaves_no_trace(index):
    before = index.search("饮水 路灯", limit=5)
    index.add("tank", "修建水窖解决饮水", "蓄水")
    assert "tank" in ids(index.search("饮水", limit=5))
    index.remove("tank")
    assert "tank" not in index
    assert index.search("饮水 路灯", limit=5) == before


def test_adding_again_replaces(index):
    index.add("bridge", "安装路灯")
    assert len(index) == len(TEXTS)
    assert ids(index.search("便民桥", limit=5)) == []


def test_an_empty_query_or_library_finds_nothing(index):
    assert index.search("", limit=5) == []
    assert index.search("的了和", limit=5) == []
    assert Index().search("路灯", limit=5) == []


def test_the_relevance_of_one_shared_word_is_the_published_formula():
    index = Index()
    index.add("one", "水井")
    index.add("two", "学校")
    holding, documents = 1, 2
    weight = log(1 + (documents - holding + 0.5) / (holding + 0.5)) / log(1 + documents)
    word = 2 * (K1 + 1) / (2 + K1)  # a title's word counts twice; both texts have the average length
    shared_terms = count_terms("水井")
    subfields = sum(term.startswith("#") for term in shared_terms)
    plain = len(shared_terms) - subfields
    assert plain == 1
    assert index.relevances(shared_terms) == {"one": pytest.approx(weight * word * word + subfields * weight / 2)}


def test_the_index_and_the_pair_agree_to_the_last_digit(index):
    terms = count_terms("老人夜晚出行", "缺路灯，饮水困难")
    found = index.relevances(terms)
    assert found
    assert found == {document: index.corpus.relevance(terms, index.terms(document)) for document in found}


def test_two_indexes_with_one_corpus_weigh_a_pair_alike():
    corpus = Corpus()
    needs, offers = Index(corpus), Index(corpus)
    for number, (title, text) in enumerate(zip(TEXTS.values(), reversed(TEXTS.values()), strict=True)):
        offers.add(f"offer-{number}", title)
        needs.add(f"need-{number}", text, title)
    from_need = offers.relevances(needs.terms("need-0"))
    assert from_need
    for offer, relevance in from_need.items():
        assert needs.relevances(offers.terms(offer))["need-0"] == relevance


def test_a_shared_corpus_that_grows_elsewhere_is_noticed():
    corpus = Corpus()
    one, other = Index(corpus), Index(corpus)
    one.add("lamps", "路灯")
    one.search("路灯", limit=1)
    other.add("long", "便民桥", "修建便民桥和村道，解决过河困难")
    terms = count_terms("路灯")
    assert one.relevances(terms) == {"lamps": corpus.relevance(terms, one.terms("lamps"))}
