"""`duijie keys`: keys for their owner only, none overwritten, and no start without them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from duijie.config.commandline import keys, main
from duijie.config.commandline.keys import VARIABLES


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path))
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    return tmp_path / "keys"


def test_keys_are_made_once_and_only_their_owner_reads_them(folder: Path) -> None:
    assert main(["keys", "make"]) == 0
    before = {path.name: path.read_text(encoding="ascii") for path in folder.iterdir()}
    assert set(before) == set(VARIABLES.values())
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *folder.iterdir()))
    assert len(before["secret"]) >= 50
    assert main(["keys", "make"]) == 0
    assert before == {path.name: path.read_text(encoding="ascii") for path in folder.iterdir()}


def test_a_new_key_stands_first_and_the_old_ones_stay(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["keys", "make"])
    old = (folder / "fields").read_text(encoding="ascii")
    assert main(["keys", "add"]) == 0
    new, rest = (folder / "fields").read_text(encoding="ascii").split("\n", 1)
    assert rest == old
    assert new.split(":")[0] != old.split(":")[0]
    assert new.split(":")[1] not in capsys.readouterr().out
    monkeypatch.setattr(keys, "_new_id", lambda: new.split(":")[0])
    assert main(["keys", "add"]) == 1


def test_a_key_for_the_variable_is_printed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", "old:x")
    assert main(["keys", "add"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"k{time.gmtime().tm_year % 100}")
    assert not folder.exists()


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_without_keys(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command]) == 1
    said = capsys.readouterr().err
    assert said.startswith("DUIJIE_SECRET_KEY is not set and ")
    assert said.endswith("is missing: run `duijie keys make` once.\n")


@pytest.mark.django_db
def test_rotating_says_what_was_done(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["keys", "make"])
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", (folder / "fields").read_text(encoding="ascii"))
    assert main(["keys", "rotate"]) == 0
    assert "older keys are needed for old backups only" in capsys.readouterr().out
