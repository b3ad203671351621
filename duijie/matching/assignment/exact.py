"""The exact mode: OR-Tools' minimum-cost flow, the judge of our auction, and prices that prove its answer."""

import importlib
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.market import NO_PLACE, Market
from duijie.matching.assignment.problem import Problem
from duijie.matching.compiled import compiled


class ExactModeMissing(RuntimeError):
    """OR-Tools is not installed."""


def _solver() -> ModuleType:
    try:
        return importlib.import_module("ortools.graph.python.min_cost_flow")
    except ModuleNotFoundError as error:
        raise ExactModeMissing("The exact mode needs OR-Tools: pip install 'duijie[exact]'.") from error


def optimal_flow(problem: Problem) -> NDArray[np.int64]:
    """Return the units of each edge (E,) in an optimal assignment; needs the extra `exact`."""
    flow = _solver().SimpleMinCostFlow()
    needs, offers = len(problem.quantity), len(problem.capacity)
    places = problem.offer.astype(np.int64) + needs
    sink = needs + offers
    most = np.minimum(problem.quantity[problem.need], problem.capacity[problem.offer])
    edges = flow.add_arcs_with_capacity_and_unit_cost(problem.need, places, most, -problem.utility)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(needs), np.full(needs, sink), problem.quantity, np.zeros(needs, np.int64)
    )
    asked = int(problem.quantity.sum())
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(needs, sink), np.full(offers, sink), np.minimum(problem.capacity, asked), np.zeros(offers, np.int64)
    )
    flow.set_nodes_supplies(np.arange(needs), problem.quantity)
    flow.set_nodes_supplies(np.array([sink]), np.array([-asked]))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"OR-Tools ended with {status}.")
    return np.asarray(flow.flows(edges), np.int64)


@compiled
def proving_prices(market: Market, units: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the least prices (O,) under which nobody would exchange what an optimal assignment (by place) gave.

    Longest paths over exchanges, from 0 on: an offer costs what the keenest need that missed it would gain by it.
    """
    rows, options = market.rows, market.options
    needs = len(market.quantity)
    prices = np.zeros(len(market.capacity), np.int64)
    missing = market.quantity.astype(np.int64)
    queue = np.arange(needs + 1).astype(np.int32)
    waits = np.ones(needs, np.bool_)
    for need in range(needs):
        for place in range(rows[need, 0], rows[need, 1]):
            missing[need] -= units[place]
    head, tail = 0, needs
    while head != tail:
        need = queue[head]
        head = 0 if head == needs else head + 1
        waits[need] = False
        least = np.int64(0 if missing[need] > 0 else NO_PLACE)
        for place in range(rows[need, 0], rows[need, 1]):
            if units[place] > 0:
                least = min(least, options[place, 1] - prices[options[place, 0]])
        for place in range(rows[need, 0], rows[need, 1]):
            offer = options[place, 0]
            full = units[place] == min(market.quantity[need], market.capacity[offer])
            if options[place, 1] - least <= prices[offer] or full or market.quantity[need] == 0:
                continue
            prices[offer] = options[place, 1] - least
            for at in range(market.asked[offer, 0], market.asked[offer, 1]):
                holder = market.asks[at, 0]
                if units[market.places[at]] > 0 and not waits[holder]:
                    waits[holder] = True
                    queue[tail] = holder
                    tail = 0 if tail == needs else tail + 1
    return prices
