"""A file as an anchor: lines are added, never changed, and what was taken away or changed is noticed."""

from threading import Thread

import pytest

from duijie.ledger.anchors.anchoring import AnchorProblem
from duijie.ledger.anchors.files import FileAnchor
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import leaf_hash

OTHER = "other.example/2026"
ORIGIN = "log.example/620000/2026"


def head(size: int, origin: str = ORIGIN, word: str = "") -> Checkpoint:
    return Checkpoint(origin, size, leaf_hash(f"{size}{word}".encode()))


@pytest.fixture
def anchor(tmp_path):
    return FileAnchor(tmp_path / "heads")


def test_heads_of_several_logs_stand_one_a_line(anchor, tmp_path):
    assert anchor.newest(ORIGIN) is None
    assert anchor.anchor(head(3)).reference == "line 1"
    before = (tmp_path / "heads").read_bytes()
    assert anchor.anchor(head(2, OTHER)).reference == "line 2"
    assert anchor.anchor(head(8)).reference == "line 3"
    assert (tmp_path / "heads").read_bytes().startswith(before)
    assert (anchor.newest(ORIGIN), anchor.newest(OTHER), anchor.newest("third")) == (head(8), head(2, OTHER), None)


def test_a_log_never_goes_back_and_never_has_two_roots(anchor, tmp_path):
    anchor.anchor(head(8))
    kept = (tmp_path / "heads").read_bytes()
    for wrong, sentence in (
        (head(7), "the file heads holds 8 leaves of log.example/620000/2026, this head has 7"),
        (head(8, word="forged"), "holds another root for the 8 leaves"),
        (head(8), "already"),
    ):
        with pytest.raises(AnchorProblem, match=sentence):
            anchor.anchor(wrong)
    assert (tmp_path / "heads").read_bytes() == kept


def test_two_who_write_at_once_do_not_mix_their_lines(anchor):
    def write(origin: str) -> None:
        for size in range(1, 101):
            anchor.anchor(head(size, origin))

    threads = [Thread(target=write, args=(origin,)) for origin in (ORIGIN, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (anchor.newest(ORIGIN), anchor.newest(OTHER)) == (head(100), head(100, OTHER))


@pytest.mark.parametrize("line", ["8 no-base64 log.example", "eight AAAA log.example", "8", ""])
def test_a_line_that_is_no_head_is_named(anchor, tmp_path, line):
    anchor.anchor(head(3))
    with (tmp_path / "heads").open("a") as file:
        file.write(f"{line}\n")
    for ask in (lambda: anchor.newest(ORIGIN), lambda: anchor.anchor(head(9))):
        with pytest.raises(AnchorProblem, match="Line 2 of .* is no head of a log"):
            ask()


def test_a_line_that_was_broken_off_stops_the_anchor(anchor, tmp_path):
    anchor.anchor(head(3))
    with (tmp_path / "heads").open("a") as file:
        file.write("9 AAAA")
    with pytest.raises(AnchorProblem, match="The last line of .* is not whole"):
        anchor.anchor(head(9))


def test_a_file_that_cannot_be_written_or_read_is_named(tmp_path):
    with pytest.raises(AnchorProblem, match="cannot be written"):
        FileAnchor(tmp_path / "no/such/folder").anchor(head(1))
    with pytest.raises(AnchorProblem, match="cannot be read"):
        FileAnchor(tmp_path).newest(ORIGIN)
