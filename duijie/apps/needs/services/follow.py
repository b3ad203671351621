"""查进度: open a request by its 查询码, slowly enough that nobody guesses one."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from duijie.apps.needs.models import CodeFailure, Request
from duijie.apps.needs.rules.requests import FOLLOW_TRIES
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.clock import now
from duijie.kernel.codes import CodeKind, code_digest, kind_of
from duijie.kernel.errors import RuleBroken, mark

_WITHIN = timedelta(hours=1)
_KEPT_FOR = timedelta(days=1)
_WRONG = mark("This code is not right. Please look at the slip or message again.")
_MISTYPED = mark("A code has 12 letters and digits; one of these cannot be right. Please look again.")
_THE_OTHER = mark("This is a code for confirming receipt. Please type it where receipt is confirmed.")
_TOO_OFTEN = mark("Too many codes that were not right. Please try again in an hour, or ask in your village.")


@dataclass(frozen=True, slots=True)
class Followed:
    """The request behind a code, and the actor as whom the code's holder may act on it."""

    request: Request
    holder: Actor


def find_by_code(*, actor: Actor, code: str) -> Followed:
    """The request of a 查询码.

    Call it outside any transaction: mistaken codes must be counted although they are refused.

    Raises:
        RuleBroken: the code is mistyped, is none, or there were too many tries (beside `code`).
    """
    kind = kind_of(code)
    if kind is CodeKind.CONFIRM:
        raise RuleBroken(_THE_OTHER, field="code")
    if kind is None:
        raise RuleBroken(_MISTYPED, field="code")
    failures = CodeFailure.objects.filter(device=actor.device, at__gt=now() - _WITHIN)
    if failures.count() >= FOLLOW_TRIES:
        raise RuleBroken(_TOO_OFTEN, field="code")
    with transaction.atomic(durable=True):
        request = Request.objects.filter(follow_digest=code_digest(code)).first()
        if request is None:
            CodeFailure.objects.create(device=actor.device)
    if request is None:
        raise RuleBroken(_WRONG, field="code")
    return Followed(request, holder_of(request, actor))


def holder_of(request: Request, actor: Actor) -> Actor:
    """The actor as whom whoever holds the request's code acts; only for somebody who has shown the code."""
    return Actor(id=request.holder_id, role=Role.HOLDER, label=HOLDER_LABEL, channel=actor.channel, device=actor.device)


def forget_old_failures() -> int:
    """Delete failures that no limit looks at any more; returns how many."""
    deleted, _ = CodeFailure.objects.filter(at__lt=now() - _KEPT_FOR).delete()
    return deleted


HOLDER_LABEL = mark("Holder of the query code")
