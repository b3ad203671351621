"""From an assignment to rows: which need is recommended to whom, and how much of it.

What an offer has is given out in its own unit, the strongest pair first; the last may get less than a whole part.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from duijie.apps.matches.rounds.gathering import Frozen, Part, cost_of
from duijie.apps.matches.rounds.solving import Solved, units
from duijie.apps.needs.rules.progress import left_to_take


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pair of the list (`is_recommended`), of the best list without equity (`is_plain`), or of both."""

    edge: int
    quantity: Decimal
    is_recommended: bool
    is_plain: bool


def chosen_pairs(frozen: Frozen, solved: Solved) -> list[Chosen]:
    """All pairs of either list, by edge."""
    fair = quantities(frozen, units(solved.problem, solved.fair))
    plain = quantities(frozen, units(solved.problem, solved.plain))
    return [
        Chosen(edge, fair.get(edge) or plain[edge], is_recommended=edge in fair, is_plain=edge in plain)
        for edge in sorted(fair.keys() | plain.keys())
    ]


def quantities(frozen: Frozen, carried: NDArray[np.int64]) -> dict[int, Decimal]:
    """How much each edge with parts stands for, in its need's unit; an edge for which nothing is left falls out."""
    left = [each.offer.left for each in frozen.rooms]
    money = [None if each.offer.budget_fen is None else Decimal(each.offer.budget_fen) for each in frozen.rooms]
    open_of = [left_to_take(each.need.quantity, each.need.quantity_taken) for each in frozen.parts]
    found: dict[int, Decimal] = {}
    for edge in sorted((int(each) for each in np.flatnonzero(carried)), key=lambda each: -frozen.pairs[each][2]):
        need, offer, _ = frozen.pairs[edge]
        part, in_same_unit = frozen.parts[need], frozen.parts[need].need.unit == frozen.rooms[offer].offer.unit
        amount = min(part.size * int(carried[edge]), open_of[need])
        if in_same_unit:
            amount = min(amount, left[offer])
        amount = _affordable(part, amount, money[offer])
        if amount <= 0 or left[offer] <= 0:
            continue
        found[edge] = amount
        open_of[need] -= amount
        left[offer] -= amount if in_same_unit else 1
        if (budget := money[offer]) is not None:
            money[offer] = budget - cost_of(part) * amount / part.size
    return found


def _affordable(part: Part, amount: Decimal, budget: Decimal | None) -> Decimal:
    """The amount that a budget covers, in whole hundredths of the unit."""
    cost = cost_of(part)
    if budget is None or not cost or cost * amount / part.size <= budget:
        return amount
    return (budget / cost * part.size).quantize(Decimal("0.01"), rounding="ROUND_FLOOR")
