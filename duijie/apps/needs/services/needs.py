"""Make a need, change it while it may be changed, and send it for verification."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.needs import MAKE, NEED
from duijie.apps.needs.rules.particulars import (
    COVER_FIELDS,
    FIELDS_OF_NEED,
    particulars_faults,
    particulars_of,
    text_faults,
)
from duijie.apps.needs.rules.vocabulary import Source
from duijie.apps.needs.services.bundling import bundle, release_requests
from duijie.apps.needs.services.routing import Router
from duijie.apps.needs.services.telling import tell_awaited, tell_office
from duijie.apps.needs.services.writing import Writer
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.lifecycle.running import advance

_NAME = "needs.need."
WAITS = mark("A need waits for verification")


@transaction.atomic
def make_need(*, actor: Actor, values: Mapping[str, Any], requests: Sequence[Request] = ()) -> Need:
    """Make a draft of a need, of verified requests where there are any.

    Shapes: `values` by the names of `rules.particulars.Particulars`; amounts in fen, `quantity` in `unit`.

    Raises:
        Faults: something is missing or cannot be, each beside its field.
        NotAllowed: the actor makes no needs there, or does not handle the requests.
        RuleBroken: there is no such place.
    """
    stated = particulars_of({**values, "source": Source.REQUESTS, **_order(requests)} if requests else values)
    refuse_if(particulars_faults(stated, today=today()))
    need = Need(typed_by_id=actor.id, typed_by_role=actor.role.value, typed_by_label=actor.label)
    need.typed_on_device = actor.device
    Writer().write(need, stated)
    require(actor, MAKE, need)
    note_cover(need, actor)
    need.save(force_insert=True)
    record(actor, _NAME + "make", need, details={"requests": [each.number for each in requests]})
    bundle(actor=actor, need=need, requests=requests)
    return need


@transaction.atomic
def edit_need(*, actor: Actor, need: Need, values: Mapping[str, Any]) -> Need:
    """Change a draft.

    Raises:
        Refusal: as `make_need` and `advance`.
    """
    fresh = advance(actor, NEED, need, "edit", values)
    _state_again(actor, fresh, values)
    record(actor, _NAME + "edit", fresh)
    return fresh


@transaction.atomic
def submit_need(*, actor: Actor, need: Need) -> Need:
    """Send a draft to its first step of verification."""
    fresh = advance(actor, NEED, need, "submit", {})
    fresh.submitted_at = now()
    Router().begin(fresh, fresh.submitted_at)
    fresh.save()
    tell_awaited(record(actor, _NAME + "submit", fresh), fresh, stage=WAITS)
    return fresh


@transaction.atomic
def complete_need(*, actor: Actor, need: Need, values: Mapping[str, Any]) -> Need:
    """Send a returned need again, completed; the office that returned it has its full time anew.

    Raises:
        Refusal: as `make_need` and `advance`.
    """
    fresh = advance(actor, NEED, need, "complete", values)
    Router().restart_clock(fresh, now())
    fresh.reason = ""
    _state_again(actor, fresh, values)
    tell_awaited(record(actor, _NAME + "complete", fresh), fresh, stage=WAITS)
    return fresh


@transaction.atomic
def ask_review_of_need(*, actor: Actor, need: Need, reason: str) -> Need:
    """申请复核: ask the level above the one that declined."""
    fresh = advance(actor, NEED, need, "ask_review", {"reason": reason})
    refuse_if(text_faults(reason=reason))
    Router().begin_review(fresh, now())
    fresh.save()
    tell_awaited(record(actor, _NAME + "ask_review", fresh, details={"reason": reason}), fresh, stage=WAITS)
    return fresh


@transaction.atomic
def withdraw_need(*, actor: Actor, need: Need, reason: str) -> Need:
    """Take a need back that nobody has taken; its requests wait to be bundled again."""
    was_public = need.published_at is not None
    fresh = advance(actor, NEED, need, "withdraw", {"reason": reason})
    refuse_if(text_faults(reason=reason))
    fresh.reason, fresh.closed_at = reason, now()
    fresh.save()
    facts = {"state": fresh.state} if was_public else None
    entry = record(actor, _NAME + "withdraw", fresh, details={"reason": reason}, facts=facts)
    release_requests(fresh)
    if fresh.awaiting_role:
        tell_office(entry, fresh, Role(fresh.awaiting_role), fresh.awaiting_path, stage=mark("A need was withdrawn"))
    return fresh


def _state_again(actor: Actor, need: Need, values: Mapping[str, Any]) -> None:
    before = {name: getattr(need, name) for name in FIELDS_OF_NEED}
    stated = particulars_of({**before, **values, "source": need.source})
    refuse_if(particulars_faults(stated, today=today()))
    Writer().write(need, stated)
    require(actor, MAKE, need)
    if any(before[name] != getattr(need, name) for name in COVER_FIELDS):
        note_cover(need, actor)
    need.save()


def note_cover(need: Need, actor: Actor) -> None:
    """What a village says of policy cover is a claim; the county's own word is the check that the rules ask for."""
    is_checked = bool(need.policy_cover) and actor.role is Role.COUNTY_OFFICE
    need.policy_checked_by_label = actor.label if is_checked else ""
    need.policy_checked_at = now() if is_checked else None


def _order(requests: Sequence[Request]) -> dict[str, object]:
    return {"source": Source.ORDER} if requests and all(each.offer_number for each in requests) else {}
