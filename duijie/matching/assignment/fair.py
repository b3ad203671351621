"""A fair round: greatest Nash welfare over counties, by plain rounds whose utilities lean towards those left behind.

Frank–Wolfe (1956) on the means of the counties: each turn weighs every county by its slope, lets the auction go on
from the last turn's prices and places, and moves the tangent along the line to what came out. Every turn gives a whole
assignment and a bound; the best of each are kept.
"""

import dataclasses
from time import process_time

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.auction import first_step, public_prices, run, run_phase, units_by_place
from duijie.matching.assignment.certificate import bound_at
from duijie.matching.assignment.exact import optimal_flow, proving_prices
from duijie.matching.assignment.market import NO_PLACE, Market, opened
from duijie.matching.assignment.problem import TOP_UTILITY, Problem, Result, relative_gap
from duijie.matching.assignment.solving import starting_prices
from duijie.matching.assignment.state import fresh
from duijie.matching.assignment.welfare import EPSILON, Counties, counties_of, fair_bound, means_of, slopes, welfare

ROUGH, FINE, FINER = 0.01, 0.0001, 0.8  # step as a share of the mean utility: at first, at last, and from turn to turn
MOST_TURNS, PATIENCE = 60, 12  # turns in all, and without a better answer or bound
LARGEST = 1 << 29  # of a leaning utility
HALVINGS = 30


@dataclasses.dataclass(slots=True)
class Found:
    """The best so far: an assignment by place, and what proves the bound."""

    units: NDArray[np.int64]
    objective: float
    tangent: NDArray[np.float64]
    prices: NDArray[np.int64]
    bound: float = np.inf


def solve_fairly(
    problem: Problem,
    *,
    prices: NDArray[np.int64] | None = None,
    tangent: NDArray[np.float64] | None = None,
    exact: bool = False,
    gap: float = 0.001,
) -> Result:
    """Return an assignment of greatest Nash welfare, within the gap if it can be proven, and what proves it.

    prices, tangent: (O,) and (C,) of the last fair round. exact: as many turns as help, then one linear round by
    OR-Tools. The bound is that of divisible units: where counties ask for few units, whole assignments may lie further
    below it than the gap. Raises ProblemError when the problem has no counties, or the prices are not of these offers.
    """
    started = process_time()
    counties = counties_of(problem)
    market, moved = opened(problem)
    ordered = problem if moved is None else _ordered(problem, moved)
    fair = _Fair(ordered, counties, market)
    fair.improve(
        fair.begin(starting_prices(problem, prices, LARGEST), tangent if prices is not None else None),
        0.0 if exact else gap,
    )
    if exact:
        fair.judge()
    found = fair.found
    bound = fair_bound(problem, counties, found.tangent, found.prices)
    carrying = np.flatnonzero(found.units)
    edges = np.repeat(carrying if moved is None else moved[carrying], found.units[carrying])
    return Result(
        edges=np.sort(edges).astype(np.int64),
        prices=found.prices,
        objective=found.objective,
        bound=bound,
        gap=relative_gap(found.objective, bound),
        seconds=process_time() - started,
        method="fair auction" + (" and exact flow" if exact else ""),
        tangent=found.tangent,
    )


def _ordered(problem: Problem, moved: NDArray[np.int32]) -> Problem:
    return dataclasses.replace(
        problem, need=problem.need[moved], offer=problem.offer[moved], utility=problem.utility[moved]
    )


class _Fair:
    """One fair round under way; its problem has the edges in the order of the market's options."""

    def __init__(self, problem: Problem, counties: Counties, market: Market) -> None:
        self.problem, self.counties, self.market = problem, counties, market
        self.county = counties.of_need[problem.need]
        steepest = float(counties.weight.max(initial=0.0)) / EPSILON * TOP_UTILITY
        self.scale = min(1.0, LARGEST / steepest) if steepest else 1.0  # of our whole numbers to millionths of welfare
        self.state = fresh(market, np.zeros(len(problem.capacity), np.int32))
        self.found = Found(np.zeros(len(self.county), np.int64), -np.inf, np.zeros(0), np.zeros(0, np.int64))

    def begin(self, prices: NDArray[np.int32], tangent: NDArray[np.float64] | None) -> NDArray[np.float64]:
        """Start from the last round's prices and tangent, or from a plain round; return the first tangent."""
        if tangent is not None and tangent.shape == self.counties.asked.shape and (tangent >= 0).all():
            self.state = fresh(self.market, (prices * self.scale).astype(np.int32))
            self._lean(tangent)
            return tangent
        run(self.market, self.state, step=first_step(self.market, warm=False, gap=ROUGH), gap=ROUGH)
        means = self._means(units_by_place(self.state))
        plain = self._mean_leaning()
        self._lean(means)
        steeper = self._mean_leaning() / max(plain, 1.0)
        open_offers = self.state.prices < NO_PLACE
        self.state.prices[open_offers] = np.minimum(self.state.prices[open_offers] * steeper, LARGEST)
        return means

    def improve(self, tangent: NDArray[np.float64], gap: float) -> None:
        """Take turns until the gap is proven or nothing gets better."""
        share, idle = ROUGH, 0
        for _ in range(MOST_TURNS):
            run_phase(self.market, self.state, max(1, int(share * self._mean_leaning())))
            units = units_by_place(self.state)
            means = self._means(units)
            idle = 0 if self._note(units, means, tangent) else idle + 1
            if relative_gap(self.found.objective, self.found.bound) <= gap or idle == PATIENCE:
                return
            tangent, share = self._between(tangent, means), max(FINE, share * FINER)
            self._lean(tangent)

    def judge(self) -> None:
        """Solve the linear round at the best tangent exactly, for a better bound and perhaps a better assignment."""
        self._lean(self.found.tangent)
        units = optimal_flow(dataclasses.replace(self.problem, utility=self.market.options[:, 1].astype(np.int64)))
        self.state.prices[:] = proving_prices(self.market, units)
        self._note(units, self._means(units), self.found.tangent)

    def _means(self, units: NDArray[np.int64]) -> NDArray[np.float64]:
        return means_of(self.problem, self.counties, units)

    def _lean(self, tangent: NDArray[np.float64]) -> None:
        """Weigh each utility by the slope of its county."""
        slope = slopes(self.counties, tangent) * self.scale
        leaning = (slope[self.county] * self.problem.utility).astype(np.int32)
        self.market.options[:, 1], self.market.asks[:, 1] = leaning, leaning[self.market.places]
        seated = np.flatnonzero(self.state.seats[:, 0] >= 0)
        self.state.seats[seated, 2] = leaning[self.state.seats[seated, 0]]

    def _mean_leaning(self) -> float:
        return float(self.market.options[:, 1].mean()) if len(self.county) else 0.0

    def _note(self, units: NDArray[np.int64], means: NDArray[np.float64], tangent: NDArray[np.float64]) -> bool:
        """Keep what is better than what was found; return whether anything was."""
        linear = bound_at(self.market, self.state.prices) / self.scale / TOP_UTILITY
        slope = slopes(self.counties, tangent)
        bound = welfare(self.counties, tangent) - float((slope * self.counties.asked) @ tangent) + linear
        objective = welfare(self.counties, means)
        better = objective > self.found.objective or bound < self.found.bound
        if objective > self.found.objective:
            self.found.units, self.found.objective = units, objective
        if bound < self.found.bound:
            prices = np.rint(public_prices(self.state) / self.scale).astype(np.int64)
            self.found.tangent, self.found.prices, self.found.bound = tangent, prices, bound
        return better

    def _between(self, tangent: NDArray[np.float64], means: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the point of greatest welfare between the tangent's and the means of the last assignment."""
        low, high, way = 0.0, 1.0, means - tangent
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            rises = (slopes(self.counties, tangent + middle * way) * self.counties.asked) @ way > 0
            low, high = (middle, high) if rises else (low, middle)
        return tangent + low * way
