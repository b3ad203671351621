"""The terms of the score, what each may count, and a reason: the value of one term for one pair.

What counts how much is `MAXIMA`, published as it stands here; the maxima add up to 1 000 000.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Term(StrEnum):
    """The terms of the score, in the order in which people read them."""

    WORDS = "words"
    FIELD = "field"
    SUBFIELD = "subfield"
    BENEFICIARIES = "beneficiaries"
    PLACE = "place"
    CAPACITY = "capacity"
    DATES = "dates"
    RECORD = "record"
    DIRECTION = "direction"
    TILT_LEVEL = "tilt_level"
    TILT_KEY_COUNTY = "tilt_key_county"
    TILT_HARDSHIP = "tilt_hardship"


MAXIMA: dict[Term, int] = {
    Term.WORDS: 300_000,
    Term.FIELD: 50_000,
    Term.SUBFIELD: 120_000,
    Term.BENEFICIARIES: 50_000,
    Term.PLACE: 90_000,
    Term.CAPACITY: 80_000,
    Term.DATES: 50_000,
    Term.RECORD: 60_000,
    Term.DIRECTION: 100_000,
    Term.TILT_LEVEL: 40_000,
    Term.TILT_KEY_COUNTY: 30_000,
    Term.TILT_HARDSHIP: 30_000,
}
HALF_OF_WORDS_AT = 3.0
"""The relevance at which half of the points for words are reached."""


class Reason(NamedTuple):
    """A term of the score: what was found (`term.variant`), what is needed to say so (JSON values), and its points."""

    code: str
    params: Mapping[str, object]
    points: int

    @property
    def term(self) -> Term:
        """The term that this reason is the value of."""
        return Term(self.code.partition(".")[0])


def reason(term: Term, variant: str, share: tuple[int, int], **params: object) -> Reason:
    """A reason worth `share` of its term, rounded down."""
    return Reason(f"{term}.{variant}", params, MAXIMA[term] * share[0] // share[1])
