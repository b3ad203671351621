"""查进度: open a request by its 查询码, slowly enough that nobody guesses one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from duijie.apps.needs.models import Request
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.codes import CodeKind, code_digest, kind_of
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.limits.services import count_try

HOLDER_LABEL = mark("Holder of the query code")
_WRONG = mark("This code is not right. Please look at the slip or message again.")
_MISTYPED = mark("A code has 12 letters and digits; one of these cannot be right. Please look again.")
_THE_OTHER = mark("This is a code for confirming receipt. Please type it where receipt is confirmed.")


@dataclass(frozen=True, slots=True)
class Followed:
    """The request behind a code, and the actor as whom the code's holder may act on it."""

    request: Request
    holder: Actor


def find_by_code(*, actor: Actor, code: str, marks: Iterable[str] = ()) -> Followed:
    """The request of a 查询码; ten tries an hour from one device (and for each further mark, such as an address).

    Call it outside any transaction: tries must be counted although they are refused. A mistyped code is told from
    its check characters and counts as no try.

    Raises:
        RuleBroken: the code is mistyped, is none, or there were too many tries (beside `code`).
    """
    kind = kind_of(code)
    if kind is CodeKind.CONFIRM:
        raise RuleBroken(_THE_OTHER, field="code")
    if kind is None:
        raise RuleBroken(_MISTYPED, field="code")
    with transaction.atomic(durable=True):
        count_try("needs.follow", [each for each in (actor.device, *marks) if each])
    request = Request.objects.filter(follow_digest=code_digest(code)).first()
    if request is None:
        raise RuleBroken(_WRONG, field="code")
    return Followed(request, holder_of(request, actor))


def holder_of(request: Request, actor: Actor) -> Actor:
    """The actor as whom whoever holds the request's code acts; only for somebody who has shown the code."""
    return Actor(id=request.holder_id, role=Role.HOLDER, label=HOLDER_LABEL, channel=actor.channel, device=actor.device)
