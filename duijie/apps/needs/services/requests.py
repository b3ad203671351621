"""What the owner of a request does: submit, complete, ask for a review, report a problem, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from duijie.apps.accounts.rules import phone_of
from duijie.apps.accounts.selectors import phone_digest
from duijie.apps.accounts.services import villager_of
from duijie.apps.needs.models import Applicant, Report, Request
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.rules.requests import (
    ON_PAPER,
    PHOTOS_MOST,
    REPORT_DAYS,
    REQUEST,
    SPOKEN,
    SUBMIT,
    TYPISTS,
    Asked,
    submission_faults,
)
from duijie.apps.needs.rules.vocabulary import Consent, Urgency
from duijie.apps.needs.services.fields import field_of
from duijie.apps.needs.services.places import TOWNSHIP_OR_BELOW, place
from duijie.apps.needs.services.routing import Router
from duijie.apps.needs.services.spoken import forget_if_written, forget_recording, keep_recording, stand_in
from duijie.apps.needs.services.telling import tell_above, tell_awaited, tell_owner
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.codes import CodeKind, code_digest, new_code
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import Owner, attach
from duijie.kernel.lifecycle.running import advance
from duijie.kernel.workdays import add_working_days

_NAME = "needs.request."
WAITS = mark("A request waits for verification")


@dataclass(frozen=True, slots=True)
class SubmittedRequest:
    """A request with the 查询码 that is shown once, to who typed it."""

    request: Request
    follow_code: str


@transaction.atomic
def submit_request(
    *,
    actor: Actor,
    text: str,
    name: str,
    division_code: str,
    phone: str = "",
    house: str = "",
    field: str = "",
    subfield: str = "",
    quantity: Decimal | None = None,
    unit: str = "",
    urgency: str = Urgency.NORMAL,
    consent: str = Consent.SELF,
    offer_number: str = "",
    note: str = "",
    photos: Sequence[StoredFile] = (),
    recording: StoredFile | None = None,
) -> SubmittedRequest:
    """我要提需求 or 帮群众提需求: take down what a household needs; who they are goes into a table of its own.

    Without a field, the words of the text propose one. A cadre names the consent he was given. `photos` are files that
    the actor has uploaded; those read them who may know who asked. Who sends a `recording`, or for himself a photo
    without words, need say nothing else: it waits to be written down (`spoken.write_down_request`).

    Raises:
        Faults: something is missing, too long, or holds what others must not read.
        NotAllowed: the actor types for nobody there.
        RuleBroken: there is no such place, this is no phone number, or there are too many photos.
        Conflict: a photo belongs to something else.
    """
    asked = Asked(text=text.strip(), name=name.strip(), phone=phone.strip(), house=house.strip(), unit=unit.strip())
    is_on_paper = bool(photos) and not asked.text and actor.role not in TYPISTS
    if recording is not None or is_on_paper:
        instead = stand_in(SPOKEN if recording else ON_PAPER)
        asked = replace(asked, text=asked.text or instead, name=asked.name or instead)
    refuse_if(submission_faults(asked, role=actor.role, consent=consent, quantity=quantity))
    request = Request(
        text=asked.text,
        is_unwritten=recording is not None or is_on_paper,
        quantity=quantity,
        unit=asked.unit,
        urgency=urgency,
        consent=consent,
    )
    place(request, division_code, levels=TOWNSHIP_OR_BELOW)
    require(actor, SUBMIT, request)
    request.field, request.subfield = field_of(text, field, subfield)
    request.offer_number = offer_number
    number = phone_of(asked.phone) if asked.phone else ""
    request.account_id = _account_of(actor, number)
    _sign(request, actor)
    code = new_code(CodeKind.FOLLOW)
    request.follow_digest = code_digest(code)
    Router().begin(request, request.submitted_at)
    request.save(force_insert=True)
    _keep_applicant(request, asked, number, note)
    _keep_photos(request, photos, actor)
    if recording is not None:
        keep_recording(request, recording, actor=actor)
    entry = record(actor, _NAME + "submit", request, on_behalf_of="" if consent == Consent.SELF else consent)
    tell_awaited(entry, request, stage=WAITS)
    return SubmittedRequest(request, code)


@transaction.atomic
def complete_request(*, actor: Actor, request: Request, text: str) -> Request:
    """Send a returned request again, with what was missing.

    Raises:
        Faults: the text is too long or holds what others must not read.
    """
    fresh = advance(actor, REQUEST, request, "complete", {"text": text})
    refuse_if(submission_faults(Asked(text=text.strip(), name="-"), role=None, consent=fresh.consent))
    fresh.text, fresh.reason = text.strip(), ""
    forget_if_written(fresh)
    Router().restart_clock(fresh, now())
    fresh.save()
    tell_awaited(record(actor, _NAME + "complete", fresh), fresh, stage=WAITS)
    return fresh


@transaction.atomic
def ask_review_of_request(*, actor: Actor, request: Request, reason: str) -> Request:
    """申请复核: ask the level above the one that declined."""
    fresh = advance(actor, REQUEST, request, "ask_review", {"reason": reason})
    refuse_if(text_faults(reason=reason))
    Router().begin_review(fresh, now())
    fresh.save()
    entry = record(actor, _NAME + "ask_review", fresh, details={"reason": reason})
    tell_awaited(entry, fresh, stage=mark("A review of a request is asked for"))
    return fresh


@transaction.atomic
def report_problem(*, actor: Actor, request: Request, text: str) -> Report:
    """反映问题: tell the level above what is wrong; it answers within five working days."""
    fresh = advance(actor, REQUEST, request, "report", {"text": text})
    refuse_if(text_faults(text=text))
    fresh.has_open_report = True
    fresh.save()
    report = Report.objects.create(request=fresh, text=text, due_on=add_working_days(today(), REPORT_DAYS))
    entry = record(actor, _NAME + "report", fresh)
    tell_above(entry, fresh, stage=mark("A villager reports a problem"))
    return report


@transaction.atomic
def answer_report(*, actor: Actor, request: Request, text: str) -> Request:
    """Answer what was reported; the owner reads the answer on his page."""
    fresh = advance(actor, REQUEST, request, "answer_report", {"text": text})
    refuse_if(text_faults(text=text))
    fresh.reports.filter(answered_at=None).update(answer=text, answered_by_label=actor.label, answered_at=now())
    fresh.has_open_report = False
    fresh.save()
    tell_owner(record(actor, _NAME + "answer_report", fresh), fresh, stage=mark("Your report has been answered"))
    return fresh


@transaction.atomic
def withdraw_request(*, actor: Actor, request: Request) -> Request:
    """Take a request back; free, and no reason is asked."""
    fresh = advance(actor, REQUEST, request, "withdraw", {})
    fresh.settled_at, fresh.awaiting_until = now(), None
    forget_recording(fresh)
    fresh.save()
    record(actor, _NAME + "withdraw", fresh)
    return fresh


def _keep_photos(request: Request, photos: Sequence[StoredFile], actor: Actor) -> None:
    if len(photos) > PHOTOS_MOST:
        raise RuleBroken(mark("At most %(most)s photos, please."), field="photos", most=PHOTOS_MOST)
    for each in photos:
        attach(each, owner=Owner("request", request.pk), actor=actor)


def _sign(request: Request, actor: Actor) -> None:
    request.typed_by_id, request.typed_by_role = actor.id, actor.role.value
    request.typed_by_label, request.typed_on_device = actor.label, actor.device


def _account_of(actor: Actor, phone: str) -> UUID | None:
    """Whose page shows the request: the villager himself, or whoever signs in with the phone that a cadre wrote down.

    A visitor's phone proves nothing, so it opens no page; he has the 查询码.
    """
    if actor.role is Role.VILLAGER:
        return actor.id
    return villager_of(phone).pk if phone and actor.is_official else None


def _keep_applicant(request: Request, asked: Asked, phone: str, note: str) -> None:
    Applicant.objects.create(
        request=request,
        name=asked.name,
        phone=phone or None,
        phone_digest=phone_digest(phone) if phone else "",
        house=asked.house or None,
        note=note.strip() or None,
    )
