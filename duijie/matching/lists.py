"""The list that one need (or one offer) is shown between rounds: worth less the price, and nobody asked too much.

s = w − λ + β·[new or under-served]: w the utility of the pair, λ the offer's price in the last round (what its place
is worth to others), β a published bonus. What waits for an offer's answer already counts: when the accepts to be
expected of it fill what is left, the offer is not shown until some of them have answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MILLION = 1_000_000
BONUS = 30_000
"""β, in points of utility."""
OPEN_AT_LEAST = 3
"""Open recommendations of an offer that has declared little or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listable:
    """An offer that fits a need, or the other way round.

    `open_chances` are the chances (millionths) that those accept who were recommended and have not answered yet;
    `capacity_left` and `declared` count needs.
    """

    id: str
    utility: int
    price: int = 0
    has_bonus: bool = False
    capacity_left: int = 1
    declared: int = 1
    open_chances: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in the list; `score` is utility − price + bonus."""

    id: str
    utility: int
    price: int
    bonus: int
    score: int


def open_recommendations(declared: int) -> int:
    """How many recommendations an offer may have open at once: one for each place that it declares, at least three."""
    return max(declared, OPEN_AT_LEAST)


def may_be_shown(item: Listable) -> bool:
    """Whether an offer has a recommendation left and the accepts expected of its open ones do not fill it.

    Raises:
        ValueError: a chance is not between 0 and a million, or a number is negative.
    """
    if any(not 0 <= chance <= MILLION for chance in item.open_chances):
        raise ValueError(f"{item.id}: a chance lies between 0 and {MILLION}.")
    if min(item.capacity_left, item.declared, item.price, item.utility) < 0:
        raise ValueError(f"{item.id}: capacity, price and utility are never negative.")
    has_slot = len(item.open_chances) < open_recommendations(item.declared)
    return has_slot and sum(item.open_chances) < item.capacity_left * MILLION


def online_list(items: Iterable[Listable], *, limit: int, bonus: int = BONUS) -> list[Listed]:
    """The best that may be shown, best first, ties by id.

    Raises:
        ValueError: something of an item cannot be (see `may_be_shown`), or the bonus is negative.
    """
    if bonus < 0:
        raise ValueError("The bonus is never negative.")
    found = []
    for item in items:
        if may_be_shown(item):
            given = bonus * item.has_bonus
            found.append(Listed(item.id, item.utility, item.price, given, item.utility - item.price + given))
    return sorted(found, key=lambda each: (-each.score, each.id))[: max(limit, 0)]
