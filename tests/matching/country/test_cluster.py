"""The split over processes: the same answer as in one process, one sentence when a worker dies or Dask is missing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from duijie.matching.country import ClusterMissing, Size, WorkerLost, connect, make_country, save_round, split_round
from duijie.matching.country.agreeing import agree
from duijie.matching.country.desks import NearDesks, open_desk
from duijie.matching.country.splitting import share_out

ROOT = Path(__file__).resolve().parents[3]


def ask_until_it_fails(desks):
    while True:
        desks.ask("cost", [(), ()])


@pytest.mark.slow
def test_processes_come_to_the_round_of_one_process_and_losing_one_of_them_is_said(tmp_path):
    country = make_country(Size(needs=1_200, offers=1_200, counties=200, seed=2))
    with connect(2) as cluster:
        done = split_round(country, tmp_path, cluster)
        shares = share_out(np.diff(country.province_starts()), 2)
        near = NearDesks([open_desk(str(tmp_path), mine) for mine in shares])
        mean = float(done.problem.utility.mean())
        found = agree(near, country.offers.places, mean, gap=0.001, say=lambda _sentence: None)
        assert (found.objective, found.bound) == (done.result.objective, done.result.bound)
        assert np.array_equal(found.prices, done.result.prices)
        far = cluster.open_desks(tmp_path, shares)
        os.kill(cluster._client.run(os.getpid)[cluster.workers()[0]], signal.SIGKILL)
        with pytest.raises(WorkerLost, match="ended before its answer came; start the round again"):
            ask_until_it_fails(far)
    assert done.result.objective <= done.unsplit.bound
    assert done.unsplit.objective <= done.result.bound
    assert done.lost == 1 - done.result.objective / done.unsplit.objective
    assert min(done.peaks) > 10_000_000
    save_round(done.problem, done.result, tmp_path)
    checked = subprocess.run(
        [sys.executable, "tools/check_round.py", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.stdout.startswith("right: "), checked.stderr


def test_without_dask_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterMissing, match=r"pip install 'duijie\[cluster\]'"), connect(2):
        pass


def test_provinces_are_shared_out_about_evenly_and_each_once():
    shares = share_out(np.array([50, 10, 40, 30, 20]), 2)
    assert sorted(province for mine in shares for province in mine) == [0, 1, 2, 3, 4]
    assert share_out(np.array([5, 4]), 8) == [[0], [1]]
    assert shares == [[0, 4, 1], [2, 3]]
