"""The weights that join the measures, kept as a small file that says how they were made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Self

from duijie.matching.ranking.parts import Part

FORMAT = "duijie fusion 1"
SHIPPED = Path(__file__).parents[1] / "data" / "fusion.json"
Weights = Mapping[Part, float]


class UnusableFusion(ValueError):
    """The file holds no weights that may be used here; the message says why."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights (never negative) for a machine with sentence vectors and for one without; `made` says from what."""

    with_vectors: Weights
    without_vectors: Weights
    made: str = ""

    def weights(self, *, has_vectors: bool) -> Weights:
        """The weights for the measures that are there."""
        return self.with_vectors if has_vectors else self.without_vectors

    def save(self, path: Path) -> None:
        """Write the file, the same bytes for the same weights."""
        rows = {
            "format": FORMAT,
            "made": self.made,
            "with_vectors": {part.value: round(weight, 6) for part, weight in self.with_vectors.items()},
            "without_vectors": {part.value: round(weight, 6) for part, weight in self.without_vectors.items()},
        }
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a file; UnusableFusion when it is damaged or of another version."""
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise UnusableFusion(f"{path} is no JSON in UTF-8.") from error
        if not isinstance(rows, dict) or rows.get("format") != FORMAT:
            raise UnusableFusion(f"{path} holds no weights of the format “{FORMAT}”.")
        without = set(Part) - {Part.VECTORS}
        return cls(
            _weights(path, rows.get("with_vectors"), set(Part)),
            _weights(path, rows.get("without_vectors"), without),
            str(rows.get("made", "")),
        )


def _weights(path: Path, rows: object, parts: set[Part]) -> dict[Part, float]:
    if not isinstance(rows, dict) or set(rows) != {part.value for part in parts}:
        raise UnusableFusion(f"{path} does not weigh exactly these measures: {', '.join(sorted(parts))}.")
    for name, weight in rows.items():
        if not isinstance(weight, int | float) or not isfinite(weight) or weight < 0:
            raise UnusableFusion(f"{path}: the weight of {name} is no number from 0 upward.")
    return {part: float(rows[part]) for part in Part if part in parts}


@cache
def shipped() -> Fusion:
    """The weights that come with the program, read once per process."""
    return Fusion.load(SHIPPED)
