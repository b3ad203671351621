"""Tell people of an act: in its own transaction, once each, and outside the platform by a job."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from duijie.apps.notices.models import Notice
from duijie.apps.notices.rules import SEE, Recipient, is_own_path
from duijie.apps.notices.selectors import inbox
from duijie.apps.notices.tasks import deliver_notice
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now


@transaction.atomic
def notify(
    entry: AuditEntry,
    recipients: Iterable[Recipient],
    *,
    stage: str,
    link: str,
    params: Mapping[str, object] | None = None,
) -> int:
    """Put a notice of this act into each inbox and defer the SMS and e-mails; returns how many people are told.

    `stage` is a message id, `params` its parameters (shown to the recipient only after signing in; `number` is the
    only one that may go out by SMS). Somebody already told of this act is not told again.

    Raises:
        ValueError: the link leads away from the platform.
    """
    if not is_own_path(link):
        raise ValueError("a notice links to a page of the platform only")
    told = 0
    for each in {each.account_id: each for each in recipients}.values():
        notice, is_new = Notice.objects.get_or_create(
            account_id=each.account_id,
            entry_id=entry.pk,
            defaults={"message": stage, "params": dict(params or {}), "link": link, "wished": each.means},
        )
        told += is_new
        if is_new and notice.wished:
            deliver_notice.defer(notice_id=str(notice.pk))
    return told


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
