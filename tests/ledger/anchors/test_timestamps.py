"""Time stamps: openssl accepts what is kept, and one of another text, authority or request is refused."""

import pytest

from duijie.ledger.anchors.anchoring import AnchorProblem, log_id
from duijie.ledger.anchors.timestamps import TimestampAnchor
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import leaf_hash
from tests.ledger.anchors.stamping import authority, make_authority, openssl
from tests.ledger.made import ORIGIN


def head(size: int, word: str = "") -> Checkpoint:
    return Checkpoint(ORIGIN, size, leaf_hash(f"{size}{word}".encode()))


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with authority(tmp_path_factory.mktemp("authority") / "tsa") as server:
        yield server


@pytest.fixture
def stamps(running, tmp_path):
    running.falsified, running.status = b"", 200
    return TimestampAnchor(running.address, running.folder / "root.pem", tmp_path / "stamps")


def test_openssl_accepts_the_stamp_that_is_kept_and_for_no_other_text(running, stamps, tmp_path):
    assert stamps.newest(ORIGIN) is None
    receipt = stamps.anchor(head(300))
    assert receipt.reference.startswith("stamp ")
    assert stamps.newest(ORIGIN) == head(300)
    kept = tmp_path / "stamps" / log_id(ORIGIN).hex() / "0000000000000000300"
    (tmp_path / "text").write_text(str(head(300)))
    (tmp_path / "other").write_text(str(head(301)))
    trusted = ("-CAfile", str(running.folder / "root.pem"), "-in", str(kept.with_suffix(".tsr")))
    assert "Verification: OK" in openssl(tmp_path, "ts", "-verify", "-data", "text", *trusted)
    assert "Verification: FAILED" in openssl(tmp_path, "ts", "-verify", "-data", "other", *trusted)


def test_heads_only_grow(stamps):
    stamps.anchor(head(5))
    stamps.anchor(head(12))
    for wrong, sentence in (
        (head(5), "holds 12 leaves"),
        (head(12), "already"),
        (head(12, "forged"), "another root for the 12 leaves"),
    ):
        with pytest.raises(AnchorProblem, match=sentence):
            stamps.anchor(wrong)
    assert stamps.newest(ORIGIN) == head(12)


def test_an_old_stamp_a_broken_one_and_no_stamp_are_refused_and_not_kept(running, stamps, tmp_path):
    stamps.anchor(head(1))
    old = (running.folder / "reply").read_bytes()
    changed = old[:-5] + bytes([old[-5] ^ 1]) + old[-4:]
    for answer in (old, changed, b"no stamp"):
        running.falsified = answer
        with pytest.raises(AnchorProblem, match="does not hold"):
            stamps.anchor(head(2))
    running.status = 503
    with pytest.raises(AnchorProblem, match="answers 503"):
        stamps.anchor(head(2))
    assert stamps.newest(ORIGIN) == head(1)
    assert len(list((tmp_path / "stamps").rglob("*.tsr"))) == 1


def test_a_stamp_of_an_authority_that_is_not_trusted_is_refused(running, stamps, tmp_path):
    make_authority(tmp_path / "stranger")
    suspicious = TimestampAnchor(running.address, tmp_path / "stranger/root.pem", tmp_path / "kept")
    with pytest.raises(AnchorProblem, match="does not hold"):
        suspicious.anchor(head(1))
    with pytest.raises(AnchorProblem, match="holds no certificates"):
        TimestampAnchor(running.address, tmp_path / "nothing", tmp_path / "kept")


def test_a_kept_head_that_was_changed_is_noticed(stamps, tmp_path):
    stamps.anchor(head(9))
    (text,) = (tmp_path / "stamps").rglob("*.txt")
    text.write_text(str(head(9, "forged")))
    with pytest.raises(AnchorProblem, match="does not hold"):
        stamps.newest(ORIGIN)
    text.with_suffix(".tsr").unlink()
    with pytest.raises(AnchorProblem, match="cannot be read"):
        stamps.newest(ORIGIN)


def test_nobody_at_the_address_is_told_in_one_sentence(running, tmp_path):
    wrong = ("ftp://time.example", "http://time.example:port", "http://time.example:70000", "http://[::1/")
    for address, sentence in (("http://127.0.0.1:9/", "does not answer"), *((each, "is no address") for each in wrong)):
        with pytest.raises(AnchorProblem, match=sentence):
            TimestampAnchor(address, running.folder / "root.pem", tmp_path / "kept").anchor(head(1))
