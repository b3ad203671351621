"""Hand what was found to webhooks, in order and until each is taken; called by jobs, and once by whoever tests one.

A receiver that fails gets nothing more until its pause is over, so that a dead address costs one call a pause; what
waits for it meanwhile is kept for 30 days. A message may come twice, with the same `webhook-id`.
"""

import json
from time import monotonic
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from duijie.apps.accounts.models import Account
from duijie.apps.exchange.calling import Answer, post
from duijie.apps.exchange.models import Hit, Subscription
from duijie.apps.exchange.rules.subscriptions import GONE, KEEP, KEPT_FOR, NAME, Standing, pause_after
from duijie.apps.exchange.rules.webhooks import signed_headers
from duijie.apps.exchange.selectors.messages import message_of, test_message
from duijie.apps.exchange.selectors.subscriptions import still_public
from duijie.apps.exchange.services.collecting import owner_of
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.ids import new_id

AT_ONCE: Final = 50
SECONDS_OF_ONE: Final = 20.0
"""A slow receiver gets no more of a run than this; the others wait for it."""
PAUSED = mark("The webhook of “%(name)s” has failed for two days and is paused; the rest of the subscription goes on")


def due_receivers() -> list[UUID]:
    """The subscriptions whose webhooks have something to take now."""
    waiting = Hit.objects.filter(is_to_push=True, pushed_at=None).values("subscription")
    rows = Subscription.objects.filter(pk__in=waiting, state=Standing.ACTIVE.value, paused_at=None)
    rows = rows.exclude(webhook_address="").filter(Q(retry_at=None) | Q(retry_at__lte=now()))
    return list(rows.values_list("pk", flat=True))


def push(subscription_id: UUID) -> int:
    """Hand over what waits, oldest first, until one is not taken; returns how many were."""
    row = Subscription.objects.filter(pk=subscription_id, state=Standing.ACTIVE.value, paused_at=None).first()
    if row is None or not row.webhook_address:
        return 0
    end, taken = monotonic() + SECONDS_OF_ONE, 0
    hits = Hit.objects.filter(subscription=row, is_to_push=True, pushed_at=None).order_by("id")[:AT_ONCE]
    shown = {each.hit.pk: each for each in still_public(hits)}
    for hit in hits:
        if monotonic() > end:
            break
        if hit.pk in shown and not _hand_over(row, hit.pk, message_of(shown[hit.pk])):
            break
        Hit.objects.filter(pk=hit.pk).update(pushed_at=now())
        taken += 1
    return taken


def try_webhook(*, actor: Actor, subscription: Subscription) -> Answer:
    """Send one message of type `test` now; what came back is kept as its last answer and counts no failure.

    Raises:
        NotAllowed: it is somebody else's.
        RuleBroken: it has no webhook.
    """
    require(actor, KEEP, subscription)
    if not subscription.webhook_address:
        raise RuleBroken(mark("This subscription has no webhook."))
    answer = _call(subscription, new_id(), test_message())
    _endpoint(subscription).update(status=answer.words, tried_at=now())
    return answer


def forget_old() -> int:
    """Drop what was found longer ago than is kept."""
    dropped, _ = Hit.objects.filter(found_at__lt=now() - KEPT_FOR).delete()
    return dropped


def _hand_over(row: Subscription, message_id: UUID, message: dict[str, object]) -> bool:
    answer = _call(row, message_id, message)
    moment = now()
    if answer.is_taken:
        _endpoint(row).update(status=answer.words, tried_at=moment, failures=0, failing_since=None, retry_at=None)
        return True
    _note_failure(row, answer)
    return False


def _call(row: Subscription, message_id: UUID, message: dict[str, object]) -> Answer:
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    name = f"msg_{message_id.hex}"
    headers = signed_headers(row.webhook_secret or "", message_id=name, timestamp=int(now().timestamp()), body=body)
    return post(row.webhook_address, body, headers, to_private=settings.PUSH_TO_PRIVATE)


@transaction.atomic
def _note_failure(row: Subscription, answer: Answer) -> None:
    """Wait longer each time; give up in the end, and say so to its owner."""
    fresh = _endpoint(row).select_for_update().first()
    if fresh is None:
        return  # the address was changed meanwhile
    moment = now()
    fresh.failures, fresh.status, fresh.tried_at = fresh.failures + 1, answer.words, moment
    fresh.failing_since = fresh.failing_since or moment
    pause = pause_after(fresh.failures)
    if pause is None or answer.number == GONE:
        fresh.paused_at, fresh.retry_at = moment, None
    else:
        fresh.retry_at = moment + pause
    fresh.save()
    if fresh.paused_at:
        _tell_paused(fresh)


def _endpoint(row: Subscription) -> QuerySet[Subscription]:
    """The row while it still has this address."""
    return Subscription.objects.filter(pk=row.pk, webhook_address=row.webhook_address)


def _tell_paused(row: Subscription) -> None:
    owner = owner_of(row)
    accounts = Account.objects.filter(owner.accounts, is_active=True).values_list("pk", flat=True)
    entry = record(SYSTEM, f"{NAME}pause", row, details={"status": row.status})
    recipients = [Recipient(each, Because.SUBSCRIBED) for each in accounts]
    notify(entry, recipients, stage=PAUSED, link=f"{owner.desk}{row.pk}/", params={"name": row.name})
