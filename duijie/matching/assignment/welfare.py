"""Nash welfare over counties: W = Σ_c n_c ω_c log(ε + U_c / n_c), and the proof that no assignment has more.

U_c is the utility that reached county c in units of 1 (utility / 1 000 000), n_c the quantity it asked for, ω_c its
weight. The logarithm makes a unit worth more where little has arrived (Nash 1950; for shared resources Kelly 1998).

W is concave, so it lies below its tangent at any point u of the counties' means: with g_c = ω_c / (ε + u_c),

W(x) ≤ Σ_c (n_c ω_c log(ε + u_c) − g_c n_c u_c) + max_x Σ_e g_c w_e x_e,

and the last is a plain round, bounded by prices as in `certificate`. Prices are in millionths of welfare.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.certificate import net_of_limits, taken_alone
from duijie.matching.assignment.problem import TOP_UTILITY, Problem, ProblemError

EPSILON = 0.01  # keeps the logarithm finite where nothing can arrive: such a county counts as if each unit got 1 %


class Counties(NamedTuple):
    """What a problem says about its counties; those that ask for nothing count nothing."""

    of_need: NDArray[np.int32]  # (N,)
    asked: NDArray[np.float64]  # (C,) n_c
    weight: NDArray[np.float64]  # (C,) ω_c


def counties_of(problem: Problem) -> Counties:
    """Return the counties; raise ProblemError for a problem without them."""
    if problem.county is None or problem.weight is None:
        raise ProblemError("A fair round needs the county of each need.")
    asked = np.bincount(problem.county, problem.quantity, len(problem.weight)).astype(np.float64)
    return Counties(problem.county, asked, problem.weight)


def means_of(problem: Problem, counties: Counties, units: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the utility per unit asked for (C,) that an assignment's units (E,) bring to each county."""
    carried = np.flatnonzero(units)
    county = counties.of_need[problem.need[carried]]
    sums = np.bincount(county, units[carried] * problem.utility[carried] / TOP_UTILITY, len(counties.asked))
    return np.divide(sums, counties.asked, out=np.zeros(len(sums)), where=counties.asked > 0)


def welfare(counties: Counties, means: NDArray[np.float64]) -> float:
    """Return W for the counties' means (C,)."""
    return float((counties.asked * counties.weight) @ np.log(EPSILON + means))


def slopes(counties: Counties, means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return g (C,): what one more unit of utility is worth to each county."""
    return counties.weight / (EPSILON + means)


def fair_bound(
    problem: Problem,
    counties: Counties,
    tangent: NDArray[np.float64],
    prices: NDArray[np.int64],
    limit_prices: NDArray[np.int64] | None = None,
) -> float:
    """Return the bound that the tangent at these means (C,) and these prices (O,) and (K,) prove."""
    slope = slopes(counties, tangent)
    gains, worth = net_of_limits(problem, slope[counties.of_need[problem.need]] * problem.utility, limit_prices)
    linear = int(prices @ problem.capacity) + worth + taken_alone(problem, gains - prices[problem.offer])
    return touching(counties, tangent) + linear / TOP_UTILITY


def touching(counties: Counties, tangent: NDArray[np.float64]) -> float:
    """Return what the tangent at these means (C,) has where nothing arrives."""
    return welfare(counties, tangent) - float((slopes(counties, tangent) * counties.asked) @ tangent)
