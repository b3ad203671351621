"""What the matches of a need amount to, handed down to the need in the same transaction."""

from decimal import Decimal

from duijie.apps.matches.models import Match
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.progress import Part, left_to_take
from duijie.apps.needs.services.progress import lock_need, reflect
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark

STANDING = ("interested", "committed")


def reflect_need(need: Need) -> Need:
    """Sum the standing matches of a need and let it follow them; the need is locked meanwhile."""
    locked = lock_need(need.pk)
    rows = Match.objects.filter(need=locked, state__in=STANDING).values_list("stage", "quantity")
    return reflect(locked, [Part(stage, quantity) for stage, quantity in rows], at=now())


def set_stage(match: Match, stage: str, *, quantity: Decimal | None = None) -> None:
    """Note how far a match's project has come, with the quantity that it now stands for."""
    match.stage = stage
    if quantity is not None:
        match.quantity = quantity
    match.save(update_fields=["stage", "quantity"])
    reflect_need(match.need)


def require_left(need: Need, quantity: Decimal) -> None:
    """Refuse a quantity that is more than what is still open; call with the need locked.

    Raises:
        RuleBroken: beside `quantity`.
    """
    left = left_to_take(need.quantity, need.quantity_taken)
    if quantity <= 0:
        raise RuleBroken(mark("Please give a number above zero."), field="quantity")
    if quantity > left:
        raise RuleBroken(
            mark("Only %(left)s %(unit)s are still open; others have taken the rest."),
            field="quantity",
            left=f"{left.normalize():f}",
            unit=need.unit,
        )
