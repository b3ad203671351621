"""Conditions of a grant, as data: read in Python for one row (`holds`) and in SQL for many (`queries`).

Plain Python. Field paths use `__` to step through foreign keys, as in Django.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from duijie.kernel.access.actors import Actor, Role


def value_at(row: object, path: str) -> object:
    """The value of a field path on a row; None where a step on the way is None."""
    return reduce(lambda value, name: None if value is None else getattr(value, name), path.split("__"), row)


class Condition:
    """Something that holds, or does not, for an actor and a row."""

    def holds(self, actor: Actor, row: object) -> bool:
        """Whether the condition is met."""
        raise NotImplementedError

    def __and__(self, other: "Condition") -> "AllOf":
        return AllOf((self, other))

    def __or__(self, other: "Condition") -> "AnyOf":
        return AnyOf((self, other))


@dataclass(frozen=True)
class Always(Condition):
    """No bound."""

    def holds(self, actor: Actor, row: object) -> bool:  # noqa: ARG002
        """Hold for every row."""
        return True


@dataclass(frozen=True)
class Inside(Condition):
    """The row's division lies in the actor's, or is the same."""

    field: str = "division_path"

    def holds(self, actor: Actor, row: object) -> bool:
        """Compare the paths by prefix."""
        path = value_at(row, self.field)
        return bool(actor.division_path) and isinstance(path, str) and path.startswith(actor.division_path)


@dataclass(frozen=True)
class At(Condition):
    """The row names exactly the actor's division."""

    field: str = "division_path"

    def holds(self, actor: Actor, row: object) -> bool:
        """Compare the paths for equality."""
        return bool(actor.division_path) and value_at(row, self.field) == actor.division_path


@dataclass(frozen=True)
class Mine(Condition):
    """The field holds the actor's id."""

    field: str

    def holds(self, actor: Actor, row: object) -> bool:
        """Compare the ids."""
        return actor.id is not None and value_at(row, self.field) == actor.id


@dataclass(frozen=True)
class NotMine(Condition):
    """The field does not hold the actor's id: nobody reviews what he typed."""

    field: str

    def holds(self, actor: Actor, row: object) -> bool:
        """Compare the ids."""
        return actor.id is not None and value_at(row, self.field) != actor.id


@dataclass(frozen=True)
class OurOrganization(Condition):
    """The field holds the id of the actor's organization."""

    field: str = "organization_id"

    def holds(self, actor: Actor, row: object) -> bool:
        """Compare the ids."""
        return actor.organization_id is not None and value_at(row, self.field) == actor.organization_id


@dataclass(frozen=True)
class MyRole(Condition):
    """The field names the actor's role: whose turn it is stands in the row, because the steps are data."""

    field: str

    def holds(self, actor: Actor, row: object) -> bool:
        """Compare the role."""
        return value_at(row, self.field) == actor.role.value


@dataclass(frozen=True)
class State(Condition):
    """The field has one of the values."""

    values: tuple[str, ...]
    field: str = "state"

    def holds(self, actor: Actor, row: object) -> bool:  # noqa: ARG002
        """Look the value up."""
        return value_at(row, self.field) in self.values


@dataclass(frozen=True)
class Is(Condition):
    """The field equals the value."""

    field: str
    value: str | int | bool | None

    def holds(self, actor: Actor, row: object) -> bool:  # noqa: ARG002
        """Compare."""
        return value_at(row, self.field) == self.value


@dataclass(frozen=True)
class Below(Condition):
    """One number of the row lies below another: something is left."""

    field: str
    limit: str

    def holds(self, actor: Actor, row: object) -> bool:  # noqa: ARG002
        """Compare the numbers; a missing one leaves nothing."""
        number, limit = value_at(row, self.field), value_at(row, self.limit)
        return isinstance(number, Decimal) and isinstance(limit, Decimal) and number < limit


@dataclass(frozen=True)
class AllOf(Condition):
    """Every part holds."""

    parts: tuple[Condition, ...]

    def holds(self, actor: Actor, row: object) -> bool:
        """Ask each part."""
        return all(part.holds(actor, row) for part in self.parts)


@dataclass(frozen=True)
class AnyOf(Condition):
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, actor: Actor, row: object) -> bool:
        """Ask each part."""
        return any(part.holds(actor, row) for part in self.parts)


@dataclass(frozen=True)
class Grant:
    """These roles may do this action on rows for which the condition holds."""

    action: str
    roles: frozenset[Role]
    when: Condition

    def allows(self, actor: Actor, row: object) -> bool:
        """Whether the grant gives the actor the action on the row."""
        return actor.role in self.roles and self.when.holds(actor, row)


def grant(action: str, roles: Iterable[Role], when: Condition | None = None) -> Grant:
    """Make a grant; without a condition it holds for every row."""
    return Grant(action, frozenset(roles), when or Always())
