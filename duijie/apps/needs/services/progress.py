"""A need follows what becomes of its parts: called by matches and projects in their own transactions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules import facts
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.progress import Part, Progress, first_times, progress_of
from duijie.apps.needs.services.bundling import fulfil_requests, reopen_requests
from duijie.apps.needs.services.telling import tell_need_side
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import Conflict, NotFound, mark
from duijie.kernel.lifecycle.running import advance

ACTION = "needs.need.reflect"
MET_STATES = ("fulfilled", "revisiting", "closed")


def lock_need(need_id: UUID) -> Need:
    """The need as it stands now, locked until the transaction ends: whoever changes its parts takes this lock first.

    Raises:
        NotFound: there is none.
    """
    need = Need.objects.select_for_update().filter(pk=need_id).first()
    if need is None:
        raise NotFound(mark("There is no such need."))
    return need


@transaction.atomic
def reflect(need: Need, parts: Sequence[Part], *, at: datetime) -> Need:
    """Let state, quantities and first-time dates of a need follow its parts; states move both ways.

    Shapes: `parts` are all standing shares of the need, quantities in its unit. A fulfilled need fulfils its requests.

    Raises:
        Conflict: more is taken than was asked, or the need is neither in the library nor was it met.
    """
    fresh = lock_need(need.pk)
    progress = progress_of(fresh.quantity, parts)
    if progress.taken > fresh.quantity:
        raise Conflict(mark("Others have taken the rest of this need meanwhile."))
    before = (fresh.state, fresh.quantity_taken, fresh.quantity_agreed, fresh.quantity_met)
    _set_state(fresh, progress)
    fresh.quantity_taken, fresh.quantity_agreed, fresh.quantity_met = progress.taken, progress.agreed, progress.met
    for name, moment in first_times(parts, progress, at).items():
        setattr(fresh, name, getattr(fresh, name) or moment)
    fresh.save()
    if before != (fresh.state, progress.taken, progress.agreed, progress.met):
        _record(fresh, before[0])
    return fresh


def _set_state(need: Need, progress: Progress) -> None:
    if need.state == "closed":
        return
    target = "revisiting" if need.state == "revisiting" and progress.state == "fulfilled" else progress.state
    need.state = advance(SYSTEM, NEED, need, "reflect", {}, target=target).state


def _record(need: Need, before: str) -> None:
    details = {"taken": str(need.quantity_taken), "agreed": str(need.quantity_agreed), "met": str(need.quantity_met)}
    became_fulfilled = need.state == "fulfilled" and before not in MET_STATES
    stated = facts.met(need) if became_fulfilled else None
    entry = record(SYSTEM, ACTION, need, details=details, facts=stated)
    if before in MET_STATES and need.state not in MET_STATES:
        reopen_requests(need)
    if became_fulfilled:
        fulfil_requests(need)
        tell_need_side(entry, need, stage=mark("A need is fulfilled: the receiving side has confirmed it"))
