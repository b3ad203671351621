"""A witness cosigns what only grew, once and for all; it refuses rollbacks, forks and strangers."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from hashlib import sha256

import pytest

from duijie.ledger.commands import main
from duijie.ledger.errors import FormatError, LogInUse
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import EMPTY_ROOT
from duijie.ledger.formats.keys import KeyType, parse_key
from duijie.ledger.formats.notes import Note, parse_note, parse_signature
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.opening import Trust, open_checkpoint
from duijie.ledger.witness.judging import SIZE_TYPE, Witness
from duijie.ledger.witness.memory import WitnessMemory
from duijie.ledger.witness.requests import AddCheckpoint, parse_request
from duijie.ledger.witness.serving import LONGEST_REQUEST, WitnessServer
from duijie.ledger.writing.signing import make_key_file
from tests.ledger.made import ORIGIN, SEEN_AT, leaves, log_key, witness_key, written_log

SIZE = 300


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return Tree(written_log(tmp_path_factory.mktemp("log"), leaves(SIZE)), SIZE)


@pytest.fixture(scope="module")
def fork(tmp_path_factory):
    """Another history of the same log, with the same key."""
    return Tree(written_log(tmp_path_factory.mktemp("fork"), leaves(SIZE, "forged")), SIZE)


@pytest.fixture
def memory(tmp_path):
    kept = WitnessMemory(tmp_path / "witness")
    yield kept
    kept.close()


@pytest.fixture
def witness(memory):
    return Witness(witness_key(), [log_key().verifier], memory, lambda: SEEN_AT)


def request(tree: Tree, old: int, size: int, **changed) -> bytes:
    note = log_key().sign(str(Checkpoint(ORIGIN, size, tree.root(size))))
    parts = {"old_size": old, "proof": tree.consistency(min(old, size), size), "checkpoint": note, **changed}
    return str(AddCheckpoint(**parts)).encode()


def ask(witness: Witness, *arguments, **changed) -> tuple[int, str]:
    answer = witness.add_checkpoint(request(*arguments, **changed))
    return int(answer.status), answer.body


def test_a_log_that_grows_is_cosigned_each_time(witness, tree):
    for old, size in ((0, 5), (5, 5), (5, 256), (256, 257), (257, 300)):
        status, body = ask(witness, tree, old, size)
        assert status == 200
        note = parse_note(request(tree, old, size).split(b"\n\n", 1)[1])
        cosigned = Note(note.text, (*note.signatures, parse_signature(body.removesuffix("\n"))))
        opened = open_checkpoint(cosigned, Trust(log_key().verifier, (witness.key.verifier,), 1))
        assert opened.witnessed == {witness.key.verifier: SEEN_AT}


def test_a_log_that_went_back_is_told_the_size_that_is_known(witness, tree):
    ask(witness, tree, 0, 200)
    for old, size in ((0, 100), (100, 150), (100, 300), (0, 300)):
        answer = witness.add_checkpoint(request(tree, old, size))
        assert (int(answer.status), answer.body, answer.content_type) == (409, "200\n", SIZE_TYPE)
    assert ask(witness, tree, 200, 300)[0] == 200


def test_a_fork_is_refused_and_kept_as_evidence(witness, tree, fork, tmp_path):
    ask(witness, tree, 0, 200)
    assert ask(witness, fork, 200, 300)[0] == 422
    assert ask(witness, fork, 200, 200) == (422, "Two logs of 200 leaves have different roots.\n")
    assert ask(witness, fork, 0, 200) == (409, "200\n")
    kept = [parse_note(path.read_bytes()) for path in (tmp_path / "witness/conflicts").glob("*")]
    roots = {open_checkpoint(each, Trust(log_key().verifier)).checkpoint.root for each in kept}
    assert roots == {fork.root(200), fork.root(300)}
    assert ask(witness, tree, 200, 300)[0] == 200


def test_a_proof_that_does_not_hold_is_refused(witness, tree):
    assert ask(witness, tree, 0, 5, proof=(EMPTY_ROOT,))[0] == 422
    ask(witness, tree, 0, 5)
    assert ask(witness, tree, 5, 300, proof=())[0] == 422
    assert ask(witness, tree, 5, 300, proof=tree.consistency(4, 300))[0] == 422
    assert ask(witness, tree, 5, 5, proof=(EMPTY_ROOT,))[0] == 422


def test_an_empty_log_has_only_one_root(witness, tree):
    wrong = log_key().sign(str(Checkpoint(ORIGIN, 0, tree.root(1))))
    assert ask(witness, tree, 0, 0, checkpoint=wrong)[0] == 422
    assert ask(witness, tree, 0, 0)[0] == 200
    assert ask(witness, tree, 0, 300)[0] == 200


def test_strangers_are_refused(witness, tree):
    text = str(Checkpoint(ORIGIN, 5, tree.root(5)))
    assert ask(witness, tree, 0, 5, checkpoint=log_key(secret=b"X").sign(text))[0] == 403
    assert ask(witness, tree, 0, 5, checkpoint=log_key("other.example").sign(text))[0] == 403
    broken = Note(text, log_key().sign(text.replace("5", "6", 1)).signatures)
    assert ask(witness, tree, 0, 5, checkpoint=broken)[0] == 403
    other = log_key("other.example")
    assert ask(witness, tree, 0, 5, checkpoint=other.sign(text.replace(ORIGIN, "other.example")))[0] == 404
    assert ask(witness, tree, 0, 5)[0] == 200


@pytest.mark.parametrize(
    "changed",
    [
        lambda _: b"",
        lambda body: body.replace(b"old 5", b"old 05"),
        lambda body: body.replace(b"old 5", b"new 5"),
        lambda body: body.replace(b"old 5", b"old 301"),
        lambda body: body.replace(b"old 5\n", b"old 5\n" + b"A" * 43 + b"=\n" + b"AAAA\n"),
        lambda body: body.replace(b"old 5\n", b"old 5\n" + (b"A" * 43 + b"=\n") * 64),
        lambda body: body.replace(b"\n\n", b"\n", 1),
        lambda body: body[:-1],
        lambda body: body.replace(b"\n300\n", b"\n0300\n"),
        lambda body: b"\xff" + body,
    ],
)
def test_what_is_no_request_is_refused(witness, tree, changed):
    ask(witness, tree, 0, 5)
    assert int(witness.add_checkpoint(changed(request(tree, 5, 300))).status) == 400


def test_several_keys_of_one_log_and_lines_of_strangers_are_understood(memory, tree):
    old, new = log_key(), log_key(secret=b"N")
    witness = Witness(witness_key(), [old.verifier, new.verifier], memory, lambda: SEEN_AT)
    text = str(Checkpoint(ORIGIN, 5, tree.root(5)))
    lines = [*new.sign(text).signatures, witness_key(9).cosign(text, SEEN_AT)]
    assert ask(witness, tree, 0, 5, checkpoint=Note(text, tuple(lines)))[0] == 200
    assert len(memory.latest_note(sha256(ORIGIN.encode()).hexdigest()).signatures) == 2


def test_what_was_cosigned_is_remembered_by_the_next_process(witness, memory, tree, tmp_path):
    ask(witness, tree, 0, 200)
    with pytest.raises(LogInUse):
        WitnessMemory(tmp_path / "witness")
    memory.close()
    again = Witness(witness_key(), [log_key().verifier], WitnessMemory(tmp_path / "witness"), lambda: SEEN_AT)
    assert ask(again, tree, 0, 100) == (409, "200\n")
    assert ask(again, tree, 200, 300)[0] == 200


def test_two_requests_at_once_are_judged_one_after_the_other(witness, tree):
    ask(witness, tree, 0, 100)
    answers = []
    asking = [
        threading.Thread(target=lambda size=size: answers.append(ask(witness, tree, 100, size)[0]))
        for size in range(101, 121)
    ]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert sorted(answers) == [200] + [409] * 19


def test_a_request_is_read_back_as_it_was_written(tree):
    body = request(tree, 7, 300)
    assert str(parse_request(body)).encode() == body


def test_the_key_of_a_log_makes_no_witness(memory):
    with pytest.raises(FormatError, match="is a log's, not a witness's"):
        Witness(log_key(), [log_key().verifier], memory, lambda: SEEN_AT)


@contextmanager
def served(witness):
    with WitnessServer("127.0.0.1", 0, witness) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            thread.join()


def exchange(connection, method, path, body=None, headers=None):
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers["Content-Type"]


def test_over_http_the_answers_are_the_same_on_one_connection(witness, tree, fork):
    with served(witness) as connection:
        status, body, _ = exchange(connection, "POST", "/add-checkpoint", request(tree, 0, 200))
        assert (status, body[:2]) == (200, "— ")
        assert exchange(connection, "POST", "/add-checkpoint", request(tree, 0, 100)) == (409, "200\n", SIZE_TYPE)
        assert exchange(connection, "POST", "/add-checkpoint", request(fork, 200, 300))[0] == 422
        status, body, _ = exchange(connection, "GET", f"/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint")
        trust = Trust(log_key().verifier, (witness.key.verifier,), 1)
        assert open_checkpoint(parse_note(body.encode()), trust).checkpoint.size == 200
        for path in (f"/{'0' * 64}/checkpoint", "/../key/checkpoint", "/", "/key"):
            assert exchange(connection, "GET", path)[0] == 404
        assert exchange(connection, "POST", "/elsewhere", b"x")[0] == 404
        assert exchange(connection, "POST", "/add-checkpoint", b"x" * (LONGEST_REQUEST + 1))[0] == 413
        assert exchange(connection, "POST", "/add-checkpoint", b"x", {"Content-Length": "9" * 5_000})[0] == 413
        assert exchange(connection, "POST", "/add-checkpoint", iter([b"x"]))[0] == 411


def test_the_command_makes_its_key_once_and_remembers_after_kill_9(tmp_path, tree):
    folder = tmp_path / "witness"
    folder.mkdir()
    (folder / "logs").write_text(f"{log_key().verifier}\n")
    known = []
    for size in (100, 200):
        command = [sys.executable, "-m", "duijie.ledger", "witness", str(folder), "--address", "127.0.0.1:0"]
        naming = ["--name", "witness.example/w1"] if size == 100 else []
        with subprocess.Popen([*command, *naming], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
            known.append(parse_key(run.stdout.readline().removesuffix("\n")))
            assert run.stdout.readline() == f"watches {ORIGIN}\n"
            port = int(re.search(r":(\d+)$", run.stdout.readline())[1])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            assert exchange(connection, "POST", "/add-checkpoint", request(tree, size - 100, size))[0] == 200
            assert exchange(connection, "POST", "/add-checkpoint", request(tree, 0, 50))[:2] == (409, f"{size}\n")
            os.kill(run.pid, signal.SIGKILL)
    assert known[0] == known[1]
    assert known[0].name == "witness.example/w1"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "put the verifier keys of the logs to watch there"),
        (["--logs", "{}/keys"], "A new witness needs a name"),
        (["--logs", "{}/keys", "--address", "7460"], "--address is HOST:PORT"),
        (["--logs", "{}/keys", "--address", "127.0.0.1:70000"], "--address is HOST:PORT"),
        (["--logs", "{}/keys", "--name", "two words"], "cannot name a key"),
        (["--logs", "{}/bad"], "A verifier key has a name"),
    ],
)
def test_who_starts_a_witness_wrongly_is_told_in_one_sentence(tmp_path, capsys, arguments, sentence):
    (tmp_path / "keys").write_text(f"{log_key().verifier}\n")
    (tmp_path / "bad").write_text("no key\n")
    assert main(["witness", str(tmp_path / "w"), *(word.format(tmp_path) for word in arguments)]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_a_witness_that_forgot_what_it_cosigned_does_not_go_on(tmp_path, capsys):
    (tmp_path / "logs").write_text(f"{log_key().verifier}\n")
    make_key_file(tmp_path / "key", "witness.example", KeyType.COSIGNATURE)
    assert main(["witness", str(tmp_path)]) == 2
    assert "must not go on under its name" in capsys.readouterr().err
    (tmp_path / "latest").mkdir()
    assert main(["witness", str(tmp_path), "--name", "another"]) == 2
    assert "its name cannot change" in capsys.readouterr().err
