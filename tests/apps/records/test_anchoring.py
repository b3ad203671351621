"""Heads of the log stand with other keepers, again each hour while it grows; a failure is kept with its time."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from duijie.apps.records.anchoring import anchor_published, newest_anchored
from duijie.apps.records.models import Anchored, Log
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.tasks import anchor
from duijie.config.commandline import main
from duijie.kernel.clock import moved
from duijie.ledger.anchors.files import FileAnchor
from duijie.ledger.errors import LedgerError
from tests.apps.records.conftest import acts

pytestmark = pytest.mark.django_db
Write = Callable[..., Path]


@pytest.fixture
def place(settings: Any, tmp_path: Path, origin: str) -> Write:
    """Name files as anchors; returns the folder that the names count from."""
    settings.LEDGER_ANCHORS = tmp_path / "anchors.toml"

    def write(*paths: str) -> Path:
        tables = [f'[[anchor]]\nkind = "file"\npath = "{path}"\n' for path in paths]
        settings.LEDGER_ANCHORS.write_text("".join(tables), encoding="utf-8")
        return tmp_path

    return write


def published(count: int) -> Log:
    acts(count)
    run_once()
    return Log.objects.get()


def test_a_published_log_is_anchored_at_once_and_then_when_it_grew_and_an_hour_has_passed(place: Write) -> None:
    folder = place("heads")
    assert anchor_published() == 0
    log = published(3)
    assert anchor_published() == 1
    kept = FileAnchor(folder / "heads").newest(log.origin)
    assert kept is not None
    assert kept.size == 4
    published(1)
    assert anchor_published() == 0
    with moved(timedelta(hours=2)):
        assert anchor_published() == 1
        assert anchor_published() == 0
    (newest,) = newest_anchored(log)
    assert (newest.size, newest.root, newest.receipt) == (5, log_root(log), "line 2")
    assert Anchored.objects.count() == 2


def log_root(log: Log) -> str:
    return logs.open_tree(log.origin).root(5).hex()


def test_a_place_that_fails_keeps_no_other_from_its_own_and_since_when_is_kept(place: Write) -> None:
    folder = place("no such folder/heads", "heads")
    log = published(1)
    assert anchor_published() == 1
    stands, failing = newest_anchored(log)
    assert "cannot be written" in failing.failure
    assert (stands.place, stands.failure) == ("heads", "")
    with moved(timedelta(days=1)):
        assert anchor_published() == 0
    assert newest_anchored(log)[1].at == failing.at
    (folder / "no such folder").mkdir()
    assert anchor_published() == 1
    assert not [each for each in newest_anchored(log) if each.failure]


def test_a_log_that_does_not_begin_with_what_was_anchored_is_told(
    place: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = place("heads")
    log = published(2)
    (folder / "heads").write_text(f"2 {'A' * 43}= {log.origin}\n", encoding="utf-8")
    assert anchor_published() == 0
    main(["ledger", "status"])
    said = capsys.readouterr().out
    assert f"The first 2 leaves of {log.origin} are not what the file heads holds." in said


def test_what_was_anchored_by_hand_is_not_anchored_twice(place: Write) -> None:
    place("heads")
    log = published(1)
    anchor_published()
    Anchored.objects.all().delete()
    assert anchor_published() == 0
    assert [each.size for each in newest_anchored(log)] == [2]


def test_without_a_file_of_anchors_nothing_is_anchored_and_a_bad_one_is_told(place: Write, settings: Any) -> None:
    settings.LEDGER_ANCHORS.unlink(missing_ok=True)
    published(1)
    assert anchor_published() == 0
    place()
    with pytest.raises(LedgerError, match="names no anchors"):
        anchor_published()
    anchor(0)
    assert not Anchored.objects.exists()
