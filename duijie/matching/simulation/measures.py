"""What a year under a policy is worth, and to whom."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.playing import Played
from duijie.matching.simulation.world import World

MEASURES = {
    "hindsight": "share of the hindsight bound",
    "success": "delivered and confirmed ÷ needs",
    "waiting": "days from arrival to the acceptance of those accepted",
    "gini": "Gini over counties of expected successes a need, weighed by needs",
    "worst": "expected successes a need in the worst 1 % of counties",
    "key": "success rate of key counties",
    "others": "success rate of other counties",
}


def measure(world: World, played: Played, bound: float) -> dict[str, float]:
    """Return the figures named in MEASURES; NaN where there is nobody to speak of (no key county, nobody accepted).

    The share counts expected benefit of the questions that were asked, by the true chances at that moment: the same
    mean as counting successes, with less noise. Gini and worst counties go by expected successes, too: the coins of
    a county's dozen needs would look like inequality.
    """
    needs, pairs = world.year.needs, world.year.pairs
    asked = pairs.need[played.pair]
    expected = played.chance * pairs.fulfils[played.pair]
    benefit = float(needs.value[asked] @ expected)
    count = len(world.counties.size)
    all_needs = np.bincount(needs.county, minlength=count)
    hoped: NDArray[np.float64] = np.bincount(needs.county[asked], expected, count).astype(np.float64)
    met = np.bincount(needs.county[asked[played.fulfilled]], minlength=count)
    waited = (played.day - needs.day[asked])[played.accepted]
    key = world.counties.is_key
    return {
        "hindsight": benefit / bound,
        "success": _rate(met, all_needs),
        "waiting": float(waited.mean()) if len(waited) else float("nan"),
        "gini": gini(hoped / np.maximum(all_needs, 1), all_needs),
        "worst": worst_rate(hoped, all_needs),
        "key": _rate(met[key], all_needs[key]),
        "others": _rate(met[~key], all_needs[~key]),
    }


def _rate(met: NDArray[np.int64] | NDArray[np.float64], needs: NDArray[np.int64]) -> float:
    return float(met.sum() / needs.sum()) if needs.sum() else float("nan")


def gini(rate: NDArray[np.float64], weight: NDArray[np.int64]) -> float:
    """Return Σ w_a w_b |r_a − r_b| ÷ (2 W² · mean): 0 when all have the same, near 1 when one has everything."""
    mean = float(rate @ weight) / max(int(weight.sum()), 1)
    if mean == 0:
        return 0.0
    order = np.argsort(rate)
    rate, share = rate[order], weight[order] / weight.sum()
    before = np.cumsum(share) - share / 2
    return float(2 * (share * rate) @ before / mean - 1)


def worst_rate(met: NDArray[np.float64], needs: NDArray[np.int64]) -> float:
    """Return the successes a need of the worst counties that make up 1 % of those with needs, at least one."""
    some = np.flatnonzero(needs)
    order = some[np.argsort(met[some] / needs[some], kind="stable")]
    worst = order[: max(1, len(order) // 100)]
    return _rate(met[worst], needs[worst])
