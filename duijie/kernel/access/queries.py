"""Conditions as SQL: the same data that `holds` reads, so a list can never disagree with a page."""

from functools import reduce, singledispatch
from operator import and_, or_

from django.db.models import F, Q

from duijie.kernel.access.actors import Actor
from duijie.kernel.access.conditions import (
    AllOf,
    Always,
    AnyOf,
    At,
    Below,
    Condition,
    Inside,
    Is,
    Mine,
    MyRole,
    NotMine,
    OurOrganization,
    State,
)

EVERYTHING = Q()
NOTHING = Q(pk__in=[])


@singledispatch
def as_query(condition: Condition, actor: Actor) -> Q:
    """Translate a condition for one actor into a filter."""
    raise TypeError(f"no SQL for {type(condition).__name__}, asked by {actor.role}")


@as_query.register
def _(condition: Always, actor: Actor) -> Q:  # noqa: ARG001
    return EVERYTHING


@as_query.register
def _(condition: Inside, actor: Actor) -> Q:
    return Q(**{f"{condition.field}__startswith": actor.division_path}) if actor.division_path else NOTHING


@as_query.register
def _(condition: At, actor: Actor) -> Q:
    return Q(**{condition.field: actor.division_path}) if actor.division_path else NOTHING


@as_query.register
def _(condition: Mine, actor: Actor) -> Q:
    return Q(**{condition.field: actor.id}) if actor.id else NOTHING


@as_query.register
def _(condition: NotMine, actor: Actor) -> Q:
    if actor.id is None:
        return NOTHING
    return ~Q(**{condition.field: actor.id}) | Q(**{f"{condition.field}__isnull": True})


@as_query.register
def _(condition: OurOrganization, actor: Actor) -> Q:
    return Q(**{condition.field: actor.organization_id}) if actor.organization_id else NOTHING


@as_query.register
def _(condition: MyRole, actor: Actor) -> Q:
    return Q(**{condition.field: actor.role.value})


@as_query.register
def _(condition: State, actor: Actor) -> Q:  # noqa: ARG001
    return Q(**{f"{condition.field}__in": condition.values})


@as_query.register
def _(condition: Is, actor: Actor) -> Q:  # noqa: ARG001
    if condition.value is None:
        return Q(**{f"{condition.field}__isnull": True})
    return Q(**{condition.field: condition.value})


@as_query.register
def _(condition: Below, actor: Actor) -> Q:  # noqa: ARG001
    return Q(**{f"{condition.field}__lt": F(condition.limit)})


@as_query.register
def _(condition: AllOf, actor: Actor) -> Q:
    return reduce(and_, (as_query(part, actor) for part in condition.parts), EVERYTHING)


@as_query.register
def _(condition: AnyOf, actor: Actor) -> Q:
    parts = [as_query(part, actor) for part in condition.parts]
    if any(part == EVERYTHING for part in parts):
        return EVERYTHING
    return reduce(or_, parts, NOTHING)
