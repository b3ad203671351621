"""Learning a model from the log: refuse when there is too little, hold lists back, judge, and say what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.learning.calibrating import Group, calibrate, compare
from duijie.matching.learning.examples import examples_of, points_in_order
from duijie.matching.learning.factors import Factor
from duijie.matching.learning.fitting import Examples, fit
from duijie.matching.learning.judging import Held, Judgement, hold, judge
from duijie.matching.learning.log import Outcome, ShownPair, digest, write_row
from duijie.matching.learning.model import MILLION, PRIOR, Model
from duijie.matching.learning.success import Success

FEWEST = {Factor.ACCEPTS: 200, Factor.CONFIRMS: 100, Factor.DELIVERS: 100}
"""Pairs that went on, and as many that did not, below which a factor is not learned."""
FEWEST_LISTS = 100
"""Lists in which something was accepted and something not."""
FOLDS = 5


class TooFewOutcomes(ValueError):
    """There is not enough to learn from; the message says how much there is and how much is needed."""


class Said(NamedTuple):
    """What a model said of pairs that it had not seen: points and chance of one factor."""

    points: NDArray[np.int32]
    chances: NDArray[np.float64]
    examples: Examples


@dataclass(frozen=True, slots=True)
class Trained:
    """A learned model, how it did on held-out lists, and expected against real shares of each learned factor there."""

    model: Model
    judgement: Judgement
    calibration: dict[Factor, list[Group]]


def train(rows: Sequence[ShownPair], *, parent: Model = PRIOR, version: int = 1, seed: int = 0) -> Trained:
    """Learn a model; factors with too few outcomes keep the prior.

    Raises:
        TooFewOutcomes: not even accepting can be learned.
        LearningMissing: LightGBM is not installed.
    """
    _refuse_few(rows)
    rows = sorted(rows, key=write_row)
    learned = tuple(factor for factor in Factor if _are_enough(factor, examples_of(factor, rows)))
    prior, folds = Success(PRIOR), _folds(rows, seed)
    held: list[Held] = []
    said: dict[Factor, list[Said]] = {factor: [] for factor in learned}
    for fold in range(FOLDS):
        inside = [row for row, own in zip(rows, folds, strict=True) if own != fold]
        outside = [row for row, own in zip(rows, folds, strict=True) if own == fold]
        if not outside:
            continue
        success = Success(_fitted(inside, learned, seed))
        terms = np.array([points_in_order(row) for row in outside], dtype=np.int32)
        held.append(hold(outside, terms, prior, success))
        for factor in learned:
            said[factor].append(_say(success, factor, examples_of(factor, outside)))
    judgement = judge(held)
    final = _fitted(rows, learned, seed, said)
    model = replace(
        final,
        version=version,
        parent=parent.version,
        rows_digest=digest(rows),
        outcomes={outcome.value: sum(row.outcome is outcome for row in rows) for outcome in Outcome},
        metrics={name: round(value, 6) for name, value in judgement._asdict().items()},
    )
    return Trained(model, judgement, {factor: _compared(said[factor]) for factor in learned})


def _refuse_few(rows: Sequence[ShownPair]) -> None:
    examples = examples_of(Factor.ACCEPTS, rows)
    came, fewest = int(examples.came.sum()), FEWEST[Factor.ACCEPTS]
    mixed = _mixed_lists(examples)
    if not _are_enough(Factor.ACCEPTS, examples):
        raise TooFewOutcomes(
            f"There are {came} accepted pairs, {len(examples.came) - came} others and {mixed} lists with both;"
            f" {fewest}, {fewest} and {FEWEST_LISTS} are needed to learn."
        )


def _are_enough(factor: Factor, examples: Examples) -> bool:
    came = int(examples.came.sum())
    enough = min(came, len(examples.came) - came) >= FEWEST[factor]
    return enough and (factor is not Factor.ACCEPTS or _mixed_lists(examples) >= FEWEST_LISTS)


def _mixed_lists(examples: Examples) -> int:
    went_on = set(examples.lists[examples.came == 1].tolist())
    return len(went_on & set(examples.lists[examples.came == 0].tolist()))


def _folds(rows: Sequence[ShownPair], seed: int) -> list[int]:
    """The fold of each row; a list stays whole."""
    return [sha256(f"{seed} {row.list}".encode()).digest()[0] % FOLDS for row in rows]


def _fitted(
    rows: Sequence[ShownPair],
    learned: tuple[Factor, ...],
    seed: int,
    held_out: Mapping[Factor, list[Said]] | None = None,
) -> Model:
    """A model of these rows, its chances from what was said of held-out rows, or else from the rows themselves."""
    points, chances = dict(PRIOR.points), dict(PRIOR.chances)
    for factor in learned:
        points[factor] = fit(factor, examples_of(factor, rows), seed)
    model = replace(PRIOR, points=points, seed=seed, learned=learned)
    said = held_out or _of_own_rows(Success(model), rows, learned)
    for factor, parts in said.items():
        chances[factor] = calibrate(
            np.concatenate([part.points for part in parts]),
            np.concatenate([part.examples.came for part in parts]),
            np.concatenate([part.examples.propensities for part in parts]),
        )
    return replace(model, chances=chances)


def _of_own_rows(success: Success, rows: Sequence[ShownPair], learned: Sequence[Factor]) -> dict[Factor, list[Said]]:
    return {factor: [_say(success, factor, examples_of(factor, rows))] for factor in learned}


def _say(success: Success, factor: Factor, examples: Examples) -> Said:
    number = list(Factor).index(factor)
    points = success.factor_points(examples.terms)[:, number]
    return Said(points, success.chances(examples.terms)[:, number] / MILLION, examples)


def _compared(said: Sequence[Said]) -> list[Group]:
    expected = np.concatenate([part.chances * part.examples.propensities for part in said])
    return compare(expected, np.concatenate([part.examples.came for part in said]))
