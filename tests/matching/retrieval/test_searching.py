from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.index import Corpus
from duijie.matching.retrieval import Document, Profile, RetrievalIndex, Where
from duijie.matching.retrieval.documents import columns
from duijie.matching.wording import Wording
from duijie.matching.words import count_terms
from tests.matching.retrieval.made import TERMS, libraries, terms, wheres
from tests.matching.retrieval.plain import Plain, meets

AVERAGE = 5.0


def built(rows):
    tokens = [TERMS.index(term) for _, counted in rows for term in counted]
    counts = [count for _, counted in rows for count in counted.values()]
    offsets = np.cumsum([0, *(len(counted) for _, counted in rows)])
    return RetrievalIndex.build(
        columns([document for document, _ in rows]),
        TERMS,
        np.array(tokens, np.int32),
        offsets.astype(np.int64),
        counts=np.array(counts, np.int32),
        average_length=AVERAGE,
    )


def plain(rows):
    found = Plain(AVERAGE)
    for document, counted in rows:
        found.add(document, counted)
    return found


@given(libraries, terms, wheres, st.integers(1, 15))
def test_a_filtered_search_returns_exactly_the_best_of_those_that_pass(rows, query, where, k):
    index, slow = built(rows), plain(rows)
    weights = slow.weights(query)
    assert index.weights(query) == pytest.approx(weights)
    expected = slow.search(index.weights(query), k, where) if query else []
    assert index.search(query, k, where).ids == expected


@given(libraries, terms, wheres)
def test_scores_are_those_of_exact_bm25_up_to_the_rounding_of_impacts(rows, query, where):
    index, slow = built(rows), plain(rows)
    weights = index.weights(query)
    found = index.search(query, 99, where)
    passing = {document.id for document, counted in rows if meets(document, where) and counted.keys() & query.keys()}
    assert set(found.ids) == passing
    rounding = sum(weights.values()) * (1 / 510 + (len(weights) + 1) / 32_000)
    for document, score in zip(found.ids, found.scores, strict=True):
        assert score == pytest.approx(slow.exact(weights, document), abs=rounding)


def test_the_roundings_of_a_documents_words_cancel_instead_of_adding_up():
    words = [f"word{number}" for number in range(60)]
    index, slow = RetrievalIndex.from_texts([], average_length=60.0), Plain(60.0)
    for number in range(100):
        counted = dict.fromkeys(words, 1) | {"filler": 1 + number}
        index.add(Document(id=f"{number:03}"), counted)
        slow.add(Document(id=f"{number:03}"), counted)
    index.merge()
    weights = index.weights(dict.fromkeys(words, 1))
    found = index.search(dict.fromkeys(words, 1), 100)
    errors = [abs(score - slow.exact(weights, each)) for each, score in zip(found.ids, found.scores, strict=True)]
    assert max(errors) < sum(weights.values()) / 510 / 2


@given(
    st.lists(
        st.tuples(st.sampled_from(["安装路灯", "打井取水", "老年食堂"]), st.text("村里水灯", max_size=5)), min_size=1
    )
)
def test_relevance_of_words_is_that_of_the_small_index(texts):
    corpus = Corpus()
    spoken = [words_alone(*text) for text in texts]
    for each in spoken:
        corpus.add(each)
    documents = [(Document(id=f"{number:03}"), *text) for number, text in enumerate(texts)]
    index = RetrievalIndex.from_texts(documents, average_length=corpus.average)
    query = words_alone("安装路灯和水井")
    found = index.search(query.terms, len(texts))
    for document, score in zip(found.ids, found.scores, strict=True):
        assert score == pytest.approx(corpus.relevance(query, spoken[int(document)]), abs=0.02)


def words_alone(title, text=""):
    counted = {term: count for term, count in count_terms(title, text).items() if term[0] != "#"}
    return Wording(counted, {}, sum(counted.values()))


def large(count, seed=3):
    """Rows of which some terms are common enough to be kept as rows, over more than one block."""
    chance = np.random.default_rng(seed)
    shares = np.array([0.6, 0.3, 0.2, 0.1, 0.05, 0.05, 0.01, 0.01, 0.002, 0.0001, 0.1, 0.01])
    holds = chance.random((count, len(TERMS))) < shares
    counts = chance.integers(1, 5, (count, len(TERMS)))
    counts[:, -2:] = 1
    profiles = [Profile(fields=frozenset({f"{number % 7}"}), areas=(f"/{10 + number % 5}/",)) for number in range(35)]
    rows = []
    for number in range(count):
        document = Document(id=f"d{number:06}", profile=profiles[number % 35], capacity=number % 3)
        at = np.flatnonzero(holds[number]).tolist()
        rows.append((document, {TERMS[term]: int(counts[number, term]) for term in at}))
    return rows


@pytest.fixture(scope="module")
def many():
    rows = large(70_000)
    return built(rows), rows


QUERIES = [dict.fromkeys(TERMS, 1), {"灯": 3, "医": 1, "课": 2}, {"灯": 1, "桥": 1, "井": 2}, {"书": 1}, {"灯": 1}]


def expected(index, rows, query, where, k):
    slow = Plain(AVERAGE)
    slow.live = {document.id: (document, counted) for document, counted in rows}
    return slow.search(index.weights(query), k, where)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(
    "where",
    [
        Where(),
        Where(least_capacity=2),
        Where(fields=frozenset({"3"})),
        Where(fields=frozenset({"1", "4"}), at="/12/1201/"),
    ],
)
def test_common_terms_and_several_blocks_change_nothing(many, query, where):
    index, rows = many
    assert index.search(query, 20, where).ids == expected(index, rows, query, where, 20)


def test_many_threads_find_what_one_finds(many):
    index, _ = many
    asked = [(query, Where(fields=frozenset({str(field)}))) for query in QUERIES for field in range(7)] * 4
    alone = [index.search(query, 20, where).ids for query, where in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: index.search(each[0], 20, each[1]).ids, asked)) == alone
