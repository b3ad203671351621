"""The relevance of offers' texts for a need's text: the measures on one scale, times their weights, added up."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.ranking.fusion import Fusion, shipped
from duijie.matching.ranking.parts import Part, Scores, measures
from duijie.matching.ranking.standing_out import hubness, standardized
from duijie.matching.ranking.texts import Text
from duijie.matching.semantic.encoding import Encoder


class Relevance(NamedTuple):
    """How near an offer is to a need; the parts add up to the total. Comparable between the offers of one need."""

    total: float
    parts: Mapping[Part, float]


class Ranker:
    """Compares needs with a fixed list of offers.

    `background` are needs like those that will be asked (the open ones, say): they show what is common and which
    offers are near to everything. Without them that correction is left out. Time and memory for a call grow with
    needs × offers; narrow the offers by the hard filters first.
    """

    def __init__(
        self,
        offers: Sequence[Text],
        *,
        background: Sequence[Text] = (),
        encoder: Encoder | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        if not offers:
            raise ValueError("There is no offer to compare with.")
        self._measures = measures(offers, background, encoder)
        weights = (fusion or shipped()).weights(has_vectors=encoder is not None)
        self._weights = np.array([weights[part] for part in self.parts])
        self._hubness = {
            part: hubness(standardized(measure.scores(background))) if background else np.zeros(len(offers))
            for part, measure in self._measures.items()
        }

    @property
    def parts(self) -> tuple[Part, ...]:
        """The measures in use, in the order of `Part`."""
        return tuple(self._measures)

    def scores(self, needs: Sequence[Text]) -> dict[Part, Scores]:
        """Each measure as it is, shape (needs, offers)."""
        return {part: measure.scores(needs) for part, measure in self._measures.items()}

    def standing_out(self, needs: Sequence[Text]) -> NDArray[np.float64]:
        """Each measure on the common scale, not weighed yet, shape (needs, offers, parts)."""
        found = self.scores(needs)
        return np.stack([standardized(found[part]) - self._hubness[part] for part in self.parts], axis=2)

    def relevance(self, need: Text) -> list[Relevance]:
        """The relevance of each offer for a need, in the order of the offers."""
        weighed = self.standing_out([need])[0] * self._weights
        return [Relevance(float(row.sum()), dict(zip(self.parts, row.tolist(), strict=True))) for row in weighed]

    def totals(self, needs: Sequence[Text]) -> Scores:
        """The relevance alone, of every need (row) and every offer (column)."""
        found: Scores = self.standing_out(needs) @ self._weights
        return found
