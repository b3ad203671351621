"""A log carried by hand: packed by one platform, read by another, and judged as strictly as at an address."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from duijie.apps.notices.models import Notice
from duijie.apps.records.carrying import write_carried
from duijie.apps.records.models import Leaf
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.services import erase
from duijie.config.commandline import main
from duijie.kernel.access.actors import SYSTEM
from duijie.ledger.errors import LogDamaged
from duijie.ledger.following.carrying import CarriedLog
from duijie.ledger.following.problems import Gap
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from tests.apps.records.conftest import acts
from tests.apps.records.conftest import origin as origin  # noqa: PLC0414 - the fixture of a log

pytestmark = pytest.mark.django_db
COMMIT = "matches.match.commit"


@pytest.fixture
def receive(origin: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Follow the file with the platform's own command; returns what it said."""
    run_once()
    (tmp_path / "keys.of").write_text(f"{logs.signer(origin).verifier}\n", encoding="utf-8")

    def look(file: str = "carried.zip", status: int = 0) -> str:
        asked = ["follow", str(tmp_path / file), str(tmp_path / "copy"), "--keys", str(tmp_path / "keys.of")]
        assert main(asked) == status
        told = capsys.readouterr()
        return told.out + told.err

    return look


def facts_kept(tmp_path: Path) -> list[Any]:
    return [
        json.loads(line)["shown"]
        for file in sorted((tmp_path / "copy/records").glob(f"*/{COMMIT}.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def test_files_carried_one_after_another_make_the_whole_log_with_its_records(
    origin: str, tmp_path: Path, receive: Callable[..., str]
) -> None:
    year, held = logs.year_of(origin), 0
    for count in (3, 300, 1):
        acts(count, COMMIT)
        run_once()
        before, held = held, write_carried(tmp_path / "carried.zip", year, held)
        told = receive()
        assert f"right: {held} leaves of {origin}, {held - before} of them new" in told
        assert f"right: {count} new records" in told
    assert "0 new records" in receive()
    assert len(facts_kept(tmp_path)) == 304
    assert all(facts_kept(tmp_path))
    trust = Trust(logs.signer(origin).verifier)
    assert verify_folder(tmp_path / "copy", trust).checkpoint.size == held == 305
    erase(actor=SYSTEM, subject=Notice.objects.order_by("id").first())
    run_once()
    write_carried(tmp_path / "carried.zip", year, held)
    receive()
    assert facts_kept(tmp_path).count(None) == 3


def test_a_file_that_begins_after_what_is_held_is_told_apart_from_a_damaged_one(
    origin: str, tmp_path: Path, receive: Callable[..., str]
) -> None:
    acts(3, COMMIT)
    run_once()
    write_carried(tmp_path / "carried.zip", logs.year_of(origin), 2)
    assert "begins with leaf 2, and 0 are here: something before it is missing." in receive(status=Gap.status)
    with pytest.raises(LogDamaged, match="has 4 leaves, not 5"):
        write_carried(tmp_path / "carried.zip", logs.year_of(origin), 5)


def test_whatever_is_exchanged_in_the_file_is_refused(origin: str, tmp_path: Path, receive: Callable[..., str]) -> None:
    acts(3, COMMIT)
    run_once()
    write_carried(tmp_path / "right.zip", logs.year_of(origin), 0)
    with ZipFile(tmp_path / "right.zip") as right:
        files = {name: right.read(name) for name in right.namelist()}
    for name in files:
        if not name.endswith("/first"):
            with ZipFile(tmp_path / "carried.zip", "w", ZIP_DEFLATED) as wrong:
                for each, content in files.items():
                    wrong.writestr(each, content[:-9] + b"AAAAAAAA\n" if each == name else content)
            assert receive(status=1), name
    assert "right: 3 new records" in receive("right.zip")


def test_a_file_that_holds_anything_but_a_log_is_refused_in_one_sentence(tmp_path: Path) -> None:
    for name in ("../evil", "/etc/passwd", "620000/2026/../checkpoint", "620000/2026/tile/0/000.exe", "x\n"):
        with ZipFile(tmp_path / "strange.zip", "w") as strange:
            strange.writestr(name, b"")
        with pytest.raises(LogDamaged, match="which is no file of a log"):
            CarriedLog(tmp_path / "strange.zip", "620000/2026")
    (tmp_path / "no.zip").write_bytes(b"PK\3\4 but no more")
    with pytest.raises(LogDamaged, match="is no ZIP file"):
        CarriedLog(tmp_path / "no.zip", "620000/2026")
    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("620000/2026/checkpoint", b"0" * (30 << 20))
    with closing(CarriedLog(tmp_path / "bomb.zip", "620000/2026")) as log, pytest.raises(LogDamaged, match="more than"):
        log.note()


def test_the_command_writes_the_file_and_says_where_to_go_on(
    origin: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], receive: Callable[..., str]
) -> None:
    acts(2, COMMIT)
    run_once()
    assert main(["exchange", "pack", str(tmp_path / "carried.zip")]) == 0
    assert capsys.readouterr().out.endswith("the next time: --since 3\n")
    assert "3 of them new" in receive()
    assert main(["exchange", "pack", "--since", "9", str(tmp_path / "other.zip")]) == 1
    assert not list(tmp_path.glob("other.zip*"))
    assert Leaf.objects.count() == 2
