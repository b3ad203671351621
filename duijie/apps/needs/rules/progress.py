"""The state of a need as it follows from the parts that organizations have taken. Pure arithmetic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from duijie.kernel.errors import RuleBroken, mark


@dataclass(frozen=True, slots=True)
class Part:
    """One organization's share.

    `stage` is interested, committed, signed, under_way, to_confirm, disputed or confirmed; another one counts as gone.
    """

    stage: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Progress:
    """What the parts amount to; quantities in the need's own unit."""

    state: str
    taken: Decimal
    agreed: Decimal
    met: Decimal


TAKEN = frozenset({"committed", "signed", "under_way", "to_confirm", "disputed", "confirmed"})
AGREED = TAKEN - {"committed"}


def progress_of(asked: Decimal, parts: Sequence[Part]) -> Progress:
    """Sum the parts of a need that asks for `asked` units and derive its state.

    A need is fulfilled when the receiving side has confirmed all that was asked. Before that its state is the one
    that waits for somebody soonest: a confirmation, then work under way, then an agreement.
    """
    taken = sum((part.quantity for part in parts if part.stage in TAKEN), Decimal(0))
    agreed = sum((part.quantity for part in parts if part.stage in AGREED), Decimal(0))
    met = sum((part.quantity for part in parts if part.stage == "confirmed"), Decimal(0))
    return Progress(_state(asked, met, {part.stage for part in parts}), taken, agreed, met)


def _state(asked: Decimal, met: Decimal, stages: set[str]) -> str:
    if met >= asked > 0:
        return "fulfilled"
    if "to_confirm" in stages:
        return "to_confirm"
    if stages & {"under_way", "disputed"}:
        return "under_way"
    if "signed" in stages:
        return "signed"
    return "matching" if stages & {"interested", "committed", "confirmed"} else "published"


def left_to_take(asked: Decimal, taken: Decimal) -> Decimal:
    """How much may still be taken; never negative."""
    return max(asked - taken, Decimal(0))


def first_times(parts: Sequence[Part], progress: Progress, at: datetime) -> dict[str, datetime]:
    """Which dates of the need's journey its parts have reached; whoever keeps them writes only those still empty.

    A need is delivered when something waits for confirmation, and confirmed when all that was asked is.
    """
    stages = {part.stage for part in parts}
    reached = {
        "first_interest_at": bool(stages & (TAKEN | {"interested"})),
        "taken_at": progress.taken > 0,
        "agreed_at": progress.agreed > 0,
        "delivered_at": bool(stages & {"to_confirm", "disputed", "confirmed"}),
        "confirmed_at": progress.state == "fulfilled",
    }
    return {name: at for name, is_reached in reached.items() if is_reached}


def revision_faults(quantity: Decimal, *, taken: Decimal, unit: str) -> Iterator[RuleBroken]:
    """A need may ask for less, but not for less than organizations have already taken."""
    if quantity <= 0:
        yield RuleBroken(mark("Please give a number above zero, or withdraw the need."), field="quantity")
    elif quantity < taken:
        yield RuleBroken(
            mark("Organizations have already taken %(taken)s %(unit)s; the need cannot ask for less."),
            field="quantity",
            taken=f"{taken.normalize():f}",
            unit=unit,
        )


def state_after_revision(state: str, quantity: Decimal, *, met: Decimal) -> str:
    """Asking for less may mean that all that is still asked for has arrived; otherwise the parts decide as before."""
    return "fulfilled" if met >= quantity > 0 else state
