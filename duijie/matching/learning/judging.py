"""Whether a learned model does better than the prior on lists that neither has seen."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.learning.factors import Factor
from duijie.matching.learning.log import Outcome, ShownPair
from duijie.matching.learning.model import MILLION
from duijie.matching.learning.success import Success

_LOOKED_AT = 10
_WORTH = {Outcome.ACCEPTED: 1.0, Outcome.CONFIRMED: 2.0, Outcome.DELIVERED: 3.0}
"""What a pair that came so far is worth in a list (the gain of nDCG)."""
SURELY = 3.0
"""So many standard errors must lie between the two."""


class Judgement(NamedTuple):
    """Figures of the same held-out lists under both models."""

    prior_ndcg: float
    ndcg: float
    ndcg_error: float
    prior_loss: float
    loss: float

    @property
    def is_better(self) -> bool:
        """The learned one orders lists better by more than chance would, and its chances are no worse."""
        return self.ndcg - self.prior_ndcg > SURELY * self.ndcg_error and self.loss <= self.prior_loss


class Held(NamedTuple):
    """What two models said of held-out rows: success in millionths, and the chance to be accepted, from 0 to 1."""

    rows: Sequence[ShownPair]
    prior: NDArray[np.int64]
    learned: NDArray[np.int64]
    prior_accepts: NDArray[np.float64]
    accepts: NDArray[np.float64]


def hold(rows: Sequence[ShownPair], terms: NDArray[np.int32], prior: Success, learned: Success) -> Held:
    """Ask both models about held-out rows."""
    number = list(Factor).index(Factor.ACCEPTS)
    said = [
        (success.utilities(terms, MILLION).astype(np.int64), success.chances(terms)[:, number] / MILLION)
        for success in (prior, learned)
    ]
    return Held(rows, said[0][0], said[1][0], said[0][1], said[1][1])


def judge(parts: Sequence[Held]) -> Judgement:
    """Compare list by list (nDCG@10 by success, gains lifted by propensity) and pair by pair (loss of accepting)."""
    pairs = [pair for part in parts for pair in _by_list(part)]
    gains = np.array(pairs).reshape(-1, 2)
    difference = gains[:, 1] - gains[:, 0]
    error = float(difference.std(ddof=1) / np.sqrt(len(difference))) if len(difference) > 1 else float("inf")
    came = np.concatenate([_accepted(part.rows) for part in parts])
    looked = np.concatenate([[row.propensity for row in part.rows] for part in parts])
    losses = [
        _log_loss(np.concatenate(said) * looked, came)
        for said in ([part.prior_accepts for part in parts], [part.accepts for part in parts])
    ]
    return Judgement(float(gains[:, 0].mean()), float(gains[:, 1].mean()), error, losses[0], losses[1])


def _accepted(rows: Sequence[ShownPair]) -> NDArray[np.float64]:
    return np.array([row.outcome in _WORTH for row in rows], dtype=np.float64)


def _log_loss(chances: NDArray[np.float64], came: NDArray[np.float64]) -> float:
    """The mean of −log of the chance given to what happened, in nats."""
    kept = np.clip(chances, 1e-6, 1 - 1e-6)
    return float(-np.mean(came * np.log(kept) + (1 - came) * np.log(1 - kept)))


def _by_list(part: Held) -> list[tuple[float, float]]:
    """The nDCG of each list in which something was accepted and something not, under both models."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(part.rows):
        places.setdefault(row.list, []).append(place)
    found = []
    for inside in places.values():
        shown = [part.rows[place] for place in inside]
        gains = np.array([_WORTH.get(row.outcome, 0.0) / row.propensity for row in shown])
        if gains.any() and not gains.all():
            found.append((_ndcg(gains, part.prior[inside]), _ndcg(gains, part.learned[inside])))
    return found


def _ndcg(gains: NDArray[np.float64], said: NDArray[np.int64]) -> float:
    """The gains in the order of what was said, discounted by position, as a share of the best order.

    Pairs of which the same was said count with their mean.
    """
    discounts = 1 / np.log2(np.arange(2, min(len(gains), _LOOKED_AT) + 2))
    _, groups = np.unique(-said, return_inverse=True)
    means = np.bincount(groups, gains) / np.bincount(groups)
    in_order = means[np.sort(groups)]
    best = np.sort(gains)[::-1]
    return float((in_order[:_LOOKED_AT] * discounts).sum() / (best[:_LOOKED_AT] * discounts).sum())
