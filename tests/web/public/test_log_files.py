"""The log's files for everybody: what is published, as it lies on the disk, and nothing beside it."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.draining import drain
from duijie.apps.records.sequencing.opening import open_log
from duijie.apps.records.sequencing.running import run_once
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from tests.apps.records.conftest import acts
from tests.apps.records.conftest import origin as origin  # noqa: PLC0414 - the fixture of a log

pytestmark = pytest.mark.django_db


def get(name: str) -> Any:
    return Client().get(f"/log/{name}")


def test_the_published_files_are_a_log_that_holds(origin: str, tmp_path: Path) -> None:
    acts(3)
    run_once()
    place = logs.path_of(origin)
    for name in ("checkpoint", "vkeys", "tile/0/000.p/4", "tile/entries/000.p/4"):
        answer = get(f"{place}/{name}")
        assert answer.status_code == 200, name
        copy = tmp_path / "copy" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(answer.content)
    assert verify_folder(tmp_path / "copy", Trust(logs.signer(origin).verifier)).checkpoint.size == 4


def test_tiles_are_kept_for_ever_and_the_checkpoint_is_asked_for_again(origin: str) -> None:
    run_once()
    place = logs.path_of(origin)
    tile, checkpoint = get(f"{place}/tile/0/000.p/1"), get(f"{place}/checkpoint")
    assert "immutable" in tile["Cache-Control"]
    assert tile["Content-Type"] == "application/octet-stream"
    assert checkpoint["Cache-Control"] == "no-cache"
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert {each["Access-Control-Allow-Origin"] for each in (tile, checkpoint)} == {"*"}


def test_what_is_safe_but_not_published_is_not_shown(origin: str) -> None:
    run_once()
    acts(2)
    opened = open_log(origin)
    with closing(opened.writer):
        drain(opened)
        assert (logs.folder_of(origin).path / "tile/0/000.p/3").exists()
        assert get(f"{logs.path_of(origin)}/tile/0/000.p/3").status_code == 404
        opened.writer.publish()
    assert get(f"{logs.path_of(origin)}/tile/0/000.p/3").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "{}/.writing/staged",
        "{}/.writing/lock",
        "{}/tile/0/../../checkpoint",
        "{}/../../../keys/620000-2026",
        "{}/tile/0/000.p/0/x",
        "{}/tile/0/000",
        "{}/",
        "630000/2026/checkpoint",
        "620000/1999/checkpoint",
        "../keys/ledger",
    ],
)
def test_nothing_else_is_given_out(origin: str, name: str) -> None:
    run_once()
    assert get(name.format(logs.path_of(origin))).status_code == 404


def test_where_the_ledger_is_off_there_are_no_files(origin: str, settings: Any) -> None:
    run_once()
    settings.LEDGER_NAME = ""
    assert get(f"{logs.path_of(origin)}/checkpoint").status_code == 404
