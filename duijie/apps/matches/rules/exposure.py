"""How much an organization is shown and asked at once, and in which parts. Pure arithmetic.

Whoever is asked more than he can take answers nobody; whoever is shown everywhere stays in others' way.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import ceil

OPEN_RECOMMENDATIONS = 3
"""Open recommendations of an organization at once, where it has declared no more capacity."""
MOST_OPEN_RECOMMENDATIONS = 20
ACCEPTS_EXPECTED = Fraction(1, 3)
"""Of so many recommendations one becomes an interest, as we expect until an installation has counted its own."""
ANSWERS_ENOUGH = 200
"""Ended recommendations from which on an installation's own share of accepts is believed."""
MOST_PARTNERS = 3
NEW_BONUS = 30_000
"""β: points in a list for an organization that has taken nothing yet, and for a need of a place left behind."""
LEFT_BEHIND = Decimal("0.5")
"""A place is left behind when its share of needs with a recommendation is below this part of the division's."""


def open_recommendations(places: int) -> int:
    """How many recommendations an organization may have open: one a place that it declares, at least three."""
    return min(max(places, OPEN_RECOMMENDATIONS), MOST_OPEN_RECOMMENDATIONS)


def expected_accepts(ended: int, accepted: int) -> Fraction:
    """The share of recommendations that becomes an interest: our own where enough of them have ended.

    One accept and one other are added to what was counted, so that the share is never 0 or 1.

    Raises:
        ValueError: more were accepted than ended, or fewer than none.
    """
    if not 0 <= accepted <= ended:
        raise ValueError(f"Of {ended} recommendations {accepted} cannot have been accepted.")
    return ACCEPTS_EXPECTED if ended < ANSWERS_ENOUGH else Fraction(accepted + 1, ended + 2)


def is_exposed_enough(waiting: int, room: int, share: Fraction = ACCEPTS_EXPECTED) -> bool:
    """Whether the accepts expected of what waits for an offer's answer already fill its room (both in needs)."""
    return waiting * share >= room


def packages(left: Decimal, largest: Decimal) -> int:
    """In how many parts a need is recommended: one for each organization that it takes, at most three.

    `left` is what is open, `largest` what the largest fitting offer in the same unit has; 0 where none counts so.
    """
    return min(max(ceil(left / largest), 1), MOST_PARTNERS) if largest > 0 else 1


def package_size(left: Decimal, count: int) -> Decimal:
    """The size of one of `count` parts: whole units where the need counts in whole units."""
    unit = Decimal(1) if left == left.to_integral_value() else Decimal("0.01")
    return (left / count).quantize(unit, rounding=ROUND_CEILING)


def places(left: Decimal, sizes: Sequence[Decimal]) -> int:
    """How many parts of these sizes an offer has room for, at their mean: at least one while anything is left."""
    if left <= 0:
        return 0
    mean = sum(sizes, Decimal(0)) / len(sizes) if sizes else Decimal(1)
    return max(int(left / mean), 1) if mean > 0 else int(left)


def shared_slots(slots: int, wishes: Sequence[int]) -> list[int]:
    """Share an organization's slots among its offers, one after the other to the one whose wish is least met.

    `wishes` is the room of each offer; no offer gets more than its room, all together get at most `slots`.
    """
    given = [0] * len(wishes)
    for _ in range(max(slots, 0)):
        waiting = [place for place, wish in enumerate(wishes) if given[place] < wish]
        if not waiting:
            break
        chosen = min(waiting, key=lambda place: (given[place] / wishes[place], place))
        given[chosen] += 1
    return given
