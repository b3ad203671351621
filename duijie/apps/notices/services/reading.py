"""Note what its recipient has read."""

from django.db import transaction

from duijie.apps.notices.models import Notice
from duijie.apps.notices.rules import SEE
from duijie.apps.notices.selectors import inbox
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.clock import now


@transaction.atomic
def mark_read(*, actor: Actor, notice: Notice) -> None:
    """Note that the actor has read his notice.

    Raises:
        NotAllowed: it is somebody else's.
    """
    require(actor, SEE, notice)
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now())


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Note that the actor has read all his notices; returns how many were new."""
    return inbox(actor).filter(read_at__isnull=True).update(read_at=now())
