import numpy as np
import pytest

from duijie.matching.semantic.vectors import RememberedVectors, UnusableVectors
from tests.matching.encoders import CharacterEncoder

TEXTS = ["村道路灯更新", "卫生室缺血压计", ""]


@pytest.fixture
def kept(tmp_path):
    remembered = RememberedVectors(CharacterEncoder())
    remembered.encode(TEXTS)
    path = tmp_path / "offers.vectors"
    remembered.save(path)
    return path


def test_a_vector_is_nearly_what_the_encoder_says():
    plain = CharacterEncoder()
    assert np.abs(RememberedVectors(plain).encode(TEXTS) - plain.encode(TEXTS)).max() < 0.005


def test_only_texts_that_changed_are_encoded_again(kept):
    encoder = CharacterEncoder()
    remembered = RememberedVectors.load(kept, encoder)
    before = remembered.encode(TEXTS)
    assert encoder.asked == []
    after = remembered.encode([TEXTS[0], "卫生室缺血压计和药柜", TEXTS[2]])
    assert encoder.asked == ["卫生室缺血压计和药柜"]
    assert (after[0] == before[0]).all()
    assert (after[1] != before[1]).any()


def test_a_text_that_stands_twice_is_encoded_once():
    encoder = CharacterEncoder()
    rows = RememberedVectors(encoder).encode(["路灯", "路灯"])
    assert encoder.asked == ["路灯"]
    assert (rows[0] == rows[1]).all()


def test_texts_that_are_gone_can_be_forgotten(kept):
    remembered = RememberedVectors.load(kept, CharacterEncoder())
    remembered.keep_only(TEXTS[:1])
    assert len(remembered) == 1


def test_vectors_are_the_same_after_a_save(kept):
    first, second = RememberedVectors(CharacterEncoder()), RememberedVectors.load(kept, CharacterEncoder())
    assert (first.encode(TEXTS) == second.encode(TEXTS)).all()


def test_no_texts_give_no_rows():
    assert RememberedVectors(CharacterEncoder()).encode([]).shape == (0, CharacterEncoder.dimension)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_half_a_file_is_refused(kept, share):
    whole = kept.read_bytes()
    kept.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UnusableVectors, match="holds no vectors|only part"):
        RememberedVectors.load(kept, CharacterEncoder())


def test_a_changed_byte_is_noticed(kept):
    whole = bytearray(kept.read_bytes())
    whole[-1] ^= 1
    kept.write_bytes(whole)
    with pytest.raises(UnusableVectors, match="checksum"):
        RememberedVectors.load(kept, CharacterEncoder())


def test_another_version_of_the_file_is_refused(kept):
    kept.write_bytes(kept.read_bytes().replace(b"duijie vectors 1", b"duijie vectors 2"))
    with pytest.raises(UnusableVectors, match="format"):
        RememberedVectors.load(kept, CharacterEncoder())


def test_vectors_of_another_encoder_are_refused(kept):
    with pytest.raises(UnusableVectors, match="another encoder"):
        RememberedVectors.load(kept, CharacterEncoder("characters 2"))


def test_a_failed_save_leaves_the_old_file(kept, tmp_path):
    before = kept.read_bytes()
    (tmp_path / "offers.vectors.new").mkdir()
    with pytest.raises(IsADirectoryError):
        RememberedVectors(CharacterEncoder()).save(kept)
    assert kept.read_bytes() == before
