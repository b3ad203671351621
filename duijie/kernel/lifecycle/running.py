"""Move a row along its lifecycle: locked, checked against the table, not yet saved."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Model

from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.errors import Conflict, NotAllowed, mark, refuse_if
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, may, missing

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """The row as it stands in the database now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def advance(
    actor: Actor,
    lifecycle: Lifecycle,
    row: Row,
    event: str,
    given: Mapping[str, object],
    *,
    target: str | None = None,
) -> Row:
    """Lock the row, check state, person and required values, set the new state and return the locked row unsaved.

    `target` chooses among `targets` where the transition leaves the choice to the service.

    Raises:
        Conflict: the row has moved on meanwhile.
        NotAllowed: the actor may not cause this event on this row.
        Faults: something required is missing.
    """
    transition = lifecycle.transition(event)
    fresh = locked(row)
    state = str(getattr(fresh, "state"))  # noqa: B009
    by_system = transition.by_system and actor.role is Role.SYSTEM
    if not by_system and not any(each.roles and actor.role in each.roles for each in transition.who):
        raise NotAllowed
    if state not in transition.sources:
        raise Conflict(mark("This has moved on meanwhile; please look at its present state."))
    if not by_system and not may(transition, actor, fresh):
        raise NotAllowed
    refuse_if(missing(transition, given))
    fresh.state = _target(transition.target, transition.targets, target, state)  # type: ignore[attr-defined]
    return fresh


def _target(target: str, targets: tuple[str, ...], chosen: str | None, state: str) -> str:
    if targets:
        if chosen not in targets:
            raise ValueError(f"{chosen} is not among {targets}")
        return str(chosen)
    return state if target == SAME else target
