"""Rows and leaves are compared both ways, and the commands say it with their exit status."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Conflict, Leaf, Log, Pending
from duijie.apps.records.sequencing.reconciling import reconcile
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.services import erase
from duijie.config.commandline import ledger_reconcile, ledger_status, main
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.audit.models import AuditEntry
from tests.apps.records.conftest import acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(origin: str) -> list[Leaf]:
    """Three acts whose leaves stand in the log."""
    made = acts(3)
    run_once()
    return made


@pytest.fixture(autouse=True)
def _already_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands load Django with settings of their own; here the tests' are loaded."""
    for command in (ledger_status, ledger_reconcile):
        monkeypatch.setattr(command, "load_django", lambda: None)


def test_what_fits_together_is_found_to_fit(placed: list[Leaf], capsys: pytest.CaptureFixture[str]) -> None:
    acts(2)
    assert list(reconcile()) == []
    assert main(["ledger", "reconcile"]) == 0
    assert capsys.readouterr().out == "Rows and leaves fit together.\n"


def test_a_row_without_a_leaf_is_found(placed: list[Leaf]) -> None:
    entry = AuditEntry.objects.get(pk=placed[1].entry_id)
    Leaf.objects.filter(pk=placed[1].pk).delete()
    Pending.objects.filter(leaf=acts(1)[0]).delete()
    findings = list(reconcile())
    assert [each.split(":")[0] for each in findings] == [
        "act without a leaf",
        "leaf that is neither in a log nor in the outbox",
        "leaf without a row",
    ]
    assert str(entry.pk) in findings[0]


def test_a_leaf_without_a_row_is_found(origin: str, capsys: pytest.CaptureFixture[str]) -> None:
    with transaction.atomic():
        acts(3)
        run_once()
        transaction.set_rollback(True)
    run_once()
    assert list(reconcile()) == [f"leaf without a row: {origin}, {index}" for index in (1, 2, 3)]
    assert main(["ledger", "reconcile", "--show", "1"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["… and 2 more", "3 rows or leaves do not fit together."]


def test_changed_facts_and_a_changed_row_are_found(placed: list[Leaf]) -> None:
    first, second, third = placed
    Leaf.objects.filter(pk=first.pk).update(facts={**first.facts, "quantity": "31"})
    Leaf.objects.filter(pk=second.pk).update(kind="projects.project.close")
    AuditEntry.objects.filter(pk=third.entry_id)
    found = [each.split(":")[0] for each in reconcile()]
    assert found == ["facts that do not make their root", "row that differs from its leaf"]


def test_an_act_whose_history_says_something_else_is_found(placed: list[Leaf]) -> None:
    leaf = placed[0]
    AuditEntry.objects.create(
        action="projects.project.confirm",
        subject_kind="notice",
        subject_id=leaf.pk,
        actor_role="village",
        actor_label="示例村",
        channel="web",
        facts={"need": "N-0000009"},
    )
    other = AuditEntry.objects.get(subject_id=leaf.pk)
    Leaf.objects.filter(pk=leaf.pk).update(entry_id=other.pk)
    assert [each.split(":")[0] for each in reconcile()] == [
        "act without a leaf",
        "facts that differ from the act's",
    ]


def test_a_place_beyond_the_log_is_found(placed: list[Leaf]) -> None:
    Leaf.objects.filter(pk=placed[2].pk).update(index=9)
    assert [each.split(",")[0].split(":")[0] for each in reconcile()] == [
        "leaf without a row",
        f"row whose leaf is not in {Log.objects.get().origin}",
    ]


def test_what_was_erased_is_missing_nowhere(placed: list[Leaf]) -> None:
    subject = Notice.objects.get()
    assert erase(actor=SYSTEM, subject=subject) == 3
    run_once()
    assert list(reconcile()) == []


def test_a_log_that_does_not_hold_together_is_told_in_one_sentence(
    placed: list[Leaf], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = next(Path(settings.LEDGER_FOLDER).rglob("entries/000.p/4"))
    bundle.write_bytes(bundle.read_bytes().replace(b"village", b"vilIage"))
    assert main(["ledger", "reconcile"]) == 1
    assert capsys.readouterr().err.startswith("The log itself does not hold together: ")


def test_the_state_is_told_and_trouble_by_the_exit_status(
    placed: list[Leaf], origin: str, capsys: pytest.CaptureFixture[str]
) -> None:
    acts(1)
    assert main(["ledger", "status"]) == 0
    said = capsys.readouterr().out
    assert "1 leaves wait in the outbox" in said
    assert f"4 leaves in {origin}, 4 of them published" in said
    Conflict.objects.create(log=Log.objects.get(), witness="w", reason="another history", ours="…")
    assert main(["ledger", "status"]) == 1
    assert "conflicting checkpoints that are kept: 1" in capsys.readouterr().out


def test_where_the_ledger_is_off_acts_go_on_and_wait(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.LEDGER_NAME = ""
    acts(2)
    assert main(["ledger", "status"]) == 0
    assert "switched off (DUIJIE_LEDGER is empty); 2 leaves wait" in capsys.readouterr().out
