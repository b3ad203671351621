"""Forms: nothing typed is lost, nothing happens twice, and nobody reads another's draft."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict
from duijie.kernel.ids import new_id
from duijie.kernel.submissions.models import Submission
from duijie.kernel.submissions.services import (
    claim,
    draft_of,
    drop_old,
    finish,
    keep_draft,
    receipt_of,
    take_receipt,
)

pytestmark = pytest.mark.django_db
FORM = "/village/request/"
TYPED = {"text": ["门口没有路灯"], "photos_kept": ["a", "b"]}
CADRE = Actor(id=new_id(), role=Role.VILLAGE, label="示例村", device="村里的电脑")
ON_A_PHONE = replace(VISITOR, device="手机甲")


@pytest.fixture
def form_id() -> UUID:
    return new_id()


def test_a_draft_is_found_again_by_its_own_person(form_id):
    keep_draft(form_id, form=FORM, actor=CADRE, data=TYPED)
    keep_draft(form_id, form=FORM, actor=CADRE, data={"text": ["门口没有路灯，很黑"]})
    assert draft_of(form_id, form=FORM, actor=CADRE) == {"text": ["门口没有路灯，很黑"]}


def test_a_form_that_somebody_else_has_sent_is_not_sent_again_by_the_next_person(form_id):
    finish(claim(form_id, form=FORM, actor=CADRE), result="/village/sent/")
    with pytest.raises(Conflict):
        claim(form_id, form=FORM, actor=replace(CADRE, id=new_id()))
    assert claim(form_id, form=FORM, actor=replace(CADRE, device="另一台")).result == "/village/sent/"


@pytest.mark.parametrize(
    "stranger",
    [replace(CADRE, id=new_id()), replace(CADRE, id=None), ON_A_PHONE, VISITOR],
    ids=["colleague", "signed out", "phone", "nobody"],
)
def test_nobody_else_reads_or_changes_a_draft(form_id, stranger):
    keep_draft(form_id, form=FORM, actor=CADRE, data=TYPED)
    keep_draft(form_id, form=FORM, actor=stranger, data={"text": ["别人写的"]})
    assert draft_of(form_id, form=FORM, actor=stranger) is None
    assert draft_of(form_id, form=FORM, actor=CADRE) == TYPED


def test_what_was_typed_before_signing_in_is_found_on_the_same_device_afterwards(form_id):
    keep_draft(form_id, form=FORM, actor=replace(VISITOR, device=CADRE.device), data=TYPED)
    assert draft_of(form_id, form=FORM, actor=CADRE) == TYPED
    assert draft_of(form_id, form=FORM, actor=replace(CADRE, device="另一台")) is None


def test_without_a_device_nothing_is_anybodys(form_id):
    keep_draft(form_id, form=FORM, actor=VISITOR, data=TYPED)
    assert draft_of(form_id, form=FORM, actor=VISITOR) is None


def test_a_draft_belongs_to_its_form(form_id):
    keep_draft(form_id, form=FORM, actor=CADRE, data=TYPED)
    assert draft_of(form_id, form="/office/needs/new/", actor=CADRE) is None


def test_drafts_and_receipts_lie_encrypted_in_the_database(form_id):
    keep_draft(form_id, form=FORM, actor=CADRE, data=TYPED)
    other = claim(new_id(), form=FORM, actor=CADRE)
    finish(other, result="/there/", receipt="7QK2-M4TA-9XZ3")
    with connection.cursor() as cursor:
        cursor.execute("SELECT draft, receipt FROM kernel_submission")
        stored = str(cursor.fetchall())
    assert "路灯" not in stored
    assert "7QK2" not in stored


def test_what_is_done_stays_done_and_its_draft_is_forgotten(form_id):
    keep_draft(form_id, form=FORM, actor=CADRE, data=TYPED)
    finish(claim(form_id, form=FORM, actor=CADRE), result="/village/sent/")
    keep_draft(form_id, form=FORM, actor=CADRE, data=TYPED)
    again = claim(form_id, form=FORM, actor=CADRE)
    assert again.done_at is not None
    assert (again.result, again.draft) == ("/village/sent/", None)
    assert draft_of(form_id, form=FORM, actor=CADRE) is None
    assert Submission.objects.count() == 1


def test_a_receipt_is_its_senders_only(form_id):
    submission = claim(form_id, form=FORM, actor=ON_A_PHONE)
    assert receipt_of(form_id, actor=ON_A_PHONE) is None
    finish(submission, result="/sent/", receipt="7QK2-M4TA-9XZ3")
    assert receipt_of(form_id, actor=ON_A_PHONE) == "7QK2-M4TA-9XZ3"
    assert receipt_of(form_id, actor=CADRE) is None
    assert receipt_of(new_id(), actor=ON_A_PHONE) is None


def test_a_receipt_that_is_taken_is_gone(form_id):
    finish(claim(form_id, form=FORM, actor=CADRE), result="/slip/", receipt="7QK2-M4TA-9XZ3")
    assert take_receipt(form_id, actor=ON_A_PHONE) is None
    assert take_receipt(form_id, actor=CADRE) == "7QK2-M4TA-9XZ3"
    assert take_receipt(form_id, actor=CADRE) is None


def test_submissions_are_dropped_after_thirty_days(form_id):
    keep_draft(form_id, form=FORM, actor=CADRE, data=TYPED)
    with time_machine.travel(now() + timedelta(days=29)):
        assert drop_old() == 0
    with time_machine.travel(now() + timedelta(days=31)):
        assert drop_old() == 1
