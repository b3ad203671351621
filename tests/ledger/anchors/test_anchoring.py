"""A log and its anchors: held against one another, each by itself, from one file that names them."""

import sys

import pytest

from duijie.ledger.anchors.anchoring import AnchorProblem
from duijie.ledger.anchors.configured import configured_anchors, read_private_key
from duijie.ledger.anchors.files import FileAnchor
from duijie.ledger.commands import main
from tests.ledger.anchors.stamping import authority
from tests.ledger.made import ORIGIN, leaves, written_log

FILE = '[[anchor]]\nkind = "file"\npath = "heads"\n'
STAMPS = '[[anchor]]\nkind = "timestamps"\naddress = "{}"\nroots = "tsa/root.pem"\nfolder = "stamps"\n'
CHAIN = (
    '[[anchor]]\nkind = "chain"\naddress = "http://127.0.0.1:9"\n'
    f'contract = "0x{40 * "1"}"\nkey = "chain.key"\ngas = 1\ngas_price = 0\n'
)


@pytest.fixture
def anchors(tmp_path):
    path = tmp_path / "anchors.toml"
    path.write_text(FILE)
    return path


def run(folder, anchors):
    return main(["anchor", str(folder), "--anchors", str(anchors)])


def test_a_log_is_anchored_everywhere_each_time_it_has_grown(tmp_path, anchors, capsys):
    with authority(tmp_path / "tsa") as server:
        anchors.write_text(FILE + STAMPS.format(server.address))
        for size in (3, 300):
            folder = written_log(tmp_path / f"log-{size}", leaves(size)).path
            assert run(folder, anchors) == 0
            at_file, at_authority = capsys.readouterr().out.splitlines()
            assert at_file.startswith(f"anchored: {size} leaves at the file heads, line ")
            assert at_authority.startswith(f"anchored: {size} leaves at the time stamps of 127.0.0.1, stamp ")
        assert run(folder, anchors) == 0
        assert capsys.readouterr().out.count("stood there already") == 2
    assert FileAnchor(tmp_path / "heads").newest(ORIGIN).size == 300


def test_a_log_that_was_rewritten_with_its_real_key_or_taken_back_is_refused(tmp_path, anchors, capsys):
    run(written_log(tmp_path / "log", leaves(300)).path, anchors)
    rewritten = written_log(tmp_path / "rewritten", [*leaves(299), b"another amount", *leaves(100)]).path
    taken_back = written_log(tmp_path / "taken-back", leaves(200)).path
    capsys.readouterr()
    assert run(rewritten, anchors) == 1
    told = capsys.readouterr()
    assert told.out == f"failed: The first 300 leaves of {ORIGIN} are not what the file heads holds.\n"
    assert told.err == "1 of 1 anchors failed.\n"
    assert run(taken_back, anchors) == 1
    assert "holds 300 leaves" in capsys.readouterr().out
    assert FileAnchor(tmp_path / "heads").newest(ORIGIN).size == 300


def test_an_anchor_that_fails_does_not_keep_the_others_from_their_head(tmp_path, anchors, capsys):
    (tmp_path / "chain.key").write_text("0x" + 64 * "1")
    (tmp_path / "chain.key").chmod(0o600)
    anchors.write_text(CHAIN + FILE)
    assert run(written_log(tmp_path / "log", leaves(3)).path, anchors) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "failed: No node of a chain answers at http://127.0.0.1:9."
    assert told[1].startswith("anchored: 3 leaves at the file heads")


def test_a_log_without_leaves_has_nothing_to_anchor(tmp_path, anchors, capsys):
    assert run(written_log(tmp_path / "log", []).path, anchors) == 2
    assert "nothing to anchor" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("anchor = [", "cannot be read"),
        ("", "names no anchors"),
        ('word = 1\n[[anchor]]\nkind = "file"\npath = "heads"', "names no anchors"),
        ('[[anchor]]\nkind = "moon"', "Anchor 1 of .* is of no kind that we know: file, timestamps, chain"),
        ('[[anchor]]\nkind = "file"', "has exactly these words beside its kind: path"),
        ('[[anchor]]\nkind = "file"\npath = 3', "has exactly these words beside its kind: path"),
        (FILE + CHAIN.replace("gas = 1", "gas = true"), "Anchor 2 of .* has exactly these words"),
    ],
)
def test_what_is_wrong_in_the_file_of_anchors_is_named(anchors, text, sentence):
    anchors.write_text(text)
    with pytest.raises(AnchorProblem, match=sentence):
        configured_anchors(anchors)


def test_a_key_for_a_chain_that_others_can_read_is_not_used(tmp_path):
    (tmp_path / "key").write_text("0x" + 64 * "1")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(AnchorProblem, match="Others can read the key"):
        read_private_key(tmp_path / "key")
    with pytest.raises(AnchorProblem, match="cannot be read"):
        read_private_key(tmp_path / "none")


def test_without_its_extra_an_anchor_says_what_to_install(tmp_path, anchors, monkeypatch, capsys):
    (tmp_path / "chain.key").write_text("0x" + 64 * "1")
    (tmp_path / "chain.key").chmod(0o600)
    monkeypatch.setitem(sys.modules, "web3", None)
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    folder = written_log(tmp_path / "log", leaves(3)).path
    with authority(tmp_path / "tsa") as server:
        anchors.write_text(CHAIN + STAMPS.format(server.address))
        assert run(folder, anchors) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition("pip install ")[2] for line in told] == ["duijie[chain]", "duijie[timestamps]"]


def test_who_asks_for_a_contract_wrongly_is_told_so(tmp_path, capsys):
    for words in (["--origin", ORIGIN], ["--contract", "0x1"], ["--contract", "0x1", "--writer", "0x2"]):
        assert main(["contract", "http://127.0.0.1:9", "--key", str(tmp_path / "key"), *words]) == 2
        assert "--origin and --writer go together" in capsys.readouterr().err
