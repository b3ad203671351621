"""A witness over HTTP and as a command: the same answers, and nothing forgotten when the process is killed."""

import http.client
import re
import sys
from hashlib import sha256

import pytest

from duijie.ledger.commands import main
from duijie.ledger.formats.keys import KeyType, parse_key
from duijie.ledger.formats.notes import parse_note
from duijie.ledger.verifying.opening import Trust, open_checkpoint
from duijie.ledger.witness.judging import SIZE_TYPE
from duijie.ledger.witness.serving import LONGEST_REQUEST
from duijie.ledger.writing.signing import make_key_file
from tests.ledger.made import ORIGIN, log_key, request
from tests.ledger.served import served, started


def exchange(connection, method, path, body=None, headers=None):
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers["Content-Type"]


def head_only(connection, path, headers):
    """The answer to a request whose body is still to come: who is refused by its head closes before it has read one."""
    connection.putrequest("POST", path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse().status


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
        for length in (str(LONGEST_REQUEST + 1), "9" * 5_000):
            assert head_only(connection, "/add-checkpoint", {"Content-Length": length}) == 413
        assert head_only(connection, "/add-checkpoint", {"Transfer-Encoding": "chunked"}) == 411


def test_the_command_makes_its_key_once_and_remembers_after_kill_9(tmp_path, tree):
    folder = tmp_path / "witness"
    folder.mkdir()
    (folder / "logs").write_text(f"{log_key().verifier}\n")
    known = []
    for size in (100, 200):
        command = [sys.executable, "-m", "duijie.ledger", "witness", str(folder), "--address", "127.0.0.1:0"]
        naming = ["--name", "witness.example/w1"] if size == 100 else []
        with started([*command, *naming]) as run:
            known.append(parse_key(run.stdout.readline().removesuffix("\n")))
            assert run.stdout.readline() == f"watches {ORIGIN}\n"
            port = int(re.search(r":(\d+)$", run.stdout.readline())[1])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            assert exchange(connection, "POST", "/add-checkpoint", request(tree, size - 100, size))[0] == 200
            assert exchange(connection, "POST", "/add-checkpoint", request(tree, 0, 50))[:2] == (409, f"{size}\n")
            connection.close()
    assert known[0] == known[1]
    assert known[0].name == "witness.example/w1"


def test_a_log_that_is_added_to_the_list_is_watched_without_a_restart(tmp_path, tree):
    folder = tmp_path / "witness"
    folder.mkdir()
    listed = folder / "logs"
    listed.write_text(f"{log_key('another.example').verifier}\n")
    command = [sys.executable, "-m", "duijie.ledger", "witness", str(folder), "--address", "127.0.0.1:0"]
    with started([*command, "--name", "witness.example/w1"]) as run:
        told = [run.stdout.readline() for _ in range(3)]
        port = int(re.search(r":(\d+)$", told[2])[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        assert exchange(connection, "POST", "/add-checkpoint", request(tree, 0, 100))[0] == 404
        (folder / "mistyped").write_text("no key\n")
        (folder / "mistyped").replace(listed)
        assert "goes on as before" in run.stdout.readline()
        (folder / "new").write_text(f"{log_key('another.example').verifier}\n{log_key().verifier}\n")
        (folder / "new").replace(listed)
        assert run.stdout.readline() == f"watches another.example, {ORIGIN}\n"
        assert exchange(connection, "POST", "/add-checkpoint", request(tree, 0, 100))[0] == 200
        connection.close()


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
