"""What a model says otherwise than the one before it, and how well its chances hold: tables for people."""

from collections.abc import Iterator, Mapping, Sequence

from duijie.matching.learning.calibrating import Group
from duijie.matching.learning.factors import SUCCESS_TERMS, Factor
from duijie.matching.learning.model import Model
from duijie.matching.reasons import Term


def most_of(model: Model, term: Term, factor: Factor | None = None) -> int:
    """The most points that a term can bring, for one factor or for all together."""
    chosen: tuple[Factor, ...] = tuple(Factor) if factor is None else (factor,)
    tables = [model.points[each][term] for each in chosen]
    return max(map(sum, zip(*tables, strict=True)))


def change_lines(old: Model, new: Model) -> Iterator[str]:
    """For each term the most it could bring and can bring now, over all factors and for each."""
    yield f"{'term':14} {'all: old → new':>20} " + " ".join(f"{factor:>20}" for factor in Factor)
    for term in SUCCESS_TERMS:
        cells = [_cell(most_of(old, term), most_of(new, term))]
        cells += [_cell(most_of(old, term, factor), most_of(new, term, factor)) for factor in Factor]
        yield f"{term:14} " + " ".join(f"{cell:>20}" for cell in cells)


def calibration_lines(calibration: Mapping[Factor, Sequence[Group]]) -> Iterator[str]:
    """Expected and real shares of held-out pairs, group by group."""
    for factor, groups in calibration.items():
        yield f"{factor:10} {'pairs':>8} {'expected':>9} {'real':>7}"
        for group in groups:
            yield f"{'':10} {group.pairs:>8} {group.expected:>9.3f} {group.came:>7.3f}"


def _cell(old: int, new: int) -> str:
    return f"{old} → {new}" if old != new else str(new)
