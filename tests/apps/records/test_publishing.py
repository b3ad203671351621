"""What others see: only what enough witnesses have cosigned, and never what contradicts them."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.db import transaction

from duijie.apps.records.models import Conflict, Log, WitnessState
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.draining import drain
from duijie.apps.records.sequencing.opening import Behind, open_log
from duijie.apps.records.sequencing.publishing import Publisher
from duijie.apps.records.sequencing.running import run_once
from duijie.ledger.formats.checkpoints import parse_checkpoint
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.national.keys import der_signature
from duijie.ledger.national.signing import make_national_key_file
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Opened, Trust, open_checkpoint
from duijie.ledger.writing.keyring import national_file
from tests.apps.records.conftest import acts, witness_at
from tests.ledger.judges import openssl_accepts
from tests.ledger.made import SEEN_AT, log_key, witness_key

pytestmark = pytest.mark.django_db
Ask = Callable[..., None]
NOBODY_THERE = "http://127.0.0.1:9/"


def seen(origin: str, *numbers: int) -> Opened:
    """The published checkpoint, which these witnesses must have cosigned."""
    keys = tuple(witness_key(number).verifier for number in numbers)
    note = logs.folder_of(origin).note()
    assert len(note.signatures) == 1 + len(keys)
    return open_checkpoint(note, Trust(logs.signer(origin).verifier, keys, len(keys)))


def published_size(origin: str) -> int:
    return parse_checkpoint(logs.folder_of(origin).note().text).size


@contextmanager
def answering(status: int, body: Callable[[bytes], bytes]) -> Iterator[str]:
    """Somebody who is no witness of ours, and answers every request so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = body(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_published_state_bears_the_witness_cosignature(origin: str, ask: Ask, tmp_path: Path) -> None:
    with witness_at(tmp_path / "w1", origin) as first, witness_at(tmp_path / "w2", origin, 2) as second:
        ask(2, first, second)
        acts(12)
        assert run_once() == 12
        acts(2)
        assert run_once() == 2
    assert seen(origin, 1, 2).checkpoint.size == 15
    row = Log.objects.get()
    assert (row.published_size, row.cosigned_by) == (15, ["witness-1.example", "witness-2.example"])
    assert set(WitnessState.objects.values_list("size", "failure")) == {(15, "")}


def test_one_silent_witness_of_two_stops_nothing_where_one_is_enough(origin: str, ask: Ask, tmp_path: Path) -> None:
    with witness_at(tmp_path / "w1", origin) as address:
        ask(1, address, NOBODY_THERE)
        acts(1)
        run_once()
    assert seen(origin, 1).checkpoint.size == 2
    silent = WitnessState.objects.get(name="witness-2.example")
    assert "does not answer" in silent.failure
    assert silent.failing_since is not None


def test_with_an_sm2_key_beside_it_the_log_is_signed_twice(origin: str, ask: Ask, tmp_path: Path) -> None:
    second = make_national_key_file(national_file(logs.key_file(origin)), origin)
    with witness_at(tmp_path / "w1", origin) as address:
        ask(1, address)
        acts(1)
        run_once()
        acts(1)
        assert run_once() == 1
    note = logs.folder_of(origin).note()
    own, line, _ = note.signatures
    assert (own.name, line.name) == (origin, origin)
    assert openssl_accepts(tmp_path, second.verifier.public, note.text, der_signature(line))
    trust = Trust(logs.signer(origin).verifier, (witness_key().verifier,), 1)
    assert verify_folder(logs.folder_of(origin).path, trust).checkpoint.size == 3


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:port/", "http://127.0.0.1:70000/", "http://[::1/", "http://a..b"]
)
def test_a_witness_with_a_mistyped_address_counts_as_one_that_is_silent(origin: str, ask: Ask, address: str) -> None:
    ask(1, address)
    assert run_once() == 0
    assert "is no address" in WitnessState.objects.get().failure


def test_without_enough_witnesses_acts_are_kept_and_nothing_is_shown(origin: str, ask: Ask, tmp_path: Path) -> None:
    opened = open_log(origin)
    with closing(opened.writer):
        with witness_at(tmp_path / "w1", origin) as address:
            ask(1, address)
            publisher = Publisher(opened, logs.policy())
            assert publisher.publish()
        waiting = acts(3)
        assert drain(opened) == 3
        assert not publisher.publish()
        assert publisher.is_due()
    assert published_size(origin) == 1
    assert Log.objects.get().size == 4
    with witness_at(tmp_path / "w1", origin) as address:
        ask(1, address)
        assert run_once() == 0
    assert seen(origin, 1).checkpoint.size == 1 + len(waiting)


def test_after_a_start_no_leaf_goes_on_before_witnesses_confirm_where_the_log_stands(origin: str, ask: Ask) -> None:
    ask(1, NOBODY_THERE)
    acts(1)
    assert run_once() == 0
    assert Log.objects.get().size == 1


def test_a_witness_that_holds_another_size_than_we_remember_is_asked_again(
    origin: str, ask: Ask, tmp_path: Path
) -> None:
    with witness_at(tmp_path / "w1", origin) as address:
        ask(1, address)
        acts(5)
        run_once()
        WitnessState.objects.update(size=2)
        acts(1)
        run_once()
    assert seen(origin, 1).checkpoint.size == 7


def test_folder_and_database_of_yesterday_are_noticed_by_the_witness(origin: str, ask: Ask, tmp_path: Path) -> None:
    with witness_at(tmp_path / "w1", origin) as address:
        ask(1, address)
        acts(1)
        run_once()
        shutil.copytree(logs.folder_of(origin).path, tmp_path / "yesterday")
        with transaction.atomic():
            acts(3)
            run_once()
            transaction.set_rollback(True)
        shutil.rmtree(logs.folder_of(origin).path)
        shutil.copytree(tmp_path / "yesterday", logs.folder_of(origin).path)
        acts(1)
        with pytest.raises(Behind, match=r"has cosigned 5 leaves of this log, which has 2 here\. Bring the newest"):
            run_once()
    assert Log.objects.get().size == 2


def test_another_history_is_refused_and_both_checkpoints_are_kept(origin: str, ask: Ask, tmp_path: Path) -> None:
    with witness_at(tmp_path / "w1", origin) as address:
        ask(1, address)
        with transaction.atomic():
            acts(2)
            run_once()
            transaction.set_rollback(True)
        shutil.rmtree(logs.folder_of(origin).path)
        acts(2)
        ask(0)
        run_once()
        WitnessState.objects.all().delete()
        ask(1, address)
        acts(1)
        opened = open_log(origin)
        with closing(opened.writer):
            opened.writer.append([b"so that the sizes differ"])
            with pytest.raises(Behind, match="has cosigned another history"):
                Publisher(opened, logs.policy()).publish()
    kept = Conflict.objects.get()
    trust = Trust(logs.signer(origin).verifier)
    ours, theirs = (open_checkpoint(parse_note(text.encode()), trust).checkpoint for text in (kept.ours, kept.theirs))
    assert (theirs.size, ours.size) == (3, 4)
    assert kept.witness == "witness-1.example"


def wrongly_signed(request: bytes) -> bytes:
    """A cosignature of the right key for another text."""
    return str(witness_key().cosign("another text\n", SEEN_AT)).encode()


def signed_by_another(request: bytes) -> bytes:
    note: Note = parse_note(request.partition(b"\n\n")[2])
    return str(log_key("stranger").sign(note.text).signatures[0]).encode()


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (200, wrongly_signed, "a cosignature that does not hold"),
        (200, signed_by_another, "without a cosignature of its key"),
        (200, lambda _: b"\xff\n", "a cosignature that does not hold"),
        (500, lambda _: b"out of order\n", "answers 500: out of order"),
        (404, lambda _: b"no such log\n", "answers 404: no such log"),
        (409, lambda _: b"many\n", "does not say which size it holds"),
    ],
)
def test_what_a_witness_answers_wrongly_counts_as_no_answer(
    origin: str, ask: Ask, status: int, body: Callable[[bytes], bytes], sentence: str
) -> None:
    with answering(status, body) as address:
        ask(1, address)
        run_once()
    assert not (logs.folder_of(origin).path / "checkpoint").exists()
    assert sentence in WitnessState.objects.get().failure
