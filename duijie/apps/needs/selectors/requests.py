"""Requests of households: internal, and their applicants only for village and township."""

from dataclasses import dataclass

from django.db.models import QuerySet

from duijie.apps.needs.models import Referral, Report, Request
from duijie.apps.needs.rules.requests import (
    DECIDE,
    HANDLE,
    PHOTO_POLICY,
    SEE,
    SEE_APPLICANT,
    VOICE_POLICY,
)
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can, visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import history
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class ApplicantDetails:
    """Who asked; texts are "" where nothing was said."""

    name: str
    phone: str
    house: str
    note: str


def visible_requests(actor: Actor, *, state: str = "", field: str = "", place: str = "") -> QuerySet[Request]:
    """The requests that the actor may see, newest first; page them by `submitted_at`."""
    rows = visible(actor, SEE, Request.objects.all())
    exact = {"state": state, "field": field}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if place:
        rows = rows.filter(division_path__startswith=place)
    return rows.order_by("-submitted_at", "-id")


def request_by_number(actor: Actor, number: str) -> Request:
    """The request of a number.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    request = Request.objects.select_related("need").filter(number=number.upper()).first()
    if request is None or not can(actor, SEE, request):
        raise NotFound(mark("There is nothing here that you may see."))
    return request


def requests_of_villager(actor: Actor) -> QuerySet[Request]:
    """A villager's own requests, newest first."""
    rows = Request.objects.select_related("need").filter(account_id=actor.id)
    return rows.order_by("-submitted_at") if actor.id else rows.none()


def to_bundle(actor: Actor, numbers: list[str] | None = None) -> QuerySet[Request]:
    """Verified requests that the actor may bundle into a need, oldest first; those of the numbers, if there are any."""
    rows = visible(actor, HANDLE, Request.objects.filter(state="verified")).order_by("verified_at", "id")
    return rows.filter(number__in=numbers) if numbers else rows


def applicant_of(actor: Actor, request: Request) -> ApplicantDetails | None:
    """Who asked, for village, township and the villager himself; None for everybody else."""
    if not can(actor, SEE_APPLICANT, request):
        return None
    row = request.applicant
    return ApplicantDetails(row.name, row.phone or "", row.house or "", row.note or "")


def request_photos(actor: Actor, request: Request) -> QuerySet[StoredFile]:
    """What was photographed for it, for those who may know who asked: a picture of a house tells whose it is."""
    rows = StoredFile.objects.filter(policy=PHOTO_POLICY, owner_kind="request", owner_id=request.pk)
    rows = rows.order_by("created_at", "id")
    return rows if can(actor, SEE_APPLICANT, request) else rows.none()


def recording_of(actor: Actor, request: Request) -> StoredFile | None:
    """What was spoken and is not written down yet, for those who may know who asked."""
    if not request.is_unwritten or not can(actor, SEE_APPLICANT, request):
        return None
    return StoredFile.objects.filter(policy=VOICE_POLICY, owner_kind="request", owner_id=request.pk).first()


def to_visit(actor: Actor) -> QuerySet[Request]:
    """Requests that the actor has to verify and may look at with the household's name, the most urgent first."""
    rows = visible(actor, SEE_APPLICANT, visible(actor, DECIDE, Request.objects.filter(state="submitted")))
    return rows.filter(is_joint_open=False).select_related("applicant").order_by("awaiting_until", "id")


def request_history(actor: Actor, request: Request) -> QuerySet[AuditEntry]:
    """Every act on the request, oldest first, for those who may see it."""
    entries = history(request)
    return entries if can(actor, SEE, request) else entries.none()


def reports_on(actor: Actor, request: Request) -> QuerySet[Report]:
    """What was reported on the request and answered, for those who may see it."""
    rows = request.reports.all()
    return rows if can(actor, SEE, request) else rows.none()


def request_referrals(actor: Actor, request: Request) -> QuerySet[Referral]:
    """The letters by which the request was handed to a policy, newest first."""
    rows = request.referrals.order_by("-created_at")
    return rows if can(actor, SEE, request) else rows.none()
