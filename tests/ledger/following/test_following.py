"""Following somebody else's log over HTTP: it grows, falls silent, is cut, is damaged, and is rewritten."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from duijie.ledger.errors import LogDamaged, SignatureProblem
from duijie.ledger.following.cycle import Followed
from duijie.ledger.following.evidence import FOLDER
from duijie.ledger.following.problems import Contradicts, Late, Silent
from duijie.ledger.formats.encoding import decode_base64
from duijie.ledger.formats.lines import decode_hashes
from duijie.ledger.formats.notes import parse_note
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.merkle import verify_consistency
from duijie.ledger.verifying.opening import Trust, open_checkpoint
from duijie.ledger.writing.writer import LogWriter
from tests.ledger.following.conftest import TRUST
from tests.ledger.following.giving import LogServer, given_out
from tests.ledger.made import leaves, log_key, witness_key, written_log

Follow = Callable[..., Followed]


def grow(folder: Path, count: int, word: str = "more") -> None:
    with LogWriter(folder, log_key()) as writer:
        writer.append(leaves(count, word))
        writer.stage()
        writer.publish()


def held_size(ground: Path) -> int:
    return verify_folder(ground / "copy", TRUST).checkpoint.size


def test_a_growing_log_is_followed_and_the_copy_is_a_log_that_holds(
    ground: Path, server: LogServer, follow: Follow
) -> None:
    assert follow().grown == 600
    assert held_size(ground) == 600
    for count in (1, 39, 128, 300):
        grow(server.folder, count)
        assert follow().grown == count
    assert held_size(ground) == 1068
    assert (ground / "copy/checkpoint").read_bytes() == (server.folder / "checkpoint").read_bytes()


def test_what_is_held_is_not_fetched_again(server: LogServer, follow: Follow) -> None:
    follow()
    server.asked.clear()
    assert follow().grown == 0
    assert not [name for name in server.asked if "entries" in name]
    grow(server.folder, 300)
    server.asked.clear()
    follow()
    assert [name for name in server.asked if "entries" in name] == ["tile/entries/002", "tile/entries/003.p/132"]


def test_a_line_that_is_cut_anywhere_costs_nothing_but_the_file_in_hand(
    ground: Path, server: LogServer, follow: Follow
) -> None:
    server.answers_left = 1_000
    follow(into="whole")
    needed = 1_000 - server.answers_left
    for answers in range(0, needed, 3):
        shutil.rmtree(ground / "copy", ignore_errors=True)
        server.answers_left = answers
        with pytest.raises(Silent, match="does not answer"):
            follow()
        server.answers_left = 1_000
        server.asked.clear()
        assert follow().opened.checkpoint.size == 600
        assert held_size(ground) == 600
    assert "tile/entries/000" not in server.asked


def test_a_log_that_was_silent_is_followed_on(ground: Path, follow: Follow) -> None:
    written_log(ground / "other", leaves(300))
    with given_out(ground / "other") as first:
        address, port = first.address, first.server_port
        follow(address=address)
    grow(ground / "other", 10)
    with pytest.raises(Silent):
        follow(address=address)
    assert held_size(ground) == 300
    with given_out(ground / "other", port):
        assert follow(address=address).grown == 10


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("tile/0/001", "tile/entries/001 does not hold the leaves of its tile"),
        ("tile/0/002.p/88", "do not lead to its signed root"),
        ("tile/1/000.p/2", "do not lead to its signed root"),
        ("tile/entries/000", "tile/entries/000 does not hold the leaves of its tile"),
        ("tile/entries/002.p/88", "does not hold the leaves of its tile"),
    ],
)
def test_one_changed_byte_is_refused_and_nothing_of_it_is_kept(
    ground: Path, server: LogServer, follow: Follow, name: str, sentence: str
) -> None:
    with LogWriter(ground / "short", log_key()) as writer:
        writer.append(leaves(600)[:100])
        writer.stage()
        writer.publish()
    with given_out(ground / "short") as young:
        follow(address=young.address)
    right = (server.folder / name).read_bytes()
    (server.folder / name).write_bytes(right[:-1] + bytes([right[-1] ^ 1]))
    with pytest.raises(LogDamaged, match=sentence):
        follow()
    assert held_size(ground) == 100
    (server.folder / name).write_bytes(right)
    assert follow().grown == 500


def test_a_leaf_that_is_changed_with_its_tile_is_refused(ground: Path, server: LogServer, follow: Follow) -> None:
    forged = written_log(ground / "forged", leaves(600, "forged")).path
    for name in ("tile/0/000", "tile/entries/000"):
        shutil.copy(forged / name, server.folder / name)
    with pytest.raises(LogDamaged, match=r"tile/1/000.p/2 does not hold the hashes of the leaves"):
        follow()
    assert not (ground / "copy/tile/0/000").exists()


@pytest.mark.parametrize("size", [400, 600, 700])
def test_a_history_rewritten_with_the_real_key_is_noticed_and_proven(
    ground: Path, server: LogServer, follow: Follow, size: int
) -> None:
    follow()
    true = (ground / "copy/checkpoint").read_bytes()
    rewritten = [*leaves(600), *leaves(100, "more")][:size]
    rewritten[7] = b"another amount"
    shutil.rmtree(server.folder)
    written_log(server.folder, rewritten)
    with pytest.raises(Contradicts, match="contradicts itself: it signed 600 leaves, and .* of another history"):
        follow()
    evidence = ground / "copy" / FOLDER
    assert (evidence / "held").read_bytes() == true == (ground / "copy/checkpoint").read_bytes()
    both = [open_checkpoint(parse_note((evidence / name).read_bytes()), TRUST) for name in ("held", "coming")]
    small, great = sorted((each.checkpoint for each in both), key=lambda each: each.size)
    proof = (evidence / "proof").read_text().splitlines()
    if size == 600:
        assert small.root != great.root
    else:
        root = decode_base64(proof[0], "root")
        verify_consistency(small.size, great.size, root, great.root, decode_hashes(proof[1:]))
        assert root != small.root


def test_who_holds_evidence_is_not_talked_round(ground: Path, server: LogServer, follow: Follow) -> None:
    shutil.copytree(server.folder, ground / "true")
    follow()
    shutil.rmtree(server.folder)
    written_log(server.folder, leaves(700, "forged"))
    with pytest.raises(Contradicts) as first:
        follow()
    with given_out(ground / "true") as honest, pytest.raises(Contradicts) as second:
        follow(address=honest.address)
    assert str(first.value) == str(second.value)


def test_an_older_state_of_the_same_history_is_late_and_no_contradiction(
    ground: Path, server: LogServer, follow: Follow
) -> None:
    shutil.copytree(server.folder, ground / "yesterday")
    grow(server.folder, 50)
    follow()
    with given_out(ground / "yesterday") as old, pytest.raises(Late, match="shows 600 leaves, and has shown 650"):
        follow(address=old.address)
    assert not (ground / "copy" / FOLDER).exists()
    assert held_size(ground) == 650


def test_a_state_that_too_few_witnesses_saw_is_not_taken(ground: Path, follow: Follow) -> None:
    written_log(ground / "seen", leaves(20), witnesses=[witness_key(1)])
    keys = tuple(witness_key(number).verifier for number in (1, 2))
    with given_out(ground / "seen") as seen:
        with pytest.raises(SignatureProblem, match="1 of 2 demanded"):
            follow(Trust(TRUST.log, keys, 2), seen.address)
        assert follow(Trust(TRUST.log, keys, 1), seen.address).grown == 20
    with pytest.raises(SignatureProblem, match="no signature of"):
        follow(Trust(log_key(secret=b"X").verifier))
