import json

import pytest

from duijie.matching.ranking.fusion import SHIPPED, Fusion, UnusableFusion, shipped
from duijie.matching.ranking.parts import Part


@pytest.fixture
def rows():
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def load(tmp_path, rows):
    path = tmp_path / "fusion.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return Fusion.load(path)


def test_the_shipped_weights_are_never_negative_and_say_how_they_were_made():
    fusion = shipped()
    assert set(fusion.with_vectors) == set(Part)
    assert set(fusion.without_vectors) == set(Part) - {Part.VECTORS}
    assert min((*fusion.with_vectors.values(), *fusion.without_vectors.values())) >= 0
    assert "answered needs" in fusion.made


def test_weights_are_the_same_after_a_save(tmp_path):
    path = tmp_path / "fusion.json"
    shipped().save(path)
    assert path.read_bytes() == SHIPPED.read_bytes()


def test_weights_of_another_version_are_refused(tmp_path, rows):
    with pytest.raises(UnusableFusion, match="format"):
        load(tmp_path, rows | {"format": "duijie fusion 2"})


def test_a_measure_that_is_missing_or_unknown_is_refused(tmp_path, rows):
    with pytest.raises(UnusableFusion, match="exactly these measures"):
        load(tmp_path, rows | {"with_vectors": rows["without_vectors"]})


@pytest.mark.parametrize("weight", [-0.1, float("nan"), "1", None])
def test_a_weight_that_is_no_number_from_zero_upward_is_refused(tmp_path, rows, weight):
    with pytest.raises(UnusableFusion, match="kinds"):
        load(tmp_path, rows | {"with_vectors": rows["with_vectors"] | {"kinds": weight}})


def test_half_a_file_is_refused(tmp_path):
    path = tmp_path / "fusion.json"
    path.write_text('{"format": "dui', encoding="utf-8")
    with pytest.raises(UnusableFusion, match="no JSON"):
        Fusion.load(path)
