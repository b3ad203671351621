"""转政策保障: hand a request or need to a policy first, with a letter and a clock; it may come back."""

from typing import NamedTuple

from django.db import transaction

from duijie.apps.needs.models import Need, Referral, Request
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.rules.referrals import due_days, referral_faults
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.rules.vocabulary import Outcome
from duijie.apps.needs.services.bundling import settle_requests
from duijie.apps.needs.services.routing import Router
from duijie.apps.needs.services.telling import tell_awaited, tell_need_side, tell_owner
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.lifecycle.running import advance
from duijie.kernel.workdays import add_working_days


@transaction.atomic
def refer_request(
    *,
    actor: Actor,
    request: Request,
    policy: str,
    to_office: str = "",
    from_office: str = "",
    explanation: str = "",
) -> Referral:
    """Hand a request to a policy; an urgent one has a shorter clock."""
    fresh = advance(actor, REQUEST, request, "refer", {"policy": policy})
    referral = _refer(actor, fresh, policy, _Words(to_office, from_office, explanation))
    tell_owner(_record(actor, fresh, "refer", referral), fresh, stage=mark("Your request was handed to a policy"))
    return referral


@transaction.atomic
def refer_need(
    *,
    actor: Actor,
    need: Need,
    policy: str,
    to_office: str = "",
    from_office: str = "",
    explanation: str = "",
) -> Referral:
    """Hand a need to a policy; the county or prefecture does it."""
    fresh = advance(actor, NEED, need, "refer", {"policy": policy})
    referral = _refer(actor, fresh, policy, _Words(to_office, from_office, explanation))
    tell_need_side(_record(actor, fresh, "refer", referral), fresh, stage=mark("A need was handed to a policy"))
    return referral


@transaction.atomic
def return_request_from_policy(*, actor: Actor, request: Request, remaining_gap: str) -> Request:
    """政策后仍有困难: the policy has done its part and a gap stays; the request waits to be bundled."""
    fresh = advance(actor, REQUEST, request, "return_from_policy", {"remaining_gap": remaining_gap})
    refuse_if(text_faults(remaining_gap=remaining_gap))
    fresh.remaining_gap, fresh.policy_cover = remaining_gap, "partly"
    fresh.verified_at = fresh.verified_at or now()
    fresh.save()
    entry = _answer(actor, fresh, "return_from_policy", Outcome.STILL_IN_DIFFICULTY)
    tell_owner(entry, fresh, stage=mark("A gap stays after the policy; your request goes on"))
    return fresh


@transaction.atomic
def settle_request_by_policy(*, actor: Actor, request: Request) -> Request:
    """The policy covers it: nothing more is needed."""
    fresh = advance(actor, REQUEST, request, "settle_by_policy", {})
    fresh.settled_at = now()
    fresh.save()
    entry = _answer(actor, fresh, "settle_by_policy", Outcome.SETTLED)
    tell_owner(entry, fresh, stage=mark("A policy covers what you asked for"))
    return fresh


@transaction.atomic
def return_need_from_policy(*, actor: Actor, need: Need, remaining_gap: str) -> Need:
    """政策后仍有困难: the need goes on at the step where it was, its cover stated as partial."""
    fresh = advance(actor, NEED, need, "return_from_policy", {"remaining_gap": remaining_gap})
    refuse_if(text_faults(remaining_gap=remaining_gap))
    fresh.policy_cover, fresh.remaining_gap = "partly", remaining_gap
    fresh.policy_checked_by_label, fresh.policy_checked_at = actor.label, now()
    Router().restart_clock(fresh, now())
    fresh.save()
    entry = _answer(actor, fresh, "return_from_policy", Outcome.STILL_IN_DIFFICULTY)
    tell_awaited(entry, fresh, stage=mark("A gap stays after the policy; the need goes on"))
    return fresh


@transaction.atomic
def settle_need_by_policy(*, actor: Actor, need: Need) -> Need:
    """The policy covers the need; its requests are settled with it."""
    fresh = advance(actor, NEED, need, "settle_by_policy", {})
    fresh.closed_at = now()
    fresh.save()
    entry = _answer(actor, fresh, "settle_by_policy", Outcome.SETTLED)
    settle_requests(fresh)
    tell_need_side(entry, fresh, stage=mark("A policy covers a need"))
    return fresh


class _Words(NamedTuple):
    """What the clerk writes in the letter."""

    to_office: str
    from_office: str
    explanation: str


def _refer(actor: Actor, row: Request | Need, policy: str, words: _Words) -> Referral:
    refuse_if((*referral_faults(policy), *text_faults(**words._asdict())))
    row.awaiting_until = None
    row.save()
    return Referral.objects.create(
        request=row if isinstance(row, Request) else None,
        need=row if isinstance(row, Need) else None,
        division_code=row.division_code,
        division_path=row.division_path,
        division_name=row.division_name,
        policy=policy,
        **{name: text.strip() for name, text in words._asdict().items()},
        from_label=actor.label,
        from_path=actor.division_path,
        due_on=add_working_days(today(), due_days(row.urgency, policy)),
    )


def _answer(actor: Actor, row: Request | Need, event: str, outcome: Outcome) -> AuditEntry:
    open_ones = row.referrals.filter(answered_at=None)
    open_ones.update(outcome=outcome, answered_at=now())
    return _record(actor, row, event, row.referrals.order_by("-created_at").first())


def _record(actor: Actor, row: Request | Need, event: str, referral: Referral | None) -> AuditEntry:
    kind = "request" if isinstance(row, Request) else "need"
    details = {"letter": referral.number, "policy": referral.policy} if referral else {}
    return record(actor, f"needs.{kind}.{event}", row, details=details)
