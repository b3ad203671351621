"""Rounds that one auction cannot settle, turn by turn: fair ones, and those with budgets or limits of funders.

Each turn weighs utilities at a point (Frank–Wolfe 1956), takes off what edges pay to the limits (Lagrange), and lets
the auction go on from the last turn's prices and places. What it gives is brought within the limits; then point and
prices of limits move. Every turn gives a whole assignment and a bound; the best of each are kept. If they
do not meet, the best assignment is polished.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.aims import LARGEST, Aim
from duijie.matching.assignment.auction import public_prices, run_phase, units_by_place
from duijie.matching.assignment.certificate import bound_at
from duijie.matching.assignment.exact import optimal_flow, proving_prices
from duijie.matching.assignment.limits import charges, limits_of, used, worth_of
from duijie.matching.assignment.market import Market
from duijie.matching.assignment.polishing import polished
from duijie.matching.assignment.pricing import Pricing
from duijie.matching.assignment.problem import Problem, relative_gap, with_utilities
from duijie.matching.assignment.rounding import within_limits
from duijie.matching.assignment.state import State

ROUGH, FINE, FINER = 0.01, 0.0001, 0.8  # step as a share of what counts on average: at first, at last, turn to turn
MOST_TURNS, PATIENCE = 60, 12  # turns in all, and without a better answer or bound


@dataclass(slots=True)
class Found:
    """The best so far: an assignment by place, and what proves the bound."""

    units: NDArray[np.int64]
    point: NDArray[np.float64]
    prices: NDArray[np.int64]
    limit_prices: NDArray[np.int64] | None = None
    objective: float = -np.inf
    bound: float = np.inf


class Turns:
    """One such round under way; its problem has the edges in the order of the market's options."""

    def __init__(self, problem: Problem, aim: Aim, market: Market, state: State) -> None:
        self.problem, self.aim, self.market, self.state = problem, aim, market, state
        self.limits = limits_of(problem)
        self.pricing = None if self.limits is None else Pricing(problem, self.limits)
        self.counts, self.paid = np.zeros(len(problem.need)), np.zeros(len(problem.need), np.int64)
        self.found = Found(
            np.zeros(len(problem.need), np.int64), np.zeros(0), np.zeros(len(problem.capacity), np.int64)
        )

    def improve(self, point: NDArray[np.float64], gap: float) -> None:
        """Take turns from a point until the gap is proven or nothing gets better."""
        share, idle = ROUGH, 0
        self.lean(point)
        for turn in range(MOST_TURNS):
            run_phase(self.market, self.state, max(1, int(share * self.mean_leaning())))
            drawing = units_by_place(self.state)
            units = self._kept(drawing)
            reached = self.aim.point(units)
            idle = 0 if self.note(units, reached, point) else idle + 1
            if relative_gap(self.found.objective, self.found.bound) <= gap:
                return
            if idle == PATIENCE:
                break
            share = max(FINE, share * FINER)
            if self.pricing is None or self.limits is None:
                point = self.aim.between(point, reached)
            else:  # what the auction gives overdraws the limits: only the mean over turns lies within them
                point = point + (self.aim.point(drawing) - point) * 2 / (turn + 3)
                average = float(self.counts.mean()) / max(1.0, float(self.problem.utility.mean()))
                self.pricing.move(used(self.problem, self.limits, drawing), average)
            self.lean(point)
        self._polish()

    def judge(self) -> None:
        """Solve the linear round at the best point exactly, for a better bound and perhaps a better assignment."""
        self.lean(self.found.point)
        units = optimal_flow(with_utilities(self.problem, self.market.options[:, 1].astype(np.int64)))
        self.state.prices[:] = proving_prices(self.market, units)
        self.note(units, self.aim.point(units), self.found.point)
        self._polish()

    def lean(self, point: NDArray[np.float64]) -> None:
        """Let each edge count what it does at a point, without what it pays to the limits."""
        self.counts = self.aim.weighed(point)
        if self.pricing is not None and self.limits is not None:
            self.paid = charges(self.problem, self.limits, self.pricing.prices)
        leaning = np.maximum((self.counts - self.paid) * self.aim.scale, -LARGEST).astype(np.int32)
        self.market.options[:, 1], self.market.asks[:, 1] = leaning, leaning[self.market.places]
        seated = np.flatnonzero(self.state.seats[:, 0] >= 0)
        self.state.seats[seated, 2] = leaning[self.state.seats[seated, 0]]

    def mean_leaning(self) -> float:
        """What an edge counts on average, in the auction's whole numbers."""
        return float(np.maximum(self.market.options[:, 1], 0).mean()) if len(self.counts) else 0.0

    def note(self, units: NDArray[np.int64], reached: NDArray[np.float64], point: NDArray[np.float64]) -> bool:
        """Keep what is better than what was found; return whether anything was."""
        linear = bound_at(self.market, self.state.prices) / self.aim.scale
        if self.pricing is not None and self.limits is not None:
            linear += worth_of(self.limits, self.pricing.prices)
        bound, objective = self.aim.bound(point, linear), self.aim.value(reached)
        better = objective > self.found.objective or bound < self.found.bound
        if objective > self.found.objective:
            self.found.units, self.found.objective = units, objective
        if bound < self.found.bound:
            prices = np.rint(public_prices(self.state) / self.aim.scale).astype(np.int64)
            self.found.point, self.found.prices, self.found.bound = point, prices, bound
            self.found.limit_prices = None if self.pricing is None else self.pricing.prices
        return better

    def _polish(self) -> None:
        """Let single units change places where the aim gains by it."""
        units = polished(self.problem, self.market, self.found.units, self.aim.counties)
        objective = self.aim.value(self.aim.point(units))
        if objective > self.found.objective:
            self.found.units, self.found.objective = units, objective

    def _kept(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Bring units (E,) within the limits, where there are any."""
        if self.limits is None:
            return units
        gains = self.counts - public_prices(self.state)[self.problem.offer] / self.aim.scale
        return within_limits(self.problem, self.limits, units, gains, self.paid)
