"""Rows of the log → what each factor can learn from; what is still open teaches nothing yet."""

from collections.abc import Sequence

import numpy as np

from duijie.matching.learning.factors import Factor
from duijie.matching.learning.fitting import Examples
from duijie.matching.learning.log import ACCEPTED, CONFIRMED, Outcome, ShownPair
from duijie.matching.reasons import Term

_REACHED = {
    Factor.ACCEPTS: (tuple(Outcome), ACCEPTED),
    Factor.CONFIRMS: (ACCEPTED, CONFIRMED),
    Factor.DELIVERS: (CONFIRMED, (Outcome.DELIVERED,)),
}
"""For each factor: the outcomes of pairs that came so far, and those of pairs that went on."""


def examples_of(factor: Factor, rows: Sequence[ShownPair]) -> Examples:
    """The pairs of which it is known whether they took this step; the propensity of a later step is 1."""
    before, after = _REACHED[factor]
    known = [row for row in rows if row.outcome in before and (row.settled or row.outcome in after)]
    names = {name: number for number, name in enumerate(sorted({row.list for row in known}))}
    looked = [row.propensity if factor is Factor.ACCEPTS else 1.0 for row in known]
    return Examples(
        np.array([points_in_order(row) for row in known], dtype=np.int32).reshape(-1, len(Term)),
        np.array([row.outcome in after for row in known], dtype=np.int64),
        np.array(looked, dtype=np.float64),
        np.array([names[row.list] for row in known], dtype=np.int64),
    )


def points_in_order(row: ShownPair) -> list[int]:
    """The points of a row in the order of the score's terms."""
    return [row.terms[term] for term in Term]
