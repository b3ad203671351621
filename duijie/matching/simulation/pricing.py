"""Shadow prices of places by time: the dual of the whole year, or of what is left of it as far as one can foresee.

maximize the expected benefit over all plans, where offer j has C_j places a day. Relaxing the places with prices
λ_jt ≥ 0 (t: days) leaves each need alone with an index rule (`valuing`), so for any prices
OPT ≤ Σ λ_jt C_jt + Σ_i V_i(λ); the least such bound is sought by Adam's subgradient steps.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.demand import Demand
from duijie.matching.simulation.settings import REPLY_DAYS, SPAN
from duijie.matching.simulation.valuing import value_needs

DAYS_PRICED = SPAN + 1
START, STEP, WARM_STEP, CALM = 0.002, 0.002, 0.0003, 40
MEAN, SQUARE, TINY = 0.9, 0.99, 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """Prices with the bound that the best of them prove."""

    prices: NDArray[np.float64]  # (O, DAYS_PRICED) benefit for a place and a day
    bound: float
    settled: NDArray[np.float64]  # (O, DAYS_PRICED) mean of the later half of the way: less jumpy, better to act by


def paid_until(prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a place costs from day 0 up to each day (O, DAYS_PRICED + 1), for prices (O, DAYS_PRICED) a day."""
    paid = np.zeros((len(prices), DAYS_PRICED + 1))
    np.cumsum(prices, axis=1, out=paid[:, 1:])
    return paid


def value_at(demand: Demand, paid: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the value of each need (N,) and the days of places expected to be used (O, DAYS_PRICED).

    paid: the prices as `paid_until` returns them.
    """
    differences, values = np.zeros_like(paid), np.empty(len(demand.weight))
    value_needs(
        demand.terms,
        demand.weight,
        demand.starts,
        demand.offer,
        demand.chances,
        paid,
        REPLY_DAYS,
        differences,
        values,
    )
    used: NDArray[np.float64] = np.cumsum(differences[:, :-1], axis=1)
    return values, used


def find_prices(
    demand: Demand,
    room: NDArray[np.float64],
    *,
    steps: int,
    prices: NDArray[np.float64] | None = None,
    until: int = DAYS_PRICED,
) -> Priced:
    """Return the best of `steps` prices for room (O, DAYS_PRICED) in days of places, beginning at `prices`.

    Prices from the day `until` on stay as they are.
    """
    now, stride = (np.full(room.shape, START), STEP) if prices is None else (prices, WARM_STEP)
    mean, square = np.zeros_like(now), np.zeros_like(now)
    best, bound, settled = now, np.inf, np.zeros_like(now)
    for step in range(1, steps + 1):
        values, used = value_at(demand, paid_until(now))
        total = float(values @ demand.weight + (now * room).sum())
        if total < bound:
            best, bound = now, total
        slope = room - used
        slope[:, until:] = 0
        mean = MEAN * mean + (1 - MEAN) * slope
        square = SQUARE * square + (1 - SQUARE) * slope**2
        way = mean / (1 - MEAN**step) / (np.sqrt(square / (1 - SQUARE**step)) + TINY)
        now = np.maximum(0, now - stride / (1 + step / CALM) * way)
        if step > steps // 2:
            settled += now / (steps - steps // 2)
    return Priced(prices=best, bound=bound, settled=settled)
