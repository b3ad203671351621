"""From the outbox to the log: each leaf once, in its place, whatever ends in between, and never from an older copy."""

import json
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from duijie.apps.records.models import Leaf, Log, Pending
from duijie.apps.records.selectors import body_of, position_of
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.draining import drain
from duijie.apps.records.sequencing.opening import Behind, open_log
from duijie.apps.records.sequencing.running import run_once
from duijie.kernel.clock import moved
from duijie.ledger.errors import LedgerError, LogInUse
from duijie.ledger.reading.proving import prove_entry
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.verifying.proofs import verify_logged_proof
from tests.apps.records.conftest import NAME, acts

pytestmark = pytest.mark.django_db


def verified_entries(origin: str) -> list[bytes]:
    """All published leaves of a log that holds together."""
    folder = logs.folder_of(origin)
    size = verify_folder(folder.path, Trust(logs.signer(origin).verifier)).checkpoint.size
    return [folder.entry(index, size) for index in range(size)]


def test_acts_wait_in_the_outbox_and_then_stand_in_the_log_in_their_order(origin: str) -> None:
    waiting = acts(3)
    assert [position_of(leaf) for leaf in waiting] == [None, None, None]
    assert run_once() == 3
    assert not Pending.objects.exists()
    placed = [Leaf.objects.select_related("log").get(pk=leaf.pk) for leaf in waiting]
    assert [position_of(leaf) for leaf in placed] == [(origin, 1), (origin, 2), (origin, 3)]
    assert verified_entries(origin)[1:] == [body_of(leaf).as_bytes() for leaf in waiting]


def test_the_proof_of_a_leaf_holds_against_the_key_alone(origin: str) -> None:
    leaf = acts(2)[1]
    run_once()
    proof = prove_entry(logs.folder_of(origin), 2)
    verify_logged_proof(proof, body_of(leaf).as_bytes(), Trust(logs.signer(origin).verifier))
    assert logs.open_tree(origin).size == 3


def test_an_act_that_is_undone_leaves_nothing_in_the_outbox(origin: str) -> None:
    with transaction.atomic():
        acts(1)
        transaction.set_rollback(True)
    assert run_once() == 0
    assert len(verified_entries(origin)) == 1


def test_a_batch_whose_commit_did_not_come_is_neither_lost_nor_doubled(origin: str) -> None:
    run_once()
    waiting = acts(5)
    opened = open_log(origin)
    with closing(opened.writer), transaction.atomic():
        assert drain(opened) == 5
        transaction.set_rollback(True)  # the process ended after the log had forced its leaves to the disk
    assert Pending.objects.count() == 5
    later = acts(2)
    assert run_once() == 2
    assert not Pending.objects.exists()
    assert verified_entries(origin)[1:] == [body_of(leaf).as_bytes() for leaf in (*waiting, *later)]
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_equal_leaves_of_a_broken_batch_take_one_place_each(origin: str) -> None:
    run_once()
    first, second = acts(2)
    Leaf.objects.filter(pk=second.pk).update(root=first.root, hour=first.hour)
    opened = open_log(origin)
    with closing(opened.writer), transaction.atomic():
        drain(opened)
        transaction.set_rollback(True)
    run_once()
    assert sorted(Leaf.objects.values_list("index", flat=True)) == [1, 2]


def test_a_folder_of_yesterday_is_not_gone_on_with(origin: str, tmp_path: Path) -> None:
    acts(2)
    run_once()
    shutil.copytree(logs.folder_of(origin).path, tmp_path / "yesterday")
    acts(2)
    run_once()
    shutil.rmtree(logs.folder_of(origin).path)
    shutil.copytree(tmp_path / "yesterday", logs.folder_of(origin).path)
    waiting = acts(1)
    with pytest.raises(Behind, match="holds 3 leaves, but 5 were written: it is an older copy"):
        run_once()
    shutil.rmtree(logs.folder_of(origin).path)
    with pytest.raises(Behind, match="holds 0 leaves, but 5 were written"):
        run_once()
    assert Pending.objects.filter(leaf=waiting[0]).exists()


def test_a_folder_with_another_history_is_not_gone_on_with(origin: str) -> None:
    acts(2)
    run_once()
    Log.objects.update(root="ab" * 32)
    with pytest.raises(Behind, match="another history than the 3 leaves"):
        run_once()


def test_a_log_that_was_written_elsewhere_meanwhile_is_left_alone(origin: str) -> None:
    opened = open_log(origin)
    with closing(opened.writer):
        Log.objects.update(size=7)
        acts(1)
        with pytest.raises(Behind, match="Another copy of .* 7 leaves there, 1 here"):
            drain(opened)


def test_with_a_database_of_yesterday_the_log_goes_on_and_what_still_waits_is_not_doubled(origin: str) -> None:
    acts(2)
    run_once()
    still_waiting = acts(1)[0]
    with transaction.atomic():
        lost = acts(1)[0]
        run_once()
        transaction.set_rollback(True)
    assert run_once() == 0
    assert position_of(Leaf.objects.get(pk=still_waiting.pk)) == (origin, 3)
    assert not Leaf.objects.filter(pk=lost.pk).exists()
    assert len(verified_entries(origin)) == 5


def test_one_process_writes_to_a_log(origin: str) -> None:
    opened = open_log(origin)
    with closing(opened.writer), pytest.raises(LogInUse):
        run_once()


def test_the_log_of_a_year_begins_with_how_the_year_before_it_ended(origin: str) -> None:
    acts(1)
    run_once()
    with moved(timedelta(days=366)):
        following = logs.origin_of(logs.year_of(origin) + 1)
        with pytest.raises(LedgerError, match="is missing: bring it back, or make it with `duijie ledger key`"):
            run_once()
        logs.make_key(following)
        acts(1)
        assert run_once() == 1
    before = verify_folder(logs.folder_of(origin).path, Trust(logs.signer(origin).verifier)).checkpoint
    first = json.loads(verified_entries(following)[0])
    assert (first["kind"], first["root"], first["division"]) == ("ledger.log.open", before.root.hex(), "62")
    assert following == f"{NAME}/{logs.year_of(following)}"


def test_a_key_of_another_log_signs_nothing(origin: str) -> None:
    file = logs.key_file(origin)
    shutil.copy(file, logs.key_file(f"{NAME}/1999"))
    with pytest.raises(LedgerError, match=f"is of {origin}, not of {NAME}/1999"):
        logs.signer(f"{NAME}/1999")
    assert file.stat().st_mode & 0o077 == 0
