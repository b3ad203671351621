"""The state of a need as it follows from the parts that organizations have taken. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One organization's share: `stage` is interested, committed, signed, under_way, to_confirm, confirmed or disputed."""

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
