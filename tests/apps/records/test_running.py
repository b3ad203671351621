"""The sequencer beside a worker: places what comes within a moment, and says why it stands still where it must."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings

from duijie.apps.records.models import Leaf, Log, Pending
from duijie.apps.records.sequencing import logs, running
from duijie.apps.records.sequencing.opening import open_log
from duijie.apps.records.sequencing.running import beside, run_once
from duijie.kernel.clock import today
from duijie.kernel.database.processes import wait_until
from tests.apps.records.conftest import acts, witness_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE = 60


def test_what_comes_is_placed_and_published_while_the_worker_runs(origin: str) -> None:
    with beside():
        acts(2)
        assert wait_until(lambda: Log.objects.filter(origin=origin, published_size=3).exists(), PATIENCE)
        acts(1)
        assert wait_until(lambda: Log.objects.filter(origin=origin, published_size=4).exists(), PATIENCE)
    assert not Pending.objects.exists()
    assert logs.open_tree(origin).size == 4
    assert sorted(Leaf.objects.values_list("index", flat=True)) == [1, 2, 3]


def test_it_stands_still_before_an_older_copy_until_the_newest_is_back(origin: str, tmp_path: Path) -> None:
    acts(2)
    run_once()
    folder = logs.folder_of(origin).path
    folder.rename(tmp_path / "newest")
    with beside():
        acts(1)
        assert wait_until(lambda: Log.objects.exclude(halted="").exists(), PATIENCE)
    assert "it is an older copy" in Log.objects.get().halted
    assert Pending.objects.count() == 1
    shutil.rmtree(folder)
    (tmp_path / "newest").rename(folder)
    with beside():
        assert wait_until(lambda: not Pending.objects.exists(), PATIENCE)
    assert Log.objects.get().halted == ""


def test_a_halt_of_last_year_is_over_once_the_new_year_is_published(
    origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PAUSE", 0.05)
    before = logs.origin_of(today().year - 1)
    Log.objects.create(origin=before, size=1, published_size=1, root="0" * 64)
    key = logs.key_file(origin)
    key.rename(key.with_suffix(".away"))
    with beside():
        assert wait_until(lambda: "is missing" in Log.objects.get(origin=before).halted, PATIENCE)
        key.with_suffix(".away").rename(key)
        assert wait_until(lambda: Log.objects.filter(origin=origin, published_size=1).exists(), PATIENCE)
    assert not Log.objects.exclude(halted="").exists()


def test_before_a_witness_that_knows_more_it_goes_on_standing_still(
    origin: str, ask: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PAUSE", 0.05)
    with witness_at(tmp_path / "w1", origin) as address:
        ask(1, address)
        acts(1)
        run_once()
        shutil.rmtree(logs.folder_of(origin).path)
        Leaf.objects.all().update(log=None, index=None)
        Log.objects.all().delete()
        tries: list[str] = []
        monkeypatch.setattr(running, "open_log", lambda origin: tries.append(origin) or open_log(origin))
        with beside():
            assert wait_until(lambda: Log.objects.exclude(halted="").exists(), PATIENCE)
            assert wait_until(lambda: len(tries) > 3, PATIENCE)
            assert "has cosigned 2 leaves of this log, which has 1 here" in Log.objects.get().halted


def test_with_the_ledger_off_it_does_nothing(origin: str) -> None:
    with override_settings(LEDGER_NAME=""), beside():
        acts(1)
    assert Pending.objects.count() == 1
    assert not Log.objects.exists()
