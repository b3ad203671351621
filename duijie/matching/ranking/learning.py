"""The weights of the measures, learned from needs whose answer is known.

The answer of a need shall win against all other offers: the log-probability of a soft maximum over the offers, after
Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach" (2007), is made large, less a penalty for
leaving the weights of `START`. Few pairs are known, so there are few weights, none may be negative (no measure is wrong
on purpose), and how strong the penalty is, is chosen on folds of the same pairs.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from duijie.matching.ranking.parts import Part

PENALTIES = (3.0, 10.0, 30.0)
START = {
    Part.PAIRS: 0.25,
    Part.CHARACTERS: 0.25,
    Part.WORDS: 0.25,
    Part.GROUPS: 0.25,
    Part.KINDS: 0.5,
    Part.VECTORS: 1.0,
}
"""The weights as long as nothing is known: the four ways of counting what is shared see nearly the same, so they share
the weight of one."""
INNER_FOLDS = 5


def learn(standing: NDArray[np.float64], answers: NDArray[np.bool_], parts: Sequence[Part]) -> NDArray[np.float64]:
    """Weights, one for each of `parts`, from `standing` (needs, offers, parts) and which offers answer each need.

    Needs without an answer are left out; ValueError when none has one.
    """
    answered = answers.any(axis=1)
    if not answered.any():
        raise ValueError("No need has an answer, so nothing can be learned.")
    standing, answers = standing[answered], answers[answered]
    start = np.array([START[part] for part in parts])
    best = max(PENALTIES, key=lambda penalty: _held_out(standing, answers, start, penalty))
    return _fitted(standing, answers, start, best)


def folds(needs: int, number: int, seed: int) -> list[NDArray[np.int64]]:
    """The numbers 0 … needs − 1 in `number` parts of nearly one size, drawn by a seed; fewer where there are fewer."""
    drawn = np.random.default_rng(seed).permutation(needs)
    return [drawn[first::number] for first in range(min(number, needs))]


def _held_out(
    standing: NDArray[np.float64], answers: NDArray[np.bool_], start: NDArray[np.float64], penalty: float
) -> float:
    """How probable the answers of each fold are by weights from the others."""
    total = 0.0
    for held in folds(len(answers), INNER_FOLDS, seed=1):
        others = np.setdiff1d(np.arange(len(answers)), held)
        if len(others):
            weights = _fitted(standing[others], answers[others], start, penalty)
            total += _log_likelihood(weights, standing[held], answers[held])[0]
    return total


def _fitted(
    standing: NDArray[np.float64], answers: NDArray[np.bool_], start: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = _log_likelihood(weights, standing, answers)
        away = weights - start
        return penalty * float(away @ away) - value, 2 * penalty * away - slope

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    weights: NDArray[np.float64] = found.x
    return weights


def _log_likelihood(
    weights: NDArray[np.float64], standing: NDArray[np.float64], answers: NDArray[np.bool_]
) -> tuple[float, NDArray[np.float64]]:
    """The log-probability of the answers and its slope; several answers of one need share its probability."""
    wanted = np.asarray(answers, dtype=np.float64)
    wanted /= wanted.sum(axis=1, keepdims=True)
    rows = standing.reshape(-1, len(weights))
    totals = (rows @ weights).reshape(wanted.shape)
    totals -= totals.max(axis=1, keepdims=True)
    logs = totals - np.log(np.exp(totals).sum(axis=1, keepdims=True))
    slope = (wanted - np.exp(logs)).ravel() @ rows
    return float((wanted * logs).sum()), slope
