"""What pairs are worth in lists and rounds: their points by the published rule, or their chance by a learned model.

A model is in use when it lies in the site's folder of models; `duijie match train` puts one there and takes it back.
One that cannot be used (damaged, or learned for other terms) is never guessed around: the rule stands in, and whoever
shows a list or keeps a round says so.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings

from duijie.matching.learning.files import current_model, pointer_path
from duijie.matching.learning.model import MILLION, FaultyModel
from duijie.matching.learning.success import Success
from duijie.matching.reasons import Reason, Term
from duijie.matching.suggesting import Ranked


@dataclass(frozen=True, slots=True)
class Valuing:
    """What values pairs: `version` 0 is the rule; `fault` says why a model that is there cannot be used."""

    version: int = 0
    success: Success | None = None
    fault: str = ""

    def utilities(self, ranked: Sequence[Ranked]) -> list[int]:
        """The worth of each pair, 0 … 1 000 000: the points of the rule, or the chance of success in millionths."""
        if self.success is None:
            return [each.score for each in ranked]
        terms = np.array([each.terms for each in ranked], dtype=np.int32).reshape(-1, len(Term))
        return [int(each) for each in self.success.utilities(terms, MILLION)]

    def utility(self, reasons: tuple[Reason, ...]) -> int:
        """The worth of the pair that these reasons are of."""
        if self.success is None:
            return sum(each.points for each in reasons)
        return self.success.explain(reasons).chance

    def told(self) -> dict[str, object]:
        """What a round keeps of it, and what its certificate says."""
        digest = self.success.model.rows_digest if self.success else ""
        return {"version": self.version, "learned_from_sha256": digest, "fault": self.fault}


RULE = Valuing()


def valuing_in_use() -> Valuing:
    """The rule, or the model that is in use at this moment."""
    folder: Path = settings.MODELS_FOLDER
    try:
        changed = pointer_path(folder).stat().st_mtime_ns
    except FileNotFoundError:
        return RULE
    return _read(folder, changed)


@lru_cache(maxsize=2)
def _read(folder: Path, _changed: int) -> Valuing:
    try:
        model = current_model(folder)
    except FaultyModel as fault:
        logging.getLogger(__name__).exception("The learned model cannot be used; the published rule stands in.")
        return Valuing(fault=str(fault))
    return Valuing(model.version, Success(model)) if model.version else RULE
