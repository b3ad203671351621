"""What the units that report to the ministry state of a quarter, added up, and counted again where that is possible.

A unit that has stated nothing is named and never counted as zero. Plain Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from duijie.apps.figures.rules import Quarter, quarter_from
from duijie.apps.figures.rules.places import Counts
from duijie.apps.records.rules import Fact
from duijie.apps.regions.rules import segments_of
from duijie.kernel.access.actors import Role

READERS: Final = (Role.MINISTRY, Role.AUDITOR)
READING: Final = "figures.reading.publish"
RECOUNTED: Final = ("verified", "taken", "confirmed")
"""What can be counted again from public records. Agreements and deliveries are stated by both sides, and what only one
has stated is internal; so are partial deliveries."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A reading as its verified record gives it; `division` is the part of a path that leaves name."""

    quarter: Quarter
    as_of: date
    division: str
    counts: Counts


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """A quarter's cohort read on one of its days; the newest sorts last."""

    as_of: date
    quarter: Quarter


@dataclass(frozen=True, slots=True)
class Recount:
    """How many needs of a cohort the public records themselves show to be verified, taken on and confirmed.

    `erased` are those whose facts the origin has erased; whether they were taken on cannot be seen any more.
    """

    verified: int = 0
    taken: int = 0
    confirmed: int = 0
    erased: int = 0

    def __add__(self, other: "Recount") -> "Recount":
        return Recount(
            self.verified + other.verified,
            self.taken + other.taken,
            self.confirmed + other.confirmed,
            self.erased + other.erased,
        )


def stated_in(division: str, facts: Mapping[str, Fact]) -> Stated | None:
    """What a reading's facts say; None where they cannot be read, for they come from another platform."""
    quarter, counts = quarter_from(str(facts.get("quarter") or "")), Counts.of_facts(facts)
    try:
        as_of = date.fromisoformat(str(facts.get("as_of") or ""))
    except ValueError:
        return None
    return None if quarter is None or counts is None else Stated(quarter, as_of, division, counts)


def counts_of_unit(stated: Mapping[str, Counts], paths: Iterable[str], excluded: Iterable[str] = ()) -> Counts | None:
    """What a unit's own log says of it: its places less those that report by themselves; None where it says nothing.

    `stated` are the readings of one log by division. Where the log has a reading of its whole (division "") and none of
    the unit's place, there was no need in the quarter: that is a true zero.
    """
    own = [stated[segments_of(path)[-1]] for path in paths if segments_of(path)[-1] in stated]
    if not own:
        return Counts() if "" in stated else None
    left_out = (stated.get(segments_of(path)[-1], Counts()) for path in excluded)
    return sum(own, Counts()) - sum(left_out, Counts())


def differences(stated: Counts, found: Recount) -> dict[str, int]:
    """By how many needs the statement exceeds what the records show (below zero: falls short); none for equal ones."""
    exceeding = {name: getattr(stated, name) - getattr(found, name) for name in RECOUNTED}
    return {name: count for name, count in exceeding.items() if count}


def is_explained(name: str, exceeding: int, found: Recount) -> bool:
    """Whether a difference is one that public records cannot show rather than a contradiction.

    Referred needs are verified and have no public record; a commitment let go and a confirmation taken back leave their
    first record standing; what was erased tells no commitment any more.
    """
    if name == "verified":
        return exceeding > 0
    return exceeding < 0 or (name == "taken" and exceeding <= found.erased)


def total(parts: Sequence[Counts]) -> Counts:
    """The sum of what the units state."""
    return sum(parts, Counts())
