"""The command line of the log, as an outside judge uses it."""

import subprocess
import sys

import pytest

from duijie.ledger.commands import main
from duijie.ledger.formats.keys import parse_keys
from duijie.ledger.formats.lines import decode_hashes
from duijie.ledger.formats.logged_proofs import parse_logged_proof
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.merkle import verify_consistency
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.verifying.proofs import verify_logged_proof

ORIGIN = "log.example/620000/2026"


@pytest.fixture
def made(tmp_path, capsys):
    folder = tmp_path / "log"
    assert main(["make", str(folder), "--leaves", "1000", "--origin", ORIGIN]) == 0
    assert capsys.readouterr().out == f"1000 leaves of {ORIGIN} lie in {folder}.\n"
    return folder


def test_a_fresh_log_has_one_signature_its_key_and_no_earlier_partial_tiles(made):
    found = sorted(str(path.relative_to(made)) for path in made.rglob("*") if path.is_file())
    bundles = [f"tile/{kind}/{name}" for kind in ("0", "1", "entries") for name in ("000", "001", "002", "003.p/232")]
    wanted = [name for name in bundles if not name.startswith("tile/1/")] + ["tile/1/000.p/3", "checkpoint", "vkeys"]
    assert found == sorted(wanted)
    note = LogFolder(made).note()
    (key,) = parse_keys((made / "vkeys").read_bytes())
    assert (key.name, len(note.signatures)) == (ORIGIN, 1)


def test_a_fresh_log_is_verified_and_a_changed_one_refused_with_one_sentence(made, capsys):
    assert main(["verify", str(made)]) == 0
    assert capsys.readouterr().out.startswith(f"right: 1000 leaves of {ORIGIN}, root ")
    bundle = made / "tile/entries/001"
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"?")
    assert main(["verify", str(made)]) == 1
    assert capsys.readouterr().err == "tile/0/001 does not hold the hashes of the rows.\n"


def test_two_logs_are_not_the_same(made, tmp_path):
    main(["make", str(tmp_path / "other"), "--leaves", "1000", "--origin", ORIGIN])
    assert LogFolder(made).checkpoint().root != LogFolder(tmp_path / "other").checkpoint().root


@pytest.mark.parametrize("count", [0, 1, 256, 65_537])
def test_a_log_of_any_size_is_made_and_verified(tmp_path, count):
    folder = str(tmp_path / "log")
    assert main(["make", folder, "--leaves", str(count), "--origin", ORIGIN]) == 0
    assert main(["verify", folder]) == 0


def test_a_printed_proof_holds_without_the_log(made, capsys):
    (key,) = parse_keys((made / "vkeys").read_bytes())
    assert main(["prove", str(made), "700"]) == 0
    proof = parse_logged_proof(capsys.readouterr().out.encode())
    assert verify_logged_proof(proof, LogFolder(made).entry(700, 1000), Trust(key)).checkpoint.size == 1000


def test_a_printed_consistency_proof_holds(made, capsys):
    assert main(["consistency", str(made), "600", "999"]) == 0
    proof = decode_hashes(capsys.readouterr().out.removesuffix("\n").split("\n"))
    tree = Tree(LogFolder(made), 1000)
    verify_consistency(600, 999, tree.root(600), tree.root(999), proof)
    assert main(["consistency", str(made), "1000", "1000"]) == 0
    assert capsys.readouterr().out == ""


def test_a_log_can_be_held_against_trusted_keys_and_a_checkpoint_kept_from_before(tmp_path, capsys):
    first, second, kept = tmp_path / "first", tmp_path / "second", tmp_path / "kept"
    for folder in (first, second):
        main(["make", str(folder), "--leaves", "300", "--origin", ORIGIN, "--key", str(tmp_path / "key")])
    kept.write_bytes((first / "checkpoint").read_bytes())
    capsys.readouterr()
    assert main(["verify", str(first), "--keys", str(second / "vkeys"), "--after", str(kept)]) == 0
    assert "begins with the 300 leaves" in capsys.readouterr().out
    assert main(["verify", str(second), "--after", str(kept)]) == 1
    assert capsys.readouterr().err == "The first 300 leaves are not those of the earlier checkpoint.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verify", "{}/nowhere"], "There is no folder"),
        (["prove", "{}/log", "1000"], "The log has 1000 leaves; INDEX counts from 0."),
        (["prove", "{}/log", "-1"], "The log has 1000 leaves"),
        (["consistency", "{}/log", "5", "4"], "needed is 0 ≤ M ≤ N ≤ 1000"),
        (["consistency", "{}/log", "5", "1001"], "needed is 0 ≤ M ≤ N ≤ 1000"),
        (["make", "{}/log", "--leaves", "1", "--origin", "o"], "is there already"),
        (["make", "{}/new", "--leaves", "-1", "--origin", "o"], "cannot be negative"),
        (["make", "{}/new", "--leaves", "1", "--origin", "two words"], "must not be empty and not have white space"),
        (["make", "{}/new", "--leaves", "1", "--origin", "o", "--key", "{}/log/vkeys"], "holds no private key"),
        (["verify", "{}/log", "--keys", "{}/nowhere"], "cannot be read"),
        (["verify", "{}/log", "--after", "{}/log/vkeys"], "The earlier checkpoint"),
    ],
)
def test_who_asks_wrongly_is_told_in_one_sentence(made, tmp_path, capsys, arguments, sentence):
    assert main([word.format(tmp_path) for word in arguments]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_the_help_teaches_and_the_module_runs_alone():
    answer = subprocess.run(
        [sys.executable, "-m", "duijie.ledger", "--help"], capture_output=True, text=True, check=True
    )
    for word in ("make", "verify", "prove", "consistency", "examples:", "Exit status"):
        assert word in answer.stdout
