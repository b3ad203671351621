"""A log that was changed anywhere is refused: in rows, tiles, signatures, by cutting it off or writing it anew."""

import random
import shutil
from pathlib import Path

import pytest

from duijie.ledger.errors import LedgerError, LogDamaged, ProofProblem, SignatureProblem
from duijie.ledger.formats.checkpoints import parse_checkpoint
from duijie.ledger.formats.keys import parse_keys
from duijie.ledger.formats.logged_proofs import parse_logged_proof
from duijie.ledger.reading.proving import prove_entry
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust, demand_all
from duijie.ledger.verifying.proofs import verify_logged_proof
from duijie.ledger.writing.writer import LogWriter
from tests.ledger.made import leaves, log_key, witness_key, written_log

FLIPS = 100
SIZE = 1_000


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return written_log(tmp_path_factory.mktemp("log"), leaves(SIZE), witnesses=(witness_key(1), witness_key(2)))


@pytest.fixture
def copy(log, tmp_path) -> Path:
    return Path(shutil.copytree(log.path, tmp_path / "copy"))


def judge(folder: Path):
    return verify_folder(folder, demand_all(parse_keys((folder / "vkeys").read_bytes())))


def flip(path: Path, at: int, chance: random.Random) -> bytes:
    """Change one byte of a file and return what it held."""
    before = path.read_bytes()
    path.write_bytes(before[:at] + bytes([before[at] ^ chance.randint(1, 255)]) + before[at + 1 :])
    return before


def files(folder: Path, pattern: str) -> list[Path]:
    return [path for path in sorted(folder.glob(pattern)) if path.is_file()]


def test_an_untouched_log_is_right(log):
    assert judge(log.path).checkpoint.size == SIZE


@pytest.mark.parametrize("pattern", ["tile/entries/**/*", "tile/[01]/**/*", "checkpoint", "vkeys"])
def test_a_byte_that_was_changed_anywhere_is_noticed(copy, pattern):
    chance = random.Random(pattern)
    for _ in range(FLIPS):
        path = chance.choice(files(copy, pattern))
        before = flip(path, chance.randrange(path.stat().st_size), chance)
        with pytest.raises(LedgerError):
            judge(copy)
        path.write_bytes(before)
    assert judge(copy).checkpoint.size == SIZE


@pytest.mark.parametrize("line", [0, 1, 2], ids=["of the log", "of the first witness", "of the second witness"])
def test_a_byte_that_was_changed_in_a_signature_is_noticed(copy, line):
    chance = random.Random(line)
    path = copy / "checkpoint"
    lines = path.read_bytes().split(b"\n")
    begin = len(b"\n".join(lines[: 4 + line])) + 1
    for at in (chance.randrange(begin, begin + len(lines[4 + line]) + 1) for _ in range(FLIPS)):
        before = flip(path, at, chance)
        with pytest.raises(LedgerError):
            judge(copy)
        path.write_bytes(before)


@pytest.mark.parametrize("name", ["tile/0/003.p/232", "tile/0/001", "tile/1/000.p/3", "tile/entries/002", "checkpoint"])
def test_a_file_that_is_missing_or_cut_off_or_longer_is_noticed(copy, name):
    path = copy / name
    whole = path.read_bytes()
    for changed in (whole[:-1], whole + b"\x00", b""):
        path.write_bytes(changed)
        with pytest.raises(LedgerError):
            judge(copy)
    path.unlink()
    with pytest.raises(LogDamaged, match=f"{name} cannot be read"):
        judge(copy)


def test_a_cosignature_that_is_demanded_but_missing_is_named(copy):
    lines = (copy / "checkpoint").read_text().split("\n")
    (copy / "checkpoint").write_text("\n".join(lines[:5]) + "\n")
    with pytest.raises(SignatureProblem, match=r"0 of 2 demanded .*: witness-1.example, witness-2.example"):
        judge(copy)


@pytest.mark.parametrize("kept", [0, 1, 255, 256, 257, 999, 1000])
def test_a_log_that_only_grew_begins_with_what_was_there(tmp_path, kept):
    key = log_key()
    with LogWriter(tmp_path, key) as writer:
        writer.append(leaves(SIZE)[:kept])
        writer.stage()
        earlier = writer.publish()
        writer.append(leaves(SIZE)[kept:])
        writer.stage()
        writer.publish()

    assert verify_folder(tmp_path, Trust(key.verifier), parse_checkpoint(earlier.text)).checkpoint.size == SIZE


def test_a_log_that_was_cut_off_or_rewritten_with_its_own_key_is_noticed_by_who_kept_a_checkpoint(log, tmp_path):
    earlier = log.checkpoint()
    trust = Trust(log_key().verifier)
    cut = written_log(tmp_path / "cut", leaves(SIZE)[:-1])
    with pytest.raises(ProofProblem, match="of 1000 leaves .* this one of 999 .* leaves were taken back"):
        verify_folder(cut.path, trust, earlier)
    changed = leaves(SIZE + 50)
    changed[400] = b"another amount"
    rewritten = written_log(tmp_path / "rewritten", changed)
    assert verify_folder(rewritten.path, trust).checkpoint.size == SIZE + 50
    with pytest.raises(ProofProblem, match="first 1000 leaves are not those"):
        verify_folder(rewritten.path, trust, earlier)


def test_a_log_that_grows_while_it_is_read_is_right_at_the_size_that_was_read(tmp_path):
    key = log_key()
    early = written_log(tmp_path / "log", leaves(SIZE)[:200])
    read_before = (early.path / "checkpoint").read_bytes()
    with LogWriter(early.path, key) as writer:
        writer.append(leaves(SIZE)[200:])
        writer.stage()
        writer.publish()
    assert not list(early.path.glob("tile/*/000.p/200"))
    (early.path / "checkpoint").write_bytes(read_before)
    assert verify_folder(early.path, Trust(key.verifier)).checkpoint.size == 200
    bundle = early.path / "tile/entries/000"
    bundle.write_bytes(bundle.read_bytes().replace(b"leaf 100", b"leaf 900"))
    with pytest.raises(LogDamaged):
        verify_folder(early.path, Trust(key.verifier))


def test_rewritten_rows_and_tiles_under_the_old_checkpoint_are_noticed(log, tmp_path):
    rewritten = written_log(tmp_path / "rewritten", [*leaves(SIZE - 1), b"another amount"]).path
    shutil.copyfile(log.path / "checkpoint", rewritten / "checkpoint")
    with pytest.raises(LogDamaged, match="The root of the checkpoint is not that of the rows"):
        verify_folder(rewritten, Trust(log_key().verifier))


def test_a_proof_travels_alone_and_holds_for_its_leaf_only(log):
    trust = Trust(log_key().verifier, (witness_key(1).verifier, witness_key(2).verifier), 2)
    for index in (0, 255, 256, 767, 999):
        proof = parse_logged_proof(str(prove_entry(log, index)).encode())
        assert verify_logged_proof(proof, leaves(SIZE)[index], trust).checkpoint.size == SIZE
        with pytest.raises(ProofProblem):
            verify_logged_proof(proof, b"another leaf", trust)


def test_a_byte_that_was_changed_in_a_proof_is_noticed(log):
    trust = Trust(log_key().verifier, (witness_key(1).verifier, witness_key(2).verifier), 2)
    chance = random.Random(5)
    text = str(prove_entry(log, 700)).encode()
    for _ in range(FLIPS):
        at = chance.randrange(len(text))
        with pytest.raises(LedgerError):
            verify_logged_proof(
                parse_logged_proof(text[:at] + bytes([text[at] ^ chance.randint(1, 255)]) + text[at + 1 :]),
                leaves(SIZE)[700],
                trust,
            )


def test_extra_data_travels_with_a_proof(log):
    text = str(prove_entry(log, 3)).replace("index 3\n", "extra c2FsdA==\nindex 3\n")
    proof = parse_logged_proof(text.encode())
    assert (proof.extra, proof.index, str(proof)) == (b"salt", 3, text)


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        lambda text: text.replace("index 3", "index 03"),
        lambda text: text.replace("index 3\n", ""),
        lambda text: text.replace("index 3\n", "index 3\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 60),
        lambda text: text.replace("index 3\n", "index 3\nAAAA\n"),
        lambda text: text.split("\n\n")[0],
        lambda text: text.replace("index 3", "ïndex 3"),
    ],
)
def test_what_is_no_proof_is_refused(log, changed):
    with pytest.raises(LedgerError):
        parse_logged_proof(changed(str(prove_entry(log, 3))).encode())
