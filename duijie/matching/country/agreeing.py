"""How provinces come to one round: prices until they fit, then places, then what is left to whom it helps most.

Nothing here knows where the desks stand; `desks.NearDesks` is this process, `cluster` several.
"""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.problem import relative_gap
from duijie.matching.country.desks import Desks
from duijie.matching.country.edges import Say
from duijie.matching.country.exchange import Exchange
from duijie.matching.country.parts import Demand, Placed

STEPS, PATIENCE, WORTH_A_STEP = 32, 3, 0.00005
"""Steps of prices end when three have lowered the bound by less than this share."""
PLACINGS = 4


@dataclass(frozen=True, slots=True)
class Agreed:
    """A round of all provinces, with prices (O,) that prove the bound, and what was said for it."""

    edges: dict[int, NDArray[np.int64]]  # the chosen edges of each province, numbered within it
    prices: NDArray[np.int64]
    objective: int
    bound: int
    shared: int  # offers
    bytes_exchanged: int
    bounds: tuple[int, ...]  # after each step of prices
    objectives: tuple[int, ...]  # after each placing

    @property
    def gap(self) -> float:
        """How far the objective may lie below the optimum of the whole country at most, as a share."""
        return relative_gap(self.objective, self.bound)


class _Table:
    """The desks around one table: asks all, and counts the bytes that go to and fro."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks
        self.bytes = 0
        self.parts = [len(each) for each in desks.ask("provinces", [()] * len(desks))]

    def ask(self, question: str, *given: Any) -> list[Any]:
        """The answers of all parts; everybody is given the same."""
        return self.ask_each(question, [given] * len(self._desks))

    def ask_each(self, question: str, given: list[tuple[Any, ...]]) -> list[Any]:
        """The answers of all parts; each desk is given its own."""
        answers = self._desks.ask(question, given)
        self.bytes += _size(given) + _size(answers)
        return [answer for desk in answers for answer in desk]

    def by_desk(self, places: NDArray[np.int32]) -> list[NDArray[np.int32]]:
        """Rows of parts → those of each desk."""
        return np.split(places, np.cumsum(self.parts)[:-1])


def agree(desks: Desks, capacity: NDArray[np.integer], mean_utility: float, *, gap: float, say: Say) -> Agreed:
    """Bring the desks to one round of offers with these capacities (O,)."""
    table = _Table(desks)
    provinces = table.ask("provinces")
    if not provinces:
        return Agreed({}, np.zeros(len(capacity), np.int64), 0, 0, 0, table.bytes, (), ())
    offers = table.ask("offers")
    named = np.bincount(np.concatenate(offers), minlength=len(capacity))
    shared = np.flatnonzero(named > 1).astype(np.int32)
    desks.ask("share", [(shared,)] * len(desks))
    exchange = Exchange(capacity[shared].astype(np.int64), mean_utility)
    table.bytes = 0  # from here on prices and places
    bounds = _find_prices(table, exchange, gap, say)
    demands: list[Demand] = table.ask("demand", exchange.prices, gap)
    exchange.include_excess(demands)
    bound, prices = exchange.worth(), np.zeros(len(capacity), np.int64)
    for own, (part_bound, part_prices) in zip(offers, table.ask("certify", exchange.prices), strict=True):
        bound += part_bound
        prices[own] = part_prices
    objectives = _find_places(table, exchange, demands, gap, say)
    exchanged = table.bytes
    edges = dict(zip(provinces, table.ask("edges"), strict=True))
    return Agreed(edges, prices, objectives[-1], bound, len(shared), exchanged, tuple(bounds), tuple(objectives))


def _find_prices(table: _Table, exchange: Exchange, gap: float, say: Say) -> list[int]:
    """Move prices, leave the best on the exchange, and return the bounds."""
    bounds, best = list[int](), exchange.prices
    while len(exchange.prices) and len(bounds) < STEPS and not _has_settled(bounds):
        demands: list[Demand] = table.ask("demand", exchange.prices, gap)
        bound = exchange.worth() + sum(each.bound for each in demands)
        if not bounds or bound < min(bounds):
            best = exchange.prices
        bounds.append(bound)
        say(f"prices, step {len(bounds)}: no round is better than {bound}")
        exchange.move(demands)
    exchange.prices = best
    return bounds


def _has_settled(bounds: list[int]) -> bool:
    """Whether the last steps brought next to nothing."""
    if len(bounds) <= PATIENCE:
        return False
    before = min(bounds[:-PATIENCE])
    return before - min(bounds) < WORTH_A_STEP * before


def _find_places(table: _Table, exchange: Exchange, demands: list[Demand], gap: float, say: Say) -> list[int]:
    """Split the shared places, hand on what nobody uses, and return the objectives."""
    places, objectives = exchange.split(demands), list[int]()
    while True:
        has_free = exchange.free(places) > 0
        given: list[tuple[Any, ...]] = [(mine, has_free, gap) for mine in table.by_desk(places)]
        placed: list[Placed] = table.ask_each("assign", given)
        objectives.append(sum(each.objective for each in placed))
        say(f"places, step {len(objectives)} of {PLACINGS}: {objectives[-1]}")
        if len(objectives) == PLACINGS:
            return objectives
        exchange.give(places, [each.unused for each in placed], [each.wanted for each in placed])


def _size(told: Any) -> int:
    """Bytes of all arrays in it."""
    if isinstance(told, np.ndarray):
        return told.nbytes
    if is_dataclass(told):
        return sum(_size(getattr(told, field.name)) for field in fields(told))
    return sum(map(_size, told)) if isinstance(told, list | tuple) else 8
