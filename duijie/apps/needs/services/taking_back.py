"""Undo a return for completion as long as nobody has completed anything: an act like any other, and recorded so."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.services.routing import Router
from duijie.apps.needs.services.telling import tell_need_side, tell_owner
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import history, record
from duijie.kernel.clock import now
from duijie.kernel.errors import NotAllowed, mark
from duijie.kernel.lifecycle.running import advance

Row = TypeVar("Row", Need, Request)


@transaction.atomic
def take_back_return(*, actor: Actor, row: Row) -> Row:
    """Take a return back: the row waits for the same office again, until the same moment as before.

    Raises:
        NotAllowed: another office has returned it.
        Conflict: it has been completed meanwhile.
    """
    is_need = isinstance(row, Need)
    name = "needs.need." if is_need else "needs.request."
    fresh = advance(actor, NEED if is_need else REQUEST, row, "take_back", {})
    returned = history(fresh).filter(action=f"{name}return").last()
    if returned and (returned.actor_role, returned.actor_division_path) != (actor.role.value, actor.division_path):
        raise NotAllowed(mark("Another office has returned it, and only that office can take the return back."))
    until = returned.details.get("until") if returned else None
    if until:
        fresh.awaiting_until = datetime.fromisoformat(until)
    else:
        Router().restart_clock(fresh, now())
    fresh.reason = ""
    fresh.save()
    entry = record(actor, f"{name}take_back", fresh)
    stage = mark("The return was taken back; nothing has to be completed")
    if isinstance(fresh, Need):
        tell_need_side(entry, fresh, stage=stage)
    else:
        tell_owner(entry, fresh, stage=stage)
    return fresh
