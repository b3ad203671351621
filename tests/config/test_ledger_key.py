"""`duijie ledger key`: the key of a year's log is made once, found in its token, and bears SM2 beside it when asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from duijie.config import settings
from duijie.config.commandline import main
from duijie.ledger.formats.notes import is_key_name
from duijie.ledger.national.keys import parse_national_key
from duijie.ledger.writing.keyring import read_signer
from duijie.ledger.writing.signing import read_key_file
from tests.ledger.made import log_key

NAME = "log.example/620000"
ORIGIN = f"{NAME}/2026"


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the key of 2026 shall lie."""
    folder = tmp_path / "keys"
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, ledger=NAME, ledger_keys=folder))
    assert is_key_name(NAME)
    return folder / "620000-2026"


def printed(capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    assert main(["ledger", "key", "--year", "2026", *more]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_key_is_made_once(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, *explained = printed(capsys)
    assert made == str(read_key_file(key).verifier)
    assert "Keep a copy apart from every backup" in explained[0]
    assert printed(capsys) == [made]


def test_a_key_in_a_token_is_printed_and_none_is_made(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key.parent.mkdir()
    word = str(log_key(ORIGIN).verifier)
    (key.parent / "620000-2026.token").write_text(f"{word}\n/bin/sign\n", encoding="utf-8")
    assert printed(capsys) == [word]
    assert not key.exists()


def test_an_sm2_key_is_made_beside_it_under_the_same_name(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, *_ = printed(capsys, "--sm2")
    assert parse_national_key(second).name == ORIGIN
    assert printed(capsys, "--sm2") == [first, second]
    note = read_signer(key).sign("a text\n")
    parse_national_key(second).check(note)
    assert str(read_key_file(key).sign("a text\n")) in str(note)


def test_an_sm2_key_of_another_log_is_refused(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "--sm2")
    main(["ledger", "key", "--year", "2027", "--sm2"])
    (key.parent / "620000-2027.sm2").replace(key.parent / "620000-2026.sm2")
    assert main(["ledger", "key", "--year", "2026"]) == 1
    assert f"is of {NAME}/2027, not of {ORIGIN}" in capsys.readouterr().err
