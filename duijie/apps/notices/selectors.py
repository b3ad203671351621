"""Read notices: everybody his own."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from duijie.apps.notices.models import Choice, Dispatch, Notice
from duijie.apps.notices.rules import SEE
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import NotAllowed


def inbox(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices, newest first (ids sort by time)."""
    return visible(actor, SEE, Notice.objects.all()).order_by("-id")


def unread_count(actor: Actor) -> int:
    """How many of the actor's notices are unread."""
    return inbox(actor).filter(read_at__isnull=True).count()


def notice_of(actor: Actor, notice_id: UUID) -> Notice | None:
    """The actor's notice of this id."""
    return inbox(actor).filter(pk=notice_id).first()


def told_to(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices with every way on which they went or wait, and the words that went."""
    ways = Dispatch.objects.select_related("letter").order_by("means")
    return inbox(actor).prefetch_related(Prefetch("dispatches", ways))


def acts_behind(notices: Iterable[Notice]) -> dict[UUID, AuditEntry]:
    """The acts of which the notices tell, by their ids; the caller has shown whose notices they are."""
    return AuditEntry.objects.in_bulk([each.entry_id for each in notices])


def choice_of(actor: Actor) -> Choice:
    """How the actor is told: as he chose, else a villager by SMS and everybody by mail where an address is given.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if actor.id is None:
        raise NotAllowed
    chosen = Choice.objects.filter(account_id=actor.id).first()
    return chosen or Choice(account_id=actor.id, sms=actor.role is Role.VILLAGER, email=True)
