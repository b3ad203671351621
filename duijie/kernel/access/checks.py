"""May I, and which ones: both answered from the same grants, which `config.wiring` registers."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.conditions import AnyOf, Grant
from duijie.kernel.access.queries import NOTHING, as_query
from duijie.kernel.errors import NotAllowed

Row = TypeVar("Row", bound=Model)

_GRANTS: dict[str, list[Grant]] = {}


def register(grants: Iterable[Grant]) -> None:
    """Add an app's grants; called once at start by `config.wiring`, and twice changes nothing."""
    for each in grants:
        if each not in _GRANTS.setdefault(each.action, []):
            _GRANTS[each.action].append(each)


def actions() -> tuple[str, ...]:
    """All action names, sorted."""
    return tuple(sorted(_GRANTS))


def grants_in_force() -> dict[str, list[Grant]]:
    """All grants by action, for the reference."""
    return {action: list(grants) for action, grants in _GRANTS.items()}


def roles_for(action: str) -> frozenset[Role]:
    """The roles that some grant gives the action to, whatever the row."""
    return frozenset().union(*(each.roles for each in _GRANTS.get(action, ())))


def can(actor: Actor, action: str, row: object) -> bool:
    """Whether the actor may do the action on the row."""
    return any(each.allows(actor, row) for each in _GRANTS.get(action, ()))


def require(actor: Actor, action: str, row: object) -> None:
    """Return when the actor may do the action on the row.

    Raises:
        NotAllowed: the actor may not.
    """
    if not can(actor, action, row):
        raise NotAllowed


def visible(actor: Actor, action: str, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Limit rows to those on which the actor may do the action; `can()` agrees row by row."""
    mine = tuple(each.when for each in _GRANTS.get(action, ()) if actor.role in each.roles)
    return rows.filter(as_query(AnyOf(mine), actor) if mine else NOTHING)
