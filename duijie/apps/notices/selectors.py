"""Read notices: everybody his own."""

from uuid import UUID

from django.db.models import QuerySet

from duijie.apps.notices.models import Notice
from duijie.apps.notices.rules import SEE
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible


def inbox(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices, newest first (ids sort by time)."""
    return visible(actor, SEE, Notice.objects.all()).order_by("-id")


def unread_count(actor: Actor) -> int:
    """How many of the actor's notices are unread."""
    return inbox(actor).filter(read_at__isnull=True).count()


def notice_of(actor: Actor, notice_id: UUID) -> Notice | None:
    """The actor's notice of this id."""
    return inbox(actor).filter(pk=notice_id).first()
