import numpy as np
import pytest

from duijie.matching.retrieval import Document, Profile, RetrievalError, RetrievalIndex, Where
from duijie.matching.retrieval.documents import columns
from duijie.matching.words import count_terms

THREE = columns([Document(id=each) for each in "abc"])
TOKENS, OFFSETS = np.array([0, 1, 1], np.int32), np.array([0, 1, 2, 3], np.int64)


def build(documents=THREE, vocabulary=("x", "y"), tokens=TOKENS, offsets=OFFSETS, **more):
    return RetrievalIndex.build(documents, vocabulary, tokens, offsets, **more)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tokens": np.array([0, 1, 2], np.int32)}, "from 0 to 1"),
        ({"tokens": np.array([0, -1, 1], np.int32)}, "from 0 to 1"),
        ({"tokens": TOKENS.astype(np.float64)}, "tokens must be one row of int32"),
        ({"offsets": OFFSETS[:-1]}, "offsets must rise"),
        ({"offsets": np.array([0, 2, 1, 3], np.int64)}, "offsets must rise"),
        ({"counts": np.array([1, 0, 1], np.int32)}, "counts must be"),
        ({"counts": np.array([1, 1], np.int32)}, "counts must be"),
        ({"vocabulary": ("x", "x")}, "twice in the vocabulary"),
        ({"average_length": float("nan")}, "finite number above 0"),
        ({"documents": THREE._replace(ids=["a", "b", "a"])}, "Two documents have the id 'a'"),
        ({"documents": THREE._replace(ids=["a", "b", 3])}, "Ids must be strings"),
        ({"documents": THREE._replace(capacity=np.array([1.0, np.nan, 1.0]))}, "capacity is of the type float64"),
        ({"documents": THREE._replace(capacity=np.ones(2, np.int32))}, "capacity has the shape"),
        ({"documents": THREE._replace(profile_of=np.array([0, 1, 0], np.int32))}, "outside the 1 profiles"),
        ({"documents": THREE._replace(profiles=[Profile(areas=("62",))])}, "slash"),
        ({"documents": THREE._replace(profiles=[Profile(fields=frozenset({""}))])}, "must not be empty"),
    ],
)
def test_what_is_wrong_is_named_when_building(given, message):
    with pytest.raises(RetrievalError, match=message):
        build(**given)


@pytest.mark.parametrize("count", [0, -1, 1.5, float("nan"), True, 2**31])
def test_counts_must_be_whole_and_positive(count):
    index = build()
    with pytest.raises(RetrievalError, match="whole numbers"):
        index.search({"x": count}, 5)
    with pytest.raises(RetrievalError, match="whole numbers"):
        index.add(Document(id="d"), {"x": count})
    assert len(index) == 3


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf")])
def test_weights_must_be_finite_and_positive(weight):
    with pytest.raises(RetrievalError, match="finite number"):
        build().search_weighted({"x": weight}, 5)


@pytest.mark.parametrize("k", [0, -1, 2.0, True])
def test_k_must_be_whole_and_positive(k):
    with pytest.raises(RetrievalError, match="k must be"):
        build().search({"x": 1}, k)


@pytest.mark.parametrize("where", [Where(at="62"), Where(within=("/62",)), Where(open_on=2**31), Where(begins_by=1.5)])
def test_filters_must_make_sense(where):
    with pytest.raises(RetrievalError):
        build().search({"x": 1}, 5, where)


@pytest.mark.parametrize("changed", [{"capacity": 2**31}, {"first_day": 1.5}, {"capacity": float("nan")}])
def test_documents_must_be_whole_numbers(changed):
    with pytest.raises(RetrievalError, match="31 bits"):
        build().add(Document(id="d", **changed), {"x": 1})


def test_more_codes_than_bits_are_refused():
    index = build()
    for number in range(31):
        index.add(Document(id="d", profile=Profile(qualifications=frozenset({f"{number}"}))), {"x": 1})
    with pytest.raises(RetrievalError, match="31 qualifications"):
        index.add(Document(id="d", profile=Profile(qualifications=frozenset({"one more"}))), {"x": 1})
    assert len(index) == 4


def test_unknown_terms_and_empty_queries_find_nothing():
    index = build()
    assert index.search({"unknown": 3}, 5).ids == []
    assert index.search({}, 5).ids == []
    assert index.search({"x": 1, "unknown": 1}, 5).ids == ["a"]


def test_an_empty_document_is_there_but_is_never_found():
    index = RetrievalIndex.from_texts([(Document(id="empty"), "", ""), (Document(id="lamp"), "路灯", "")])
    index.add(Document(id="also empty"), {})
    assert len(index) == 3
    assert index.search({"路灯": 1}, 5).ids == ["lamp"]
    index.merge()
    assert "also empty" in index
    assert index.search({"路灯": 1}, 5).ids == ["lamp"]


def test_an_index_of_nothing_is_searched_and_saved(tmp_path):
    index = RetrievalIndex.from_texts([])
    assert index.search({"路灯": 1}, 5).ids == []
    index.save(tmp_path / "index")
    assert len(RetrievalIndex.load(tmp_path / "index")) == 0


def test_a_text_of_two_megabytes_is_indexed_and_searched_with():
    text = "安装太阳能路灯解决饮水安全" * 60_000
    index = RetrievalIndex.from_texts([(Document(id="long"), "", text), (Document(id="short"), "安装路灯", "")])
    found = index.search(count_terms(text), 5)
    assert found.ids == ["long", "short"]
    assert np.isfinite(found.scores).all()
