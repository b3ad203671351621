"""A model of success: points of each term for each factor, a line from points to chance, and where it is from."""

from dataclasses import dataclass, field
from itertools import pairwise

from duijie.matching.learning.factors import PERCENT, SUCCESS_TERMS, Factor, most_points
from duijie.matching.reasons import MAXIMA, Term

KNOTS = 20
"""A term's points of the rule score are cut into so many equal parts; between them a table is a straight line."""
MILLION = 1_000_000
Table = tuple[int, ...]
Line = tuple[tuple[int, int], ...]


class FaultyModel(ValueError):
    """A model that is no model: the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Model:
    """What a pair's terms are worth.

    `points[factor][term]` has KNOTS + 1 whole numbers: the points when the term has 0, 1/20, … 20/20 of its most in
    the rule score. `chances[factor]` are (points of the factor, chance in millionths), both never falling.
    `version` 0 is the prior; `parent` the version that this one was learned to replace.
    """

    version: int
    parent: int
    points: dict[Factor, dict[Term, Table]]
    chances: dict[Factor, Line]
    seed: int = 0
    rows_digest: str = ""
    outcomes: dict[str, int] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    learned: tuple[Factor, ...] = ()

    def __post_init__(self) -> None:
        for factor in Factor:
            if factor not in self.points or factor not in self.chances:
                raise FaultyModel(f"The model says nothing of the factor “{factor}”.")
            self._check_points(factor)
            self._check_chances(factor)

    def _check_points(self, factor: Factor) -> None:
        tables = self.points[factor]
        if set(tables) != set(SUCCESS_TERMS):
            raise FaultyModel(f"The factor “{factor}” has not the terms of the score.")
        for term, table in tables.items():
            if len(table) != KNOTS + 1 or min(table) < 0:
                raise FaultyModel(f"{factor}, {term}: a table has {KNOTS + 1} numbers, none below zero.")
        if sum(max(table) for table in tables.values()) > MILLION:
            raise FaultyModel(f"The points of the factor “{factor}” add up to more than {MILLION}.")

    def _check_chances(self, factor: Factor) -> None:
        line = self.chances[factor]
        rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(line))
        if not line or not rising or line[0][1] < 0 or line[-1][1] > MILLION:
            raise FaultyModel(f"The chances of the factor “{factor}” do not rise from 0 to a million at most.")


def spread(factor: Factor, term: Term) -> Table:
    """The published table of the prior: a straight share of the term's points."""
    return tuple(MAXIMA[term] * step // KNOTS * PERCENT[term][factor] // 100 for step in range(KNOTS + 1))


def _line(factor: Factor, *chances: int) -> Line:
    """Chances at equal distances from no points to the most."""
    last = len(chances) - 1
    return tuple((most_points(factor) * step // last, chance) for step, chance in enumerate(chances))


PRIOR = Model(
    version=0,
    parent=0,
    points={factor: {term: spread(factor, term) for term in SUCCESS_TERMS} for factor in Factor},
    chances={
        Factor.ACCEPTS: _line(Factor.ACCEPTS, 10_000, 40_000, 120_000, 300_000, 600_000),
        Factor.CONFIRMS: _line(Factor.CONFIRMS, 500_000, 950_000),
        Factor.DELIVERS: _line(Factor.DELIVERS, 600_000, 950_000),
    },
)
"""What is believed before anything is known: published guesses, kept until answers say better."""
