"""Tell people of an act: in its own transaction, once each, and outside the platform by a job."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from duijie.apps.notices.directory import Address, addresses_of
from duijie.apps.notices.models import Choice, Dispatch, Notice
from duijie.apps.notices.rules import Means, Recipient, Rhythm, is_own_path, next_digest
from duijie.apps.notices.tasks import deliver_notice
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
    is_urgent: bool = False,
) -> int:
    """Put a notice of this act into each inbox and plan what leaves the platform; returns how many people are told.

    `stage` is a message id, `params` its parameters (shown to the recipient only after signing in; `number` is the
    only one that may leave the platform). Somebody already told of this act is not told again. What is urgent (an
    answer is awaited by a clock) goes out at once, the rest in the rhythm that the person chose.

    Raises:
        ValueError: the link leads away from the platform.
    """
    if not is_own_path(link):
        raise ValueError("a notice links to a page of the platform only")
    words = {"message": stage, "params": dict(params or {}), "link": link, "is_urgent": is_urgent}
    told: dict[Notice, Recipient] = {}
    for each in {each.account_id: each for each in recipients}.values():
        notice, is_new = Notice.objects.get_or_create(
            account_id=each.account_id, entry_id=entry.pk, defaults={**words, "because": each.because.value}
        )
        if is_new:
            told[notice] = each
    _plan(told)
    return len(told)


def _plan(told: Mapping[Notice, Recipient]) -> None:
    """Write down by which ways each goes out and when; those that go at once get a job."""
    people = [each.account_id for each in told]
    addresses = addresses_of(people)
    choices = {each.account_id: each for each in Choice.objects.filter(account_id__in=people)}
    moment = now()
    planned: list[Dispatch] = []
    for notice, recipient in told.items():
        choice, address = choices.get(notice.account_id), addresses.get(notice.account_id)
        if address is not None:
            planned += _dispatches(notice, list(_ways(recipient, choice, address)), choice, moment)
    Dispatch.objects.bulk_create(planned)
    _defer({each.notice_id for each in planned if not each.in_digest})


def _defer(notice_ids: Collection[object]) -> None:
    for each in notice_ids:
        deliver_notice.defer(notice_id=str(each))


def _ways(recipient: Recipient, choice: Choice | None, address: Address) -> Iterator[Means]:
    if address.phone and (choice.sms if choice else recipient.sms):
        yield Means.SMS
    if address.email and (choice is None or choice.email):
        yield Means.EMAIL
    if choice is not None and choice.wechat:
        yield Means.WECHAT


def _dispatches(notice: Notice, ways: Iterable[Means], choice: Choice | None, moment: datetime) -> Iterator[Dispatch]:
    rhythm = Rhythm(choice.rhythm) if choice and not notice.is_urgent else Rhythm.AT_ONCE
    in_digest = rhythm is not Rhythm.AT_ONCE
    due_at = next_digest(localtime(moment), rhythm) if in_digest else moment
    for means in ways:
        yield Dispatch(
            notice=notice, account_id=notice.account_id, means=means.value, in_digest=in_digest, due_at=due_at
        )
