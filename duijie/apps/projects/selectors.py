"""Read projects: always limited to what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from duijie.apps.needs.models import Need
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Confirmation, Evidence, MoneyRecord, Project, ServiceHours
from duijie.apps.projects.rules import PUBLIC_STATES, SEE, SEE_PUBLIC, TENTHS, EvidenceKind, MoneyKind
from duijie.kernel.access.actors import VISITOR, Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.files.models import StoredFile

OPEN_STATES = ("drafting", "signed", "under_way", "to_confirm", "disputed")


def visible_projects(actor: Actor) -> QuerySet[Project]:
    """The projects that the actor takes part in or looks after, newest first."""
    rows = Project.objects.select_related("need", "organization", "match")
    return visible(actor, SEE, rows).order_by("-created_at", "id")


def project_by_number(actor: Actor, number: str) -> Project | None:
    """The project of this number if the actor may see it."""
    return visible_projects(actor).filter(number=number).first()


def open_projects(actor: Actor) -> QuerySet[Project]:
    """Those that still wait for somebody."""
    return visible_projects(actor).filter(state__in=OPEN_STATES)


def projects_of_need(actor: Actor, need: Need) -> QuerySet[Project]:
    """A need's projects as the actor may see them: in public once their agreement is signed."""
    rows = Project.objects.filter(need=need).select_related("organization")
    return (visible(actor, SEE, rows) | visible(actor, SEE_PUBLIC, rows)).order_by("created_at", "id")


def public_projects_of(organization: Organization) -> QuerySet[Project]:
    """An organization's projects from signature on, newest first."""
    rows = Project.objects.filter(organization=organization, state__in=PUBLIC_STATES)
    return rows.select_related("need").order_by("-created_at", "id")


def public_project(number: str) -> Project:
    """The project of this number, for everybody, from signature on.

    Raises:
        NotFound: there is none, or it is not public (yet).
    """
    rows = visible(VISITOR, SEE_PUBLIC, Project.objects.select_related("need", "organization"))
    project = rows.filter(number=number.upper()).first()
    if project is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return project


def public_projects_by_need(needs: Iterable[Need]) -> dict[UUID, list[Project]]:
    """The public projects of some needs, by the need's id, the oldest first."""
    rows = visible(VISITOR, SEE_PUBLIC, Project.objects.filter(need__in=needs)).select_related("organization")
    found: dict[UUID, list[Project]] = {}
    for each in rows.order_by("created_at", "id"):
        found.setdefault(each.need_id, []).append(each)
    return found


def standing_confirmations(project: Project) -> QuerySet[Confirmation]:
    """What the receiving side has confirmed of a project and not taken back, newest first."""
    return project.confirmations.filter(revoked_at=None).order_by("-at")


def confirmed_record(organization: Organization) -> Sequence[Confirmation]:
    """What receiving sides have confirmed of an organization and not taken back, newest first."""
    rows = Confirmation.objects.filter(project__organization=organization, revoked_at=None)
    return list(rows.select_related("project", "project__need").order_by("-at")[:100])


def own_confirmations(actor: Actor) -> QuerySet[Confirmation]:
    """What receiving sides have confirmed of the projects that the actor sees and not taken back, newest first."""
    rows = Confirmation.objects.filter(project__in=visible_projects(actor), revoked_at=None)
    return rows.select_related("project__need").order_by("-at", "id")


def own_money(actor: Actor) -> QuerySet[MoneyRecord]:
    """The four money records of the projects that the actor sees, newest first."""
    rows = MoneyRecord.objects.filter(project__in=visible_projects(actor))
    return rows.select_related("project__need").order_by("-on", "-id")


def delivery_photos(project: Project) -> QuerySet[StoredFile]:
    """The photographs of all reports of delivery, oldest first; the caller has shown who may look at them."""
    reports = Evidence.objects.filter(project=project, kind=EvidenceKind.DELIVERY)
    return (
        StoredFile.objects.filter(pk__in=reports.values("photos"))
        .exclude(public_sha256="")
        .order_by("created_at", "id")
    )


@dataclass(frozen=True, slots=True)
class MoneySum:
    """One of the four records summed over a project, in fen."""

    kind: MoneyKind
    amount_fen: int


def money_sums(project: Project) -> tuple[MoneySum, ...]:
    """The four records of a project, each summed; a record nobody has written is 0."""
    rows: dict[str, int] = dict(project.money.values_list("kind").annotate(total=Sum("amount_fen")))
    return tuple(MoneySum(kind, rows.get(kind.value, 0)) for kind in MoneyKind)


@dataclass(frozen=True, slots=True)
class HoursSum:
    """Confirmed hours of service: how often somebody helped, and tenths of an hour in all."""

    turns: int
    tenths: int

    @property
    def hours(self) -> Decimal:
        """The sum in hours."""
        return Decimal(self.tenths) / TENTHS


def confirmed_hours(rows: QuerySet[ServiceHours]) -> HoursSum:
    """What receiving sides have confirmed of these hours and not taken back; the rest counts nowhere."""
    standing = rows.filter(confirmation__isnull=False, confirmation__revoked_at=None)
    found = standing.aggregate(turns=Sum("people"), tenths=Sum("tenths"))
    return HoursSum(found["turns"] or 0, found["tenths"] or 0)


def hours_of(organization: Organization) -> QuerySet[ServiceHours]:
    """The hours that an organization recorded on its projects, newest day first."""
    rows = ServiceHours.objects.filter(project__organization=organization)
    return rows.select_related("project__need", "confirmation").order_by("-served_on", "-at")


def own_hours(actor: Actor) -> QuerySet[ServiceHours]:
    """The hours recorded on the projects that the actor sees, newest day first."""
    rows = ServiceHours.objects.filter(project__in=visible_projects(actor))
    return rows.select_related("project__need", "confirmation").order_by("-served_on", "-at")


def public_state(project: Project) -> str:
    """The state that anybody may read: a reported problem is internal until it is settled."""
    return "under_way" if project.state == "disputed" else project.state


def public_facts(project: Project) -> dict[str, Any]:
    """What anybody may read of a project from signature on: no household, no code, no problem."""
    return {
        "number": project.number,
        "need": project.need.number,
        "organization": project.organization.name,
        "track": project.track,
        "state": public_state(project),
        "quantity": project.quantity,
        "unit": project.unit,
        "signed_at": project.signed_at,
        "delivered_at": project.delivered_at,
        "confirmed_at": project.confirmed_at,
    }
