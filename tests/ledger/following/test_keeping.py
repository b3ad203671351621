"""Records kept below the copy of a log: resumed after any cut, erased with the log, fit to be followed again."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from duijie.ledger.errors import LogDamaged
from duijie.ledger.following.cycle import Followed
from duijie.ledger.following.fetching import LogAddress
from duijie.ledger.following.keeping import keep_records
from duijie.ledger.following.problems import Silent
from duijie.ledger.following.records import parse_line
from duijie.ledger.writing.durable import DurableFolder
from tests.ledger.following.giving import LogServer
from tests.ledger.following.telling import ERASE, KINDS, needs, tell, told

Keep = Callable[[], int]


@pytest.fixture
def keep(ground: Path, server: LogServer, follow: Callable[..., Followed]) -> Keep:
    """Follow a log of 300 acts and keep its records; returns how many were new."""
    shutil.rmtree(server.folder)
    tell(server.folder, needs(0, 300))

    def look() -> int:
        size = follow().opened.checkpoint.size
        with closing(LogAddress(server.address)) as log, closing(DurableFolder(ground / "copy")) as files:
            return keep_records(files, log, size, KINDS)

    return look


def kept(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in sorted(folder.glob("records/*/*.jsonl"))}


def test_kept_records_are_the_logs_own_files_byte_for_byte(ground: Path, server: LogServer, keep: Keep) -> None:
    assert keep() == 240
    tell(server.folder, needs(300, 10))
    assert keep() == 8
    assert keep() == 0
    assert kept(ground / "copy") == kept(server.folder)


def test_a_line_that_is_cut_anywhere_loses_no_record(ground: Path, server: LogServer, keep: Keep) -> None:
    keep()
    (ground / "copy/records/size").unlink()
    for answers in (2, 3):
        server.answers_left = answers
        with pytest.raises(Silent):
            keep()
    server.answers_left = 1_000
    assert keep() == 240
    assert kept(ground / "copy") == kept(server.folder)


def test_what_the_log_erases_is_erased_here(ground: Path, server: LogServer, keep: Keep) -> None:
    keep()
    subject = needs(0, 1)[0].leaf["subject"]
    tell(server.folder, [told(300, {"leaves": 1}, ERASE, subject=subject)])
    assert keep() == 1
    lines = [parse_line(each) for data in kept(ground / "copy").values() for each in data.splitlines()]
    assert {each.index for each in lines if each.shown is None} == {0}
    assert replace(needs(0, 1)[0], shown=None) in lines


def test_a_record_that_was_held_back_is_asked_for_again(ground: Path, server: LogServer, keep: Keep) -> None:
    away = server.folder.parent / "away"
    (server.folder / "records").rename(away)
    with pytest.raises(LogDamaged, match="has no records/"):
        keep()
    away.rename(server.folder / "records")
    assert keep() == 240


def test_a_copy_with_its_records_is_followed_like_the_log(
    ground: Path, server: LogServer, keep: Keep, follow: Callable[..., Followed]
) -> None:
    keep()
    server.folder = ground / "copy"
    follow(into="second")
    with closing(LogAddress(server.address)) as log, closing(DurableFolder(ground / "second")) as files:
        assert keep_records(files, log, 300, KINDS) == 240
