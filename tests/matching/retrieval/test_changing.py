from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.retrieval import Document, Profile, RetrievalIndex
from tests.matching.retrieval.made import IDS, documents, libraries, terms, wheres
from tests.matching.retrieval.test_searching import built, plain

changes = st.one_of(
    st.tuples(st.just("add"), documents(st.sampled_from(IDS)), terms),
    st.tuples(st.just("remove"), st.sampled_from(IDS)),
    st.tuples(st.just("merge")),
)


def apply(change, index, slow):
    match change:
        case ("add", document, counted):
            index.add(document, counted)
            slow.add(document, counted)
        case ("remove", document):
            if document in slow.live:
                index.remove(document)
                del slow.live[document]
            else:
                with pytest.raises(KeyError):
                    index.remove(document)
        case _:
            index.merge()
            slow.merge()


@settings(max_examples=150)
@given(libraries, st.lists(changes, max_size=12), terms, wheres)
def test_changes_in_any_order_are_seen_by_the_next_search(rows, made, query, where):
    index, slow = built(rows), plain(rows)
    for change in made:
        apply(change, index, slow)
        weights = index.weights(query)
        assert weights == pytest.approx(
            {term: weight for term, weight in slow.weights(query).items() if term in weights}
        )
        assert index.search(query, 5, where).ids == (slow.search(weights, 5, where) if weights else [])
        assert len(index) == len(slow.live)
        assert all((each in index) == (each in slow.live) for each in IDS)


@given(libraries, st.lists(changes, max_size=12), terms, wheres)
def test_what_has_changed_and_merged_equals_what_is_built_afresh(rows, made, query, where):
    index, slow = built(rows), plain(rows)
    for change in made:
        apply(change, index, slow)
    index.merge()
    fresh = built(list(slow.live.values()))
    assert index.search(query, 9, where).ids == fresh.search(query, 9, where).ids
    assert index.search(query, 9, where).scores == pytest.approx(fresh.search(query, 9, where).scores)


def test_a_growing_delta_merges_by_itself():
    index = RetrievalIndex.from_texts([], average_length=3.0)
    index.delta_limit = 10
    for number in range(95):
        index.add(Document(id=f"{number:02}"), {"路灯": 1, f"word{number}": 1})
    assert len(index) == 95
    assert index.search({"路灯": 1}, 3).ids == ["00", "01", "02"]
    assert index.search({"word94": 1}, 3).ids == ["94"]


def test_whoever_searches_while_others_write_sees_a_document_once():
    index = RetrievalIndex.from_texts([(Document(id=f"{number:04}"), "安装路灯", "") for number in range(300)])
    index.delta_limit = 40

    def write(number):
        index.add(Document(id=f"{number:04}", profile=Profile(fields=frozenset({f"{number}"}))), {"路灯": 1})

    def search(_):
        found = index.search({"路灯": 1}, 1000).ids
        return len(found) == len(set(found)) == 300

    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(write, number) for number in range(300)]
        assert all(pool.map(search, range(300)))
        for each in written:
            each.result()
