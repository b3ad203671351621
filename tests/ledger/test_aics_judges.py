"""`aics-tlog` and `aics-witness`, which share no line with ours, agree with us on every format and answer."""

import re
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection

import aics_tlog
import aics_witness
import pytest
from aics_witness.cli import main as their_command

from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import leaf_hash
from duijie.ledger.formats.keys import parse_key
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.formats.policies import WitnessAt
from duijie.ledger.national.signing import TwofoldSigner, make_national_key_file
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.opening import Trust, open_checkpoint
from duijie.ledger.witness.asking import WitnessAhead, WitnessContradicts, WitnessFails, ask_witness
from tests.ledger.made import ORIGIN, SEEN_AT, leaves, log_key, request, witness_key, written_log
from tests.ledger.served import served, started

SIZE = 70_000
OLD = 66_000
SECONDS = 60


@pytest.fixture(scope="module")
def folder(folder_in_memory) -> LogFolder:
    return written_log(folder_in_memory / "aics", leaves(SIZE), witnesses=[witness_key(1), witness_key(2)])


@pytest.fixture(scope="module")
def theirs(folder) -> aics_tlog.VerifiedTileReader:
    """Their reader, which checks each tile against the signed root before it gives out a hash."""
    tiles = aics_tlog.FileSystemTileReader(folder.path)
    return aics_tlog.VerifiedTileReader(tiles, SIZE, folder.checkpoint().root)


def opened_by_them(note: bytes, quorum: int):
    key, witnesses = log_key().verifier, [witness_key(number).verifier for number in (1, 2, 3)]
    policy = aics_tlog.WitnessPolicy(quorum, tuple(aics_tlog.parse_vkey(str(each)) for each in witnesses))
    return aics_tlog.verify_checkpoint(
        aics_tlog.parse_note(note), aics_tlog.parse_vkey(str(key)), expected_origin=ORIGIN, policy=policy, now=SEEN_AT
    )


def test_aics_tlog_opens_our_checkpoint_with_its_quorum(folder):
    note = folder.read("checkpoint")
    opened = opened_by_them(note, quorum=2)
    assert opened.ok, opened.error
    assert (opened.size, opened.root, opened.cosignature_count) == (SIZE, folder.checkpoint().root, 2)
    assert opened.timestamps == {"witness-1.example": SEEN_AT, "witness-2.example": SEEN_AT}
    assert not opened_by_them(note, quorum=3).ok
    assert not opened_by_them(note.replace(b"\n70000\n", b"\n70001\n"), quorum=2).ok


def test_aics_tlog_finds_the_same_proofs_in_our_tiles_and_accepts_ours(folder, theirs):
    tree, root = Tree(folder, SIZE), folder.checkpoint().root
    for index in (0, 1, 255, 256, 65_535, 65_536, OLD, SIZE - 1):
        path = [*tree.inclusion(index)]
        assert aics_tlog.inclusion_proof_from_tiles(theirs, index, SIZE) == path
        entry = aics_tlog.read_entry(theirs, index, SIZE)
        assert entry == leaves(SIZE)[index]
        assert aics_tlog.verify_leaf_inclusion(entry, index, SIZE, path, root)
        assert not aics_tlog.verify_leaf_inclusion(entry + b"?", index, SIZE, path, root)
        assert not aics_tlog.verify_leaf_inclusion(entry, index, SIZE, path[:-1], root)


def test_aics_tlog_finds_the_same_proof_of_growth_in_our_tiles_and_accepts_ours(folder, theirs):
    tree, root = Tree(folder, SIZE), folder.checkpoint().root
    for old in (1, 255, 256, 257, 65_536, OLD, SIZE - 1):
        proof = [*tree.consistency(old, SIZE)]
        assert aics_tlog.consistency_proof_from_tiles(theirs, old, SIZE) == proof
        assert aics_tlog.verify_consistency(old, SIZE, tree.root(old), root, proof)
        assert not aics_tlog.verify_consistency(old, SIZE, leaf_hash(b"another"), root, proof)


@contextmanager
def their_witness(folder):
    """Their program in a process of its own; gives its key and a connection."""
    config = str(folder / "witness.json")
    assert their_command(["init", "--config", config, "--name", "their.example/w1", "--listen", "127.0.0.1:0"]) == 0
    assert their_command(["add-log", "-c", config, "--origin", ORIGIN, "--vkey", str(log_key().verifier)]) == 0
    with started([sys.executable, "-m", "aics_witness", "serve", "-c", config], errors=subprocess.STDOUT) as run:
        said = ""
        while not (port := re.search(r"listening on http://127\.0\.0\.1:(\d+)", said)):
            line = run.stdout.readline()
            assert line, said
            said += line
        connection = HTTPConnection("127.0.0.1", int(port[1]), timeout=60)
        yield parse_key(re.search(r"witness vkey (\S+)", said)[1]), connection
        connection.close()


def posted(connection, body: bytes) -> tuple[int, bytes]:
    connection.request("POST", "/add-checkpoint", body)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_aics_witness_cosigns_our_growing_log_and_refuses_fork_rollback_and_stranger(tmp_path, tree, fork):
    with their_witness(tmp_path) as (key, connection):
        for old, size in ((0, 100), (100, 257)):
            asked = request(tree, old, size)
            status, line = posted(connection, asked)
            assert status == 200, line
            note = parse_note(asked.split(b"\n\n", 1)[1] + line)
            opened = open_checkpoint(note, Trust(log_key().verifier, (key,), 1))
            assert opened.checkpoint == Checkpoint(ORIGIN, size, tree.root(size))
        assert posted(connection, request(fork, 257, 300))[0] == 422
        assert posted(connection, request(fork, 257, 257))[0] == 422
        assert posted(connection, request(tree, 0, 50)) == (409, b"257\n")
        text = str(Checkpoint(ORIGIN, 300, tree.root(300)))
        stranger = log_key(secret=b"X").sign(text)
        assert posted(connection, request(tree, 257, 300, checkpoint=stranger))[0] == 403
        assert posted(connection, request(tree, 257, 300))[0] == 200


def test_our_client_gets_the_cosignature_of_aics_witness_and_tells_a_fork_and_an_older_copy(tmp_path, tree, fork):
    def signed(of: Tree, size: int, key=None) -> Note:
        return (key or log_key()).sign(str(Checkpoint(ORIGIN, size, of.root(size))))

    with their_witness(tmp_path) as (key, connection):
        at = WitnessAt(key, f"http://127.0.0.1:{connection.port}/")
        for size, held in ((100, 0), (257, 0)):  # the second time it says itself what it holds
            cosigned = ask_witness(at, signed(tree, size), tree, held, SECONDS)
            assert cosigned.size == size
            key.check(signed(tree, size).text, cosigned.lines[0])
        with pytest.raises(WitnessContradicts):
            ask_witness(at, signed(fork, 300), fork, 257, SECONDS)
        with pytest.raises(WitnessAhead, match="has cosigned 257 leaves of this log, which has 50 here"):
            ask_witness(at, signed(tree, 50), tree, 0, SECONDS)
        with pytest.raises(WitnessFails, match="answers 403"):
            ask_witness(at, signed(tree, 300, log_key(secret=b"X")), tree, 257, SECONDS)
        twofold = TwofoldSigner(log_key(), make_national_key_file(tmp_path / "sm2", "log.example/sm2"))
        assert ask_witness(at, signed(tree, 300, twofold), tree, 257, SECONDS).size == 300


def test_our_witness_answers_the_same_to_their_client(witness, tree, fork):
    def signed(of: Tree, size: int, secret: bytes = b"L") -> str:
        return str(log_key(secret=secret).sign(str(Checkpoint(ORIGIN, size, of.root(size)))))

    def refused(note: str, of: Tree) -> int:
        with pytest.raises(aics_witness.WitnessRejected) as refusal:
            client.submit(note, of.consistency)
        return refusal.value.status

    with served(witness) as connection:
        url = f"http://{connection.host}:{connection.port}"
        with aics_witness.WitnessClient(url, str(witness.key.verifier), timeout=60, clock=lambda: SEEN_AT) as client:
            for size in (100, 257):
                note = signed(tree, size)
                cosigned = aics_witness.merge_cosignatures(note, client.submit(note, tree.consistency))
                assert opened_by_them(cosigned, quorum=1).ok
            assert refused(signed(fork, 300), fork) == 422
            assert refused(signed(fork, 257), fork) == 422
            assert refused(signed(tree, 300, secret=b"X"), tree) == 403
            with pytest.raises(aics_witness.WitnessAhead) as ahead:
                client.submit(signed(tree, 50), tree.consistency)
            assert ahead.value.known_size == 257
            client.submit(signed(tree, 300), tree.consistency)
