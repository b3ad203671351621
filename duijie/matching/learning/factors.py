"""Which term speaks for which factor of success, as published with the prior.

The points of `reasons.MAXIMA` are spread so that nothing is lost: what a term gives to CONFIRMS and DELIVERS is taken
from what it gives to ACCEPTS. Words, field and direction decide whether an organization takes a need; whether the
need's side confirms, and whether it is delivered, hangs on fitting help, capacity, dates and record. The three tilts
of article 四 say whose need comes first, not what will succeed: they stay in the score as they are, count in the
benefit (`benefit`), and are never learned.
"""

from enum import StrEnum

from duijie.matching.reasons import MAXIMA, Term


class Factor(StrEnum):
    """The steps to a success, each given the one before."""

    ACCEPTS = "accepts"
    CONFIRMS = "confirms"
    DELIVERS = "delivers"


TILTS = (Term.TILT_LEVEL, Term.TILT_KEY_COUNTY, Term.TILT_HARDSHIP)
SUCCESS_TERMS = tuple(term for term in Term if term not in TILTS)
PERCENT: dict[Term, dict[Factor, int]] = {
    Term.WORDS: {Factor.ACCEPTS: 60, Factor.CONFIRMS: 40, Factor.DELIVERS: 0},
    Term.FIELD: {Factor.ACCEPTS: 60, Factor.CONFIRMS: 20, Factor.DELIVERS: 20},
    Term.SUBFIELD: {Factor.ACCEPTS: 60, Factor.CONFIRMS: 40, Factor.DELIVERS: 0},
    Term.BENEFICIARIES: {Factor.ACCEPTS: 40, Factor.CONFIRMS: 60, Factor.DELIVERS: 0},
    Term.PLACE: {Factor.ACCEPTS: 60, Factor.CONFIRMS: 0, Factor.DELIVERS: 40},
    Term.CAPACITY: {Factor.ACCEPTS: 20, Factor.CONFIRMS: 20, Factor.DELIVERS: 60},
    Term.DATES: {Factor.ACCEPTS: 40, Factor.CONFIRMS: 20, Factor.DELIVERS: 40},
    Term.RECORD: {Factor.ACCEPTS: 0, Factor.CONFIRMS: 40, Factor.DELIVERS: 60},
    Term.DIRECTION: {Factor.ACCEPTS: 100, Factor.CONFIRMS: 0, Factor.DELIVERS: 0},
}
MONOTONE = tuple(term for term in SUCCESS_TERMS if term not in {Term.PLACE, Term.DIRECTION})
"""Terms of which more can only be better. Place and direction order kinds of nearness (remote, named, county …), and
which of those succeeds more often is for the answers to say."""


def most_points(factor: Factor) -> int:
    """The points that a factor can reach."""
    return sum(MAXIMA[term] * PERCENT[term][factor] // 100 for term in SUCCESS_TERMS)
