"""How well one ranking answers: hit@k, mean reciprocal rank, nDCG@10, for each need that has an answer.

hit@k is 1 when an answer is among the first k; MRR is 1 / place of the first answer; nDCG@10 after Järvelin and
Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques" (2002): Σ 1/log2(place + 1) over the answers among the
first ten, divided by what the best order would give.
"""

from collections.abc import Sequence
from hashlib import sha256
from math import log2

import numpy as np
from numpy.typing import NDArray

METRICS = ("hit@1", "hit@5", "hit@10", "mrr", "ndcg@10")
_WITHIN = (1, 5, 10)
_DEPTH = 10


def measured(scores: NDArray[np.float64], is_answer: NDArray[np.bool_], offers: Sequence[str]) -> NDArray[np.float64]:
    """The metrics (columns, in the order of `METRICS`) of each need (row); `scores` and `is_answer` are needs × offers.

    Every offer is ranked. Equal scores are put in an order drawn from the offers' ids by a digest, so that neither the
    order of a file nor likeness of ids can help.
    """
    drawn = np.argsort(np.argsort([sha256(offer.encode("utf-8", "surrogatepass")).hexdigest() for offer in offers]))
    found = np.empty((len(scores), len(METRICS)))
    for row, (values, answers) in enumerate(zip(scores, is_answer, strict=True)):
        ranked = np.lexsort((drawn, -values))
        found[row] = _of_places(np.flatnonzero(answers[ranked]) + 1)
    return found


def _of_places(places: NDArray[np.int64]) -> tuple[float, ...]:
    """The metrics of one need, from the places (1, 2 …) of its answers in rising order."""
    first = int(places[0])
    gain = sum(1 / log2(place + 1) for place in places.tolist() if place <= _DEPTH)
    ideal = sum(1 / log2(place + 1) for place in range(1, min(len(places), _DEPTH) + 1))
    return (*(float(first <= within) for within in _WITHIN), 1 / first, gain / ideal)
