"""The exact mode: OR-Tools' minimum-cost flow, the judge of our auction, and prices that prove its answer."""

import importlib
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.problem import Problem


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


def proving_prices(problem: Problem, units: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the least prices (O,) under which nobody would exchange what an optimal assignment gave.

    Longest paths over exchanges: an offer costs what the keenest need that missed it would gain by taking it.
    """
    prices = np.zeros(len(problem.capacity), np.int64)
    held = units > 0
    served = np.bincount(problem.need, units, len(problem.quantity)).astype(np.int64)
    ceiling = np.where(served < problem.quantity, 0, np.iinfo(np.int64).max)
    while True:
        keeps = ceiling.copy()
        np.minimum.at(keeps, problem.need[held], (problem.utility - prices[problem.offer])[held])
        wanted = problem.utility - keeps[problem.need]
        higher = prices.copy()
        open_edges = (problem.quantity[problem.need] > 0) & (problem.capacity[problem.offer] > 0)
        np.maximum.at(higher, problem.offer[open_edges], wanted[open_edges])
        if np.array_equal(higher, prices):
            return prices
        prices = higher
