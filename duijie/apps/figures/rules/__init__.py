"""Success, defined once: the cohort, the readings and the four rates. Plain Python, no clock, no I/O.

Cohort: needs verified in a quarter, read at +90, +180 and +365 days after the quarter's end. Needs that were withdrawn,
expired or referred later stay in the denominator's table. The headline is 落实率: confirmed by the receiving side over
verified. Every page prints the definition beside the figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import Inside, grant
from duijie.kernel.errors import mark

SEE_CONFLICTS = "figures.conflict.see"
SEE_OVERVIEW = "figures.overview.see"
_ABOVE = (Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE, Role.MINISTRY, Role.AUDITOR)
OVERSEERS = (Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE, Role.MINISTRY, Role.AUDITOR)
GRANTS = (grant(SEE_CONFLICTS, _ABOVE, Inside()), grant(SEE_OVERVIEW, OVERSEERS, Inside()))

READINGS = (90, 180, 365)


class Rate(StrEnum):
    """The figures of a cohort."""

    TAKEN = "taken"
    AGREED = "agreed"
    CONFIRMED = "confirmed"
    MET = "met"


RATE_LABELS = {
    Rate.TAKEN: mark("Taken on by organizations"),
    Rate.AGREED: mark("Agreed in writing"),
    Rate.CONFIRMED: mark("Fulfilled, confirmed by the receiving side"),
    Rate.MET: mark("Share of what was asked that arrived"),
}
DEFINITIONS = {
    Rate.TAKEN: mark("Needs that an organization has committed to ÷ needs verified in the quarter."),
    Rate.AGREED: mark("Needs with a signed agreement (or a claimed small wish) ÷ needs verified in the quarter."),
    Rate.CONFIRMED: mark(
        "Needs whose receiving side has confirmed receipt ÷ needs verified in the quarter. What organizations or"
        " offices report about themselves does not count."
    ),
    Rate.MET: mark("Mean over the needs of: quantity confirmed ÷ quantity asked, each in its own unit."),
}
VERIFIED_DEFINITION = mark("Needs that were verified ÷ needs that were sent for verification in the quarter.")
REFERRED_DEFINITION = mark(
    "Needs that were referred to a policy ÷ needs that were sent for verification in the quarter."
)


class Share(StrEnum):
    """The figures of the needs that were sent for verification in a quarter, whatever became of them."""

    VERIFIED = "verified"
    REFERRED = "referred"


SHARE_LABELS = {Share.VERIFIED: mark("Share verified"), Share.REFERRED: mark("Share referred to policy")}
SHARE_DEFINITIONS = {Share.VERIFIED: VERIFIED_DEFINITION, Share.REFERRED: REFERRED_DEFINITION}


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The day after its last."""
        return date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)

    @property
    def code(self) -> str:
        """Such as `2026-4`."""
        return f"{self.year}-{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_from(code: str) -> Quarter | None:
    """The quarter of a code such as `2026-4`, or None."""
    year, _, number = code.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}):  # noqa: PLR2004
        return None
    return Quarter(int(year), int(number))


def reading_day(quarter: Quarter, days: int) -> date:
    """The day on which a cohort is read: `days` after the quarter's last day."""
    return quarter.end - timedelta(days=1) + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class NeedRecord:
    """What the figures know of a need: its journey's days, quantities in its own unit, fen, and `place` as a path."""

    number: str
    submitted_on: date | None
    verified_on: date | None
    taken_on: date | None
    agreed_on: date | None
    confirmed_on: date | None
    state: str
    asked: Decimal
    met: Decimal
    unit: str
    amount_fen: int | None
    strata: Mapping[str, str] = field(default_factory=dict)
    place: str = "/"

    def has(self, rate: Rate, as_of: date) -> bool:
        """Whether the need had come so far by a day."""
        if rate is Rate.MET:
            return self.met > 0
        day: date | None = getattr(self, _DAY_OF[rate])
        return day is not None and day <= as_of


@dataclass(frozen=True, slots=True)
class Ratio:
    """Part over whole, kept as counts so that anybody can divide again."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The quotient; None over nothing."""
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """A cohort's figures as of a day, by count and by amount (fen)."""

    verified: int
    by_count: Mapping[Rate, Ratio]
    by_amount: Mapping[Rate, Ratio]
    mean_met: Fraction | None
    gone: Mapping[str, int]


_DAY_OF = {Rate.TAKEN: "taken_on", Rate.AGREED: "agreed_on", Rate.CONFIRMED: "confirmed_on"}
GONE_STATES = ("withdrawn", "expired", "referred")


def figures_of(cohort: Iterable[NeedRecord], as_of: date) -> Figures:
    """The figures of a cohort, counting what had happened by the day `as_of`.

    A need counts as confirmed from the day on which all that was asked had been confirmed.
    """
    records = list(cohort)
    amounts = [each for each in records if each.amount_fen]
    return Figures(
        verified=len(records),
        by_count={rate: Ratio(_reached(records, rate, as_of), len(records)) for rate in _DAY_OF},
        by_amount={rate: _amount_ratio(amounts, rate, as_of) for rate in _DAY_OF},
        mean_met=_mean_met(records),
        gone={state: sum(each.state == state for each in records) for state in GONE_STATES},
    )


def by_stratum(records: Iterable[NeedRecord], stratum: str, as_of: date) -> list[tuple[str, Figures]]:
    """The figures of a cohort cut by `track`, `maker`, `field` or `county`, by name of the part."""
    parts: dict[str, list[NeedRecord]] = {}
    for record in records:
        parts.setdefault(record.strata[stratum], []).append(record)
    return [(name, figures_of(part, as_of)) for name, part in sorted(parts.items())]


def met_by_unit(records: Iterable[NeedRecord]) -> list[tuple[str, Decimal, Decimal]]:
    """What was asked and what arrived in each unit (lamps with lamps, households with households), by unit."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for each in records:
        asked, met = sums.get(each.unit, (Decimal(0), Decimal(0)))
        sums[each.unit] = asked + each.asked, met + min(each.met, each.asked)
    return [(unit, *pair) for unit, pair in sorted(sums.items())]


def _reached(records: list[NeedRecord], rate: Rate, as_of: date) -> int:
    return sum(each.has(rate, as_of) for each in records)


def _amount_ratio(records: list[NeedRecord], rate: Rate, as_of: date) -> Ratio:
    whole = sum(each.amount_fen or 0 for each in records)
    return Ratio(sum(each.amount_fen or 0 for each in records if each.has(rate, as_of)), whole)


def _mean_met(records: list[NeedRecord]) -> Fraction | None:
    shares = [min(Fraction(each.met) / Fraction(each.asked), Fraction(1)) for each in records if each.asked > 0]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


_DUTIES = {
    "needs.request.verify": "verified",
    "needs.request.agree": "verified",
    "needs.need.submit": "typed",
    "needs.need.agree": "verified",
    "needs.need.verify": "verified",
    "needs.need.publish": "verified",
    "matches.match.express_interest": "answered",
    "matches.match.commit": "answered",
    "projects.project.report_delivery": "delivered",
    "projects.project.confirm": "confirmed",
}
_SIDE_OF = {
    "typed": "asking",
    "verified": "verifying",
    "answered": "giving",
    "delivered": "giving",
    "confirmed": "receiving",
}
"""Whoever answers for an organization also delivers: that is one side."""


def duty_of(action: str, on_behalf_of: str) -> str:
    """The duty that an act fulfils in a project, "" for none; a household that types for itself has no duty."""
    if action == "needs.request.submit":
        return "typed" if on_behalf_of else ""
    return _DUTIES.get(action, "")


def duties_in_conflict(acts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The duties among the acts (action, on whose behalf) of one person or device, if they lie on different sides."""
    duties = {duty for action, on_behalf_of in acts if (duty := duty_of(action, on_behalf_of))}
    return tuple(sorted(duties)) if len({_SIDE_OF[duty] for duty in duties}) > 1 else ()
