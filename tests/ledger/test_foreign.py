"""Go's own transparency log, which shares no line with ours, accepts our logs and refuses changed ones."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from duijie.ledger.commands import main
from duijie.ledger.national.signing import TwofoldSigner, make_national_key_file
from tests.ledger.made import leaves, log_key, witness_key, written_log
from tools.dev import golang

PROGRAM = Path(__file__).with_name("foreign_verifier.go")
FLIPS = 100


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    target = tmp_path_factory.mktemp("judge") / "judge"
    golang.build(PROGRAM, target)

    def judged(folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([target, folder], capture_output=True, text=True, check=False)

    return judged


@pytest.mark.parametrize("count", [1_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_it_accepts_a_fresh_log(judge, folder_in_memory, count):
    folder = folder_in_memory / f"fresh-{count}"
    assert main(["make", str(folder), "--leaves", str(count), "--origin", "log.example/2026"]) == 0
    answer = judge(folder)
    assert answer.stdout == f"right: {count} leaves of log.example/2026\n", answer.stderr
    shutil.rmtree(folder)


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 65_536 + 257])
def test_it_accepts_a_log_of_any_size_with_cosignatures(judge, tmp_path, count):
    folder = written_log(tmp_path / "log", leaves(count), witnesses=[witness_key()]).path
    assert judge(folder).stdout.startswith(f"right: {count} leaves")


def test_it_passes_over_the_sm2_line(judge, tmp_path):
    second = make_national_key_file(tmp_path / "sm2", "log.example/sm2")
    folder = written_log(tmp_path / "log", leaves(3), TwofoldSigner(log_key(), second)).path
    assert judge(folder).stdout.startswith("right: 3 leaves")


@pytest.mark.parametrize("pattern", ["tile/entries/**/*", "tile/[01]/**/*", "checkpoint"])
def test_it_refuses_a_log_with_a_changed_byte(judge, tmp_path, pattern):
    folder = written_log(tmp_path / "log", leaves(1_000)).path
    chance = random.Random(pattern)
    files = [path for path in sorted(folder.glob(pattern)) if path.is_file()]
    for _ in range(FLIPS):
        path = chance.choice(files)
        before = path.read_bytes()
        at = chance.randrange(len(before))
        path.write_bytes(before[:at] + bytes([before[at] ^ chance.randint(1, 255)]) + before[at + 1 :])
        assert judge(folder).returncode, f"{path.relative_to(folder)} was changed at {at}"
        path.write_bytes(before)
    assert judge(folder).returncode == 0


def test_it_refuses_a_log_whose_last_tile_or_bundle_is_gone(judge, tmp_path):
    folder = written_log(tmp_path / "log", leaves(1_000)).path
    for name in ("tile/entries/003.p/232", "tile/0/003.p/232", "tile/1/000.p/3", "tile/0/001"):
        before = (folder / name).read_bytes()
        (folder / name).unlink()
        assert judge(folder).returncode
        (folder / name).write_bytes(before)


def test_it_refuses_rewritten_rows_and_tiles_under_the_old_checkpoint(judge, tmp_path):
    signed = written_log(tmp_path / "log", leaves(1_000)).path
    rewritten = written_log(tmp_path / "rewritten", [*leaves(999), b"another amount"]).path
    assert judge(rewritten).returncode == 0
    shutil.copyfile(signed / "checkpoint", rewritten / "checkpoint")
    assert judge(rewritten).returncode
