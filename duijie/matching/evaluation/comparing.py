"""The figures of the baseline, of each measure and of all together, on the same needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.evaluation.bootstrap import Bootstrap, Interval
from duijie.matching.evaluation.cases import Cases
from duijie.matching.evaluation.metrics import METRICS, measured
from duijie.matching.index import Asked, Corpus
from duijie.matching.ranking.fusion import Fusion
from duijie.matching.ranking.learning import folds, learn
from duijie.matching.ranking.parts import Part
from duijie.matching.ranking.ranker import Ranker
from duijie.matching.ranking.texts import LONGEST, Text
from duijie.matching.semantic.encoding import Encoder
from duijie.matching.wording import wording

BASELINE = Part.PAIRS.value
WHOLE = "whole"
SCORE = "score"
"""The relevance that the score of a pair counts: the same from either side and on any list, so it knows no others."""
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over needs by metric, their intervals, and how far the method is above the baseline, paired."""

    means: Mapping[str, float]
    intervals: Mapping[str, Interval]
    gains: Mapping[str, float]
    gain_intervals: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures by method (the measures, `SCORE` and `WHOLE`), and what they were measured on."""

    figures: Mapping[str, Figures]
    parts: tuple[Part, ...]
    needs: int
    offers: int
    is_cross_validated: bool


def compare(
    cases: Cases,
    encoder: Encoder | None,
    *,
    fusion: Fusion | None = None,
    is_cross_validated: bool = False,
    seed: int = 0,
) -> Comparison:
    """Rank all offers for each answered need; all needs of the file serve as background.

    The encoder should remember (`RememberedVectors`), because every text is asked for more than once.

    The whole is joined by `fusion` (the shipped weights without it); cross-validated, each need is ranked by weights
    learned from the other folds only, which is what figures on pairs that the weights were learned from must be.
    """
    needs, offers = list(cases.needs.values()), list(cases.offers.values())
    ranker = Ranker(offers, background=needs, encoder=encoder, fusion=fusion)
    asked = [needs[place] for place in cases.answered]
    answers = cases.is_answer[cases.answered]
    scores = {part.value: found for part, found in ranker.scores(asked).items()}
    scores[SCORE] = _of_score(asked, needs, offers)
    scores[WHOLE] = _held_out(ranker, asked, answers, seed) if is_cross_validated else ranker.totals(asked)
    each = {name: measured(found, answers, list(cases.offers)) for name, found in scores.items()}
    bootstrap = Bootstrap(len(asked), seed=seed)
    return Comparison(
        figures={name: _figures(values, each[BASELINE], bootstrap) for name, values in each.items()},
        parts=ranker.parts,
        needs=len(asked),
        offers=len(offers),
        is_cross_validated=is_cross_validated,
    )


def _of_score(asked: Sequence[Text], needs: Sequence[Text], offers: Sequence[Text]) -> NDArray[np.float64]:
    corpus = Corpus()
    said = [wording(text.title, text.text[:LONGEST]) for text in (*needs, *offers)]
    for text in said:
        corpus.add(text)
    ready = [Asked(corpus, wording(need.title, need.text[:LONGEST])) for need in asked]
    return np.array([[each.relevance(offer) for offer in said[len(needs) :]] for each in ready])


def learn_fusion(cases: Cases, encoder: Encoder, *, made: str) -> Fusion:
    """Weights for machines with and without vectors, learned from all answered needs of the cases."""
    needs = list(cases.needs.values())
    answers = cases.is_answer[cases.answered]
    found = []
    for each in (encoder, None):
        ranker = Ranker(list(cases.offers.values()), background=needs, encoder=each)
        weights = learn(ranker.standing_out([needs[place] for place in cases.answered]), answers, ranker.parts)
        found.append(dict(zip(ranker.parts, weights.tolist(), strict=True)))
    return Fusion(with_vectors=found[0], without_vectors=found[1], made=made)


def _held_out(ranker: Ranker, asked: Sequence[Text], answers: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    standing = ranker.standing_out(asked)
    totals = np.zeros(answers.shape)
    for held in folds(len(answers), FOLDS, seed):
        others = np.setdiff1d(np.arange(len(answers)), held)
        totals[held] = standing[held] @ learn(standing[others], answers[others], ranker.parts)
    return totals


def _figures(values: NDArray[np.float64], baseline: NDArray[np.float64], bootstrap: Bootstrap) -> Figures:
    above = values - baseline
    return Figures(
        means=dict(zip(METRICS, values.mean(axis=0).tolist(), strict=True)),
        intervals={metric: bootstrap.interval(values[:, place]) for place, metric in enumerate(METRICS)},
        gains=dict(zip(METRICS, above.mean(axis=0).tolist(), strict=True)),
        gain_intervals={metric: bootstrap.interval(above[:, place]) for place, metric in enumerate(METRICS)},
    )
