"""`duijie check`: one line for each thing that the platform stands on, with the way out where it is missing."""

import dataclasses
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from duijie.apps.records.models import Log
from duijie.config.commandline import check, main
from duijie.kernel.privacy.keys import make_demo_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, static files and a worker as they should be."""
    keys = tmp_path / "keys"
    make_demo_keys(keys)
    os.close(os.open(keys / "secret", os.O_CREAT, 0o600))
    (tmp_path / "staticfiles.json").touch()
    monkeypatch.setattr(settings, "SECRET_KEY", "fifty random characters")
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path)
    monkeypatch.setattr(settings, "MODELS_FOLDER", tmp_path)
    monkeypatch.setattr(settings, "ENVIRONMENT", dataclasses.replace(settings.ENVIRONMENT, home=tmp_path))
    _worker_heard(timedelta(seconds=1))


def _worker_heard(before: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (clock_timestamp() - %s)", [before])


def said(capsys: pytest.CaptureFixture[str], name: str) -> str:
    status = main(["check"])
    lines = {line.split()[1]: line for line in capsys.readouterr().out.splitlines()}
    assert status == int(any(line.startswith("FAIL") for line in lines.values()))
    return lines[name]


def test_all_is_well_when_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == list(check.CHECKS)
    assert all(line.startswith("ok ") for line in lines), lines


def test_a_silent_worker_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _worker_heard(timedelta(minutes=10))
    assert said(capsys, "worker").endswith("has been silent for 600 seconds: start `duijie worker`.")


def test_no_worker_at_all_is_told_unless_nobody_asks(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert said(capsys, "worker").endswith("No worker runs: start `duijie worker`.")
    assert main(["check", "--no-worker"]) == 0


def test_a_key_that_others_can_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    (settings.ENVIRONMENT.home / "keys" / "fields").chmod(0o644)
    assert "Others can read" in said(capsys, "keys")


def test_a_missing_key_is_told_with_its_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SECRET_KEY", "unset: run `duijie check`")
    assert "DUIJIE_SECRET_KEY is not set" in said(capsys, "keys")


def test_a_database_behind_the_code_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert "run `duijie migrate`" in said(capsys, "migrations")


def test_clocks_that_differ_are_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "CLOCKS_MAY_DIFFER", timedelta(microseconds=-1))
    assert "run a time service on both" in said(capsys, "clock")


def test_a_locale_that_loses_chinese_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check.locale, "getpreferredencoding", lambda do_setlocale: "GB2312")  # noqa: ARG005
    assert said(capsys, "locale").endswith("This process writes GB2312, not UTF-8: set LANG=C.UTF-8.")


def test_a_database_that_cannot_search_chinese_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duijie.kernel.database.roles.CHINESE_SAMPLE", "")
    assert "make it with C.UTF-8" in said(capsys, "search")


def test_a_learned_model_that_cannot_be_used_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "model").endswith("the published rule")
    (tmp_path / "current.json").write_text('{"version": 3}', encoding="ascii")
    assert "model-0003.json is no whole model" in said(capsys, "model")


def test_a_ledger_that_is_off_is_in_order_and_one_that_stands_still_is_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert said(capsys, "ledger") == "ok   ledger      switched off (DUIJIE_LEDGER is empty)"
    monkeypatch.setattr(settings, "LEDGER_NAME", "log.example/620000")
    monkeypatch.setattr(settings, "LEDGER_KEYS", tmp_path / "ledger")
    assert said(capsys, "ledger").endswith("0 leaves in 0 logs, 0 wait")
    Log.objects.create(origin="log.example/620000/2026", root="", size=3, halted="The folder is an older copy.")
    assert said(capsys, "ledger").endswith("The log stands still: The folder is an older copy.")
    Log.objects.update(halted="")
    (tmp_path / "ledger").mkdir()
    key = tmp_path / "ledger" / "620000-2026"
    key.touch(0o600)
    assert said(capsys, "ledger").endswith("3 leaves in 1 logs, 0 wait")
    key.chmod(0o644)
    assert said(capsys, "ledger").startswith(f"FAIL ledger      Others can read {key}")
