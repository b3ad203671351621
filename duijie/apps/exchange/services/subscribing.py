"""Subscribe, change, end; write a webhook's secret anew, and let a paused one go on."""

from dataclasses import asdict

from django.conf import settings
from django.db import transaction

from duijie.apps.exchange.models import Subscription
from duijie.apps.exchange.rules.subscriptions import (
    KEEP,
    MOST_OF_ONE,
    NAME,
    OFFICES,
    Kind,
    Standing,
    Wish,
    wish_faults,
)
from duijie.apps.exchange.rules.webhooks import new_secret
from duijie.apps.regions.rules import paths_above
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, RuleBroken, mark, refuse_if


@transaction.atomic
def subscribe(*, actor: Actor, wish: Wish) -> Subscription:
    """Keep a standing question of the actor's organization or office; its webhook's secret stands in the row.

    Raises:
        NotAllowed: the actor works for neither.
        Faults: something of the wish is wrong, or it has no way to be told by.
        RuleBroken: there are as many subscriptions as one may have.
    """
    row = Subscription(made_by_id=actor.id, made_by_label=actor.label)
    if actor.role in OFFICES:
        row.office_role, row.office_path = actor.role.value, actor.division_path
    else:
        row.organization_id = actor.organization_id
    require(actor, KEEP, row)
    _check(wish)
    ours = {"organization_id": row.organization_id, "office_role": row.office_role, "office_path": row.office_path}
    if Subscription.objects.filter(**ours, state=Standing.ACTIVE).count() >= MOST_OF_ONE:
        raise RuleBroken(mark("You have %(most)s subscriptions; please end one first."), most=MOST_OF_ONE)
    _write(row, wish)
    row.save()
    record(actor, f"{NAME}make", row, details=_said(wish))
    return row


@transaction.atomic
def change_subscription(*, actor: Actor, subscription: Subscription, wish: Wish) -> Subscription:
    """Ask for something else from now on; a new webhook address gets a new secret and begins afresh.

    Raises:
        NotAllowed: it is somebody else's.
        Conflict: it has ended.
        Faults: something of the wish is wrong.
    """
    row = _locked(actor, subscription)
    _check(wish)
    _write(row, wish)
    row.save()
    record(actor, f"{NAME}change", row, details=_said(wish))
    return row


@transaction.atomic
def end_subscription(*, actor: Actor, subscription: Subscription) -> Subscription:
    """End it; what was found for it goes, and its secret."""
    row = _locked(actor, subscription)
    row.state, row.ended_at = Standing.ENDED.value, now()
    row.webhook_address, row.webhook_secret = "", None
    row.save()
    row.hits.all().delete()
    record(actor, f"{NAME}end", row)
    return row


@transaction.atomic
def renew_secret(*, actor: Actor, subscription: Subscription) -> Subscription:
    """Write the webhook's secret anew; the old one signs nothing any more."""
    row = _locked(actor, subscription)
    if not row.webhook_address:
        raise RuleBroken(mark("This subscription has no webhook."))
    row.webhook_secret = new_secret()
    row.save()
    record(actor, f"{NAME}renew_secret", row)
    return row


@transaction.atomic
def resume_webhook(*, actor: Actor, subscription: Subscription) -> Subscription:
    """Try the webhook again, at once and with everything that waits."""
    row = _locked(actor, subscription)
    row.paused_at = row.retry_at = row.failing_since = None
    row.failures = 0
    row.save()
    record(actor, f"{NAME}resume", row)
    return row


def _locked(actor: Actor, subscription: Subscription) -> Subscription:
    row = Subscription.objects.select_for_update().get(pk=subscription.pk)
    require(actor, KEEP, row)
    if row.state != Standing.ACTIVE:
        raise Conflict(mark("This subscription has ended."))
    return row


def _check(wish: Wish) -> None:
    faults = wish_faults(wish, plain=settings.PUSH_TO_PRIVATE)
    refuse_if(faults)


def _write(row: Subscription, wish: Wish) -> None:
    is_new_address = wish.webhook_address != row.webhook_address
    for name, value in asdict(wish).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.name, row.kind = wish.name.strip(), wish.kind.value
    row.only_key_counties = wish.only_key_counties and wish.kind is Kind.NEED
    row.reach = sorted({above for path in wish.areas for above in paths_above(path)})
    if is_new_address:
        row.webhook_secret = new_secret() if wish.webhook_address else None
        row.failures, row.status = 0, ""
        row.failing_since = row.tried_at = row.retry_at = row.paused_at = None


def _said(wish: Wish) -> dict[str, object]:
    """What the history says of it; the address is told to nobody else."""
    return {"name": wish.name, "kind": wish.kind.value, "has_webhook": bool(wish.webhook_address)}
