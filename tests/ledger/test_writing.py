"""One writer at a time, whole files only, and nothing that was made safe is ever lost, wherever the process ends."""

import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.ledger.errors import FormatError, LedgerError, LogDamaged, LogInUse, SignatureProblem
from duijie.ledger.formats.tiles import tiles_of
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.writing.durable import unobserved
from duijie.ledger.writing.writer import LogWriter
from tests.ledger.made import SEEN_AT, leaves, log_key, witness_key, written_log
from tests.ledger.naive import NaiveTree


def grow(folder, entries, key=None, on_step=unobserved):
    with LogWriter(folder, key or log_key(), on_step) as writer:
        writer.append(entries)
        writer.stage()
        return writer.publish()


def test_a_process_may_end_at_any_step_and_no_safe_leaf_is_lost_and_nothing_forks(folder_in_memory):
    program = [sys.executable, "-m", "tests.ledger.dying_writer", str(folder_in_memory / "log"), "200"]
    answer = subprocess.run(program, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    steps = answer.stdout.splitlines()
    assert len(steps) == 200
    assert steps.count("whole") >= 2
    for action in ("written", "forced", "named"):
        for part in ("tile/entries/", "tile/0/", "tile/1/", ".writing/staged", "checkpoint"):
            assert any(step.startswith(f"{action} {part}") for step in steps), f"nobody ended at {action} {part}"
    assert {"settled", "removed .writing/staged"} <= set(steps)


@settings(max_examples=40)
@given(batches=st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_a_log_that_grows_in_batches_is_the_log_of_all_its_leaves(folder_in_memory, batches):
    folder = Path(mkdtemp(dir=folder_in_memory))
    entries = leaves(sum(batches))
    with LogWriter(folder, log_key()) as writer:
        for number, batch in enumerate(batches):
            begin = sum(batches[:number])
            assert writer.append(entries[begin : begin + batch]) == range(begin, begin + batch)
            writer.stage()
            writer.publish()
    checkpoint = verify_folder(folder, Trust(log_key().verifier)).checkpoint
    assert checkpoint.root == NaiveTree(entries).root(0, len(entries))
    bundles = [LogFolder(folder).entries(index, width) for index, width in tiles_of(len(entries), 0)]
    assert [entry for bundle in bundles for entry in bundle] == entries


def test_a_log_is_gone_on_with_where_it_was_left(tmp_path):
    for size in (0, 1, 254, 1, 1, 300, 211):
        grow(tmp_path, leaves(size))
    assert verify_folder(tmp_path, Trust(log_key().verifier)).checkpoint.size == 768
    with LogWriter(tmp_path, log_key()) as writer:
        assert (writer.size, writer.published_size, writer.staged) == (768, 768, None)


def test_checkpoint_comes_last_and_nothing_gets_its_name_before_its_bytes_are_on_the_disk(tmp_path):
    steps: list[str] = []
    grow(tmp_path, leaves(600), on_step=steps.append)
    assert [step for step in steps if step.startswith("named")][-1] == "named checkpoint"
    assert steps.index("named checkpoint") > max(at for at, step in enumerate(steps) if step.startswith("named tile/"))
    assert steps[steps.index("named .writing/staged", steps.index("named tile/0/000")) + 1] == "settled"
    for at, step in enumerate(steps):
        if step.startswith("named"):
            assert steps[at - 2 : at] == [step.replace("named", "written"), step.replace("named", "forced")]


def test_what_is_staged_is_safe_but_not_published(tmp_path):
    grow(tmp_path, leaves(3))
    with LogWriter(tmp_path, log_key()) as writer:
        writer.append([b"four"])
        writer.stage()
    assert LogFolder(tmp_path).checkpoint().size == 3
    with LogWriter(tmp_path, log_key()) as writer:
        assert (writer.size, writer.published_size) == (4, 3)
        note = writer.publish([witness_key().cosign(writer.staged.text, SEEN_AT)])
    assert len(note.signatures) == 2
    assert LogFolder(tmp_path).entry(3, 4) == b"four"


def test_what_was_appended_but_not_made_safe_leaves_no_trace(tmp_path):
    grow(tmp_path, leaves(300))
    with LogWriter(tmp_path, log_key()) as writer:
        writer.append(leaves(1_000, "lost"))
    assert (tmp_path / "tile/entries/002").exists()
    grow(tmp_path, [b"another"])
    assert not (tmp_path / "tile/entries/002").exists()
    assert verify_folder(tmp_path, Trust(log_key().verifier)).checkpoint.size == 301


def test_partial_tiles_go_when_the_full_one_is_there_and_old_readers_still_find_their_hashes(tmp_path):
    grow(tmp_path, leaves(200))
    tile = LogFolder(tmp_path).tile(0, 0, 200)
    entries = LogFolder(tmp_path).entries(0, 200)
    grow(tmp_path, leaves(100))
    assert not list(tmp_path.glob("tile/*/000.p"))[1:]
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.glob("tile/*/000.p/*")] == ["tile/1/000.p/1"]
    assert LogFolder(tmp_path).tile(0, 0, 200) == tile
    assert LogFolder(tmp_path).entries(0, 200) == entries


def test_only_one_process_writes(tmp_path):
    with LogWriter(tmp_path, log_key()), pytest.raises(LogInUse):
        LogWriter(tmp_path, log_key())
    LogWriter(tmp_path, log_key()).close()


def test_the_log_of_another_key_is_not_written_to(tmp_path):
    written_log(tmp_path, leaves(3))
    with pytest.raises(SignatureProblem):
        LogWriter(tmp_path, log_key("other.example"))
    with pytest.raises(SignatureProblem):
        LogWriter(tmp_path, log_key(secret=b"X"))
    with pytest.raises(FormatError, match="is a witness's, not a log's"):
        LogWriter(tmp_path, witness_key())
    LogWriter(tmp_path, log_key()).close()


def test_a_damaged_log_is_not_written_to(tmp_path):
    written_log(tmp_path, leaves(300))
    for name in ("tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1"):
        before = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        with pytest.raises(LogDamaged):
            LogWriter(tmp_path, log_key())
        (tmp_path / name).write_bytes(before)


def test_a_folder_whose_checkpoint_was_lost_is_never_begun_anew(tmp_path):
    written_log(tmp_path, leaves(300))
    (tmp_path / "checkpoint").unlink()
    with pytest.raises(LogDamaged, match="has tiles but no checkpoint"):
        LogWriter(tmp_path, log_key())
    assert (tmp_path / "tile/entries/000").exists()


def test_a_leaf_is_at_most_65535_bytes_long(tmp_path):
    with LogWriter(tmp_path, log_key()) as writer:
        assert writer.append([b"x" * 65_535]) == range(1)
        with pytest.raises(FormatError, match="65536 bytes; at most 65535 fit"):
            writer.append([b"x" * 65_536])
        assert writer.size == 1
        writer.stage()
        writer.publish()
        with pytest.raises(LedgerError, match="nothing to publish"):
            writer.publish()
    assert verify_folder(tmp_path, Trust(log_key().verifier)).checkpoint.size == 1
