"""The receiving side confirms, or says what is wrong."""

from collections.abc import Sequence

from django.db import transaction

from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.projects.models import Confirmation, Evidence, Problem, Project
from duijie.apps.projects.rules import ConfirmedBy, EvidenceKind, Face
from duijie.apps.projects.services.hours import confirm_hours
from duijie.apps.projects.services.progress import begin_event, end_event
from duijie.apps.projects.services.telling import tell_offices, tell_other_side
from duijie.apps.records.rules import quantity_text
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.files.models import StoredFile
from duijie.kernel.workdays import add_working_days

SETTLE_WITHIN_WORKING_DAYS = 5


@transaction.atomic
def confirm_receipt(*, actor: Actor, project: Project, face: Face, text: str = "") -> Confirmation:
    """确认收到: what the headline figure counts. The need counts what was delivered, not what was promised.

    With it are confirmed the hours of service recorded so far that no standing confirmation holds.
    """
    fresh = begin_event(actor, project, "confirm", {"face": face})
    refuse_if(text_faults(text=text))
    quantity = fresh.delivered_quantity or fresh.quantity
    fresh.confirmed_at = now()
    by = _way_of(actor, fresh)
    confirmation = Confirmation.objects.create(
        project=fresh,
        by=by,
        quantity=quantity,
        face=face,
        text=text,
        actor_id=actor.id,
        actor_role=actor.role.value,
        actor_label=actor.label,
        device=actor.device,
    )
    end_event(fresh, quantity=quantity)
    delivered = {"need": fresh.need.number, "quantity": quantity_text(quantity), "unit": fresh.unit, "by": by.value}
    entry = record(
        actor,
        "projects.project.confirm",
        fresh,
        details={"by": by.value, "face": face.value},
        facts={**delivered, **confirm_hours(confirmation)},
    )
    tell_other_side(entry, fresh, stage=mark("The receiving side has confirmed"))
    return confirmation


@transaction.atomic
def report_problem(*, actor: Actor, project: Project, text: str, photos: Sequence[StoredFile] = ()) -> Problem:
    """有问题: it did not arrive, or not as agreed. A confirmation given before no longer counts until it is settled."""
    fresh = begin_event(actor, project, "report_problem", {"text": text})
    refuse_if(text_faults(text=text))
    fresh.confirmations.filter(revoked_at=None).update(revoked_at=now())
    fresh.confirmed_at = None
    problem = Problem.objects.create(
        project=fresh, text=text, due_on=add_working_days(today(), SETTLE_WITHIN_WORKING_DAYS)
    )
    if photos:
        evidence = Evidence.objects.create(
            project=fresh, kind=EvidenceKind.PROBLEM, text=text, actor_id=actor.id, actor_label=actor.label
        )
        evidence.photos.set(photos)
    end_event(fresh)
    entry = record(actor, "projects.project.report_problem", fresh)
    tell_offices(entry, fresh, stage=mark("The receiving side reports a problem"))
    return problem


def _way_of(actor: Actor, project: Project) -> ConfirmedBy:
    if actor.role is Role.HOLDER:
        return ConfirmedBy.CODE
    if actor.id == project.receiver_account_id or actor.division_path == project.receiver_path:
        return ConfirmedBy.ACCOUNT
    return ConfirmedBy.NEXT_LEVEL
