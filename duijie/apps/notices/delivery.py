"""Send notices out of the platform, and keep the very words for their reader: called by jobs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import override

from duijie.apps.notices.composing import Words, words_for
from duijie.apps.notices.directory import address_of
from duijie.apps.notices.models import Choice, Dispatch, Letter
from duijie.apps.notices.rules import TRIES, Means, Sending, Trouble
from duijie.apps.notices.templates import templates
from duijie.kernel.clock import now
from duijie.kernel.gateways.protocols import SendingFailed
from duijie.kernel.gateways.selection import email, sms, wechat

_AT_ONCE = 5000


def deliver(notice_id: UUID) -> None:
    """Send what is to be sent of a notice at once, each way on its own; a job that runs twice sends once.

    Raises:
        SendingFailed: a way out failed; what was sent stays noted, the job tries the rest again.
    """
    waiting = Dispatch.objects.filter(notice_id=notice_id, state=Sending.WAITING.value, in_digest=False)
    faults = [_attempt([each]) for each in waiting.order_by("means").values_list("pk", flat=True)]
    for fault in faults:
        if fault is not None:
            raise fault


def send_digests(moment: datetime) -> int:
    """Send everybody what has been collected for him until now, one message a way; returns how many were tried."""
    due = Dispatch.objects.filter(state=Sending.WAITING.value, in_digest=True, due_at__lte=moment)
    people = due.order_by().values_list("account_id", "means").distinct()[:_AT_ONCE]
    for account_id, means in people:
        _attempt(list(due.filter(account_id=account_id, means=means).values_list("pk", flat=True)))
    return len(people)


def _attempt(dispatch_ids: Collection[UUID]) -> SendingFailed | None:
    """Try once to send these, which are of one person and way, as one message; a failure is counted and given back."""
    try:
        with transaction.atomic():
            _send_together(dispatch_ids)
    except SendingFailed as fault:
        rows = Dispatch.objects.filter(pk__in=dispatch_ids, state=Sending.WAITING.value)
        rows.update(tries=F("tries") + 1, trouble=Trouble.REFUSED.value)
        rows.filter(tries__gte=TRIES).update(state=Sending.FAILED.value, settled_at=now())
        return fault
    return None


def _send_together(dispatch_ids: Collection[UUID]) -> None:
    locked = Dispatch.objects.select_for_update(of=("self",)).select_related("notice")
    found = list(locked.filter(pk__in=dispatch_ids, state=Sending.WAITING.value).order_by("notice_id"))
    _settle([each for each in found if _is_read(each)], Sending.DROPPED, trouble=Trouble.READ_BEFORE)
    rows = [each for each in found if not _is_read(each)]
    if not rows:
        return
    means, account_id = Means(rows[0].means), rows[0].account_id
    address = address_of(account_id)
    to = _address(means, account_id) if address else ""
    if address is None or not to:
        _settle(rows, Sending.DROPPED, trouble=Trouble.NO_ADDRESS)
        return
    with override(address.language or settings.LANGUAGE_CODE):
        words = words_for(means, [each.notice for each in rows], as_digest=rows[0].in_digest)
    text = _hand_over(means, to, words, kind="digest" if rows[0].in_digest else "news")
    letter = Letter.objects.create(account_id=account_id, means=means.value, text=text)
    _settle(rows, Sending.SENT, letter=letter)


def _is_read(dispatch: Dispatch) -> bool:
    """What was read in the inbox is not said again in a digest."""
    return dispatch.in_digest and dispatch.notice.read_at is not None


def _address(means: Means, account_id: UUID) -> str:
    if means is Means.WECHAT:
        choice = Choice.objects.filter(account_id=account_id, wechat=True).first()
        return (choice.wechat_id if choice else None) or ""
    address = address_of(account_id)
    if address is None:
        return ""
    return address.phone if means is Means.SMS else address.email


def _hand_over(means: Means, to: str, words: Words, *, kind: str) -> str:
    """Send it; returns the very words that went."""
    if means is Means.SMS:
        sms().send(to=to, text=words.text)
        return words.text
    if means is Means.EMAIL:
        email().send(to=to, subject=words.subject, text=words.text)
        return f"{words.subject}\n\n{words.text}"
    account, template = wechat(), templates().get(kind)
    if account is None or template is None:
        raise SendingFailed(f"the official account has no template for {kind}")
    fields = {name: words.values[value] for name, value in template.fields.items()}
    account.send(to=to, template=template.template, fields=fields, link=words.link)
    return "\n".join([*fields.values(), words.link])


def _settle(
    rows: Sequence[Dispatch], state: Sending, *, trouble: Trouble | None = None, letter: Letter | None = None
) -> None:
    Dispatch.objects.filter(pk__in=[each.pk for each in rows]).update(
        state=state.value, trouble=trouble.value if trouble else "", letter=letter, settled_at=now()
    )
