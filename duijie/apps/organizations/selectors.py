"""Every read of the register of organizations, limited to what the actor may see."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from duijie.apps.organizations.models import Commendation, Organization
from duijie.apps.organizations.rules.credit_codes import compact
from duijie.apps.organizations.rules.lifecycle import NAME, SEE, SEE_INTERNAL, STANDING_EVENTS
from duijie.apps.organizations.rules.particulars import grade_on
from duijie.apps.organizations.rules.vocabulary import IN_GOOD_STANDING, SUBMITTED
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can, visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import history
from duijie.kernel.codes import check, code_digest
from duijie.kernel.errors import NotFound, mark


def public_organizations(
    *,
    query: str = "",
    kind: str = "",
    registration_level: str = "",
    division_path: str = "",
    is_hub: bool = False,
) -> QuerySet[Organization]:
    """Organizations in good standing, newest first; `query` is a part of the name, a credit code or a number.

    `division_path` finds those at home there and those that say they serve there.
    """
    rows = Organization.objects.filter(state=IN_GOOD_STANDING)
    if query := query.strip():
        rows = rows.filter(Q(name__contains=query) | Q(credit_code=compact(query)[:18]) | Q(number=query.upper()[:20]))
    if kind:
        rows = rows.filter(kind=kind)
    if registration_level:
        rows = rows.filter(registration_level=registration_level)
    if division_path:
        rows = rows.filter(Q(division_path__startswith=division_path) | Q(service_paths__contains=[division_path]))
    if is_hub:
        rows = rows.filter(is_hub=True)
    return rows.order_by("-approved_at", "-id")


def visible_organizations(actor: Actor) -> QuerySet[Organization]:
    """The organizations that the actor may see, in any state, newest first."""
    return visible(actor, SEE, Organization.objects.all()).order_by("-id")


def organization_by_number(actor: Actor, number: str) -> Organization:
    """The organization of a public number.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    organization = Organization.objects.filter(number=number.upper()).first()
    if organization is None or not can(actor, SEE, organization):
        raise NotFound(mark("There is nothing here that you may see."))
    return organization


def organization_of(actor: Actor) -> Organization | None:
    """The organization that the actor works for."""
    return Organization.objects.filter(pk=actor.organization_id).first() if actor.organization_id else None


def organization_by_id(organization_id: UUID) -> Organization | None:
    """The organization of this id, for services; the caller has shown that it may be known."""
    return Organization.objects.filter(pk=organization_id).first()


def application_of_code(code: str) -> Organization | None:
    """The application that a 查询码 was given out for; the page counts the tries."""
    return Organization.objects.filter(follow_digest=code_digest(code)).first() if check(code) else None


def to_review(actor: Actor) -> QuerySet[Organization]:
    """Applications that wait for this actor: to be vouched for or to be decided, oldest first."""
    waiting = Organization.objects.filter(state=SUBMITTED)
    mine = visible(actor, NAME + "vouch", waiting) | visible(actor, NAME + "approve", waiting)
    return mine.order_by("submitted_at", "id")


def full_history(actor: Actor, organization: Organization) -> QuerySet[AuditEntry]:
    """Every act on the organization, oldest first; nothing for those who may only see its public page."""
    entries = history(organization)
    return entries if can(actor, SEE_INTERNAL, organization) else entries.none()


def standing_history(organization: Organization) -> QuerySet[AuditEntry]:
    """The acts that gave or took standing, oldest first: public as to act, office and day, not as to reasons."""
    return history(organization).filter(action__in=[NAME + event for event in STANDING_EVENTS])


def commendations_of(organization: Organization) -> QuerySet[Commendation]:
    """Who commended the organization for what, newest first; public, those that were withdrawn too."""
    return organization.commendations.all()


def commendation_of_entry(organization: Organization, entry_id: UUID | None) -> Commendation | None:
    """The commendation that an audit entry made."""
    return organization.commendations.filter(entry_id=entry_id).first() if entry_id else None


def commendation_by_id(number: str, row_id: UUID) -> Commendation | None:
    """A commendation of the organization of a number; the caller asks whether the actor may touch it."""
    rows = Commendation.objects.select_related("organization")
    return rows.filter(pk=row_id, organization__number=number.upper()).first()


def reason_of_return(organization: Organization) -> str:
    """What the reviewer asked for when the application was last given back."""
    entry = history(organization).filter(action=NAME + "return_for_completion").last()
    return str(entry.details.get("reason", "")) if entry else ""


def present_grade(organization: Organization, on: date) -> int:
    """The grade that counts on a day; an expired one counts as none."""
    return grade_on(on, organization.grade, organization.grade_valid_until)
