"""A witness cosigns what only grew, once and for all; it refuses rollbacks, forks and strangers."""

import threading
from hashlib import sha256

import pytest

from duijie.ledger.errors import FormatError, LogInUse
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import EMPTY_ROOT
from duijie.ledger.formats.notes import Note, parse_note, parse_signature
from duijie.ledger.verifying.opening import Trust, open_checkpoint
from duijie.ledger.witness.judging import SIZE_TYPE, Witness
from duijie.ledger.witness.memory import WitnessMemory
from duijie.ledger.witness.requests import parse_request
from tests.ledger.made import ORIGIN, SEEN_AT, ask, log_key, request, witness_key


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
