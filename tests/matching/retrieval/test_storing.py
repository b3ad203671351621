import json
from hashlib import blake2b

import pytest
from hypothesis import HealthCheck, given, settings

from duijie.matching.retrieval import Document, RetrievalIndex, UnreadableIndexError
from tests.matching.retrieval.made import libraries, terms, wheres
from tests.matching.retrieval.test_searching import built


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(libraries, terms, wheres)
def test_what_is_loaded_finds_what_was_saved(tmp_path, rows, query, where):
    index = built(rows)
    index.add(Document(id="late\n晚"), {"灯": 2, "新\n词": 1})
    index.save(tmp_path / "index")
    loaded = RetrievalIndex.load(tmp_path / "index")
    assert len(loaded) == len(index)
    assert loaded.search(query, 9, where).ids == index.search(query, 9, where).ids
    assert loaded.search({"新\n词": 1}, 9).ids == ["late\n晚"]
    loaded.add(Document(id="later"), {"新\n词": 1})
    loaded.remove("late\n晚")
    assert loaded.search({"新\n词": 1}, 9).ids == ["later"]


@pytest.fixture
def saved(tmp_path):
    rows = [(Document(id=f"{number}"), "安装路灯", "照明 太阳能") for number in range(200)]
    RetrievalIndex.from_texts(rows).save(tmp_path / "index")
    return tmp_path / "index"


def test_a_file_cut_off_anywhere_is_refused(saved):
    whole = saved.read_bytes()
    for kept in [0, 1, 10, 30, 60, 200, len(whole) // 2, len(whole) - 1]:
        saved.write_bytes(whole[:kept])
        for is_trusted in (False, True):
            with pytest.raises(UnreadableIndexError, match=r"is no index|is not whole"):
                RetrievalIndex.load(saved, is_trusted=is_trusted)


def test_a_changed_byte_is_refused(saved):
    whole = bytearray(saved.read_bytes())
    for at in range(17, len(whole), 997):
        changed = bytearray(whole)
        changed[at] ^= 1
        saved.write_bytes(changed)
        with pytest.raises(UnreadableIndexError):
            RetrievalIndex.load(saved)


def test_a_file_of_another_version_is_refused(saved):
    whole = saved.read_bytes()
    length = int.from_bytes(whole[16:24], "little")
    header = json.loads(whole[40 : 40 + length]) | {"version": 99}
    text = json.dumps(header, ensure_ascii=False).encode().ljust(length)
    assert len(text) == length
    saved.write_bytes(whole[:24] + blake2b(text, digest_size=16).digest() + text + whole[40 + length :])
    with pytest.raises(UnreadableIndexError, match="version 99"):
        RetrievalIndex.load(saved)


def test_saving_replaces_and_leaves_nothing_beside(saved):
    RetrievalIndex.from_texts([(Document(id="only"), "打井取水", "")]).save(saved)
    assert len(RetrievalIndex.load(saved)) == 1
    assert [path.name for path in saved.parent.iterdir()] == ["index"]


def test_a_file_of_something_else_is_refused(tmp_path):
    (tmp_path / "index").write_bytes(b"PK" * 5000)
    with pytest.raises(UnreadableIndexError, match="is no index"):
        RetrievalIndex.load(tmp_path / "index")
