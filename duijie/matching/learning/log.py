"""What became of the pairs that were shown: one JSON object a line, without anything personal.

    {"list": "a7", "position": 1, "propensity": 0.9, "outcome": "declined", "reason": "distance", "settled": true,
     "terms": {"words": 120000, "field": 50000, …}}

`list` is any name for the list in which pairs stood together; `propensity` the chance that somebody looked at this
position; `terms` the points of the rule score at that time; `settled` says that nothing more can come of the step
after the outcome (an open interest is not settled).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from duijie.matching.reasons import MAXIMA, Term


class FaultyLog(ValueError):
    """A row that cannot be learned from: the message names the line and says what is wrong."""


class Outcome(StrEnum):
    """How far a pair came."""

    SHOWN = "shown"
    OPENED = "opened"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"


ACCEPTED = (Outcome.ACCEPTED, Outcome.CONFIRMED, Outcome.DELIVERED)
CONFIRMED = (Outcome.CONFIRMED, Outcome.DELIVERED)


@dataclass(frozen=True, slots=True)
class ShownPair:
    """One pair of one list that was shown, and what became of it."""

    list: str
    position: int
    propensity: float
    terms: Mapping[Term, int]
    outcome: Outcome
    reason: str = ""
    settled: bool = True

    def __post_init__(self) -> None:
        if not self.list or not isinstance(self.list, str):
            raise FaultyLog("the list has no name")
        if self.position < 1:
            raise FaultyLog(f"the position {self.position} is not 1 or more")
        if not 0 < self.propensity <= 1:
            raise FaultyLog(f"the propensity {self.propensity} is not above 0 and at most 1")
        if set(self.terms) != set(Term):
            raise FaultyLog("the terms are not those of the score")
        for term, points in self.terms.items():
            if type(points) is not int or not 0 <= points <= MAXIMA[term]:
                raise FaultyLog(f"{term} has {points} points, not a whole number from 0 to {MAXIMA[term]}")


def read_rows(lines: Iterable[str]) -> Iterator[ShownPair]:
    """The rows of a log.

    Raises:
        FaultyLog: a line is no such row.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _row(json.loads(line))
            except FaultyLog as fault:
                raise FaultyLog(f"line {number}: {fault}.") from fault
            except (TypeError, ValueError, KeyError, AttributeError) as fault:
                raise FaultyLog(f"line {number}: this is no row of a shown pair.") from fault


def _row(given: Mapping[str, object]) -> ShownPair:
    known = {"list", "position", "propensity", "outcome", "reason", "settled", "terms"}
    if unknown := sorted(set(given) - known):
        raise FaultyLog(f"nobody knows what “{unknown[0]}” is")
    if missing := sorted(known - {"reason", "settled"} - set(given)):
        raise FaultyLog(f"“{missing[0]}” is missing")
    terms, outcome = given["terms"], given["outcome"]
    if not isinstance(terms, dict) or set(terms) != {str(term) for term in Term}:
        raise FaultyLog("the terms are not those of the score")
    if outcome not in {str(each) for each in Outcome}:
        raise FaultyLog(f"“{outcome}” is no outcome")
    position, propensity, settled = given["position"], given["propensity"], given.get("settled", True)
    if type(position) is not int or type(propensity) not in {int, float} or not isinstance(settled, bool):
        raise FaultyLog("the position is a whole number, the propensity a number, settled true or false")
    return ShownPair(
        list=str(given["list"] or ""),
        position=position,
        propensity=float(str(propensity)),
        terms={Term(name): points for name, points in terms.items()},
        outcome=Outcome(str(outcome)),
        reason=str(given.get("reason") or ""),
        settled=settled,
    )


def write_row(row: ShownPair) -> str:
    """A row as a line of JSON, keys in order."""
    return json.dumps(asdict(row), ensure_ascii=False, sort_keys=True)


def digest(rows: Iterable[ShownPair]) -> str:
    """The SHA-256 of the rows, in hexadecimal; their order does not matter."""
    return sha256("\n".join(sorted(write_row(row) for row in rows)).encode()).hexdigest()
