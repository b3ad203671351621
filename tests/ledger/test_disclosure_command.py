"""`verify FILE`: what a disclosure proves, told in a terminal."""

import pytest

from duijie.ledger.commands import main
from duijie.ledger.disclosing.compact import as_compact
from duijie.ledger.disclosing.digits import as_digits
from tests.ledger.shown import ALL, KEYS, gift_shown


@pytest.fixture
def keys(tmp_path):
    file = tmp_path / "keys"
    file.write_text("".join(f"{key}\n" for key in KEYS), encoding="utf-8")
    return str(file)


@pytest.fixture
def shown(tmp_path):
    return gift_shown(tmp_path / "log", ["amount_fen"])


def test_a_file_and_its_dense_code_are_told_alike(tmp_path, capsys, keys, shown):
    told = []
    for content in (str(shown), as_digits(as_compact(shown, ALL))):
        (tmp_path / "paper").write_text(content, encoding="utf-8")
        assert main(["verify", str(tmp_path / "paper"), "--keys", keys]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[0].splitlines() == [
        "right: leaf 200 of 301 in log.example/620000/2026",
        "vouched for by organization_manager in 621121: projects.project.sign_giving, 2026-11-21T09Z",
        "  amount_fen = 12345600",
        "not shown, and not proven: 2 more",
        "stands there since 2026-09-21 14:13 UTC at the latest",
        "cosigned by 3: witness-1.example, witness-2.example, witness-3.example",
        "not proven: that what the leaf says is true; it says who vouched for it",
    ]


def test_a_changed_amount_is_refused(tmp_path, capsys, keys, shown):
    (tmp_path / "paper").write_text(str(shown).replace("12345600", "12345601"), encoding="utf-8")
    assert main(["verify", str(tmp_path / "paper"), "--keys", keys]) == 1
    assert capsys.readouterr().err.startswith("The fields do not belong to this leaf")


def test_fewer_witnesses_may_be_demanded_but_the_keys_must_be_given(tmp_path, capsys, keys, shown):
    paper = tmp_path / "paper"
    paper.write_text(str(shown).replace("witness-2", "witness-7"), encoding="utf-8")
    assert main(["verify", str(paper), "--keys", keys]) == 1
    assert main(["verify", str(paper), "--keys", keys, "--quorum", "2"]) == 0
    assert "cosigned by 2: witness-1.example, witness-3.example" in capsys.readouterr().out
    assert main(["verify", str(paper)]) == 2
    assert main(["verify", str(paper), "--keys", keys, "--quorum", "4"]) == 2
    assert "--quorum is at most that" in capsys.readouterr().err


def test_a_log_that_signed_alone_is_told_as_such(tmp_path, capsys, keys, shown):
    (tmp_path / "paper").write_text(str(shown), encoding="utf-8")
    (tmp_path / "keys").write_text(f"{KEYS[0]}\n", encoding="utf-8")
    assert main(["verify", str(tmp_path / "paper"), "--keys", keys]) == 0
    assert "signed by the log alone; no witness says since when" in capsys.readouterr().out
