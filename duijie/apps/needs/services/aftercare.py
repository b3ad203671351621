"""A published need: extend it, change its quantity, let it expire, revisit it, close it."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules import facts
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.rules.progress import revision_faults, state_after_revision
from duijie.apps.needs.services.bundling import fulfil_requests
from duijie.apps.needs.services.progress import lock_need
from duijie.apps.needs.services.telling import tell_need_side
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance

_NAME = "needs.need."


@transaction.atomic
def extend_need(*, actor: Actor, need: Need, wanted_by: date | None) -> Need:
    """Keep a need open until a later day, also after it has expired."""
    fresh = advance(actor, NEED, need, "extend", {"wanted_by": wanted_by})
    if wanted_by is not None and wanted_by < today():
        raise RuleBroken(mark("This date has passed."), field="wanted_by")
    fresh.wanted_by = wanted_by
    fresh.save()
    record(actor, _NAME + "extend", fresh, details={"wanted_by": str(wanted_by)}, facts=facts.extended(fresh))
    return fresh


@transaction.atomic
def revise_need(*, actor: Actor, need: Need, quantity: Decimal, reason: str) -> Need:
    """Ask for more or less, or say that it is enough: never less than organizations have already taken.

    Raises:
        RuleBroken: less than is taken, or nothing at all (withdraw the need instead).
    """
    locked = lock_need(need.pk)
    target = state_after_revision(locked.state, quantity, met=locked.quantity_met)
    fresh = advance(actor, NEED, locked, "revise", {"quantity": quantity, "reason": reason}, target=target)
    refuse_if((*revision_faults(quantity, taken=fresh.quantity_taken, unit=fresh.unit), *text_faults(reason=reason)))
    before, fresh.quantity = fresh.quantity, quantity
    if target == "fulfilled":
        fresh.confirmed_at = fresh.confirmed_at or now()
    fresh.save()
    details = {"before": str(before), "quantity": str(quantity), "reason": reason}
    entry = record(actor, _NAME + "revise", fresh, details=details, facts=facts.changed(fresh))
    if target == "fulfilled":
        fulfil_requests(fresh)
        tell_need_side(entry, fresh, stage=mark("A need is fulfilled: the receiving side has confirmed it"))
    return fresh


@transaction.atomic
def expire_needs() -> int:
    """Let the published needs expire whose day has passed and that nobody has taken; returns how many."""
    overdue = Need.objects.filter(state="published", wanted_by__lt=today())
    for need in overdue:
        fresh = advance(SYSTEM, NEED, need, "expire", {})
        fresh.save()
        entry = record(SYSTEM, _NAME + "expire", fresh, facts={"state": fresh.state})
        tell_need_side(entry, fresh, stage=mark("A need has expired; extend it or withdraw it"))
    return len(overdue)


@transaction.atomic
def begin_revisit(*, actor: Actor, need: Need) -> Need:
    """抽查回访: begin to look again at what was fulfilled."""
    fresh = advance(actor, NEED, need, "revisit", {})
    fresh.revisited_at = now()
    fresh.save()
    record(actor, _NAME + "revisit", fresh)
    return fresh


@transaction.atomic
def close_need(*, actor: Actor, need: Need, finding: str) -> Need:
    """办结: close a fulfilled need with what was found."""
    fresh = advance(actor, NEED, need, "close", {"finding": finding})
    refuse_if(text_faults(finding=finding))
    fresh.finding, fresh.closed_at = finding, now()
    fresh.save()
    record(actor, _NAME + "close", fresh, details={"finding": finding}, facts=facts.met(fresh))
    return fresh
