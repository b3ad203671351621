"""The worker: SIGTERM drains it, and the job of a killed one is done by the next."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from duijie.config.tasks import retry_stalled_jobs
from duijie.kernel.database.processes import wait_until
from tests.config.slow_jobs import NAME

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    started = []

    def start_worker(*options: str) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "DUIJIE_SECRET_KEY": "for tests only",
            "DJANGO_SETTINGS_MODULE": "tests.config.worker_settings",
            "TEST_NAME": connection.settings_dict["NAME"],
            "PYTHONPATH": str(ROOT),
        }
        process = subprocess.Popen([sys.executable, "-m", "duijie", "worker", *options], cwd=ROOT, env=environment)
        started.append(process)
        return process

    yield start_worker
    for process in started:
        process.kill()
        process.wait()


def _defer(folder: Path, seconds: float) -> None:
    app.configure_task(NAME, allow_unknown=True).defer(folder=str(folder), seconds=seconds)


def _states() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = %s", [NAME])
        return [state for (state,) in cursor.fetchall()]


def test_a_job_in_hand_is_finished_after_sigterm(start: Start, tmp_path: Path) -> None:
    _defer(tmp_path, seconds=2)
    worker = start()
    assert wait_until((tmp_path / "began").exists, 20)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert (tmp_path / "ended").exists()
    assert _states() == []


def test_the_job_of_a_killed_worker_is_done_by_the_next(start: Start, tmp_path: Path) -> None:
    _defer(tmp_path, seconds=60)
    worker = start()
    assert wait_until((tmp_path / "began").exists, 20)
    worker.kill()
    worker.wait()
    assert _states() == ["doing"]
    with connection.cursor() as cursor:  # as if half an hour had passed
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '30 minutes'")
    with suppress(AlreadyEnqueued):  # the minute may just have turned
        retry_stalled_jobs.defer(timestamp=0)
    assert start("--once").wait(30) == 0
    if not (tmp_path / "ended").exists():
        assert start("--once").wait(30) == 0
    assert (tmp_path / "ended").exists()
    assert _states() == []
