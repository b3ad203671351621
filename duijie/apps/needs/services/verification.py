"""What village and township decide on a request: verify, return, decline."""

from django.db import transaction

from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.particulars import cover_faults, text_faults
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.rules.vocabulary import PolicyCover
from duijie.apps.needs.services.telling import tell_owner
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.lifecycle.running import advance

_NAME = "needs.request."


@transaction.atomic
def verify_request(
    *, actor: Actor, request: Request, verified_how: str, policy_cover: str = PolicyCover.NONE, remaining_gap: str = ""
) -> Request:
    """核实通过: it is so, as somebody who did not type it has found out; it waits now to be bundled into a need."""
    fresh = advance(actor, REQUEST, request, "verify", {"verified_how": verified_how})
    cover = cover_faults(policy_cover, policy_name="-", remaining_gap=remaining_gap)
    refuse_if((*cover, *text_faults(verified_how=verified_how, remaining_gap=remaining_gap)))
    fresh.verified_how, fresh.policy_cover, fresh.remaining_gap = verified_how, policy_cover, remaining_gap
    fresh.verified_at, fresh.verified_by_id, fresh.verified_on_device = now(), actor.id, actor.device
    fresh.awaiting_until, fresh.reason = None, ""
    fresh.save()
    entry = record(actor, _NAME + "verify", fresh, details={"verified_how": verified_how})
    tell_owner(entry, fresh, stage=mark("Your request has been verified"))
    return fresh


@transaction.atomic
def return_request(*, actor: Actor, request: Request, reason: str) -> Request:
    """退回补充: give a request back, saying what is missing."""
    return _refuse(actor, request, "return", reason, stage=mark("Your request came back to be completed"))


@transaction.atomic
def decline_request(*, actor: Actor, request: Request, reason: str) -> Request:
    """不予受理: do not accept a request, with the reason; a review by the level above may be asked for."""
    return _refuse(actor, request, "decline", reason, stage=mark("Your request was not accepted; the reason is given"))


def _refuse(actor: Actor, request: Request, event: str, reason: str, *, stage: str) -> Request:
    fresh = advance(actor, REQUEST, request, event, {"reason": reason})
    refuse_if(text_faults(reason=reason))
    details = {"reason": reason, "until": fresh.awaiting_until and fresh.awaiting_until.isoformat()}
    fresh.reason, fresh.awaiting_until = reason, None
    fresh.save()
    tell_owner(record(actor, _NAME + event, fresh, details=details), fresh, stage=stage)
    return fresh
