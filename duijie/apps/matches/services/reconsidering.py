"""An organization takes its 暂不承接 back: a slip of the thumb, or a second thought while the answer is still due."""

from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from duijie.apps.matches.models import Order, Suggestion
from duijie.apps.matches.rules import ORDER, SOMETHING_IS_OPEN, SUGGESTION
from duijie.apps.matches.services.telling import tell_orderer, tell_suggester
from duijie.apps.needs.models import Need
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, mark
from duijie.kernel.lifecycle.running import advance

Answer = TypeVar("Answer", Order, Suggestion)


@transaction.atomic
def reconsider_order(*, actor: Actor, order: Order) -> Order:
    """Open a declined order again up to the end of its clock; it is still to be answered.

    Raises:
        Conflict: its time is up, or others have taken the need meanwhile.
    """
    fresh = _opened_again(advance(actor, ORDER, order, "reconsider", {}))
    _require_open(actor, fresh.need or (fresh.request.need if fresh.request else None))
    fresh.save()
    entry = record(actor, "matches.order.reconsider", fresh)
    tell_orderer(entry, fresh, stage=mark("The organization looks at an order again"))
    return fresh


@transaction.atomic
def reconsider_suggestion(*, actor: Actor, suggestion: Suggestion) -> Suggestion:
    """Open a declined recommendation again up to the end of its clock; it is still to be answered.

    Raises:
        Conflict: its time is up, others have taken the need, or the office has recommended it anew.
    """
    fresh = _opened_again(advance(actor, SUGGESTION, suggestion, "reconsider", {}))
    _require_open(actor, fresh.need)
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError as fault:
        raise Conflict(mark("This need is recommended to the organization already.")) from fault
    entry = record(actor, "matches.suggestion.reconsider", fresh)
    tell_suggester(entry, fresh, stage=mark("An organization looks at a recommended need again"))
    return fresh


def may_reconsider(answer_until: datetime | None) -> bool:
    """Whether the clock of an answer still runs."""
    return answer_until is not None and now() < answer_until


def _opened_again(row: Answer) -> Answer:
    if not may_reconsider(row.answer_until):
        raise Conflict(mark("The time for an answer is up, so it stands as it is."))
    row.decline_reason, row.decline_note, row.answered_at = "", "", None
    return row


def _require_open(actor: Actor, need: Need | None) -> None:
    if need is None or not SOMETHING_IS_OPEN.holds(actor, need):
        raise Conflict(mark("Nothing of this need is open any more; others have taken it, or it was withdrawn."))
