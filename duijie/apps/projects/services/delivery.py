"""Work, evidence, money records and the report of delivery."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime

from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.projects.models import Evidence, MoneyRecord, Project
from duijie.apps.projects.rules import GIVER_RECORDS, EvidenceKind, MoneyKind
from duijie.apps.projects.services.codes import send_code_if_possible
from duijie.apps.projects.services.progress import begin_event, end_event
from duijie.apps.projects.services.telling import tell_offices, tell_other_side
from duijie.apps.records.rules import quantity_text
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import Owner, attach


@transaction.atomic
def start_work(*, actor: Actor, project: Project) -> Project:
    """Begin what was agreed."""
    fresh = begin_event(actor, project, "start", {})
    fresh.started_at = now()
    end_event(fresh)
    entry = record(actor, "projects.project.start", fresh, facts={"need": fresh.need.number})
    tell_other_side(entry, fresh, stage=mark("The work has begun"))
    return fresh


@transaction.atomic
def report_progress(*, actor: Actor, project: Project, text: str, photos: Sequence[StoredFile] = ()) -> Evidence:
    """Report how far the work is, with photographs."""
    fresh = begin_event(actor, project, "report_progress", {"text": text})
    refuse_if(text_faults(text=text))
    evidence = _keep_evidence(actor, fresh, EvidenceKind.PROGRESS, text, photos)
    record(actor, "projects.project.report_progress", fresh)
    return evidence


@transaction.atomic
def report_delivery(
    *,
    actor: Actor,
    project: Project,
    text: str,
    delivered_quantity: Decimal,
    photos: Sequence[StoredFile],
    delivered_on: date | None = None,
) -> Project:
    """Report that it was handed over, today or on an earlier day; it counts only when the receiving side confirms it.

    Raises:
        RuleBroken: the quantity is not above zero, or more than the project's part that others have not taken; the day
            lies ahead, or before the organization committed itself.
    """
    given = {"text": text, "delivered_quantity": delivered_quantity, "photos": list(photos)}
    fresh = begin_event(actor, project, "report_delivery", given)
    day = delivered_on or today()
    refuse_if((*text_faults(text=text), *_quantity_faults(fresh, delivered_quantity), *_day_faults(fresh, day)))
    fresh.delivered_quantity, fresh.delivered_on, fresh.delivered_at = delivered_quantity, day, now()
    fresh.delivered_by_id, fresh.delivered_on_device = actor.id, actor.device
    _keep_evidence(actor, fresh, EvidenceKind.DELIVERY, text, photos)
    end_event(fresh, quantity=max(delivered_quantity, fresh.match.quantity))
    entry = record(
        actor,
        "projects.project.report_delivery",
        fresh,
        facts={"need": fresh.need.number, "quantity": quantity_text(delivered_quantity), "unit": fresh.unit},
    )
    send_code_if_possible(fresh)
    tell_offices(entry, fresh, stage=mark("A delivery was reported; please see whether it arrived"))
    return fresh


@transaction.atomic
def record_money(
    *,
    actor: Actor,
    project: Project,
    kind: MoneyKind,
    amount_fen: int,
    on: date,
    voucher: str = "",
    receipt: str = "",
) -> MoneyRecord:
    """Write down one of the four records: agreed and paid by the giver, arrived and used by the receiver.

    Raises:
        RuleBroken: this side does not state this kind, the amount is not above zero, or the day lies ahead.
    """
    fresh = begin_event(actor, project, "record_money", {"kind": kind, "amount": amount_fen})
    by_giver = actor.role in ORGANIZATION_ROLES
    if (kind in GIVER_RECORDS) != by_giver:
        raise RuleBroken(
            mark("Agreed and paid amounts are stated by the giver, arrived and used ones by the receiver."),
            field="kind",
        )
    if amount_fen <= 0:
        raise RuleBroken(mark("Please give an amount above zero."), field="amount")
    if on > today():
        raise RuleBroken(mark("This day lies ahead."), field="on")
    row = MoneyRecord.objects.create(
        project=fresh,
        kind=kind,
        amount_fen=amount_fen,
        on=on,
        voucher=voucher,
        receipt=receipt,
        by_giver=by_giver,
        actor_id=actor.id,
        actor_label=actor.label,
    )
    record(
        actor,
        "projects.project.record_money",
        fresh,
        details={"kind": kind.value, "amount_fen": amount_fen},
        facts={"need": fresh.need.number, "kind": kind.value, "amount_fen": amount_fen},
    )
    return row


def _quantity_faults(project: Project, delivered: Decimal) -> Iterator[RuleBroken]:
    """After a partial confirmation others may have taken the rest; a second delivery must leave them theirs."""
    need = project.need
    most = min(project.quantity, project.match.quantity + left_to_take(need.quantity, need.quantity_taken))
    if not 0 < delivered <= most:
        yield RuleBroken(
            mark("Please give a number above zero and at most %(most)s."),
            field="delivered_quantity",
            most=f"{most.normalize():f}",
        )


def _day_faults(project: Project, day: date) -> Iterator[RuleBroken]:
    if day > today():
        yield RuleBroken(mark("This day lies ahead."), field="delivered_on")
    elif day < localtime(project.created_at).date():
        yield RuleBroken(mark("On this day the project had not begun."), field="delivered_on")


def _keep_evidence(
    actor: Actor, project: Project, kind: EvidenceKind, text: str, photos: Sequence[StoredFile]
) -> Evidence:
    evidence = Evidence.objects.create(
        project=project, kind=kind, text=text, actor_id=actor.id, actor_label=actor.label
    )
    for photo in photos:
        attach(photo, owner=Owner("evidence", evidence.pk), actor=actor)
    evidence.photos.set(photos)
    return evidence
