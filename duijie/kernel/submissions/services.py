"""Keep drafts and results of forms."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, mark
from duijie.kernel.submissions.models import Submission

KEPT_FOR = timedelta(days=30)
Draft = Mapping[str, Sequence[str]]


def claim(submission_id: UUID, *, form: str, actor: Actor) -> Submission:
    """The submission of this id, made if new and locked until the transaction ends.

    A second click waits here and then finds `done_at` set.

    Raises:
        Conflict: somebody else has sent this form, such as the person who used the same computer before.
    """
    submission = _claimed(submission_id, form, actor)
    if not _is_of(submission, actor) and (submission.account_id, submission.device) != (actor.id, actor.device):
        raise Conflict(mark("Somebody else has sent this form already. Please open the page again."))
    return submission


def _claimed(submission_id: UUID, form: str, actor: Actor) -> Submission:
    Submission.objects.bulk_create(
        [Submission(id=submission_id, form=form, account_id=actor.id, device=actor.device)], ignore_conflicts=True
    )
    return Submission.objects.select_for_update().get(pk=submission_id)


def finish(submission: Submission, *, result: str, receipt: str | None = None) -> None:
    """Note where the act led, in the act's own transaction, and forget the draft."""
    submission.result, submission.done_at, submission.draft = result, now(), None
    submission.receipt = receipt
    submission.save(update_fields=["result", "done_at", "draft", "receipt"])


def result_of(submission_id: UUID, *, form: str, actor: Actor) -> str:
    """Where the form led if this person has sent it already, else ""."""
    submission = Submission.objects.filter(pk=submission_id, form=form, done_at__isnull=False).first()
    return submission.result if submission and _is_of(submission, actor) else ""


def receipt_of(submission_id: UUID, *, actor: Actor) -> str | None:
    """What the act left for its sender to read, or None for anybody else."""
    submission = Submission.objects.filter(pk=submission_id, done_at__isnull=False).first()
    return submission.receipt if submission and _is_of(submission, actor) else None


@transaction.atomic
def keep_draft(submission_id: UUID, *, form: str, actor: Actor, data: Draft) -> None:
    """Keep what was typed, encrypted, unless the form is done."""
    submission = _claimed(submission_id, form, actor)
    if submission.done_at is None and _is_of(submission, actor):
        submission.draft = json.dumps({name: list(values) for name, values in data.items()}, ensure_ascii=False)
        submission.save(update_fields=["draft"])


@transaction.atomic
def fill_draft(submission_id: UUID, *, form: str, data: Draft) -> None:
    """Add what a job has found to a form that is not sent yet; what was typed meanwhile stays as it is."""
    submission = Submission.objects.select_for_update().filter(pk=submission_id, form=form, done_at=None).first()
    if submission is None or submission.draft is None:
        return
    draft: dict[str, list[str]] = json.loads(submission.draft)
    draft |= {name: list(values) for name, values in data.items() if not any(draft.get(name, ()))}
    submission.draft = json.dumps(draft, ensure_ascii=False)
    submission.save(update_fields=["draft"])


def draft_of(submission_id: UUID, *, form: str, actor: Actor) -> dict[str, list[str]] | None:
    """What was typed into this form by this person or on this device, or None."""
    submission = Submission.objects.filter(pk=submission_id, form=form, done_at=None).first()
    if submission is None or submission.draft is None or not _is_of(submission, actor):
        return None
    draft: dict[str, list[str]] = json.loads(submission.draft)
    return draft


@transaction.atomic
def take_receipt(submission_id: UUID, *, actor: Actor) -> str | None:
    """What the act left for its sender, once: it is forgotten as it is read."""
    submission = Submission.objects.select_for_update().filter(pk=submission_id, done_at__isnull=False).first()
    if submission is None or submission.receipt is None or not _is_of(submission, actor):
        return None
    receipt: str = submission.receipt
    submission.receipt = None
    submission.save(update_fields=["receipt"])
    return receipt


def drop_old() -> int:
    """Delete submissions older than 30 days; returns how many."""
    deleted, _ = Submission.objects.filter(created_at__lt=now() - KEPT_FOR).delete()
    return deleted


def _is_of(submission: Submission, actor: Actor) -> bool:
    """A draft belongs to its account; before signing in, to its device."""
    if submission.account_id is not None:
        return submission.account_id == actor.id
    return bool(submission.device) and submission.device == actor.device
