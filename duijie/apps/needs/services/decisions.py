"""The offices' acts on a submitted need: policy cover, each step's opinion, and the decision to publish."""

from django.db import transaction

from duijie.apps.needs.models import Need, Opinion
from duijie.apps.needs.rules import facts
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.particulars import cover_faults, publishing_faults, text_faults
from duijie.apps.needs.services.needs import WAITS
from duijie.apps.needs.services.places import county_of
from duijie.apps.needs.services.routing import Router
from duijie.apps.needs.services.telling import tell_awaited, tell_need_side
from duijie.apps.regions import selectors as regions
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import NotAllowed, mark, refuse_if
from duijie.kernel.lifecycle.running import advance

_NAME = "needs.need."


@transaction.atomic
def state_cover(
    *,
    actor: Actor,
    need: Need,
    policy_cover: str,
    policy_name: str = "",
    remaining_gap: str = "",
    is_duplicate: bool = False,
) -> Opinion:
    """政策保障情况: state which policy covers the need and what gap remains; the last word stands in the need.

    Raises:
        Faults: the policy or the gap is missing.
    """
    fresh = advance(actor, NEED, need, "state_cover", {"policy_cover": policy_cover})
    refuse_if(
        (
            *cover_faults(policy_cover, policy_name, remaining_gap),
            *text_faults(policy_name=policy_name, remaining_gap=remaining_gap),
        )
    )
    if actor.id is None:
        raise NotAllowed
    fresh.policy_cover, fresh.policy_name, fresh.remaining_gap = policy_cover, policy_name, remaining_gap
    fresh.policy_checked_by_label, fresh.policy_checked_at = actor.label, now()
    fresh.save()
    opinion = Opinion.objects.create(
        need=fresh,
        policy_cover=policy_cover,
        policy_name=policy_name,
        remaining_gap=remaining_gap,
        is_duplicate=is_duplicate,
        actor_id=actor.id,
        actor_label=actor.label,
    )
    details = {"policy_cover": policy_cover, "policy_name": policy_name, "is_duplicate": is_duplicate}
    record(actor, _NAME + "state_cover", fresh, details=details)
    return opinion


@transaction.atomic
def verify_need(*, actor: Actor, need: Need, opinion: str) -> Need:
    """A step that does not decide: confirm the need and pass it on."""
    fresh = advance(actor, NEED, need, "verify", {"opinion": opinion})
    refuse_if(text_faults(opinion=opinion))
    Router().go_on(fresh, now())
    fresh.save()
    entry = record(actor, _NAME + "verify", fresh, details={"opinion": opinion}, facts=facts.changed(fresh))
    tell_awaited(entry, fresh, stage=WAITS)
    return fresh


@transaction.atomic
def publish_need(*, actor: Actor, need: Need, opinion: str) -> Need:
    """入库发布: the deciding step puts the need into the library.

    Raises:
        Faults: policy cover is not stated, or a policy covers it all.
    """
    fresh = advance(actor, NEED, need, "publish", {"opinion": opinion})
    is_checked = fresh.policy_checked_at is not None
    refuse_if((*publishing_faults(fresh.policy_cover, is_checked=is_checked), *text_faults(opinion=opinion)))
    fresh.county_path = county_of(fresh.division_path)
    fresh.is_key_county = regions.is_key_county(fresh.division_path, today())
    fresh.published_at = now()
    fresh.verified_at = fresh.verified_at or fresh.published_at
    fresh.verified_by_id, fresh.verified_on_device = actor.id, actor.device
    fresh.awaiting_until, fresh.reason = None, ""
    fresh.save()
    entry = record(actor, _NAME + "publish", fresh, details={"opinion": opinion}, facts=facts.published(fresh))
    tell_need_side(entry, fresh, stage=mark("A need is in the library now"))
    return fresh


@transaction.atomic
def return_need(*, actor: Actor, need: Need, reason: str) -> Need:
    """退回补充: give a need back, saying what is missing."""
    return _refuse(actor, need, "return", reason, stage=mark("A need came back to be completed"))


@transaction.atomic
def decline_need(*, actor: Actor, need: Need, reason: str) -> Need:
    """不予受理: do not accept a need, with the reason; a review by the level above may be asked for."""
    return _refuse(actor, need, "decline", reason, stage=mark("A need was not accepted; the reason is given"))


def _refuse(actor: Actor, need: Need, event: str, reason: str, *, stage: str) -> Need:
    fresh = advance(actor, NEED, need, event, {"reason": reason})
    refuse_if(text_faults(reason=reason))
    details = {"reason": reason, "until": fresh.awaiting_until and fresh.awaiting_until.isoformat()}
    fresh.reason, fresh.awaiting_until = reason, None
    fresh.save()
    tell_need_side(record(actor, _NAME + event, fresh, details=details), fresh, stage=stage)
    return fresh
